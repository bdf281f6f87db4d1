-- The audit log is the one that every service keeps (shared/db/migrations/005_audit.sql). What stood here before goes there, and
-- what the release before still writes while this one is rolled out.
create function copy_into_audit(audit_log) returns void language sql as $$
    insert into audit (id, at, actor, role, action, object_type, object_id, before, after, reason, trace_id)
    values ($1.id, $1.created_at, replace($1.actor_id::text, '-', ''), '', $1.action,
        case when $1.action = 'create_community' then 'community' else 'user' end, replace($1.subject_id::text, '-', ''), '',
        $1.detail, '', '');
$$;

select copy_into_audit(l) from audit_log l;

create function audit_log_written() returns trigger language plpgsql as $$
begin
    perform copy_into_audit(new);
    return null;
end $$;

create trigger audit_log_written after insert on audit_log for each row execute function audit_log_written();
