-- groupbuy: units, seats, moves and money.

-- ---- units ----

-- Or back at their SKU, when the campaign is over and found no buyer for them. An order's units are its own until they went back to
-- their bucket: also when its money went back and its goods did not.
select 'groupbuy: units are unsold or in live orders' as name, count(*) as checked,
       count(*) filter (where c.stock - c.returned <> (select coalesce(sum(s.unsold), 0) from groupbuy.sale_stock s where s.campaign_id = c.id)
                                       + (select coalesce(sum(l.quantity - l.returned), 0) from groupbuy.orders o join groupbuy.order_lines l on l.order_id = o.id
                                          where o.campaign_id = c.id and l.pool = 'SALE')) as violations
from groupbuy.campaigns c;

select 'groupbuy: no bucket below nothing or above its sale' as name, count(*) as checked,
       count(*) filter (where s.unsold < 0 or s.unsold > c.stock) as violations
from groupbuy.sale_stock s join groupbuy.campaigns c on c.id = s.campaign_id;

select 'groupbuy: sold out is what the buckets say' as name, count(*) as checked,
       count(*) filter (where c.returned = 0 and c.sold_out <> ((select sum(s.unsold) from groupbuy.sale_stock s where s.campaign_id = c.id) = 0)) as violations
from groupbuy.campaigns c;

select 'groupbuy: a buyer holds what his live orders hold' as name, count(*) as checked,
       count(*) filter (where b.held <> (select coalesce(sum(l.quantity - l.returned), 0) from groupbuy.orders o join groupbuy.order_lines l on l.order_id = o.id
                                            where o.campaign_id = b.campaign_id and o.user_id = b.user_id and l.pool = 'SALE')) as violations
from groupbuy.campaign_buyers b;

select 'groupbuy: nobody above his limit' as name, count(*) as checked, count(*) filter (where u.units > c.per_user_limit) as violations
from (select campaign_id, user_id, sum(quantity) filter (where status not in ('CANCELLED', 'REFUNDED')) as units from groupbuy.orders group by 1, 2) u
join groupbuy.campaigns c on c.id = u.campaign_id;

-- [quiet]
select 'groupbuy: what has ended is off the lists' as name, count(*) as checked,
       count(*) filter (where (c.ended and c.over_at > now()) or (not c.ended and c.over_at < now() - interval '15 min')) as violations
from (select ended, least(ends_at, stopped_at) as over_at from groupbuy.campaigns) c;

-- ---- who may buy ----

-- [quiet]
select 'groupbuy: members are who content and auth say' as name, count(*) as checked,
       count(*) filter (where m.member <> (exists (select from content.memberships c where c.circle_id = m.group_id and c.user_id = m.user_id and c.left_at is null)
                                        or exists (select from auth.community_members a where a.community_id = m.group_id and a.user_id = m.user_id))) as violations
from groupbuy.members m;

-- ---- orders ----

-- The flash path inserts without foreign keys.
select 'groupbuy: orders are of things that are there' as name, count(*) as checked,
       count(*) filter (where (o.campaign_id is not null and c.id is null) or (o.team_id is not null and t.id is null) or l.order_id is null or s.id is null) as violations
from groupbuy.orders o
left join groupbuy.campaigns c on c.id = o.campaign_id
left join groupbuy.teams t on t.id = o.team_id and t.campaign_id = o.campaign_id
left join groupbuy.order_lines l on l.order_id = o.id and l.position = 0
left join groupbuy.skus s on s.id = l.sku_id and s.product_id = l.product_id;

select 'groupbuy: an order''s lines add up to it' as name, count(*) as checked,
       count(*) filter (where o.amount_fen <> l.payable or o.coupon_discount_fen <> l.coupon or o.points_discount_fen <> l.points or o.quantity <> l.quantity or l.broken) as violations
from groupbuy.orders o join (
    select order_id, sum(payable_fen) as payable, sum(coupon_discount_fen) as coupon, sum(points_discount_fen) as points, sum(quantity) as quantity,
           bool_or(payable_fen <> list_fen - campaign_discount_fen - coupon_discount_fen - points_discount_fen + delivery_fen) as broken
    from groupbuy.order_lines group by 1
) l on l.order_id = o.id;

-- An open after-sale stops the order's clock: confirmed, completed and vested by itself is only what nobody complains of.
select 'groupbuy: orders know their open after-sales' as name, count(*) as checked,
       count(*) filter (where o.after_sales_open <> coalesce(s.open, 0)) as violations
from groupbuy.orders o left join (
    select order_id, count(*) filter (where status not in ('DONE', 'DECLINED', 'WITHDRAWN')) as open from groupbuy.after_sales group by 1
) s on s.order_id = o.id;

select 'groupbuy: orders move along the table' as name, count(*) as checked,
       count(*) filter (where (l.from_status is null and l.to_status <> 'PENDING_PAYMENT') or (l.from_status is not null and m.from_status is null)) as violations
from groupbuy.order_log l left join groupbuy.order_moves m on m.from_status = l.from_status and m.to_status = l.to_status;

select 'groupbuy: every move says who made it, and why' as name, count(*) as checked, count(*) filter (where actor = '' or reason = '') as violations
from groupbuy.order_log;

-- By the database's clock; a second for a transaction that began before. Who joins a team has the team's time, not the campaign's.
select 'groupbuy: no order came before its sale, or after it' as name, count(*) as checked,
       count(*) filter (where o.created_at < c.starts_at - interval '1 s' or o.created_at >= coalesce(t.deadline, c.ends_at)) as violations
from groupbuy.orders o join groupbuy.campaigns c on c.id = o.campaign_id left join groupbuy.teams t on t.id = o.team_id;

-- Units, seat and coupon are given back when nobody can pay any more, never before.
select 'groupbuy: an order is off when WeChat has closed it, or its money goes back' as name, count(*) as checked,
       count(*) filter (where p.state in ('OPEN', 'CLOSING')) as violations
from groupbuy.orders o join groupbuy.payments p on p.order_id = o.id where o.status in ('CANCELLED', 'REFUNDED');

-- By WeChat's clock, in whole seconds: whoever gives back what an order holds before WeChat has closed it is seen here.
select 'groupbuy: nobody paid for an order that was off' as name, count(*) as checked,
       count(*) filter (where p.paid_at > o.cancelled_at) as violations
from groupbuy.payments p join groupbuy.orders o on o.id = p.order_id where p.state = 'PAID';

-- One move follows from the other, from the first to where the order is now; nothing follows an end.
select 'groupbuy: an order''s log is whole' as name, count(*) as checked,
       count(*) filter (where l.from_status is distinct from l.previous or (l.last and l.to_status <> o.status) or l.version > o.version) as violations
from groupbuy.orders o join (
    select order_id, version, from_status, to_status, lag(to_status) over steps as previous,
           lead(version) over steps is null as last
    from groupbuy.order_log window steps as (partition by order_id order by version)
) l on l.order_id = o.id;

select 'groupbuy: every order has its log' as name, count(*) as checked,
       count(*) filter (where not exists (select from groupbuy.order_log l where l.order_id = o.id)) as violations
from groupbuy.orders o;

-- What the outbox keeps for 7 days.
with told (to_status, type) as (values
    ('PENDING_PAYMENT', 'OrderPlaced'), ('PAID', 'OrderPaid'), ('CANCELLED', 'OrderCancelled')
)
select 'groupbuy: every move to ' || t.to_status || ' was told once' as name, count(*) as checked,
       count(*) filter (where (select count(*) from groupbuy.outbox e where e.aggregate_id = l.order_id and e.type = 'linli.groupbuy.v1.' || t.type) <> 1) as violations
from groupbuy.order_log l join told t on t.to_status = l.to_status
where l.at > now() - interval '6 days' group by t.to_status order by 1;

-- Of orders whose refunds all began since then.
select 'groupbuy: every refund that is out was told once' as name, count(*) as checked,
       count(*) filter (where e.events <> r.refunds) as violations
from (select order_id, count(*) filter (where state = 'SUCCESS') as refunds from groupbuy.refunds group by 1 having min(created_at) > now() - interval '6 days') r,
lateral (select count(*) as events from groupbuy.outbox e where e.aggregate_id = r.order_id and e.type = 'linli.groupbuy.v1.RefundDone') e;

-- [quiet]
select 'groupbuy: no order waits for payment after its time' as name, count(*) as checked,
       count(*) filter (where status = 'PENDING_PAYMENT' and pay_by < now() - interval '60 s') as violations
from groupbuy.orders;

-- Plain orders: a buyer's count is that of his live orders, and none has more than a product allows.
select 'groupbuy: a buyer holds of a product what his live orders hold' as name, count(*) as checked,
       count(*) filter (where b.held <> coalesce(l.units, 0) or (p.per_user_limit > 0 and b.held > p.per_user_limit)) as violations
from groupbuy.product_buyers b join groupbuy.products p on p.id = b.product_id left join (
    select l.product_id, o.user_id, sum(l.quantity - l.returned) as units from groupbuy.order_lines l join groupbuy.orders o on o.id = l.order_id
    where l.pool = 'SKU' group by 1, 2
) l on l.product_id = b.product_id and l.user_id = b.user_id;

-- Orders are counted under the phone they are for, and what is brought somewhere under its address, too, for all that they have.
select 'groupbuy: an order is counted by its address and its phone, for what it has' as name, count(*) as checked,
       count(*) filter (where not k.phone or (o.delivery in ('EXPRESS', 'DOOR') and not k.address) or not exists (
           select from groupbuy.order_lines l where l.order_id = k.order_id and l.product_id = k.product_id)) as violations
from (select order_id, product_id, bool_or(kind = 'PHONE') as phone, bool_or(kind = 'ADDRESS') as address
      from groupbuy.order_limit_keys group by 1, 2) k
join groupbuy.orders o on o.id = k.order_id;

-- Places of a service count until it is over. Of a phone that nobody named, which is the account's own, what the same account
-- has of campaigns counts beside it.
with noted as (
    select k.product_id, k.kind, k.key, o.user_id, l.quantity - l.returned as units, o.delivery in ('NONE', 'PICK_UP')
           and not exists (select from groupbuy.order_limit_keys a where a.order_id = k.order_id and a.kind = 'ADDRESS') as own
    from groupbuy.order_limit_keys k join groupbuy.orders o on o.id = k.order_id
    join groupbuy.order_lines l on l.order_id = k.order_id and l.product_id = k.product_id
    left join groupbuy.bookings b on b.order_id = o.id
    where b.order_id is null or b.status in ('BOOKED', 'CONFIRMED', 'IN_SERVICE')
), held as (
    select n.product_id, n.kind, sum(n.units) + case when bool_and(n.own) and n.kind = 'PHONE' then coalesce((
               select sum(l.quantity - l.returned) from groupbuy.orders o join groupbuy.order_lines l on l.order_id = o.id
               where o.user_id = min(n.user_id::text)::uuid and o.campaign_id is not null and l.product_id = n.product_id), 0) else 0 end as units
    from noted n group by n.product_id, n.kind, n.key
)
select 'groupbuy: no address and no phone above the limit that its accounts share' as name, count(*) as checked,
       count(*) filter (where h.units > nullif(case h.kind when 'ADDRESS' then p.per_address_limit else p.per_phone_limit end, 0)) as violations
from held h join groupbuy.products p on p.id = h.product_id;

-- However its people buy: places of a service until it is over, a card until it is used up, the rest until it goes back. At each
-- order, with who was of the household then: who has come since brought his own.
with live as (
    select o.user_id, o.created_at, l.product_id, case when c.order_id is not null then 1 else l.quantity - l.returned end as units
    from groupbuy.order_lines l join groupbuy.orders o on o.id = l.order_id
    join groupbuy.products p on p.id = l.product_id and p.per_household_limit > 0
    left join groupbuy.bookings b on b.order_id = o.id left join groupbuy.cards c on c.order_id = o.id
    where l.quantity > l.returned and (b.order_id is null or b.status in ('BOOKED', 'CONFIRMED', 'IN_SERVICE'))
    and (c.order_id is null or c.status in ('UNPAID', 'ACTIVE'))
), homes as (
    select buyer_id as owner, member_id as person, agreed_at as since from groupbuy.household_members where agreed_at is not null
    union select user_id, user_id, '-infinity' from live union select buyer_id, buyer_id, '-infinity' from groupbuy.household_members
)
select 'groupbuy: no household above the limit that its people share' as name, (select count(*) from groupbuy.order_lines) as checked,
       count(*) filter (where h.units > p.per_household_limit) as violations
from (
    select h.owner, last.product_id, last.user_id, last.created_at, sum(one.units) as units
    from (select distinct user_id, created_at, product_id from live) last join homes h on h.person = last.user_id and h.since <= last.created_at
    join homes m on m.owner = h.owner and m.since <= last.created_at
    join live one on one.user_id = m.person and one.product_id = last.product_id and one.created_at <= last.created_at
    group by 1, 2, 3, 4
) h join groupbuy.products p on p.id = h.product_id;

-- What the lines say was handed out is what the order says of itself.
select 'groupbuy: an order is as far as its lines' as name, count(*) as checked,
       count(*) filter (where (o.status in ('PENDING_PAYMENT', 'WAITING_TEAM', 'WAITING_CUTOFF', 'READY', 'SHIPPED') and l.out <> 0)
                           or (o.status = 'PARTLY_FULFILLED' and (l.out = 0 or l.out >= l.due))
                           or (o.status in ('FULFILLED', 'COMPLETED') and l.out = 0 and o.fulfilled_at is null)
                           or (o.status = 'COMPLETED') <> (o.completed_at is not null and o.status <> 'REFUNDED')) as violations
from groupbuy.orders o, lateral (
    select coalesce(sum(l.fulfilled), 0) as out, coalesce(sum(l.quantity - l.refunded_units), 0) as due from groupbuy.order_lines l where l.order_id = o.id
) l;

select 'groupbuy: what was completed is income, and nothing else' as name, count(*) as checked,
       count(*) filter (where (o.completed_at is not null) <> exists (
           select from groupbuy.ledger_postings p where p.kind = 'REVENUE' and p.order_id = o.id)
           and o.amount_fen - coalesce((select sum(r.amount_fen) from groupbuy.refunds r where r.order_id = o.id), 0) + o.coupon_discount_fen + o.points_discount_fen <> 0) as violations
from groupbuy.orders o where not o.in_cash and o.status in ('FULFILLED', 'COMPLETED');

-- With its coupon, its points and its fee a priced order's lines come to what was charged; an address stands where one is needed.
select 'groupbuy: a priced order was charged what it was priced with' as name, count(*) as checked,
       count(*) filter (where o.coupon_discount_fen > p.coupon_fen or o.points_discount_fen > p.points_fen or p.delivery_fen <> l.delivery
                           or (o.delivery = 'EXPRESS' and d.region_code = '') or (o.delivery = 'PICK_UP' and d.point_id is null)) as violations
from groupbuy.order_prices p join groupbuy.orders o on o.id = p.order_id left join groupbuy.order_deliveries d on d.order_id = p.order_id,
lateral (select sum(l.delivery_fen) as delivery from groupbuy.order_lines l where l.order_id = o.id) l;

-- [quiet]
select 'groupbuy: nobody waits for his receipt or completion after its time' as name, count(*) as checked,
       count(*) filter (where after_sales_open = 0 and ((status = 'SHIPPED' and confirm_by < now() - interval '60 s')
                           or (status = 'FULFILLED' and complete_by < now() - interval '60 s'))) as violations
from groupbuy.orders;

-- ---- teams ----

select 'groupbuy: seats are what the members say' as name, count(*) as checked,
       count(*) filter (where t.held + t.paid + t.sponsored > t.size
                           or (t.status <> 'FAILED' and (t.held <> m.held or t.paid <> m.paid))
                           or (t.status = 'COMPLETED') <> (t.paid + t.sponsored = t.size)) as violations
from groupbuy.teams t, lateral (
    select count(*) filter (where state = 'HELD') as held, count(*) filter (where state = 'PAID') as paid
    from groupbuy.team_members m where m.team_id = t.id
) m;

-- Nobody is in a seat that the merchant pays for: it has its record, and neither member nor order.
select 'groupbuy: sponsored seats are on record, and no order' as name, count(*) as checked,
       count(*) filter (where t.sponsored <> (select coalesce(sum(s.seats), 0) from groupbuy.team_sponsorships s where s.team_id = t.id)
                           or (t.status = 'COMPLETED' and (select count(*) from groupbuy.orders o where o.team_id = t.id
                               and o.status not in ('PENDING_PAYMENT', 'CANCELLED', 'REFUNDED')) > t.size - t.sponsored)) as violations
from groupbuy.teams t;

select 'groupbuy: a completed team never reopens' as name, count(*) as checked,
       count(*) filter (where t.status <> 'COMPLETED' or t.ended_at is null) as violations
from groupbuy.outbox e join groupbuy.teams t on t.id = e.aggregate_id where e.type = 'linli.groupbuy.v1.TeamCompleted';

select 'groupbuy: who paid for a team that failed has all of it back, or coming' as name, count(*) as checked,
       count(*) filter (where o.status not in ('CANCELLED', 'REFUNDED') or r.fen <> p.amount_fen) as violations
from groupbuy.teams t join groupbuy.orders o on o.team_id = t.id join groupbuy.payments p on p.order_id = o.id and p.state = 'PAID',
lateral (select coalesce(sum(f.amount_fen), 0) as fen from groupbuy.refunds f where f.order_id = o.id) r
where t.status = 'FAILED';

select 'groupbuy: nobody is in a team twice' as name, count(*) as checked, count(*) filter (where members > 1) as violations
from (select count(*) as members from groupbuy.team_members where state <> 'LEFT' group by team_id, user_id) m;

-- [quiet]
select 'groupbuy: no team is open a minute after its deadline' as name, count(*) as checked,
       count(*) filter (where status = 'OPEN' and deadline < now() - interval '60 s') as violations
from groupbuy.teams;

-- [quiet]
select 'groupbuy: orders stand as their teams do' as name, count(*) as checked,
       count(*) filter (where (o.status = 'WAITING_TEAM' and t.status <> 'OPEN')
                           or (o.status in ('READY', 'SHIPPED', 'PARTLY_FULFILLED', 'FULFILLED', 'COMPLETED') and t.status <> 'COMPLETED')
                           or (t.status = 'COMPLETED' and m.state = 'PAID' and (o.status in ('PENDING_PAYMENT', 'PAID', 'WAITING_TEAM')
                               or (o.status = 'CANCELLED' and o.cancel_reason <> 'WITHDRAWN')))) as violations
from groupbuy.team_members m join groupbuy.orders o on o.id = m.order_id join groupbuy.teams t on t.id = m.team_id;

select 'groupbuy: a team''s end was told once' as name, count(*) as checked,
       count(*) filter (where (select count(*) from groupbuy.outbox e where e.aggregate_id = t.id
                                  and e.type = 'linli.groupbuy.v1.Team' || initcap(t.status)) <> 1) as violations
from groupbuy.teams t where t.status <> 'OPEN' and t.ended_at > now() - interval '6 days';

-- ---- money ----

-- What was paid is handed out, waits, or is on its way back: nothing in between, nothing twice.
select 'groupbuy: paid is fulfilled, waiting, or going back once' as name, count(*) as checked,
       count(*) filter (where p.amount_fen <> o.amount_fen
                           or r.amount > p.amount_fen
                           or (o.status in ('CANCELLED', 'REFUNDED') and (r.refunds = 0 or r.amount <> p.amount_fen))
                           or (o.status = 'REFUNDED' and o.refunded_fen <> o.amount_fen)
                           or o.status = 'PENDING_PAYMENT') as violations
from groupbuy.payments p join groupbuy.orders o on o.id = p.order_id,
lateral (select count(*) as refunds, coalesce(sum(amount_fen), 0) as amount from groupbuy.refunds r where r.order_id = o.id) r
where p.state = 'PAID';

select 'groupbuy: nothing is handed out unpaid' as name, count(*) as checked,
       count(*) filter (where p.order_id is null or p.state <> 'PAID' or o.paid_at is null) as violations
from groupbuy.orders o left join groupbuy.payments p on p.order_id = o.id
where not o.in_cash and o.status in ('PAID', 'WAITING_TEAM', 'WAITING_CUTOFF', 'READY', 'SHIPPED', 'PARTLY_FULFILLED', 'FULFILLED', 'COMPLETED');

select 'groupbuy: refunds within what was paid' as name, count(*) as checked,
       count(*) filter (where r.amount > p.amount_fen or r.amount <> p.refunding_fen or p.state <> 'PAID' or r.done <> o.refunded_fen) as violations
from (select order_id, sum(amount_fen) as amount, coalesce(sum(amount_fen) filter (where state = 'SUCCESS'), 0) as done from groupbuy.refunds group by 1) r
left join groupbuy.payments p on p.order_id = r.order_id join groupbuy.orders o on o.id = r.order_id;

-- A refund is its lines; a line never goes back beyond what it cost, and knows what was promised of it.
select 'groupbuy: a refund is its lines' as name, count(*) as checked,
       count(*) filter (where r.amount_fen <> l.fen or r.coupon_fen <> l.coupon or r.points_fen <> l.points) as violations
from groupbuy.refunds r, lateral (
    select coalesce(sum(goods_fen + delivery_fen), 0) as fen, coalesce(sum(coupon_fen), 0) as coupon, coalesce(sum(points_fen), 0) as points
    from groupbuy.refund_lines l where l.refund_id = r.id
) l;

select 'groupbuy: a line goes back once, to the fen' as name, count(*) as checked,
       count(*) filter (where l.refunded_fen <> r.fen or l.refunded_units <> r.units or r.fen > l.payable_fen or r.delivery > l.delivery_fen
                           or r.coupon > l.coupon_discount_fen or r.points > l.points_discount_fen) as violations
from groupbuy.order_lines l join (
    select f.order_id, p.position, sum(p.goods_fen + p.delivery_fen) as fen, sum(p.delivery_fen) as delivery, sum(p.quantity) as units,
           sum(p.coupon_fen) as coupon, sum(p.points_fen) as points
    from groupbuy.refund_lines p join groupbuy.refunds f on f.id = p.refund_id group by 1, 2
) r using (order_id, position);

-- Handed out, gone back to its pool, or still held: a unit is in one place. All of a plain order that an operator, an after-sale or a
-- complaint gave back before anything left the house is back, too.
select 'groupbuy: units go back when an order is off, and only then' as name, count(*) as checked,
       count(*) filter (where (o.status = 'CANCELLED' and l.returned <> l.quantity) or (o.status = 'PENDING_PAYMENT' and l.returned <> 0)
                           or l.returned + l.fulfilled > l.quantity
                           or (o.status = 'REFUNDED' and o.kind = 'PLAIN' and l.refunded_units = l.quantity and l.returned <> l.quantity
                               and not exists (select from groupbuy.order_log g where g.order_id = o.id and g.to_status in ('SHIPPED', 'PARTLY_FULFILLED', 'FULFILLED'))
                               and not exists (select from groupbuy.refunds r where r.order_id = o.id and r.reason not in ('BY_OPERATOR', 'AFTER_SALE', 'COMPLAINT')))) as violations
from groupbuy.order_lines l join groupbuy.orders o on o.id = l.order_id;

select 'groupbuy: a number of WeChat''s is one payment, or one refund' as name, count(*) as checked, count(*) filter (where n.times > 1) as violations
from (
    select transaction_id as number, count(*) as times from groupbuy.payments where transaction_id is not null group by 1
    union all select wechat_refund_id, count(*) from groupbuy.refunds where wechat_refund_id is not null group by 1
) n;

-- [quiet]
select 'groupbuy: every refund is out' as name, count(*) as checked, count(*) filter (where state <> 'SUCCESS') as violations
from groupbuy.refunds;

-- Money of one account never pays another. '' is the installation's own, which is no row of merchants.
select 'groupbuy: a payment is of its order''s account' as name, count(*) as checked,
       count(*) filter (where p.merchant_id <> o.merchant_id or (p.merchant_id <> '' and m.id is null)) as violations
from groupbuy.payments p join groupbuy.orders o on o.id = p.order_id left join groupbuy.merchants m on m.id = p.merchant_id;

-- Payments and refunds alike: what an account was told has counted for its own orders alone.
select 'groupbuy: what WeChat told counts for the account it was told' as name, count(*) as checked,
       count(*) filter (where case o.merchant_id when '' then m.id is not null else n.mchid is distinct from o.merchant_id end) as violations
from (
    select n.kind, n.subject, convert_from(n.resource, 'UTF8')::jsonb ->> 'mchid' as mchid from groupbuy.payment_notices n
    where n.outcome = 'APPLIED' and n.kind in ('PAYMENT', 'REFUND')
) n
join groupbuy.orders o on replace(o.id::text, '-', '') = case n.kind when 'PAYMENT' then n.subject else
    (select replace(r.order_id::text, '-', '') from groupbuy.refunds r where replace(r.id::text, '-', '') = n.subject) end
left join groupbuy.merchants m on m.id = n.mchid;

select 'groupbuy: a payment is notified to effect once' as name, count(*) as checked, count(*) filter (where applied > 1) as violations
from (select count(*) filter (where outcome = 'APPLIED') as applied from groupbuy.payment_notices where kind = 'PAYMENT' group by subject) n;

-- One that does not fit (MISMATCH, UNKNOWN_SUBJECT) is kept for somebody to look at, and changes nothing.
select 'groupbuy: what a notice says is on record' as name, count(*) as checked,
       count(*) filter (where (n.kind = 'PAYMENT' and n.outcome in ('APPLIED', 'KNOWN') and (p.state is distinct from 'PAID' or p.transaction_id is distinct from n.transaction_id))
                           or (n.kind = 'REFUND' and n.outcome = 'APPLIED' and (r.state is null or r.state = 'REQUESTED'))) as violations
from groupbuy.payment_notices n
left join groupbuy.payments p on n.kind = 'PAYMENT' and replace(p.order_id::text, '-', '') = n.subject
left join groupbuy.refunds r on n.kind = 'REFUND' and replace(r.id::text, '-', '') = n.subject;

-- ---- what somebody does by a role ----

select 'groupbuy: what was done by a role is on record' as name, count(*) as checked,
       count(*) filter (where not exists (select from groupbuy.audit a where a.object_id = replace(d.id::text, '-', '') and a.action = d.action)) as violations
from (
    select id, 'publish_campaign' as action, created_at as at from groupbuy.campaigns
    union all select id, 'create_product', created_at from groupbuy.products where number is null
    union all select id, 'import_products', created_at from groupbuy.product_imports
    union all select id, 'withdraw_campaign', withdrawn_at from groupbuy.campaigns where withdrawn_at is not null
    union all select id, 'stop_campaign', stopped_at from groupbuy.campaigns where stopped_at is not null and withdrawn_at is null
    union all select id, 'settle_payment_case', settled_at from groupbuy.payment_cases where settled_by <> 'wechat'
) d where d.at >= (select min(at) from groupbuy.audit);

-- Each by a case, which is open while it is so; what WeChat was never asked for is done when it is settled.
select 'groupbuy: what WeChat cannot pay out is a case' as name, count(*) as checked,
       count(*) filter (where r.state = 'ABNORMAL' and (c.id is null or (r.wechat_refund_id is null and c.settled_at is not null))) as violations
from groupbuy.refunds r left join groupbuy.payment_cases c on c.reason = 'REFUND_ABNORMAL' and c.subject = replace(r.id::text, '-', '');

select 'groupbuy: a notice that does not fit is a case' as name, count(*) as checked,
       count(*) filter (where n.outcome in ('MISMATCH', 'UNKNOWN_SUBJECT') and c.id is null) as violations
from groupbuy.payment_notices n
left join groupbuy.payment_cases c on c.subject = n.subject and c.wechat_number = n.transaction_id
      and c.reason = n.kind || case n.outcome when 'MISMATCH' then '_MISMATCH' else '_UNKNOWN' end;

-- ---- the ledger ----

select 'groupbuy: every posting adds up to nothing' as name, count(*) as checked, count(*) filter (where total <> 0) as violations
from (select coalesce(sum(e.amount_fen), 1) as total from groupbuy.ledger_postings p left join groupbuy.ledger_entries e on e.posting_id = p.id group by p.id) t;

-- Money of one merchant account never pays another: '' is the installation's own.
select 'groupbuy: a posting stands in the books of the account of its order' as name, count(*) as checked,
       count(*) filter (where p.merchant_id <> o.merchant_id) as violations
from groupbuy.ledger_postings p join groupbuy.orders o on o.id = p.order_id;

select 'groupbuy: the books of each account add up to nothing' as name, count(*) as checked, count(*) filter (where total <> 0) as violations
from (select sum(e.amount_fen) as total from groupbuy.ledger_postings p join groupbuy.ledger_entries e on e.posting_id = p.id group by p.merchant_id) b;

select 'groupbuy: each account has at WeChat what came to it and did not go' as name, count(*) as checked, count(*) filter (where b.fen <> b.came - b.went - b.out + b.back - b.fees) as violations
from (
    select p.merchant_id, sum(e.amount_fen) as fen, coalesce(sum(e.amount_fen) filter (where p.kind = 'FEES'), 0) * -1 as fees,
           (select coalesce(sum(x.amount_fen), 0) from groupbuy.payments x where x.state = 'PAID' and x.merchant_id = p.merchant_id) as came,
           (select coalesce(sum(r.amount_fen), 0) from groupbuy.refunds r join groupbuy.payments x on x.order_id = r.order_id
            where r.state = 'SUCCESS' and not r.in_cash and not r.by_hand and x.merchant_id = p.merchant_id) as went,
           (select coalesce(sum(x.gross_fen - x.withheld_fen), 0) from groupbuy.payouts x where x.state = 'PAID' and x.merchant_id = p.merchant_id) as out,
           (select coalesce(sum(r.amount_fen), 0) from groupbuy.share_returns r join groupbuy.payouts x on x.id = r.payout_id
            where r.state = 'DONE' and x.merchant_id = p.merchant_id) as back
    from groupbuy.ledger_postings p join groupbuy.ledger_entries e on e.posting_id = p.id and e.account = 'channel:wechat' group by p.merchant_id
) b;

select 'groupbuy: every payment and refund is in the ledger' as name, count(*) as checked,
       count(*) filter (where f.amount <> coalesce(l.amount, 0)) as violations
from (
    select order_id, 'PAYMENT' as kind, amount_fen as amount from groupbuy.payments where state = 'PAID'
    union all select order_id, 'REFUND_PAID', -sum(amount_fen) from groupbuy.refunds where state = 'SUCCESS' and not in_cash and not by_hand group by 1
) f left join (
    select p.order_id, p.kind, sum(e.amount_fen) as amount from groupbuy.ledger_postings p
    join groupbuy.ledger_entries e on e.posting_id = p.id and e.account = 'channel:wechat' group by 1, 2
) l using (order_id, kind);

-- What finance has paid by hand left the promises, and never WeChat.
select 'groupbuy: the ledger knows no money but that' as name, count(*) as checked,
       count(*) filter (where o.wechat <> o.paid - o.out or o.promised <> -(o.refunding - o.out - o.by_hand) or o.elsewhere <> -o.by_hand) as violations
from (
    select x.id, coalesce((select sum(e.amount_fen) from groupbuy.ledger_postings p join groupbuy.ledger_entries e on e.posting_id = p.id
                           where p.order_id = x.id and e.account = 'channel:wechat'), 0) as wechat,
           coalesce((select sum(e.amount_fen) from groupbuy.ledger_postings p join groupbuy.ledger_entries e on e.posting_id = p.id
                     where p.order_id = x.id and e.account = 'refunds'), 0) as promised,
           coalesce((select sum(e.amount_fen) from groupbuy.ledger_postings p join groupbuy.ledger_entries e on e.posting_id = p.id
                     where p.order_id = x.id and e.account = 'refunds:by_hand'), 0) as elsewhere,
           coalesce((select p.amount_fen from groupbuy.payments p where p.order_id = x.id and p.state = 'PAID'), 0) as paid,
           coalesce((select p.refunding_fen from groupbuy.payments p where p.order_id = x.id), 0) as refunding,
           coalesce((select sum(r.amount_fen) from groupbuy.refunds r where r.order_id = x.id and r.state = 'SUCCESS' and not r.in_cash and not r.by_hand), 0) as out,
           coalesce((select sum(r.amount_fen) from groupbuy.refunds r where r.order_id = x.id and r.by_hand), 0) as by_hand
    from groupbuy.orders x
) o;

select 'groupbuy: a fact is posted once, under its key' as name, count(*) as checked,
       count(*) filter (where key is null or (kind, key) in (select kind, key from groupbuy.ledger_postings group by 1, 2 having count(*) > 1)) as violations
from groupbuy.ledger_postings;

-- Days that are not over are not closed yet; each closed one follows from the one before.
select 'groupbuy: a closed day of the ledger is as it was closed' as name, count(*) as checked,
       count(*) filter (where d.sha256 <> groupbuy.ledger_day_sha256(d.day, d.previous_sha256)
                           or (b.sha256 is null and d.previous_sha256 <> '') or b.sha256 <> d.previous_sha256) as violations
from (select day from groupbuy.ledger_postings union select day from groupbuy.ledger_days) x
left join groupbuy.ledger_days d using (day) left join groupbuy.ledger_days b on b.day = d.day - 1;

-- A whole refund leaves no trace on any account.
select 'groupbuy: what is refunded has left every account' as name, count(*) as checked, count(*) filter (where trace) as violations
from (
    select coalesce(bool_or(a.amount <> 0), false) as trace from groupbuy.orders o left join (
        select p.order_id, e.account, sum(e.amount_fen) as amount from groupbuy.ledger_postings p
        join groupbuy.ledger_entries e on e.posting_id = p.id group by 1, 2
    ) a on a.order_id = o.id where o.status = 'REFUNDED' group by o.id
) t;
