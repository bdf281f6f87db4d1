-- What only a leader's week leaves: days of bills, shares. Run after it, on top of invariants.sql; an evening has none of it.

-- ---- bills ----

-- A day is done once, one follows the other, and what it found is a case each.
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

select 'week: shares of an order are within 30 %' as name, count(*) as checked,
       count(*) filter (where s.fen * 10000 > s.base * 3000 or s.base <> s.goods) as violations
from (select s.order_id, sum(s.accrued_fen) as fen, min(s.base_fen) as base,
             (select sum(l.payable_fen - l.delivery_fen) from groupbuy.order_lines l where l.order_id = s.order_id) as goods
      from groupbuy.shares s group by 1) s;

select 'week: a share is its rule, and what refunds have left of it' as name, count(*) as checked,
       count(*) filter (where s.accrued_fen <> s.base_fen * s.basis_points / 10000
                           or s.basis_points <> case s.role when 'PICK_UP' then r.pick_up_bp when 'SELLING' then r.selling_bp else r.partner_bp end
                           or s.accrued_fen - s.reversed_fen <> s.accrued_fen * (s.base_fen - g.goods) / s.base_fen) as violations
from groupbuy.shares s join groupbuy.share_rules r on r.version = s.rule_version,
lateral (select coalesce(sum(l.goods_fen), 0)::bigint as goods from groupbuy.refunds f join groupbuy.refund_lines l on l.refund_id = f.id
         where f.order_id = s.order_id) g;

select 'week: the ledger owes what shares say' as name, count(*) as checked, count(*) filter (where s.fen <> coalesce(l.fen, 0)) as violations
from (select order_id, sum(accrued_fen - reversed_fen) as fen from groupbuy.shares group by 1) s
left join (select p.order_id, -sum(e.amount_fen) as fen from groupbuy.ledger_postings p join groupbuy.ledger_entries e on e.posting_id = p.id
           where p.kind in ('SHARE_ACCRUED', 'SHARE_REVERSED') and e.account like 'shares:%' group by 1) l using (order_id);

select 'week: a share is vested when its order is completed' as name, count(*) as checked,
       count(*) filter (where (s.vested_at is not null) <> (o.completed_at is not null)) as violations
from groupbuy.shares s join groupbuy.orders o on o.id = s.order_id;
