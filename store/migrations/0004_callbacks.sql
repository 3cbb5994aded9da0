-- Up Migration

-- what is to follow the end of a job; written by the transaction that ends it, so that none is forgotten and none is owed twice
create table callbacks (
  job_id text not null references jobs on delete cascade,
  -- success or failure: its target is on_success or on_failure of the job's options
  outcome text not null,
  -- of a webhook, as its URL has it; empty: a task
  host text not null,
  -- due, done or failed
  state text not null default 'due',
  attempts integer not null default 0,
  -- while an attempt runs: when it is taken for lost
  next_attempt_at timestamptz default now(),
  last_error text,
  -- the job that was submitted
  follow_up text,
  owed_at timestamptz not null default now(),
  settled_at timestamptz,
  primary key (job_id, outcome)
);
create index callbacks_due on callbacks (next_attempt_at) where state = 'due';

-- Down Migration

drop table callbacks;
