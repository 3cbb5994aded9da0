-- Up Migration

create table jobs (
  id text primary key,
  owner text not null,
  task text not null,
  queue text not null,
  workflow text not null,
  -- what was submitted, and what the workflow gets (contracts/job.ts)
  params json not null,
  input json not null,
  -- as they were submitted (contracts/options.ts)
  options json not null default '{}',
  -- the workflow that carries it out: its own, or of a member without stages that of its parent
  workflow_id text not null,
  -- of a member: the job that it belongs to, and its place there; without a place: what follows the members
  parent text references jobs on delete cascade,
  member_index integer,
  -- how many jobs count with it for its owner's quota: itself and all its members, those of members too; asked of jobs without a parent
  stands_for integer not null default 1,
  -- of a parent: how many members there are, and how they ended
  members_total integer,
  members_success integer not null default 0,
  members_failure integer not null default 0,
  members_revoked integer not null default 0,
  retry_of text,
  callback_of text,
  -- not handed to Temporal before
  due_at timestamptz,
  tags text[] not null default '{}',
  priority smallint not null,
  idempotency_key text,
  request_hash text not null,
  state text not null default 'PENDING',
  cancel_requested boolean not null default false,
  pause_requested boolean not null default false,
  -- what was asked for last; null: nothing, or it was paused with its parent since
  pause_wanted boolean,
  -- pauses and resumes are numbered; one that the workflow was not told of is told again
  control_requested integer not null default 0,
  control_sent integer not null default 0,
  result json,
  error jsonb,
  next_retry_at timestamptz,
  -- when Temporal was seen to have the workflow; null: the reconciler starts it
  handed_over_at timestamptz,
  -- whole milliseconds, as the API shows it: pages of the list begin after a time that was shown
  submitted_at timestamptz not null default date_trunc('milliseconds', now()),
  started_at timestamptz,
  finished_at timestamptz,
  updated_at timestamptz not null default now(),
  unique (owner, idempotency_key)
);
create index jobs_listed on jobs (owner, submitted_at desc, id desc);
create index jobs_open on jobs (submitted_at) where state not in ('SUCCESS', 'FAILURE', 'REVOKED');
create index jobs_of_parent on jobs (parent, member_index) where parent is not null;
create index jobs_retried on jobs (retry_of) where retry_of is not null;
create index jobs_to_tell on jobs (id) where control_requested > control_sent;
create index jobs_tags on jobs using gin (tags);

create table job_events (
  seq bigint generated always as identity primary key,
  job_id text not null references jobs on delete cascade,
  at timestamptz not null default clock_timestamp(),
  type text not null,
  state text,
  message text not null default '',
  stage text,
  next_retry_at timestamptz
);
create index job_events_of_job on job_events (job_id, seq);

-- the steps that a job will take, as far as they are known
create table job_stages (
  job_id text not null references jobs on delete cascade,
  name text not null,
  position smallint not null,
  subjects integer not null,
  primary key (job_id, name)
);

-- one row for each time that an activity ran, written by its worker once a second
create table attempts (
  job_id text not null references jobs on delete cascade,
  stage text not null,
  subject text not null,
  -- tries counted by the workflow, attempts of one try (after lost workers) by Temporal
  try_number integer not null,
  attempt integer not null,
  worker text not null,
  state text not null,
  fraction real not null default 0,
  status text not null default '',
  started_at timestamptz not null,
  beat_at timestamptz not null,
  ended_at timestamptz,
  why text,
  cpu_seconds double precision,
  peak_memory_bytes bigint,
  error jsonb,
  primary key (job_id, stage, subject, try_number, attempt)
);
create index attempts_running on attempts (beat_at) where state = 'running';

create table job_logs (
  -- given by the trigger below
  seq bigint primary key,
  job_id text not null references jobs on delete cascade,
  at timestamptz not null,
  stage text not null,
  subject text not null,
  text text not null
);
create index job_logs_of_job on job_logs (job_id, seq);
create sequence job_logs_seq owned by job_logs.seq;

-- Numbers of a job's log are given in the order of their commits, also to several workers: whoever reads on from the last
-- number that was seen skips nothing. (Events are written under the lock of their job's row, which does the same.)
create function number_log() returns trigger language plpgsql as $$
begin
  perform pg_advisory_xact_lock(hashtextextended(new.job_id, 0));
  new.seq := nextval('job_logs_seq');
  return new;
end
$$;
create trigger number_log before insert on job_logs for each row execute function number_log();

create table job_artifacts (
  job_id text not null references jobs on delete cascade,
  name text not null,
  sha256 text not null,
  size_bytes bigint not null,
  media_type text not null,
  primary key (job_id, name)
);

create table datasets (
  id text primary key,
  owner text not null,
  files jsonb not null,
  created_at timestamptz not null default now()
);

-- outputs of stages, found again by what went into them
create table stage_cache (
  key text primary key,
  stage text not null,
  ingredients jsonb not null,
  output json not null,
  report json not null,
  job_id text not null,
  created_at timestamptz not null default now()
);
create index stage_cache_of_stage on stage_cache (stage, created_at desc);

-- one row for each process; two of them may have the same name
create table workers (
  id uuid primary key,
  identity text not null,
  host text not null,
  pid integer not null,
  queues text[] not null,
  concurrency integer not null,
  started_at timestamptz not null,
  seen_at timestamptz not null
);

-- How far a job is: each stage counts the same, and within it each of its parts (samples).
-- A part counts as far as any attempt came: the death of a worker takes nothing back.
create function job_progress(of_job text)
returns table (stages jsonb, status text, attempt integer, updated_at timestamptz)
language sql stable as $$
  with parts as (
    select stage, subject, max(fraction) as fraction, count(*) as attempts,
      bool_or(state in ('ran', 'reused')) as done, bool_or(state = 'ran') as ran,
      bool_or(state = 'running') as running, bool_or(state = 'failed') as failed,
      min(started_at) as started_at, max(ended_at) as ended_at, max(beat_at) as beat_at,
      max(why) as why, max(status) filter (where state = 'running') as status
    from attempts where job_id = of_job group by stage, subject
  ), steps as (
    select s.position, s.name, s.subjects, count(*) filter (where p.done) as done,
      coalesce(sum(case when p.done then 1 else p.fraction end), 0) as fraction,
      coalesce(bool_or(p.ran), false) as ran, coalesce(bool_or(p.running), false) as running,
      coalesce(bool_or(p.failed and not p.done), false) as failed,
      extract(epoch from max(p.ended_at) - min(p.started_at)) as seconds,
      max(p.why) as why, max(p.attempts) as attempts, max(p.beat_at) as beat_at, max(p.status) as status
    from job_stages s left join parts p on p.stage = s.name
    where s.job_id = of_job group by s.position, s.name, s.subjects
  )
  select jsonb_agg(
      jsonb_build_object('name', name, 'current', done, 'total', subjects, 'fraction', fraction, 'seconds', seconds, 'why', why,
        'state', case when done >= subjects then case when ran then 'ran' else 'reused' end
                      when running then 'running' when failed then 'failed' when done > 0 then 'running' else 'waiting' end)
      order by position),
    (array_agg(status order by position desc) filter (where running))[1],
    (array_agg(attempts order by position desc) filter (where attempts is not null))[1]::integer,
    max(beat_at)
  from steps
$$;

-- Down Migration

drop function job_progress;
drop table workers, stage_cache, datasets, job_artifacts, job_logs, attempts, job_stages, job_events, jobs;
drop function number_log;
