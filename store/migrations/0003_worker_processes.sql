-- Up Migration

-- pid is the process that does the work; its supervisor starts another in its place
alter table workers
  add column supervisor_pid integer not null default 0,
  add column draining boolean not null default false,
  add column stages_done bigint not null default 0,
  add column stages_failed bigint not null default 0,
  add column rss_bytes bigint not null default 0;

-- Down Migration

alter table workers drop column supervisor_pid, drop column draining, drop column stages_done, drop column stages_failed, drop column rss_bytes;
