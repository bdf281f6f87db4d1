-- auth: a session has one refresh token at most that is good, and none of its tokens serves when it is over. [any]
select 'auth: a family of refresh tokens has one that is good, and none serves after its end' as name, count(*) as checked,
       count(*) filter (where t.unspent > 1 or t.last_spent > s.ended_at) as violations
from auth.sessions s, lateral (
    select count(*) filter (where t.spent_at is null) as unspent, max(t.spent_at) as last_spent from auth.refresh_tokens t where t.session_id = s.id
) t;
