-- Up Migration

-- Installed references. A row is the last thing that an installation writes: its files are artifacts and complete by then.
create table reference_versions (
  name text not null,
  version text not null,
  active boolean not null,
  -- what jobs are given: artifacts of sequences and index, ranks
  reference jsonb not null,
  -- what was found when it was read, its licence and citation
  detail jsonb not null,
  installed_by text not null,
  job_id text not null,
  installed_at timestamptz not null default now(),
  primary key (name, version)
);
create unique index reference_versions_active on reference_versions (name) where active;

-- name@version of the references that a job, or a member of it, was resolved to
alter table jobs add column uses_references text[] not null default '{}';
create index jobs_with_references on jobs using gin (uses_references) where state not in ('SUCCESS', 'FAILURE', 'REVOKED');

-- Down Migration

drop index jobs_with_references;
alter table jobs drop column uses_references;
drop table reference_versions;
