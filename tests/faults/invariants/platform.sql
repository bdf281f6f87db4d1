-- What the platform promises of every service: events leave, arrive and act once; keys keep their answers.

-- Every fact that was told left its service. [quiet]
select 'platform: every event was published (' || s.name || ')' as name, s.checked, s.violations from (
    select 'auth' as name, count(*) as checked, count(*) filter (where published_at is null) as violations from auth.outbox
    union all select 'content', count(*), count(*) filter (where published_at is null) from content.outbox
    union all select 'groupbuy', count(*), count(*) filter (where published_at is null) from groupbuy.outbox
    union all select 'coupons', count(*), count(*) filter (where published_at is null) from coupons.outbox
) s;

-- Who listens to an event has handled it, once: what the outbox keeps for 7 days, and an inbox for longer. [quiet]
with listens (type, consumer) as (values
    ('linli.auth.v1.UserRegistered', 'content'), ('linli.auth.v1.UserUpdated', 'content'),
    ('linli.content.v1.CircleJoined', 'coupons'), ('linli.content.v1.CircleJoined', 'notifications'),
    ('linli.content.v1.CommentAdded', 'notifications'),
    ('linli.coupons.v1.CouponIssued', 'notifications'),
    ('linli.groupbuy.v1.OrderPaid', 'notifications'), ('linli.groupbuy.v1.OrderCancelled', 'notifications'),
    ('linli.groupbuy.v1.TeamCompleted', 'notifications'), ('linli.groupbuy.v1.TeamFailed', 'notifications'),
    ('linli.groupbuy.v1.RefundDone', 'notifications')
), kept as (
    select id, type, created_at from auth.outbox union all select id, type, created_at from content.outbox
    union all select id, type, created_at from groupbuy.outbox union all select id, type, created_at from coupons.outbox
), told as (
    select id, type from kept where created_at > now() - interval '6 days'
), handled as (
    select replace(event_id, '-', '') as event_id, 'content' as consumer from content.inbox
    union all select replace(event_id, '-', ''), 'coupons' from coupons.inbox
    union all select replace(event_id, '-', ''), 'notifications' from notifications.inbox
)
select 'platform: ' || l.consumer || ' handled every ' || split_part(l.type, '.', 4) as name, count(t.id) as checked,
       count(t.id) filter (where h.event_id is null) as violations
from listens l join told t on t.type = l.type
left join handled h on h.consumer = l.consumer and h.event_id = replace(t.id::text, '-', '')
group by l.consumer, l.type order by 1;

-- Nothing died on the way. [quiet]
select 'platform: no dead letters' as name, (select count(*) from notifications.inbox) as checked,
       (select count(*) from content.dead_letters) + (select count(*) from coupons.dead_letters)
     + (select count(*) from groupbuy.dead_letters) + (select count(*) from notifications.dead_letters)
     + (select count(*) from auth.dead_letters) as violations;

-- An aggregate's events are numbered without a gap from its first one kept. [any]
select 'platform: versions without a gap' as name, count(*) as checked,
       count(*) filter (where version <> previous + 1) as violations
from (
    select version, lag(version, 1, version - 1) over (partition by aggregate_id order by version) as previous from groupbuy.outbox
    union all
    select version, lag(version, 1, version - 1) over (partition by aggregate_id order by version) from content.outbox
    union all
    select version, lag(version, 1, version - 1) over (partition by aggregate_id order by version) from coupons.outbox
    union all
    select version, lag(version, 1, version - 1) over (partition by aggregate_id order by version) from auth.outbox
) v;

-- No operation that was begun is still open. [quiet]
select 'platform: no operation is left half-way' as name, (select count(*) from groupbuy.idempotency) as checked,
       (select count(*) from groupbuy.idempotency where state = 'OPEN') + (select count(*) from content.idempotency where state = 'OPEN')
     + (select count(*) from coupons.idempotency where state = 'OPEN') + (select count(*) from auth.idempotency where state = 'OPEN')
     + (select count(*) from notifications.idempotency where state = 'OPEN') as violations;

-- No job has given up. [any]
select 'platform: no dead jobs' as name,
       (select count(*) from groupbuy.jobs) + (select count(*) from coupons.jobs) + (select count(*) from content.jobs)
     + (select count(*) from notifications.jobs) as checked,
       (select count(*) from groupbuy.jobs where dead) + (select count(*) from coupons.jobs where dead)
     + (select count(*) from content.jobs where dead) + (select count(*) from notifications.jobs where dead) as violations;
