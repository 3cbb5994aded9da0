-- Up Migration

-- who did what to jobs and queues; outlives the jobs
create table audit_log (
  seq bigint generated always as identity primary key,
  at timestamptz not null default clock_timestamp(),
  actor text not null,
  action text not null,
  job_id text,
  detail jsonb not null default '{}'
);
create index audit_log_of_job on audit_log (job_id, seq) where job_id is not null;

-- Down Migration

drop table audit_log;
