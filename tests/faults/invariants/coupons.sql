-- coupons: never more than the budget, never more than a person may have, bound to one order at most.

select 'coupons: issued is the number of coupons, within the budget' as name, count(*) as checked,
       count(*) filter (where t.issued_count <> (select count(*) from coupons.coupons c where c.template_id = t.id)
                           or (t.budget_count > 0 and t.issued_count > t.budget_count) or t.issued_count * t.most_fen > t.budget_fen) as violations
from coupons.templates t;

select 'coupons: nobody holds more than he may' as name, count(*) as checked,
       count(*) filter (where h.issued > t.per_user or h.issued <> (select count(*) from coupons.coupons c where c.template_id = h.template_id and c.user_id = h.user_id)) as violations
from coupons.holders h join coupons.templates t on t.id = h.template_id;

select 'coupons: a coupon is what its lock says' as name, count(*) as checked,
       count(*) filter (where c.state <> coalesce((select l.state + 1 from coupons.locks l where l.coupon_id = c.id and l.state in (1, 2)), 1)) as violations
from coupons.coupons c;

-- The order that a coupon is bound to may still be paid; the one it was used for was paid. [quiet]
select 'coupons: locks follow their orders' as name, count(*) as checked,
       count(*) filter (where (l.state = 1 and o.status <> 'PENDING_PAYMENT')
                           or (l.state = 2 and o.status in ('PENDING_PAYMENT', 'CANCELLED', 'REFUNDED'))
                           or (l.state in (3, 4) and o.status not in ('PENDING_PAYMENT', 'CANCELLED', 'REFUNDED'))) as violations
from coupons.locks l join groupbuy.orders o on o.id = l.order_id;

-- An operation that was refused has let go of what it had locked. [quiet]
select 'coupons: none is locked for an order that never came' as name, count(*) as checked,
       count(*) filter (where l.state in (1, 2) and o.id is null) as violations
from coupons.locks l left join groupbuy.orders o on o.id = l.order_id;

-- What an order got off is what its lock says. [any]
select 'coupons: an order''s discount is its lock''s' as name, count(*) as checked,
       count(*) filter (where l.discount_fen <> (select sum(n.coupon_discount_fen) from groupbuy.order_lines n where n.order_id = o.id)) as violations
from groupbuy.orders o join coupons.locks l on l.order_id = o.id and l.coupon_id = o.coupon_id;

-- ---- points ----

select 'points: every posting adds up to nothing' as name, count(*) as checked, count(*) filter (where s.sum is distinct from 0) as violations
from coupons.points_postings p left join lateral (select sum(e.points) as sum from coupons.points_entries e where e.posting_id = p.id) s on true;

select 'points: an account is what its entries add up to' as name, count(*) as checked,
       count(*) filter (where a.available <> s.available or a.held <> s.held or a.pending <> s.pending or a.debt <> -s.debt) as violations
from coupons.points_accounts a cross join lateral (
    select coalesce(sum(e.points) filter (where e.account = 'AVAILABLE'), 0) as available, coalesce(sum(e.points) filter (where e.account = 'HELD'), 0) as held,
           coalesce(sum(e.points) filter (where e.account = 'PENDING'), 0) as pending, coalesce(sum(e.points) filter (where e.account = 'DEBT'), 0) as debt
    from coupons.points_postings p join coupons.points_entries e on e.posting_id = p.id where p.user_id = a.user_id) s;

select 'points: lots hold what may be spent, and what is pending' as name, count(*) as checked,
       count(*) filter (where a.available <> s.available or a.pending <> s.pending) as violations
from coupons.points_accounts a cross join lateral (
    select coalesce(sum(l.points_left) filter (where not l.pending), 0) as available, coalesce(sum(l.points_left) filter (where l.pending), 0) as pending
    from coupons.points_lots l where l.user_id = a.user_id) s;

select 'points: what is set aside is what locks hold' as name, count(*) as checked,
       count(*) filter (where a.held <> coalesce((select sum(l.points) from coupons.points_locks l where l.user_id = a.user_id and l.state = 1), 0)) as violations
from coupons.points_accounts a;

select 'points: what was earned was posted' as name, count(*) as checked,
       count(*) filter (where e.points <> coalesce((select -n.points from coupons.points_postings p join coupons.points_entries n on n.posting_id = p.id and n.account = 'ISSUED'
                                                    where p.kind = 1 and p.key = replace(e.rule_id || ':' || e.source_id, '-', '')), 0)) as violations
from coupons.points_earnings e join coupons.points_rules r on r.id = e.rule_id and r.earns = 1;

-- What of an order went back has taken its points with it. [any]
select 'points: a refund takes its points with it' as name, count(*) as checked,
       count(*) filter (where e.points - e.taken_back > case when o.whole then 0 else least(e.points, greatest(e.amount_fen - coalesce(o.refunded_fen, 0), 0) / 100 * r.per_yuan) end) as violations
from coupons.points_earnings e join coupons.points_rules r on r.id = e.rule_id and r.trigger = 1 and r.earns = 1 left join coupons.points_order_refunds o on o.order_id = e.source_id;

-- An event that comes again changes nothing. What went back in cash earned nothing. [quiet]
select 'points: what went back of an order was counted once' as name, count(*) as checked,
       count(*) filter (where o.refunded_fen <> coalesce(r.fen, 0)) as violations
from coupons.points_order_refunds o
left join (select order_id, sum(amount_fen) as fen from groupbuy.refunds where state = 'SUCCESS' and not in_cash group by 1) r on r.order_id = o.order_id;

-- ---- growth and levels ----

select 'growth: what somebody has is what his entries add up to' as name, count(*) as checked,
       count(*) filter (where a.growth <> coalesce((select sum(e.growth) from coupons.growth_entries e where e.user_id = a.user_id), 0)) as violations
from coupons.growth_accounts a;

-- By the levels that were in force when it was looked at last. [any]
select 'growth: a level is what its growth says' as name, count(*) as checked,
       count(*) filter (where a.level <> (select count(*) from coupons.levels l where l.version = a.set_version and l.threshold <= a.growth)) as violations
from coupons.growth_accounts a;

select 'growth: what was earned was entered' as name, count(*) as checked,
       count(*) filter (where e.points <> coalesce((select g.growth from coupons.growth_entries g where g.kind = 1 and g.key = replace(e.rule_id || ':' || e.source_id, '-', '')), 0)) as violations
from coupons.points_earnings e join coupons.points_rules r on r.id = e.rule_id and r.earns = 2;

-- No order's growth is more than what was kept of it. [any]
select 'growth: a refund takes its growth with it' as name, count(*) as checked,
       count(*) filter (where e.points - e.taken_back > case when o.whole then 0 else greatest(e.amount_fen - coalesce(o.refunded_fen, 0), 0) / 100 * r.per_yuan end) as violations
from coupons.points_earnings e join coupons.points_rules r on r.id = e.rule_id and r.trigger = 1 and r.earns = 2 left join coupons.points_order_refunds o on o.order_id = e.source_id;

-- Groupbuy lets nobody in above the level he has. [quiet]
select 'growth: groupbuy knows everybody''s level' as name, count(*) as checked,
       count(*) filter (where a.level <> coalesce((select m.level from groupbuy.member_levels m where m.user_id = a.user_id), 0)) as violations
from coupons.growth_accounts a;

select 'points: a streak goes on from the day before' as name, count(*) as checked,
       count(*) filter (where s.streak <> coalesce((select y.streak from coupons.sign_ins y where y.user_id = s.user_id and y.day = s.day - 1), 0) + 1) as violations
from coupons.sign_ins s;

-- What an order got off for points is what its lock says. [any]
select 'points: an order''s points are its lock''s' as name, count(*) as checked,
       count(*) filter (where o.points_used <> coalesce(l.points, 0) or o.points_discount_fen <> coalesce(l.discount_fen, 0)) as violations
from groupbuy.orders o left join coupons.points_locks l on l.order_id = o.id and l.points > 0;

-- Points wait with an order that may still be paid, are spent with one that was, and a refund's part is back. What was paid when it
-- was off already goes back without them: they came free before. [quiet]
select 'points: locks follow their orders' as name, count(*) as checked,
       count(*) filter (where (l.state = 1 and o.status <> 'PENDING_PAYMENT')
                           or (l.state = 2 and o.status in ('PENDING_PAYMENT', 'REFUNDED'))
                           or (l.state = 3 and l.points > 0 and o.status not in ('PENDING_PAYMENT', 'CANCELLED') and (o.status <> 'REFUNDED' or o.cancelled_at is null))
                           or (l.state in (2, 4) and l.returned <> coalesce((select sum(r.points) from groupbuy.refunds r where r.order_id = o.id), 0))) as violations
from groupbuy.orders o left join coupons.points_locks l on l.order_id = o.id;
