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
       count(*) filter (where (l.state = 1 and (o.id is null or o.status <> 'PENDING_PAYMENT'))
                           or (l.state = 2 and (o.id is null or o.status not in ('PAID', 'WAITING_TEAM', 'READY')))
                           or (l.state in (3, 4) and o.status in ('PAID', 'WAITING_TEAM', 'READY'))) as violations
from coupons.locks l left join groupbuy.orders o on o.id = l.order_id;

-- What an order got off is what its lock says. [any]
select 'coupons: an order''s discount is its lock''s' as name, count(*) as checked,
       count(*) filter (where l.discount_fen <> (select sum(n.coupon_discount_fen) from groupbuy.order_lines n where n.order_id = o.id)) as violations
from groupbuy.orders o join coupons.locks l on l.order_id = o.id and l.coupon_id = o.coupon_id;
