-- notifications: credits add up, and nothing is told twice.

select 'notifications: credits are the sum of their entries' as name, count(*) as checked,
       count(*) filter (where c.credits <> (select coalesce(sum(e.delta), 0) from notifications.credit_entries e
                                            where e.user_id = c.user_id and e.template_id = c.template_id)) as violations
from notifications.credits c;

-- Where a rehearsal's clock has jumped, those under way are old for a moment. [quiet]
select 'notifications: deliveries come to an end' as name, count(*) as checked,
       count(*) filter (where state in (1, 2) and created_at < now() - interval '5 minutes') as violations
from notifications.deliveries;

select 'notifications: nobody is sent one thing twice' as name, count(*) as checked, count(*) filter (where times > 1) as violations
from (select count(*) as times from notifications.deliveries group by event_id, user_id, template_id) d;

-- Everybody who paid was told: that he has, or, where it came too late to count, that it goes back; who paid a leader in cash knows. [quiet]
select 'notifications: who paid was told' as name, count(*) as checked,
       count(*) filter (where not exists (
           select from notifications.messages m where m.link_id = o.id and m.user_id = o.user_id
           and m.kind = any (case when exists (select from groupbuy.order_log l where l.order_id = o.id and l.to_status = 'PAID') then array[2] else array[6, 14] end))) as violations
from groupbuy.orders o where o.paid_at is not null and not o.in_cash;
