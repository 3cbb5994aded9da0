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

-- what is next for Temporal: those that fell due, and those that did not get there when they were submitted
create index jobs_to_hand_over on jobs (coalesce(due_at, submitted_at)) where handed_over_at is null and state not in ('SUCCESS', 'FAILURE', 'REVOKED');
create index jobs_cancelled on jobs (id) where cancel_requested and state not in ('SUCCESS', 'FAILURE', 'REVOKED');
-- the open jobs of an owner are counted from this alone
create index jobs_open_of_owner on jobs (owner) include (stands_for) where parent is null and state not in ('SUCCESS', 'FAILURE', 'REVOKED');

-- how many stages of a queue may start in a second, over all workers; none: as many as there are slots
create table queue_rates (
  queue text primary key,
  per_second double precision,
  set_at timestamptz not null default clock_timestamp(),
  -- when Temporal was last told; null: the reconciler tells it
  applied_at timestamptz
);

-- the queues that live workers poll
create view queue_slots as
  select queue, sum(w.concurrency)::integer as slots,
    (select count(*)::integer from attempts a join jobs j on j.id = a.job_id where a.state = 'running' and j.queue = q.queue) as running
  from workers w, unnest(w.queues) as q(queue) where w.seen_at > now() - interval '10 seconds' and not w.draining group by q.queue;

-- Down Migration

drop view queue_slots;
drop table queue_rates, audit_log;
drop index jobs_to_hand_over, jobs_cancelled, jobs_open_of_owner;
