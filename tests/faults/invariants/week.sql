-- What only a leader's week leaves: days of bills, shares. Run after it, on top of invariants.sql; an evening has none of it.

-- ---- the selection hall ----

-- Or came instead of something short.
select 'week: what is taken of the hall is in its rounds and campaigns' as name, count(*) as checked,
       count(*) filter (where h.taken <> i.units + c.units + s.units) as violations
from groupbuy.hall_goods h,
lateral (select coalesce(sum(i.stock - i.returned), 0) as units from groupbuy.round_items i where i.hall_goods_id = h.id) i,
lateral (select coalesce(sum(c.stock - c.returned), 0) as units from groupbuy.campaigns c where c.hall_goods_id = h.id) c,
lateral (select coalesce(sum(s.units - coalesce(s.returned, 0)), 0) as units from groupbuy.round_substitutions s where s.hall_goods_id = h.id) s;

select 'week: a round of the hall sells its goods no cheaper, where it says so nothing else' as name, count(*) as checked,
       count(*) filter (where h.id is null or h.sku_id <> i.sku_id or i.price_fen < h.lowest_price_fen) as violations
from groupbuy.rounds r join groupbuy.hall_rules u on u.community_id = r.community_id and u.hall_only and u.set_at < r.published_at
join groupbuy.round_items i on i.round_id = r.id left join groupbuy.hall_goods h on h.id = i.hall_goods_id;

-- ---- bills ----

-- A day is done once, one follows the other, and what it found is a case each. [quiet]
select 'week: each day of bills is done, and none is left out' as name, count(*) as checked,
       count(*) filter (where d.state <> 'DONE' or d.day <> d.previous + 1
                           or d.differences <> (select count(*) from groupbuy.payment_cases c where c.day = d.day)) as violations
from (select *, lag(day, 1, day - 1) over (order by day) as previous from groupbuy.bill_days) d;

select 'week: a day without differences is the same three times' as name, count(*) as checked,
       count(*) filter (where d.paid_fen <> d.trade_paid_fen or d.paid_fen <> d.flow_in_fen) as violations
from groupbuy.bill_days d where d.state = 'DONE' and d.differences = 0;

select 'week: every bill was read to its end' as name, count(*) as checked,
       count(*) filter (where b.rows <> (select count(*) from groupbuy.bill_rows r where r.day = b.day and r.bill = b.bill)) as violations
from groupbuy.bills b where b.day > (now() at time zone 'Asia/Shanghai')::date - 100;

-- ---- shares ----

-- For pick-up and channel of all goods; for selling of those of no hall, by the hall's commission of those of each of its lines.
with week_lines as (
    select l.order_id, l.position, l.payable_fen - l.delivery_fen as goods_fen, h.hall_goods_id, h.commission_bp
    from groupbuy.order_lines l join groupbuy.orders o on o.id = l.order_id left join (
        select text 'ROUND' as pool, id, hall_goods_id, hall_commission_bp as commission_bp from groupbuy.round_items
        union all select text 'SALE', id, hall_goods_id, hall_commission_bp from groupbuy.campaigns
    ) h on h.commission_bp is not null and h.pool = l.pool and h.id = case l.pool when 'ROUND' then l.pool_id else o.campaign_id end
), week_goods as (
    select order_id, sum(goods_fen) as goods, coalesce(sum(goods_fen) filter (where hall_goods_id is not null), 0) as of_hall from week_lines group by 1
)
select 'week: shares of an order are within 30 %' as name, count(*) as checked,
       count(*) filter (where s.fen * 10000 > g.goods * 3000 or s.wrong or s.sold > g.goods) as violations
from (select s.order_id, sum(s.accrued_fen) as fen, coalesce(sum(s.base_fen) filter (where s.role in ('SELLING', 'HALL')), 0) as sold,
             coalesce(bool_or(s.base_fen <> g.goods - case when s.role = 'SELLING' then g.of_hall else 0 end) filter (where s.role <> 'HALL'), false) as wrong
      from groupbuy.shares s join week_goods g using (order_id) group by 1) s join week_goods g using (order_id);

with week_lines as (
    select l.order_id, l.position, l.payable_fen - l.delivery_fen as goods_fen, h.hall_goods_id, h.commission_bp
    from groupbuy.order_lines l join groupbuy.orders o on o.id = l.order_id left join (
        select text 'ROUND' as pool, id, hall_goods_id, hall_commission_bp as commission_bp from groupbuy.round_items
        union all select text 'SALE', id, hall_goods_id, hall_commission_bp from groupbuy.campaigns
    ) h on h.commission_bp is not null and h.pool = l.pool and h.id = case l.pool when 'ROUND' then l.pool_id else o.campaign_id end
), week_back as (
    select l.order_id, l.hall_goods_id, sum(b.goods_fen)::bigint as goods from groupbuy.refunds f join groupbuy.refund_lines b on b.refund_id = f.id
    join week_lines l on l.order_id = f.order_id and l.position = b.position group by 1, 2
)
select 'week: a share is its rule, and what refunds have left of it' as name, count(*) as checked,
       count(*) filter (where s.accrued_fen <> s.base_fen * s.basis_points / 10000
                           or s.basis_points <> case s.role when 'PICK_UP' then r.pick_up_bp when 'SELLING' then r.selling_bp when 'PARTNER' then r.partner_bp
                                                else least(h.commission_bp, 3000 - coalesce(r.pick_up_bp + r.partner_bp, 0)) end
                           or (s.role = 'HALL' and s.base_fen <> coalesce(h.base_fen, 0))
                           or s.accrued_fen - s.reversed_fen <> s.accrued_fen * (s.base_fen - coalesce(g.goods, 0)) / s.base_fen) as violations
from groupbuy.shares s left join groupbuy.share_rules r on r.version = s.rule_version
left join (select order_id, hall_goods_id, max(commission_bp) as commission_bp, sum(goods_fen)::bigint as base_fen from week_lines group by 1, 2) h
       on h.order_id = s.order_id and h.hall_goods_id = s.hall_goods_id
left join (select s.id, sum(b.goods)::bigint as goods from groupbuy.shares s join week_back b on b.order_id = s.order_id
                 and (s.role in ('PICK_UP', 'PARTNER') or b.hall_goods_id is not distinct from s.hall_goods_id) group by 1) g on g.id = s.id;

with week_lines as (
    select l.order_id, l.position, l.payable_fen - l.delivery_fen as goods_fen, h.hall_goods_id, h.commission_bp
    from groupbuy.order_lines l join groupbuy.orders o on o.id = l.order_id left join (
        select text 'ROUND' as pool, id, hall_goods_id, hall_commission_bp as commission_bp from groupbuy.round_items
        union all select text 'SALE', id, hall_goods_id, hall_commission_bp from groupbuy.campaigns
    ) h on h.commission_bp is not null and h.pool = l.pool and h.id = case l.pool when 'ROUND' then l.pool_id else o.campaign_id end
)
select 'week: goods of the hall earn its commission, those who buy themselves apart' as name, count(*) as checked,
       count(*) filter (where h.earner = '' or h.shares <> 1) as violations
from (select l.order_id, l.hall_goods_id, max(coalesce(s.earner_id::text, '')) as earner, count(distinct s.id) as shares
      from week_lines l join groupbuy.orders o on o.id = l.order_id and o.paid_at is not null and not o.in_cash and o.kind = 'GROUP_BUY'
      join groupbuy.rounds r on r.id = o.round_id and r.leader_id <> o.user_id
      join groupbuy.round_entries e on e.order_id = o.id and e.help_seller_id is distinct from o.user_id
      left join groupbuy.shares s on s.order_id = l.order_id and s.hall_goods_id = l.hall_goods_id
      where l.hall_goods_id is not null and l.goods_fen * l.commission_bp >= 10000 group by 1, 2) h;

select 'week: the ledger owes what shares say' as name, count(*) as checked, count(*) filter (where s.fen <> coalesce(l.fen, 0)) as violations
from (select order_id, sum(accrued_fen - reversed_fen) as fen from groupbuy.shares group by 1) s
left join (select p.order_id, -sum(e.amount_fen) as fen from groupbuy.ledger_postings p join groupbuy.ledger_entries e on e.posting_id = p.id
           where p.kind in ('SHARE_ACCRUED', 'SHARE_REVERSED') and e.account like 'shares:%' group by 1) l using (order_id);

select 'week: a share is vested when its order is completed' as name, count(*) as checked,
       count(*) filter (where (s.vested_at is not null) <> (o.completed_at is not null)) as violations
from groupbuy.shares s join groupbuy.orders o on o.id = s.order_id;

select 'week: a share is vested when the time for after-sales is over, and not before' as name, count(*) as checked,
       count(*) filter (where o.complete_by is null or s.vested_at < o.complete_by) as violations
from groupbuy.shares s join groupbuy.orders o on o.id = s.order_id where s.vested_at is not null;

-- ---- payouts ----

select 'week: an account has what was vested, less what refunds took' as name, count(*) as checked,
       count(*) filter (where s.accrued_fen - s.reversed_fen <> coalesce(m.fen, 0)) as violations
from groupbuy.shares s left join (select share_id, sum(amount_fen) as fen from groupbuy.earner_moves group by 1) m on m.share_id = s.id
where s.vested_at is not null;

select 'week: nobody is paid out more than is his' as name, count(*) as checked, count(*) filter (where m.balance < 0) as violations
from (select kind, sum(amount_fen) over (partition by earner_id, merchant_id order by at, id) as balance from groupbuy.earner_moves) m where m.kind = 'PAYOUT';

select 'week: what is earned of an order stands with its account' as name, count(*) as checked, count(*) filter (where m.merchant_id <> o.merchant_id) as violations
from groupbuy.earner_moves m join groupbuy.shares s on s.id = m.share_id join groupbuy.orders o on o.id = s.order_id;

select 'week: a payout goes out of one account, that of what it is taken from' as name, count(*) as checked,
       count(*) filter (where p.merchant_id <> coalesce(o.merchant_id, p.merchant_id)
                           or exists (select from groupbuy.earner_moves m where m.payout_id = p.id and m.merchant_id <> p.merchant_id)
                           or exists (select from groupbuy.ledger_postings l where l.key = replace(p.id::text, '-', '') and l.kind like 'PAYOUT%'
                                      and l.merchant_id <> p.merchant_id)) as violations
from groupbuy.payouts p left join groupbuy.orders o on o.id = p.order_id;

-- By the ledger, and by what is vested and what is not yet.
select 'week: each account owes its earners what is theirs with it' as name, count(*) as checked, count(*) filter (where a.owed <> a.theirs + a.not_yet) as violations
from (
    select p.merchant_id, -sum(e.amount_fen) as owed,
           (select coalesce(sum(m.amount_fen), 0) from groupbuy.earner_moves m where m.merchant_id = p.merchant_id) as theirs,
           (select coalesce(sum(s.accrued_fen - s.reversed_fen), 0) from groupbuy.shares s join groupbuy.orders o on o.id = s.order_id
            where s.vested_at is null and o.merchant_id = p.merchant_id) as not_yet
    from groupbuy.ledger_postings p join groupbuy.ledger_entries e on e.posting_id = p.id and e.account in ('shares:leaders', 'shares:partners') group by p.merchant_id
) a;

select 'week: a payout is taken out of its account once, and comes back when it fails' as name, count(*) as checked,
       count(*) filter (where m.out_fen <> p.gross_fen or m.back_fen <> case when p.state in ('FAILED', 'DECLINED') then p.gross_fen else 0 end) as violations
from groupbuy.payouts p, lateral (
    select coalesce(-sum(m.amount_fen) filter (where m.kind = 'PAYOUT'), 0) as out_fen, coalesce(sum(m.amount_fen) filter (where m.kind = 'PAYOUT_BACK'), 0) as back_fen
    from groupbuy.earner_moves m where m.payout_id = p.id and m.earner_id = p.earner_id
) m;

select 'week: what was paid out has one number at WeChat, its own' as name, count(*) as checked,
       count(*) filter (where p.wechat_number is null or exists (select from groupbuy.payouts o where o.wechat_number = p.wechat_number and o.id <> p.id)) as violations
from groupbuy.payouts p where p.state = 'PAID';

select 'week: an account has its reserve, or operators were told once' as name, count(*) as checked,
       count(*) filter (where case when r.episode_id is null then r.rule_version is not null and r.balance_fen - r.unsettled_fen - r.payouts_fen < r.wanted_fen
                                   else r.balance_fen - r.unsettled_fen - r.payouts_fen >= r.wanted_fen + r.wanted_fen / 10 end
                           or (r.episode_id is not null and 1 <> (select count(*) from groupbuy.outbox o where o.type = 'linli.groupbuy.v1.ReserveShort' and o.aggregate_id = r.episode_id))) as violations
from groupbuy.reserves r;

select 'week: no transfer is out that the reserve has not let go' as name, count(*) as checked, count(*) filter (where p.let_go_at is null) as violations
from groupbuy.payouts p where p.way = 'TRANSFER' and p.state in ('SENT', 'PAID');

-- Of each payout: nothing is on its way that is done, and all of it while it is not.
select 'week: the ledger has on its way what payouts have' as name, count(*) as checked,
       count(*) filter (where l.fen <> case when p.done_at is null then p.gross_fen - p.withheld_fen else 0 end) as violations
from groupbuy.payouts p, lateral (
    select coalesce(-sum(e.amount_fen), 0) as fen from groupbuy.ledger_postings o join groupbuy.ledger_entries e on e.posting_id = o.id
    where o.key = replace(p.id::text, '-', '') and o.kind in ('PAYOUT_ASKED', 'PAYOUT_PAID', 'PAYOUT_BACK') and e.account = 'payouts'
) l;

-- ---- records ----

select 'week: the record of a round is what was paid, packed and handed over' as name, count(*) as checked,
       count(*) filter (where d.orders <> x.orders or d.parcels <> x.settled or d.on_time <> x.on_time or cardinality(d.buyer_ids) <> x.buyers or d.paid_fen <> p.paid
                           or d.units <> k.units or d.short_units <> k.short or d.refunded_fen > d.paid_fen) as violations
from groupbuy.round_records d join groupbuy.rounds r on r.id = d.round_id, lateral (
    select count(*) as orders, count(x.settled_at) as settled, count(*) filter (where x.settled_at <= r.ready_at) as on_time, count(distinct e.user_id) as buyers
    from groupbuy.round_parcels x join groupbuy.orders e on e.id = x.order_id where x.round_id = d.round_id
) x, lateral (
    select coalesce(sum(p.amount_fen), 0) as paid from groupbuy.payments p join groupbuy.orders o on o.id = p.order_id where o.round_id = d.round_id and p.state = 'PAID'
) p, lateral (
    select coalesce(sum(k.units - k.refunded), 0) as units, coalesce(sum(k.wanted - k.served), 0) as short
    from groupbuy.round_parcels x join groupbuy.round_picks k on k.order_id = x.order_id where x.round_id = d.round_id
) k;

-- ---- closed months ----

select 'week: a closed month has the totals of its postings' as name, count(*) as checked,
       count(*) filter (where a.debit_fen <> e.debit or a.credit_fen <> e.credit or a.balance_fen <> e.balance) as violations
from groupbuy.ledger_month_accounts a join groupbuy.ledger_months m on m.month = a.month, lateral (
    select coalesce(sum(e.amount_fen) filter (where p.day >= m.first_day and e.amount_fen > 0), 0) as debit,
           coalesce(-sum(e.amount_fen) filter (where p.day >= m.first_day and e.amount_fen < 0), 0) as credit, coalesce(sum(e.amount_fen), 0) as balance
    from groupbuy.ledger_postings p join groupbuy.ledger_entries e on e.posting_id = p.id where e.account = a.account and p.merchant_id = a.merchant_id and p.day <= m.last_day
) e;

select 'week: a closed month has its hash, and that of the one before' as name, count(*) as checked,
       count(*) filter (where m.sha256 <> groupbuy.ledger_month_sha256(m.first_day, m.last_day, m.previous_sha256)
                           or m.previous_sha256 <> coalesce(m.before, ''::bytea)
                           or m.postings <> (select count(*) from groupbuy.ledger_postings p where p.day between m.first_day and m.last_day)) as violations
from (select *, lag(sha256) over (order by month) as before from groupbuy.ledger_months) m;

-- ---- second pairs of eyes ----

select 'week: a yes that was used was somebody else''s' as name, count(*) as checked,
       count(*) filter (where a.decided_by is null or a.decided_by in (a.asked_by, a.used_by) or a.used_at < a.decided_at or a.decided_at > a.expires_at) as violations
from groupbuy.approvals a where a.state = 'USED';

select 'week: a refund of a whole SKU is its lines, each once and never more than was planned' as name, count(*) as checked,
       count(*) filter (where r.lines <> l.lines or r.planned_fen <> l.planned or l.wrong > 0 or (r.state = 'DONE' and l.waiting > 0)) as violations
from groupbuy.sku_refunds r, lateral (
    select count(*) as lines, coalesce(sum(l.planned_fen), 0) as planned, count(*) filter (where l.state = 'PLANNED') as waiting,
           count(*) filter (where l.refunded_fen > l.planned_fen or (l.state = 'DONE') <> (f.id is not null) or (f.id is not null and (f.order_id <> l.order_id or f.amount_fen <> l.refunded_fen))) as wrong
    from groupbuy.sku_refund_lines l left join groupbuy.refunds f on f.id = l.refund_id where l.sku_refund_id = r.id
) l;

-- ---- leaders' group-buys ----

-- What a leader took in cash was never ours: no payment, no posting, no share; what goes back of it is done with its note.
select 'week: cash is in the sheets and not in the books' as name, count(*) as checked,
       count(*) filter (where exists (select from groupbuy.payments p where p.order_id = o.id)
                           or exists (select from groupbuy.ledger_postings p where p.order_id = o.id)
                           or exists (select from groupbuy.shares s where s.order_id = o.id)
                           or exists (select from groupbuy.refunds r where r.order_id = o.id and not (r.in_cash and r.state = 'SUCCESS'))
                           or o.refunded_fen <> (select coalesce(sum(r.amount_fen), 0) from groupbuy.refunds r where r.order_id = o.id)
                           or e.pays is distinct from 'IN_CASH') as violations
from groupbuy.orders o left join groupbuy.round_entries e on e.order_id = o.id where o.in_cash or e.pays = 'IN_CASH';

-- What counts was paid before the end, or in the minutes of grace.
select 'week: nothing enters a round after its end and grace' as name, count(*) as checked,
       count(*) filter (where o.created_at >= r.ends_at or o.paid_at > r.ends_at + r.grace_s * interval '1 s') as violations
from groupbuy.round_entries e join groupbuy.orders o on o.id = e.order_id join groupbuy.rounds r on r.id = e.round_id where e.counts;

-- The totals of a round are those of the orders that count, as they were added.
select 'week: totals of a round are what its orders added' as name, count(*) as checked,
       count(*) filter (where i.paid_units <> c.units or i.paid_fen <> c.fen) as violations
from groupbuy.round_items i, lateral (
    select coalesce(sum(c.units), 0) as units, coalesce(sum(c.paid_fen), 0) as fen from groupbuy.round_counted c where c.item_id = i.id
) c;

select 'week: an order counts while it is paid and not off' as name, count(*) as checked,
       count(*) filter (where e.order_id is null or e.round_id <> o.round_id or e.user_id <> o.user_id
                           or e.counts <> exists (select from groupbuy.round_counted c where c.order_id = o.id)
                           or (e.counts and o.status in ('PENDING_PAYMENT', 'CANCELLED'))
                           or (not e.counts and o.status = 'WAITING_CUTOFF')) as violations
from groupbuy.orders o left join groupbuy.round_entries e on e.order_id = o.id where o.kind = 'GROUP_BUY';

-- Units of a neighbour are counted under the neighbour, whoever ordered.
select 'week: units of a round are in one place' as name, count(*) as checked,
       count(*) filter (where i.unsold + i.returned + l.units <> case when r.published_at is null then i.unsold else i.stock end or b.held <> l.units) as violations
from groupbuy.round_items i join groupbuy.rounds r on r.id = i.round_id,
lateral (select coalesce(sum(l.quantity - l.returned), 0) as units from groupbuy.order_lines l where l.pool = 'ROUND' and l.pool_id = i.id) l,
lateral (select coalesce(sum(b.held), 0) as held from groupbuy.round_buyers b where b.item_id = i.id) b;

-- Help-selling (帮卖): one hop, one selling share.
select 'week: who has helped to sell an order has its selling share, else the leader' as name, count(*) as checked,
       count(*) filter (where s.earner_id is distinct from coalesce(e.help_seller_id, r.leader_id)
                           or (e.help_seller_id is not null and (e.help_seller_id = r.leader_id or h.helper_id is null))) as violations
from groupbuy.round_entries e join groupbuy.rounds r on r.id = e.round_id join groupbuy.orders o on o.id = e.order_id
left join groupbuy.shares s on s.order_id = e.order_id and s.role in ('SELLING', 'HALL')
left join groupbuy.round_helpers h on h.round_id = e.round_id and h.helper_id = e.help_seller_id
where s.order_id is not null or (e.help_seller_id is not null and o.paid_at is not null and o.amount_fen > 0);

-- 42 to 49: its opening, steps, minimum, end, that it is put off or called off, that one may help to sell it.
select 'week: nobody hears the same of a round twice' as name, count(*) as checked, count(*) filter (where m.times > 1) as violations
from (select count(*) as times from notifications.messages where kind between 42 and 49 group by user_id, kind, link_id, args) m;

-- Who had bought when his round was put off. [quiet]
select 'week: who has bought in a round that is put off is told' as name, count(*) as checked,
       count(*) filter (where not exists (select from notifications.messages m where m.kind = 49 and m.user_id = b.user_id and m.link_id = b.round_id)) as violations
from (select distinct e.user_id, e.round_id from groupbuy.audit a join groupbuy.round_entries e on e.round_id = a.object_id::uuid
      join groupbuy.orders o on o.id = e.order_id where a.action = 'extend_round' and e.counts and o.paid_at < a.at) b;

-- 货账核对: what was frozen is what orders hold, and every unit of it was picked up, short, refunded, or waits. [quiet]
select 'week: lines = sheet = lists = picked up + short + refunded + waiting' as name, count(*) as checked,
       count(*) filter (where s.units <> u.listed or u.listed <> u.ordered or s.units <> i.stock - i.unsold - i.returned
                           or u.ordered <> u.picked_up + u.lacking + u.refunded + u.waiting) as violations
from groupbuy.round_sheet s join groupbuy.round_items i on i.id = s.item_id, lateral (
    select coalesce(sum(l.quantity - l.returned), 0) as ordered, coalesce(sum(l.fulfilled), 0) as picked_up, coalesce(sum(r.lacking), 0) as lacking,
           coalesce(sum(least(greatest(r.other - l.returned, 0), l.quantity - l.returned - l.fulfilled - r.lacking)), 0) as refunded,
           coalesce(sum(case when o.status in ('FULFILLED', 'COMPLETED', 'REFUNDED', 'CANCELLED') then 0
                             else greatest(l.quantity - greatest(l.refunded_units, l.returned) - l.fulfilled, 0) end), 0) as waiting,
           (select coalesce(sum(d.units), 0) from groupbuy.round_lists d where d.item_id = s.item_id) as listed
    from groupbuy.order_lines l join groupbuy.orders o on o.id = l.order_id, lateral (
        select coalesce(sum(x.quantity) filter (where f.reason = 'SHORTAGE'), 0) as lacking,
               coalesce(sum(x.quantity) filter (where f.reason <> 'SHORTAGE'), 0) as other
        from groupbuy.refunds f join groupbuy.refund_lines x on x.refund_id = f.id where f.order_id = l.order_id and x.position = l.position
    ) r where l.pool = 'ROUND' and l.pool_id = s.item_id and l.quantity > l.returned
) u;

-- What was shared out came, and who goes short of it was refunded exactly that.
select 'week: nothing is handed out that did not come' as name, count(*) as checked, count(*) filter (where k.served > a.usable) as violations
from groupbuy.round_lists d,
lateral (select coalesce(sum(k.served), 0) as served from groupbuy.round_parcels p join groupbuy.round_picks k on k.order_id = p.order_id
         where p.round_id = d.round_id and p.place_id = d.place_id and k.item_id = d.item_id) k,
lateral (select coalesce(sum(a.arrived - a.damaged), 0) as usable from groupbuy.round_arrivals a
         where a.round_id = d.round_id and a.place_id = d.place_id and a.item_id = d.item_id) a;

select 'week: who goes short is refunded for just that' as name, count(*) as checked, count(*) filter (where k.wanted - k.served - coalesce(a.given, 0) <> r.lacking) as violations
from groupbuy.round_picks k join groupbuy.round_parcels p on p.order_id = k.order_id
left join groupbuy.substitution_asks a on a.order_id = k.order_id and a.position = k.position,
lateral (select coalesce(sum(x.quantity), 0) as lacking from groupbuy.refunds f join groupbuy.refund_lines x on x.refund_id = f.id
         where f.order_id = k.order_id and x.position = k.position and f.reason = 'SHORTAGE') r
where k.served is not null and p.settled_at is not null;

-- Goods by weight: what they weigh less than was paid for goes back, once and to the fen, and never more is taken.
select 'week: goods by weight cost what they weigh' as name, count(*) as checked,
       count(*) filter (where w.refund_fen <> r.fen or (w.grams >= w.upper_g and r.fen > 0) or (w.grams < w.upper_g and r.fen <= 0)) as violations
from groupbuy.round_weights w, lateral (
    select coalesce(sum(x.goods_fen), 0) as fen from groupbuy.refunds f join groupbuy.refund_lines x on x.refund_id = f.id
    where f.order_id = w.order_id and x.position = w.position and f.reason = 'WEIGHED_LESS'
) r;

-- ---- the catalogue ----

select 'week: nothing is on the shelf whose supplier''s licence was noted as over' as name, count(*) as checked,
       count(*) filter (where l.lapsed_at is not null) as violations
from groupbuy.products p join groupbuy.skus s on s.product_id = p.id join groupbuy.supplier_licences l on l.supplier_id = s.supplier_id
where p.status = 'ON_SHELF';

select 'week: food on the shelf says what the law wants' as name, count(*) as checked,
       count(*) filter (where food_origin = '' or food_shelf_life_days = 0 or food_storage = '' or food_licence = '') as violations
from groupbuy.products where status = 'ON_SHELF' and food;
select 'week: who pays for another has his link' as name, count(*) as checked,
       count(*) filter (where k.key is null or (p.state = 'PAID' and o.in_cash)) as violations
from groupbuy.payments p join groupbuy.orders o on o.id = p.order_id left join groupbuy.pay_links k on k.order_id = p.order_id
where p.user_id <> o.user_id;
-- ---- bookings ----

select 'week: places of a slot are those of bookings that are not cancelled, and never more than there are' as name, count(*) as checked,
       count(*) filter (where s.taken > s.capacity or s.taken <> b.places) as violations
from groupbuy.booking_slots s,
lateral (select coalesce(sum(b.quantity), 0) as places from groupbuy.bookings b where b.slot_id = s.id and b.status <> 'CANCELLED') b;

select 'week: a booking is where its order is, and has come there by moves alone' as name, count(*) as checked,
       count(*) filter (where o.kind <> 'BOOKING' or l.pool <> 'SLOT' or l.pool_id <> b.slot_id
                           or (o.status in ('CANCELLED', 'REFUNDED') and b.status in ('BOOKED', 'CONFIRMED'))
                           or (b.status in ('CONFIRMED', 'IN_SERVICE', 'DONE', 'NO_SHOW') and o.paid_at is null)
                           or not exists (select from groupbuy.booking_log g where g.booking_id = b.id and g.version = b.version and g.to_status = b.status)) as violations
from groupbuy.bookings b join groupbuy.orders o on o.id = b.order_id join groupbuy.order_lines l on l.order_id = o.id;

-- ---- paid content ----

select 'week: a paid order to read grants once, and takes back once when all of it goes back' as name, count(*) as checked,
       count(*) filter (where (c.order_id is null) or (c.granted_at is not null) <> exists (select from groupbuy.order_log g where g.order_id = o.id and g.to_status = 'FULFILLED')
                           or (c.revoked_at is not null) <> (c.granted_at is not null and exists (select from groupbuy.refunds r where r.order_id = o.id and r.whole))
                           or e.rows <> (case when c.granted_at is null then 0 else 1 end)
                           or e.active <> (case when c.granted_at is not null and c.revoked_at is null then 1 else 0 end)) as violations
from groupbuy.orders o left join groupbuy.content_orders c on c.order_id = o.id,
lateral (select count(*) as rows, count(*) filter (where e.active) as active from content.entitlements e
         where e.order_id = o.id and e.user_id = o.user_id and e.product_id = c.product_id) e
where o.kind = 'CONTENT';

-- ---- after-sales, complaints, a second pair of eyes ----

select 'week: an after-sale is where its steps have led, each along the table' as name, count(*) as checked,
       count(*) filter (where l.from_status is distinct from l.previous or (l.last and l.to_status <> s.status)
                           or (l.from_status is not null and m.from_status is null) or l.actor = '') as violations
from groupbuy.after_sales s join (
    select *, lag(to_status) over steps as previous, lead(version) over steps is null as last
    from groupbuy.after_sale_log window steps as (partition by after_sale_id order by version)
) l on l.after_sale_id = s.id left join groupbuy.after_sale_moves m on m.from_status = l.from_status and m.to_status = l.to_status;

select 'week: an after-sale gives back what was asked for, once, and nothing where it was not granted' as name, count(*) as checked,
       count(*) filter (where r.refunds <> case when s.amount_fen > 0 and s.status in ('REFUNDING', 'DONE') then 1 else 0 end
                           or r.fen > s.amount_fen or (s.status = 'DONE' and s.refunded_fen <> r.fen)) as violations
from groupbuy.after_sales s, lateral (
    select count(*) as refunds, coalesce(sum(f.amount_fen), 0) as fen from groupbuy.refunds f
    where f.order_id = s.order_id and f.reason = 'AFTER_SALE' and f.key = replace(s.id::text, '-', '')
) r;

select 'week: nothing is completed while somebody claims of it' as name, count(*) as checked,
       count(*) filter (where o.completed_at > s.created_at and o.completed_at < coalesce(s.closed_at, now())) as violations
from groupbuy.after_sales s join groupbuy.orders o on o.id = s.order_id;

-- [quiet]
select 'week: a complaint is its order''s, was answered before its alarm, and is completed' as name, count(*) as checked,
       count(*) filter (where c.order_id is null or c.user_id is distinct from o.user_id or c.state <> 'PROCESSED' or c.overdue_at is not null
                           or c.told > c.seen or c.waits_since is not null
                           or (select array_agg(distinct p.kind) from groupbuy.complaint_steps p where p.complaint_id = c.id and p.state = 'DONE')
                              is distinct from array['APPROVE_REFUND', 'COMPLETE', 'REPLY']
                           or (select sum(r.amount_fen) from groupbuy.refunds r where r.order_id = c.order_id and r.reason = 'COMPLAINT')
                              is distinct from c.refund_wanted_fen) as violations
from groupbuy.complaints c left join groupbuy.orders o on o.id = c.order_id;

-- 100000 fen: LINLI_GROUPBUY_SECOND_PAIR_FEN.
select 'week: a large sum goes back by the word of two people' as name, count(*) as checked,
       count(*) filter (where not exists (
           select from groupbuy.approvals a where a.kind = 'REFUND_ORDER' and a.subject = r.order_id and a.state = 'USED' and a.amount_fen >= r.fen
              and a.decided_by <> a.asked_by)) as violations
from (select order_id, sum(amount_fen) as fen from groupbuy.refunds where reason in ('BY_OPERATOR', 'COMPLAINT') group by 1 having sum(amount_fen) > 100000) r;

-- [quiet]
select 'week: who waited for funds has his money, and the alarm is over' as name, count(*) as checked,
       count(*) filter (where e.closed_at is null or exists (select from groupbuy.refunds r where r.state = 'WAITING_FUNDS')) as violations
from groupbuy.fund_episodes e;

-- ---- shipping info ----

-- What is to be collected was told to WeChat when it was ready, if WeChat has its money.
select 'week: WeChat is told of all that is ready to be collected' as name, count(*) as checked,
       count(*) filter (where s.kind is distinct from 'PICK_UP' or s.state not in ('WAITING', 'TOLD') or s.transaction_id <> p.transaction_id) as violations
from groupbuy.orders o join groupbuy.payments p on p.order_id = o.id and p.state = 'PAID' and p.amount_fen > 0
left join groupbuy.shipping_infos s on s.order_id = o.id
where o.kind = 'GROUP_BUY' and o.delivery = 'PICK_UP' and exists (select from groupbuy.order_log l where l.order_id = o.id and l.to_status = 'READY');

-- ---- what comes to the door ----

select 'week: an order to the door goes where its round is brought, for its fee and from its amount on' as name, count(*) as checked,
       count(*) filter (where not r.door or o.delivery <> 'DOOR' or e.door_building = '' or not (r.door_buildings = '{}' or e.door_building = any (r.door_buildings))
                           or (d.phone_sealed is null) <> (e.neighbour_name <> '') or d.street = '' or p.delivery_fen is distinct from r.door_fee_fen
                           or l.delivery_fen <> r.door_fee_fen or l.goods_fen < r.door_minimum_fen) as violations
from groupbuy.round_entries e join groupbuy.orders o on o.id = e.order_id join groupbuy.rounds r on r.id = e.round_id
left join groupbuy.order_deliveries d on d.order_id = e.order_id left join groupbuy.order_prices p on p.order_id = e.order_id,
lateral (select sum(l.list_fen - l.campaign_discount_fen) as goods_fen, sum(l.delivery_fen) as delivery_fen from groupbuy.order_lines l where l.order_id = e.order_id) l
where e.point_id is null;

-- By its leader, once it was ready; WeChat knows; its buyer says so, or WeChat, or time does when it is over, and not before.
select 'week: what came to the door was ready, and was received by its buyer''s word or in time' as name, count(*) as checked,
       count(*) filter (where g.actor <> replace(r.leader_id::text, '-', '') or (o.amount_fen > 0 and not o.in_cash and s.kind is distinct from 'SAME_CITY')
                           or f.from_status <> 'SHIPPED' or f.actor not in ('time', 'wechat', replace(o.user_id::text, '-', ''))
                           or (f.actor = 'time' and o.fulfilled_at < o.confirm_by) or (f.actor = 'wechat' and s.received_at is null)
                           or o.confirm_by <= o.shipped_at) as violations
from groupbuy.orders o join groupbuy.rounds r on r.id = o.round_id
join groupbuy.order_log g on g.order_id = o.id and g.to_status = 'SHIPPED' and g.from_status = 'READY'
left join groupbuy.order_log f on f.order_id = o.id and f.to_status = 'FULFILLED'
left join groupbuy.shipping_infos s on s.order_id = o.id
where o.delivery = 'DOOR' and o.kind = 'GROUP_BUY';

-- ---- session cards ----

select 'week: a card was used as often as it says, by codes of one use' as name, count(*) as checked,
       count(*) filter (where c.used <> u.sessions or u.codes <> u.uses or c.used > c.sessions
                           or (c.status = 'USED_UP') <> (c.used = c.sessions)
                           or (c.status = 'UNPAID' and u.uses > 0)) as violations
from groupbuy.cards c, lateral (
    select coalesce(sum(u.sessions) filter (where d.use_id is null), 0) as sessions, count(*) as uses,
           count(*) filter (where k.used and k.card_id = u.card_id and k.sessions = u.sessions) as codes
    from groupbuy.card_uses u join groupbuy.card_codes k on k.id = u.code_id left join groupbuy.card_use_undos d on d.use_id = u.id
    where u.card_id = c.id) u;

select 'week: a card is where its order is, and its unused part goes back to the fen' as name, count(*) as checked,
       count(*) filter (where o.kind <> 'CARD' or (c.status in ('UNPAID', 'OFF')) <> (o.paid_at is null)
                           or (c.status = 'ACTIVE' and o.status <> 'READY')
                           or r.fen <> case when c.status in ('REFUNDED', 'EXPIRED') then
                                  l.payable_fen * ((c.sessions - c.used) * case c.status when 'REFUNDED' then t.refund_percent else t.expired_refund_percent end)
                                  / (c.sessions * 100) else 0 end) as violations
from groupbuy.cards c join groupbuy.orders o on o.id = c.order_id join groupbuy.order_lines l on l.order_id = o.id
join groupbuy.card_terms t on t.sku_id = c.sku_id and t.version = c.terms_version,
lateral (select coalesce(sum(r.amount_fen), 0)::bigint as fen from groupbuy.refunds r where r.order_id = o.id) r;

-- ---- something else for what is short ----

-- While its place is counted the question is open.
select 'week: what may come instead was given to who said yes in time, or is back' as name, count(*) as checked,
       count(*) filter (where (s.returned is null) <> (p.status = 'COUNTING') or s.units <> s.returned + a.given or a.wrong > 0) as violations
from groupbuy.round_substitutions s join groupbuy.round_places p on p.round_id = s.round_id and p.place_id = s.place_id, lateral (
    select coalesce(sum(a.given), 0) as given,
           count(*) filter (where (s.returned is not null and a.takes and a.given is null)
                               or (a.given > 0 and not (a.takes and a.answered_at < s.until))) as wrong
    from groupbuy.substitution_asks a where a.substitution_id = s.id
) a;

-- Who gets a number of units of it pays no more for them than they cost, and for the others as before: once his place is settled. [quiet]
select 'week: what came instead costs what was said, and the difference is back' as name, count(*) as checked,
       count(*) filter (where d.fen <> greatest(d.paid - d.paid * (d.here - a.given) / d.here - a.given * s.price_fen, 0)) as violations
from groupbuy.substitution_asks a join groupbuy.round_substitutions s on s.id = a.substitution_id
join groupbuy.round_picks k on k.order_id = a.order_id and k.position = a.position
join groupbuy.round_parcels p on p.order_id = a.order_id
join groupbuy.order_lines l on l.order_id = a.order_id and l.position = a.position, lateral (
    select k.served + a.given as here, l.payable_fen - l.delivery_fen - coalesce(sum(x.goods_fen) filter (where f.reason <> 'SUBSTITUTION' and f.created_at <= p.settled_at), 0)::bigint as paid,
           coalesce(sum(x.goods_fen) filter (where f.reason = 'SUBSTITUTION'), 0)::bigint as fen
    from groupbuy.refunds f join groupbuy.refund_lines x on x.refund_id = f.id where f.order_id = a.order_id and x.position = a.position
) d where a.given > 0;
