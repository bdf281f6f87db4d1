-- Who did what as whom, to what, and why: a line for each change that somebody made by a role of his, in the transaction of the
-- change. It only grows: the role may insert and select, and not even the owner changes a line.
create table audit (
    id uuid primary key,
    at timestamptz not null default now(),
    -- A user's id, or the name of the tool or service that acted.
    actor text not null,
    role text not null,
    action text not null,
    object_type text not null,
    object_id text not null,
    before text not null,
    after text not null,
    reason text not null,
    trace_id text not null
);

create index audit_of_actor on audit (actor, id desc);
create index audit_of_object on audit (object_id, id desc);

create function audit_only_grows() returns trigger language plpgsql as $$
begin
    raise exception 'the audit log only grows' using errcode = 'check_violation';
end $$;

create trigger audit_only_grows before update or delete or truncate on audit
    for each statement execute function audit_only_grows();

grant select, insert on audit to ${role};
