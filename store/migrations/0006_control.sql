-- Up Migration

-- Pauses and resumes are numbered; one that its workflow was not told of is told again.
alter table jobs
  add column pause_wanted boolean not null default false,
  add column control_requested integer not null default 0,
  add column control_sent integer not null default 0;
create index jobs_to_tell on jobs (id) where control_requested > control_sent;

-- Down Migration

drop index jobs_to_tell;
alter table jobs drop column pause_wanted, drop column control_requested, drop column control_sent;
