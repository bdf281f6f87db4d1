-- Wrecks of what only a leader's week leaves (invariants/week.sql), as in wrecks.sql.

-- wreck: units came back to the SKU, and the hall does not know
-- fires: week: what is taken of the hall is in its rounds and campaigns
update groupbuy.hall_goods set taken = taken + 1 where id = (select id from groupbuy.hall_goods where taken < supply_limit limit 1);

-- wreck: a round sells what is in no hall
-- fires: week: a round of the hall sells its goods no cheaper, where it says so nothing else
update groupbuy.round_items set hall_goods_id = null where hall_goods_id is not null;

-- wreck: who has sold goods of the hall earns nothing of them
-- fires: week: goods of the hall earn its commission, those who buy themselves apart
update groupbuy.shares set role = 'SELLING', hall_goods_id = null where ctid = (select s.ctid from groupbuy.shares s where s.role = 'HALL'
    and not exists (select from groupbuy.shares o where o.order_id = s.order_id and o.role = 'SELLING') limit 1);

-- wreck: a day of bills is left out
-- fires: week: each day of bills is done, and none is left out
update groupbuy.bill_days set day = day + 5 where day = (select max(day) from groupbuy.bill_days);

-- wreck: a difference is forgotten
-- fires: week: each day of bills is done, and none is left out
delete from groupbuy.payment_cases where ctid = (select ctid from groupbuy.payment_cases where day is not null limit 1);

-- wreck: a bill says less than we do, and nobody sees it
-- fires: week: a day without differences is the same three times
update groupbuy.bill_days set flow_in_fen = flow_in_fen - 1 where day = (select day from groupbuy.bill_days where state = 'DONE' and differences = 0 limit 1);

-- wreck: a row of a bill is lost
-- fires: week: every bill was read to its end
delete from groupbuy.bill_rows where ctid = (select ctid from groupbuy.bill_rows limit 1);

-- wreck: somebody earns half of an order
-- fires: week: shares of an order are within 30 %
update groupbuy.shares set accrued_fen = base_fen / 2 where ctid = (select ctid from groupbuy.shares limit 1);

-- wreck: a refund takes nothing of a share
-- fires: week: a share is its rule, and what refunds have left of it
update groupbuy.shares set reversed_fen = reversed_fen + 1 where ctid = (select ctid from groupbuy.shares where reversed_fen < accrued_fen limit 1);

-- wreck: a share is not in the ledger
-- fires: week: the ledger owes what shares say
delete from groupbuy.ledger_entries where ctid = (select e.ctid from groupbuy.ledger_entries e join groupbuy.ledger_postings p on p.id = e.posting_id
    where p.kind = 'SHARE_ACCRUED' and e.account like 'shares:%' limit 1);

-- wreck: a share is paid out before its time
-- fires: week: a share is vested when its order is completed
update groupbuy.shares set vested_at = case when vested_at is null then now() end where ctid = (select ctid from groupbuy.shares limit 1);

-- wreck: cash is posted as if it were at WeChat
-- fires: week: cash is in the sheets and not in the books
update groupbuy.orders set in_cash = true, version = version + 1 where id = (select order_id from groupbuy.payments where state = 'PAID' limit 1);

-- wreck: who paid an hour late is served
-- fires: week: nothing enters a round after its end and grace
update groupbuy.orders o set paid_at = r.ends_at + interval '1 h', version = o.version + 1 from groupbuy.rounds r
where r.id = o.round_id and o.id = (select order_id from groupbuy.round_entries where counts limit 1);

-- wreck: a cancelled order still counts in its round
-- fires: week: totals of a round are what its orders added
update groupbuy.round_items set paid_units = paid_units + 1 where ctid = (select ctid from groupbuy.round_items limit 1);

-- wreck: an order is in its round and does not count
-- fires: week: an order counts while it is paid and not off
update groupbuy.round_entries set counts = not counts where ctid = (select ctid from groupbuy.round_entries limit 1);

-- wreck: a neighbour holds a unit that nobody ordered
-- fires: week: units of a round are in one place
update groupbuy.round_buyers set held = held + 1 where ctid = (select ctid from groupbuy.round_buyers limit 1);

-- wreck: a licence is over, and its products stay on the shelf
-- fires: week: nothing is on the shelf whose supplier's licence was noted as over
update groupbuy.supplier_licences set lapsed_at = now()
where supplier_id in (select s.supplier_id from groupbuy.skus s join groupbuy.products p on p.id = s.product_id where p.status = 'ON_SHELF');

-- wreck: food is on the shelf, and nobody says how it is kept
-- fires: week: food on the shelf says what the law wants
update groupbuy.products set food_storage = '' where id = (select id from groupbuy.products where status = 'ON_SHELF' and food limit 1);
-- wreck: somebody has paid for another without being asked
-- fires: week: who pays for another has his link
delete from groupbuy.pay_links;

-- wreck: the purchase sheet asks for one more
-- fires: week: lines = sheet = lists = picked up + short + refunded + waiting
update groupbuy.round_sheet set units = units + 1 where ctid = (select ctid from groupbuy.round_sheet limit 1);

-- wreck: a unit of a delivery list is lost
-- fires: week: lines = sheet = lists = picked up + short + refunded + waiting
update groupbuy.round_lists set units = units - 1 where ctid = (select ctid from groupbuy.round_lists where units > refunded limit 1);

-- wreck: goods came that nobody counted any more
-- fires: week: nothing is handed out that did not come
update groupbuy.round_arrivals set arrived = 0, damaged = 0 where ctid in (select a.ctid from groupbuy.round_arrivals a
    join groupbuy.round_picks k on k.item_id = a.item_id where k.served > 0);

-- wreck: a shortage is not refunded
-- fires: week: who goes short is refunded for just that
delete from groupbuy.refund_lines where ctid = (select x.ctid from groupbuy.refund_lines x join groupbuy.refunds f on f.id = x.refund_id where f.reason = 'SHORTAGE' limit 1);
-- wreck: a place is booked twice
-- fires: week: places of a slot are those of bookings that are not cancelled, and never more than there are
update groupbuy.booking_slots set taken = taken - 1 where ctid = (select ctid from groupbuy.booking_slots where taken > 0 limit 1);

-- wreck: somebody is served who never paid
-- fires: week: a booking is where its order is, and has come there by moves alone
update groupbuy.orders set paid_at = null, version = version + 1 where id = (select order_id from groupbuy.bookings where status = 'DONE' limit 1);

-- wreck: who has his money back reads on
-- fires: week: a paid order to read grants once, and takes back once when all of it goes back
update content.entitlements set active = true where ctid = (select ctid from content.entitlements where not active limit 1);

-- wreck: who has paid may not read
-- fires: week: a paid order to read grants once, and takes back once when all of it goes back
delete from content.entitlements where ctid = (select ctid from content.entitlements where active limit 1);

-- wreck: a difference in weight is kept
-- fires: week: goods by weight cost what they weigh
delete from groupbuy.refund_lines where ctid in (select x.ctid from groupbuy.refund_lines x join groupbuy.refunds f on f.id = x.refund_id where f.reason = 'WEIGHED_LESS');

-- wreck: an after-sale is decided, and nobody has decided it
-- fires: week: an after-sale is where its steps have led, each along the table
update groupbuy.after_sales set status = 'WITHDRAWN', version = version + 1 where id = (select id from groupbuy.after_sales where status = 'DONE' limit 1);

-- wreck: a step of an after-sale is not in the table
-- fires: week: an after-sale is where its steps have led, each along the table
delete from groupbuy.after_sale_moves where from_status = 'RETURNED' and to_status = 'ESCALATED';

-- wreck: who was declined is paid all the same
-- fires: week: an after-sale gives back what was asked for, once, and nothing where it was not granted
update groupbuy.after_sales set status = 'DECLINED' where id = (select id from groupbuy.after_sales where status = 'DONE' and refunded_fen > 0 limit 1);

-- wreck: an after-sale is done and its money never came
-- fires: week: an after-sale gives back what was asked for, once, and nothing where it was not granted
delete from groupbuy.refunds where reason = 'AFTER_SALE';

-- wreck: an order is completed over an open after-sale
-- fires: week: nothing is completed while somebody claims of it
update groupbuy.orders o set completed_at = s.created_at + (s.closed_at - s.created_at) / 2 from groupbuy.after_sales s where s.order_id = o.id and s.closed_at > s.created_at;

-- wreck: a complaint is closed that nobody has answered
-- fires: week: a complaint is its order's, was answered before its alarm, and is completed
delete from groupbuy.complaint_steps where kind = 'REPLY';

-- wreck: a complaint belongs to nobody
-- fires: week: a complaint is its order's, was answered before its alarm, and is completed
update groupbuy.complaints set user_id = gen_random_uuid();

-- wreck: one alone has paid back a large sum
-- fires: week: a large sum goes back by the word of two people
update groupbuy.approvals set state = 'APPROVED', used_by = null, used_at = null where kind = 'REFUND_ORDER' and state = 'USED';

-- wreck: the alarm for low funds rings on for ever
-- fires: week: who waited for funds has his money, and the alarm is over
update groupbuy.fund_episodes set closed_at = null;

-- wreck: a share is vested while its goods may still come back
-- fires: week: a share is vested when the time for after-sales is over, and not before
update groupbuy.shares set vested_at = vested_at - interval '30 days' where vested_at is not null;

-- wreck: a share is vested into nobody's account
-- fires: week: an account has what was vested, less what refunds took
delete from groupbuy.earner_moves where ctid = (select ctid from groupbuy.earner_moves where kind = 'VESTED' limit 1);

-- wreck: somebody is paid what is not his
-- fires: week: nobody is paid out more than is his
update groupbuy.earner_moves set amount_fen = amount_fen - 100000000 where kind = 'PAYOUT';

-- wreck: one account pays what another one's orders earned
-- fires: week: nobody is paid out more than is his
update groupbuy.earner_moves set merchant_id = '1900000999' where kind = 'PAYOUT';

-- wreck: what an order has earned is owed by another account
-- fires: week: what is earned of an order stands with its account
update groupbuy.earner_moves set merchant_id = '1900000999' where id = (select id from groupbuy.earner_moves where kind = 'VESTED' limit 1);

-- wreck: a payout is booked with another account
-- fires: week: a payout goes out of one account, that of what it is taken from
update groupbuy.ledger_postings set merchant_id = '1900000999' where id = (select id from groupbuy.ledger_postings where kind = 'PAYOUT_ASKED' limit 1);

-- wreck: an account owes more than its orders earned
-- fires: week: each account owes its earners what is theirs with it
update groupbuy.earner_moves set amount_fen = amount_fen + 1 where id = (select id from groupbuy.earner_moves where kind = 'VESTED' limit 1);

-- wreck: a payout is taken out of an account twice
-- fires: week: a payout is taken out of its account once, and comes back when it fails
insert into groupbuy.earner_moves (id, earner_id, kind, partner, amount_fen, payout_id)
select gen_random_uuid(), earner_id, 'PAYOUT', not partner, amount_fen, payout_id from groupbuy.earner_moves where kind = 'PAYOUT' limit 1;

-- wreck: a payout failed, and its money is nobody's
-- fires: week: a payout is taken out of its account once, and comes back when it fails
update groupbuy.payouts set state = 'FAILED' where state = 'PAID';

-- wreck: a payout is paid that WeChat has never heard of
-- fires: week: what was paid out has one number at WeChat, its own
update groupbuy.payouts set wechat_number = null where state = 'PAID';

-- wreck: what has arrived is on its way for ever
-- fires: week: the ledger has on its way what payouts have
delete from groupbuy.ledger_entries e using groupbuy.ledger_postings p where p.id = e.posting_id and p.kind = 'PAYOUT_PAID';

-- wreck: an entry of a closed month is changed
-- fires: week: a closed month has the totals of its postings
update groupbuy.ledger_entries set amount_fen = amount_fen * 2 where posting_id = (select p.id from groupbuy.ledger_postings p
    join groupbuy.ledger_months m on p.day between m.first_day and m.last_day join groupbuy.ledger_entries e on e.posting_id = p.id limit 1);

-- wreck: the totals of a closed month are written anew
-- fires: week: a closed month has its hash, and that of the one before
update groupbuy.ledger_month_accounts set debit_fen = debit_fen + 1, balance_fen = balance_fen + 1 where ctid = (select ctid from groupbuy.ledger_month_accounts limit 1);

-- wreck: somebody has said yes to himself
-- fires: week: a yes that was used was somebody else's
update groupbuy.approvals set used_by = decided_by where state = 'USED';

-- wreck: a line of a whole refund is paid twice what was planned
-- fires: week: a refund of a whole SKU is its lines, each once and never more than was planned
update groupbuy.refunds set amount_fen = amount_fen * 2 where id in (select refund_id from groupbuy.sku_refund_lines where refund_id is not null);

-- wreck: a line of a whole refund is forgotten
-- fires: week: a refund of a whole SKU is its lines, each once and never more than was planned
delete from groupbuy.sku_refund_lines where ctid = (select ctid from groupbuy.sku_refund_lines limit 1);

-- wreck: WeChat never hears of goods that wait
-- fires: week: WeChat is told of all that is ready to be collected
delete from groupbuy.shipping_infos where ctid = (select s.ctid from groupbuy.shipping_infos s join groupbuy.orders o on o.id = s.order_id
    join groupbuy.payments p on p.order_id = o.id and p.state = 'PAID' and p.amount_fen > 0
    where o.kind = 'GROUP_BUY' and o.delivery = 'PICK_UP'
      and exists (select from groupbuy.order_log l where l.order_id = o.id and l.to_status = 'READY') limit 1);

-- wreck: a session is used and not counted
-- fires: week: a card was used as often as it says, by codes of one use
update groupbuy.cards set used = used - 1, version = version + 1 where id = (select id from groupbuy.cards where status = 'REFUNDED' and used > 0 limit 1);

-- wreck: a use that was taken back stands
-- fires: week: a card was used as often as it says, by codes of one use
delete from groupbuy.card_use_undos;

-- wreck: a fen of the unused part is kept
-- fires: week: a card is where its order is, and its unused part goes back to the fen
update groupbuy.refunds set amount_fen = amount_fen - 1 where id = (select r.id from groupbuy.refunds r join groupbuy.cards c on c.order_id = r.order_id limit 1);

-- wreck: a card is good that nobody paid
-- fires: week: a card is where its order is, and its unused part goes back to the fen
update groupbuy.orders set paid_at = null, version = version + 1 where id = (select order_id from groupbuy.cards where status = 'ACTIVE' limit 1);

-- wreck: a unit that might have come instead is nobody's
-- fires: week: what may come instead was given to who said yes in time, or is back
update groupbuy.round_substitutions set units = units + 1;

-- wreck: who said yes too late gets it all the same
-- fires: week: what may come instead was given to who said yes in time, or is back
update groupbuy.substitution_asks set answered_at = answered_at + interval '1 day' where given > 0;

-- wreck: what came instead was cheaper, and the difference is kept
-- fires: week: what came instead costs what was said, and the difference is back
update groupbuy.round_substitutions set price_fen = price_fen - 1;

-- wreck: a helper's share goes to the round's leader
-- fires: week: who has helped to sell an order has its selling share, else the leader
update groupbuy.shares s set earner_id = r.leader_id from groupbuy.round_entries e join groupbuy.rounds r on r.id = e.round_id
where e.order_id = s.order_id and s.role in ('SELLING', 'HALL') and e.help_seller_id is not null;

-- wreck: a helper has sold it, and nobody has a share of it
-- fires: week: who has helped to sell an order has its selling share, else the leader
delete from groupbuy.shares where order_id = (select order_id from groupbuy.round_entries where help_seller_id is not null and counts limit 1) and role in ('SELLING', 'HALL');

-- wreck: who was told that a round has opened is told again
-- fires: week: nobody hears the same of a round twice
insert into notifications.messages select (jsonb_populate_record(m, jsonb_build_object('id', gen_random_uuid(), 'event_id', gen_random_uuid()))).*
from notifications.messages m where m.kind between 42 and 49 limit 1;

-- wreck: one who has bought has not heard that it ends later
-- fires: week: who has bought in a round that is put off is told
delete from notifications.messages where ctid = (select m.ctid from notifications.messages m join groupbuy.orders o on o.user_id = m.user_id and o.round_id = m.link_id
    and o.status = 'COMPLETED' where m.kind = 49 limit 1);

-- wreck: a record is better than the round was
-- fires: week: the record of a round is what was paid, packed and handed over
update groupbuy.round_records set on_time = on_time + 1;

-- wreck: it is brought to a building that is not served
-- fires: week: an order to the door goes where its round is brought, for its fee and from its amount on
update groupbuy.round_entries set door_building = '99 栋' where order_id = (select order_id from groupbuy.round_entries where point_id is null limit 1);

-- wreck: one order to the door has paid another fee
-- fires: week: an order to the door goes where its round is brought, for its fee and from its amount on
update groupbuy.order_prices set delivery_fen = delivery_fen - 1 where order_id = (select order_id from groupbuy.round_entries where point_id is null limit 1);

-- wreck: nobody knows whom to ring for
-- fires: week: an order to the door goes where its round is brought, for its fee and from its amount on
delete from groupbuy.order_deliveries where order_id = (select order_id from groupbuy.round_entries where point_id is null limit 1);

-- wreck: somebody else says that it came
-- fires: week: what came to the door was ready, and was received by its buyer's word or in time
update groupbuy.order_log set actor = 'somebody' where to_status = 'FULFILLED' and order_id in (select id from groupbuy.orders where delivery = 'DOOR');

-- wreck: WeChat waits for a carrier
-- fires: week: what came to the door was ready, and was received by its buyer's word or in time
update groupbuy.shipping_infos set kind = 'EXPRESS' where kind = 'SAME_CITY';

-- wreck: somebody else than its leader has brought it
-- fires: week: what came to the door was ready, and was received by its buyer's word or in time
update groupbuy.order_log set actor = 'somebody' where to_status = 'SHIPPED' and order_id in (select id from groupbuy.orders where delivery = 'DOOR');

-- wreck: an account has less than its reserve wants, and nobody is told
-- fires: week: an account has its reserve, or operators were told once
update groupbuy.reserves set balance_fen = unsettled_fen + payouts_fen - 1 where episode_id is null;

-- wreck: money leaves for a leader past the reserve
-- fires: week: no transfer is out that the reserve has not let go
update groupbuy.payouts set let_go_at = null where way = 'TRANSFER' and state = 'PAID';
