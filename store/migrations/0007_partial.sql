-- Up Migration

-- of a parent: its result says that not all of it succeeded, also where that is so of a member's own members
alter table jobs add column partial boolean not null default false;
update jobs set partial = true where members_success > 0 and members_success < members_total and state in ('SUCCESS', 'FAILURE', 'REVOKED');

-- Down Migration

alter table jobs drop column partial;
