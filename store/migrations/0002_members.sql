-- Up Migration

-- of a member with a workflow of its own: the workflow that begins it
alter table jobs add column begun_by text;

-- A parent's tally and state follow from those of its members, whoever writes these: one statement here sees them all.
-- Writers lock a member's ancestors first, from the top (store/lock-parents.ts), so that none waits for another in a circle.
create function tell_parents() returns trigger language plpgsql as $$
begin
  if not exists (select from after_update where parent is not null) then return null; end if;

  with tally as (
    select m.parent, count(*) filter (where m.state = 'SUCCESS') as success, count(*) filter (where m.state = 'FAILURE') as failure,
      count(*) filter (where m.state = 'REVOKED') as revoked
    from after_update m join before_update b on b.id = m.id
    where m.parent is not null and m.member_index is not null
      and m.state in ('SUCCESS', 'FAILURE', 'REVOKED') and b.state not in ('SUCCESS', 'FAILURE', 'REVOKED')
    group by m.parent)
  update jobs p set members_success = members_success + tally.success, members_failure = members_failure + tally.failure,
    members_revoked = members_revoked + tally.revoked, updated_at = now()
  from tally where p.id = tally.parent;

  -- Held as none was known to run, but one did; or the last was cancelled, and nothing is left to hold.
  with going as (
    update jobs p set state = case when p.started_at is null then 'PENDING' else 'PROGRESS' end, pause_requested = true, updated_at = now()
    where p.state = 'PAUSED' and exists (
      select from after_update m join before_update b on b.id = m.id
      where m.parent = p.id and m.state <> b.state and (m.state in ('STARTED', 'PROGRESS', 'RETRY', 'SUCCESS', 'FAILURE')
        or (m.state = 'REVOKED' and p.members_success + p.members_failure + p.members_revoked = p.members_total)))
    returning p.id, p.state)
  insert into job_events (job_id, type, state, message) select id, 'state', state, 'a member was still on its way' from going;

  with started as (
    update jobs p set state = 'STARTED', updated_at = now(), handed_over_at = coalesce(handed_over_at, now()), started_at = now()
    where p.state = 'PENDING' and exists (
      select from after_update m where m.parent = p.id and m.state not in ('PENDING', 'PAUSED', 'REVOKED'))
    returning p.id)
  insert into job_events (job_id, type, state, message) select id, 'state', 'STARTED', 'the first member has started' from started;

  with moved as (
    update jobs p set state = 'PROGRESS', updated_at = now()
    where p.state = 'STARTED' and p.id in (select parent from after_update) and p.members_success + p.members_failure > 0
    returning p.id)
  insert into job_events (job_id, type, state, message) select id, 'state', 'PROGRESS', '' from moved;

  perform hold_parents(array(select distinct parent from after_update where parent is not null));
  return null;
end
$$;
create trigger tell_parents after update on jobs referencing old table as before_update new table as after_update
  for each statement execute function tell_parents();

-- A parent that was told to pause is paused when none of its members runs any more, and some are still to run.
create function hold_parents(ids text[]) returns void language sql as $$
  with held as (
    update jobs p set state = 'PAUSED', pause_requested = false, pause_wanted = nullif(pause_wanted, false), updated_at = now()
    where p.id = any(ids) and p.pause_requested and p.state in ('PENDING', 'STARTED', 'PROGRESS')
      and not exists (select from jobs m where m.parent = p.id and m.state in ('STARTED', 'PROGRESS', 'RETRY'))
      and (p.members_success + p.members_failure + p.members_revoked < p.members_total or (p.input->'params'->>'follows' is not null
        and not exists (select from jobs m where m.parent = p.id and m.member_index is null and m.state in ('SUCCESS', 'FAILURE', 'REVOKED'))))
    returning p.id)
  insert into job_events (job_id, type, state, message) select id, 'state', 'PAUSED', 'no member runs' from held
$$;

-- Down Migration

drop trigger tell_parents on jobs;
drop function tell_parents, hold_parents;
alter table jobs drop column begun_by;
