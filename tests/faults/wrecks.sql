-- Wrecks of the books, each with the invariant that must see it. Tried one by one on a copy of the database, with triggers and
-- foreign keys switched off, and undone after: see wrecks.mjs. A wreck that finds no row to break is a mistake of the wreck.
--
--     -- wreck: what is broken
--     -- fires: name of an invariant

-- wreck: a unit is lost
-- fires: groupbuy: units are unsold or in live orders
update groupbuy.sale_stock set unsold = unsold - 1 where ctid = (select ctid from groupbuy.sale_stock where unsold > 0 limit 1);

-- wreck: a unit that was sold is for sale again
-- fires: groupbuy: units are unsold or in live orders
update groupbuy.sale_stock set unsold = unsold + 1 where ctid = (select ctid from groupbuy.sale_stock limit 1);

-- wreck: a sale forgets that it is sold out
-- fires: groupbuy: sold out is what the buckets say
update groupbuy.campaigns set sold_out = not sold_out where id = (select id from groupbuy.campaigns limit 1);

-- wreck: a buyer's count is too low, so he may buy once more
-- fires: groupbuy: a buyer holds what his live orders hold
update groupbuy.campaign_buyers set held = held - 1 where ctid = (select ctid from groupbuy.campaign_buyers where held > 0 limit 1);

-- wreck: somebody got more than his limit
-- fires: groupbuy: nobody above his limit
update groupbuy.orders o set quantity = 1 + (select per_user_limit from groupbuy.campaigns c where c.id = o.campaign_id)
where id = (select id from groupbuy.orders where status = 'READY' and campaign_id is not null limit 1);

-- wreck: a campaign that runs is off the lists
-- fires: groupbuy: what has ended is off the lists
update groupbuy.campaigns set ended = true where id = (select id from groupbuy.campaigns where least(ends_at, stopped_at) > now() limit 1);

-- wreck: nobody knows who published a campaign
-- fires: groupbuy: what was done by a role is on record
delete from groupbuy.audit where action = 'publish_campaign';

-- wreck: a refund is stuck and nobody sees it
-- fires: groupbuy: what WeChat cannot pay out is a case
update groupbuy.refunds set state = 'ABNORMAL', done_at = null where id = (
    select r.id from groupbuy.refunds r where not exists (select from groupbuy.payment_cases c where c.subject = replace(r.id::text, '-', '')) limit 1);

-- wreck: finance has settled a refund's case, and the refund waits for ever
-- fires: groupbuy: what WeChat cannot pay out is a case
with stuck as (update groupbuy.refunds set state = 'ABNORMAL', done_at = null, wechat_refund_id = null where id = (
    select r.id from groupbuy.refunds r where not exists (select from groupbuy.payment_cases c where c.subject = replace(r.id::text, '-', '')) limit 1) returning *)
insert into groupbuy.payment_cases (id, reason, subject, wechat_number, order_id, expected_fen, told_fen, settled_at, settled_by)
select gen_random_uuid(), 'REFUND_ABNORMAL', replace(id::text, '-', ''), '', order_id, amount_fen, 0, now(), 'x' from stuck;

-- wreck: what finance paid by hand was taken from WeChat's account
-- fires: groupbuy: the ledger knows no money but that
update groupbuy.refunds set by_hand = true, wechat_refund_id = null where id = (select id from groupbuy.refunds where state = 'SUCCESS' and amount_fen > 0 and not in_cash limit 1);

-- wreck: an order is paid into another account than its own
-- fires: groupbuy: a payment is of its order's account
update groupbuy.payments set merchant_id = '1900000109' where order_id = (select order_id from groupbuy.payments where state = 'PAID' limit 1);

-- wreck: another account's notice has paid the installation's order
-- fires: groupbuy: what WeChat told counts for the account it was told
insert into groupbuy.merchants (id, name, created_by) select distinct convert_from(resource, 'UTF8')::jsonb ->> 'mchid', 'x', gen_random_uuid()
from groupbuy.payment_notices where outcome = 'APPLIED' and kind = 'PAYMENT' on conflict do nothing;

-- wreck: a payment does not fit and nobody sees it
-- fires: groupbuy: a notice that does not fit is a case
update groupbuy.payment_notices set outcome = 'MISMATCH' where id = (select id from groupbuy.payment_notices where outcome = 'APPLIED' limit 1);

-- wreck: a stranger is taken for a member
-- fires: groupbuy: members are who content and auth say
update groupbuy.members set user_id = gen_random_uuid() where ctid = (select ctid from groupbuy.members where member limit 1);

-- wreck: a paid order is cancelled and nobody is refunded
-- fires: groupbuy: paid is fulfilled, waiting, or going back once
update groupbuy.orders set status = 'CANCELLED' where id = (select id from groupbuy.orders where status = 'READY' limit 1);

-- wreck: an order is handed out unpaid
-- fires: groupbuy: nothing is handed out unpaid
update groupbuy.payments set state = 'CLOSED', paid_at = null, refunding_fen = 0
where order_id = (select id from groupbuy.orders where status = 'READY' limit 1);

-- wreck: an order's price changed after the fact
-- fires: groupbuy: an order's lines add up to it
update groupbuy.orders set amount_fen = amount_fen + 1 where id = (select id from groupbuy.orders where status = 'READY' limit 1);

-- wreck: an order without its campaign
-- fires: groupbuy: orders are of things that are there
update groupbuy.orders set campaign_id = gen_random_uuid() where id = (select id from groupbuy.orders where campaign_id is not null limit 1);

-- wreck: a move that no table allows
-- fires: groupbuy: orders move along the table
update groupbuy.order_log set from_status = 'CANCELLED' where ctid = (select ctid from groupbuy.order_log where to_status = 'READY' limit 1);

-- wreck: an after-sale is closed, and its order waits for it for ever
-- fires: groupbuy: orders know their open after-sales
update groupbuy.orders set after_sales_open = after_sales_open + 1 where id = (select id from groupbuy.orders limit 1);

-- wreck: a move is missing from the log
-- fires: groupbuy: an order's log is whole
delete from groupbuy.order_log where ctid = (select ctid from groupbuy.order_log where to_status = 'PAID' limit 1);

-- wreck: an order's log is gone
-- fires: groupbuy: every order has its log
delete from groupbuy.order_log where order_id = (select id from groupbuy.orders limit 1);

-- wreck: nobody was told of a payment
-- fires: groupbuy: every move to PAID was told once
delete from groupbuy.outbox where ctid = (select ctid from groupbuy.outbox where type = 'linli.groupbuy.v1.OrderPaid' limit 1);

-- wreck: an order was told of twice
-- fires: groupbuy: every move to PENDING_PAYMENT was told once
insert into groupbuy.outbox (id, type, aggregate_id, version, payload)
select gen_random_uuid(), type, aggregate_id, version + 1000, payload from groupbuy.outbox where type = 'linli.groupbuy.v1.OrderPlaced' limit 1;

-- wreck: an unpaid order is forgotten
-- fires: groupbuy: no order waits for payment after its time
update groupbuy.orders set status = 'PENDING_PAYMENT', pay_by = now() - interval '1 h' where id = (select id from groupbuy.orders limit 1);

-- wreck: a completed team loses a member
-- fires: groupbuy: seats are what the members say
update groupbuy.team_members set state = 'LEFT' where order_id = (
    select m.order_id from groupbuy.team_members m join groupbuy.teams t on t.id = m.team_id where t.status = 'COMPLETED' limit 1);

-- wreck: a sponsored seat is not counted
-- fires: groupbuy: sponsored seats are on record, and no order
insert into groupbuy.team_sponsorships (team_id, version, seats, sponsored_by, why) select id, 999999, 1, 'nobody', '' from groupbuy.teams limit 1;

-- wreck: somebody is refunded, and his team is open again
-- fires: groupbuy: a completed team never reopens
update groupbuy.teams set status = 'OPEN', paid = paid - 1, ended_at = null where id = (select id from groupbuy.teams where status = 'COMPLETED' limit 1);

-- wreck: the starter alone is refunded
-- fires: groupbuy: who paid for a team that failed has all of it back, or coming
delete from groupbuy.refunds where id = (select f.id from groupbuy.refunds f join groupbuy.orders o on o.id = f.order_id
    join groupbuy.teams t on t.id = o.team_id where t.status = 'FAILED' and f.amount_fen > 0 limit 1);

-- wreck: a team stays open for ever
-- fires: groupbuy: no team is open a minute after its deadline
update groupbuy.teams set status = 'OPEN', ended_at = null, deadline = now() - interval '1 h' where id = (select id from groupbuy.teams where status = 'FAILED' limit 1);

-- wreck: a member of a failed team is served
-- fires: groupbuy: orders stand as their teams do
update groupbuy.orders set status = 'READY' where id = (
    select m.order_id from groupbuy.team_members m join groupbuy.teams t on t.id = m.team_id where t.status = 'FAILED' limit 1);

-- wreck: nobody was told that a team is complete
-- fires: groupbuy: a team's end was told once
delete from groupbuy.outbox where ctid = (select ctid from groupbuy.outbox where type = 'linli.groupbuy.v1.TeamCompleted' limit 1);

-- wreck: more goes back for a line than it cost
-- fires: groupbuy: a line goes back once, to the fen
update groupbuy.refund_lines set goods_fen = goods_fen + 1 where ctid = (select ctid from groupbuy.refund_lines limit 1);

-- wreck: nobody knows who cancelled an order
-- fires: groupbuy: every move says who made it, and why
update groupbuy.order_log set actor = '' where ctid = (select ctid from groupbuy.order_log where to_status = 'CANCELLED' limit 1);

-- wreck: somebody bought before the sale had begun
-- fires: groupbuy: no order came before its sale, or after it
update groupbuy.orders o set created_at = c.starts_at - interval '1 h' from groupbuy.campaigns c
where c.id = o.campaign_id and o.id = (select id from groupbuy.orders where campaign_id is not null limit 1);

-- wreck: somebody bought when the sale was over
-- fires: groupbuy: no order came before its sale, or after it
update groupbuy.orders o set created_at = c.ends_at from groupbuy.campaigns c
where c.id = o.campaign_id and o.id = (select id from groupbuy.orders where campaign_id is not null and team_id is null limit 1);

-- wreck: units were given back while WeChat would still take the money
-- fires: groupbuy: an order is off when WeChat has closed it, or its money goes back
update groupbuy.payments set state = 'OPEN', paid_at = null, refunding_fen = 0
where order_id = (select p.order_id from groupbuy.payments p join groupbuy.orders o on o.id = p.order_id where o.status in ('CANCELLED', 'REFUNDED') limit 1);

-- wreck: an order was off, and WeChat took money for it after that
-- fires: groupbuy: nobody paid for an order that was off
update groupbuy.orders o set cancelled_at = p.paid_at - interval '1 s' from groupbuy.payments p
where p.order_id = o.id and p.state = 'PAID' and o.id = (
    select c.id from groupbuy.orders c join groupbuy.payments x on x.order_id = c.id where x.state = 'PAID' and c.cancelled_at is not null limit 1);

-- wreck: two orders have one payment
-- fires: groupbuy: a number of WeChat's is one payment, or one refund
alter table groupbuy.payments drop constraint payments_transaction_id_key;
update groupbuy.payments set transaction_id = (select min(transaction_id) from groupbuy.payments) where state = 'PAID';

-- wreck: a bucket has more units than its sale
-- fires: groupbuy: no bucket below nothing or above its sale
update groupbuy.sale_stock s set unsold = c.stock + 1 from groupbuy.campaigns c where c.id = s.campaign_id;

-- wreck: somebody sits in his team twice
-- fires: groupbuy: nobody is in a team twice
drop index groupbuy.team_members_once;
update groupbuy.team_members m set user_id = (select user_id from groupbuy.team_members o where o.team_id = m.team_id order by user_id limit 1)
where m.team_id = (select team_id from groupbuy.team_members where state <> 'LEFT' group by team_id having count(*) > 1 limit 1);

-- wreck: something of a refunded order stays on an account
-- fires: groupbuy: what is refunded has left every account
update groupbuy.ledger_entries set amount_fen = amount_fen - 1 where ctid = (select e.ctid from groupbuy.ledger_entries e
    join groupbuy.ledger_postings p on p.id = e.posting_id join groupbuy.orders o on o.id = p.order_id where o.status = 'REFUNDED' limit 1);

-- wreck: a refund is more than its lines
-- fires: groupbuy: a refund is its lines
update groupbuy.refunds set amount_fen = amount_fen + 1 where id = (select id from groupbuy.refunds limit 1);

-- wreck: a cancelled order keeps its units
-- fires: groupbuy: units go back when an order is off, and only then
update groupbuy.order_lines set returned = 0 where ctid = (
    select l.ctid from groupbuy.order_lines l join groupbuy.orders o on o.id = l.order_id where o.status = 'CANCELLED' limit 1);

-- wreck: an after-sale gave back an order that never left, and its units are nobody's
-- fires: groupbuy: units go back when an order is off, and only then
with off as (select o.id from groupbuy.orders o where o.status in ('CANCELLED', 'REFUNDED') and o.paid_at is not null and o.kind in ('FLASH_SALE', 'TEAM_BUY', 'PLAIN')
    and not exists (select from groupbuy.order_log g where g.order_id = o.id and g.to_status in ('SHIPPED', 'PARTLY_FULFILLED', 'FULFILLED')) limit 1),
 turned as (update groupbuy.orders set kind = 'PLAIN', team_id = null, status = 'REFUNDED' where id in (select id from off)),
 given as (update groupbuy.refunds set reason = 'AFTER_SALE' where order_id in (select id from off))
update groupbuy.order_lines set returned = 0, refunded_units = quantity where order_id in (select id from off);

-- wreck: a posting lost the fact it stands for
-- fires: groupbuy: a fact is posted once, under its key
update groupbuy.ledger_postings set key = null where id = (select id from groupbuy.ledger_postings limit 1);

-- wreck: a day was closed over other books than these
-- fires: groupbuy: a closed day of the ledger is as it was closed
insert into groupbuy.ledger_days (day, postings, debit_fen, previous_sha256, sha256)
select min(day), count(*), 0, '', sha256('other books') from groupbuy.ledger_postings;

-- wreck: a refund was never told of
-- fires: groupbuy: every refund that is out was told once
delete from groupbuy.outbox where ctid = (select ctid from groupbuy.outbox where type = 'linli.groupbuy.v1.RefundDone' limit 1);

-- wreck: a buyer of plain orders may buy once more
-- fires: groupbuy: a buyer holds of a product what his live orders hold
update groupbuy.product_buyers set held = held + 1 where ctid = (select ctid from groupbuy.product_buyers limit 1);

-- wreck: an order is not counted by the phone it is brought to
-- fires: groupbuy: an order is counted by its address and its phone, for what it has
delete from groupbuy.order_limit_keys where ctid = (select ctid from groupbuy.order_limit_keys where kind = 'PHONE' limit 1);

-- wreck: two units went where one was allowed
-- fires: groupbuy: no address and no phone above the limit that its accounts share
update groupbuy.products set per_address_limit = 1 where id = (
    select k.product_id from groupbuy.order_limit_keys k join groupbuy.order_lines l on l.order_id = k.order_id and l.product_id = k.product_id
    where l.quantity - l.returned > 1 limit 1);

-- wreck: a household bought more than it may
-- fires: groupbuy: no household above the limit that its people share
update groupbuy.products set per_household_limit = 1 where id = (
    select l.product_id from groupbuy.order_lines l where l.quantity - l.returned > 1 limit 1);

-- wreck: a unit was handed out of an order that was never shipped
-- fires: groupbuy: an order is as far as its lines
update groupbuy.order_lines set fulfilled = 1 where ctid = (
    select l.ctid from groupbuy.order_lines l join groupbuy.orders o on o.id = l.order_id where o.status = 'READY' limit 1);

-- wreck: an order's fee is not the one it was priced with
-- fires: groupbuy: a priced order was charged what it was priced with
update groupbuy.order_prices set delivery_fen = delivery_fen + 1 where ctid = (select ctid from groupbuy.order_prices limit 1);

-- wreck: an order is completed and its money is still a deposit
-- fires: groupbuy: what was completed is income, and nothing else
update groupbuy.orders set completed_at = now() where id = (select id from groupbuy.orders where status = 'FULFILLED' limit 1);

-- wreck: a shipped order is forgotten
-- fires: groupbuy: nobody waits for his receipt or completion after its time
update groupbuy.orders set complete_by = now() - interval '1 h' where id = (select id from groupbuy.orders where status = 'FULFILLED' and after_sales_open = 0 limit 1);

-- wreck: somebody is refunded twice
-- fires: groupbuy: paid is fulfilled, waiting, or going back once
insert into groupbuy.refunds (id, order_id, amount_fen, coupon_fen, reason, state, done_at)
select gen_random_uuid(), r.order_id, r.amount_fen, r.coupon_fen, r.reason, r.state, r.done_at
from groupbuy.refunds r join groupbuy.orders o on o.id = r.order_id where o.status = 'REFUNDED' and r.amount_fen > 0 and not r.in_cash limit 1;

-- wreck: a refund is more than was paid
-- fires: groupbuy: refunds within what was paid
update groupbuy.refunds set amount_fen = amount_fen + 1 where id = (select id from groupbuy.refunds limit 1);

-- wreck: a refund got stuck
-- fires: groupbuy: every refund is out
update groupbuy.refunds set state = 'PROCESSING', done_at = null where id = (select id from groupbuy.refunds where state = 'SUCCESS' limit 1);

-- wreck: a notice took effect twice
-- fires: groupbuy: a payment is notified to effect once
insert into groupbuy.payment_notices (id, kind, subject, transaction_id, resource, outcome)
select id || '-again', kind, subject, transaction_id, resource, outcome from groupbuy.payment_notices where kind = 'PAYMENT' and outcome = 'APPLIED' limit 1;

-- wreck: a payment lost its number at WeChat
-- fires: groupbuy: what a notice says is on record
update groupbuy.payments set transaction_id = 'lost' where order_id = (select p.order_id from groupbuy.payments p
    join groupbuy.payment_notices n on n.transaction_id = p.transaction_id and n.outcome = 'APPLIED' limit 1);

-- wreck: a ledger row is changed
-- fires: groupbuy: every posting adds up to nothing
update groupbuy.ledger_entries set amount_fen = amount_fen + 100 where ctid = (select ctid from groupbuy.ledger_entries where amount_fen > 0 limit 1);

-- wreck: a payment never reached the ledger
-- fires: groupbuy: every payment and refund is in the ledger
delete from groupbuy.ledger_entries where posting_id = (select p.id from groupbuy.ledger_postings p
    join groupbuy.ledger_entries e on e.posting_id = p.id and e.account = 'channel:wechat' where p.kind = 'PAYMENT' limit 1);

-- wreck: the ledger holds money that nobody paid
-- fires: groupbuy: the ledger knows no money but that
update groupbuy.ledger_entries set amount_fen = amount_fen * 2 where posting_id = (select p.id from groupbuy.ledger_postings p
    join groupbuy.ledger_entries e on e.posting_id = p.id and e.account = 'channel:wechat' where p.kind = 'PAYMENT' limit 1);

-- wreck: a fact never left its service
-- fires: platform: every event was published (content)
update content.outbox set published_at = null, stream_seq = null where id = (select id from content.outbox limit 1);

-- wreck: an event was lost on the way
-- fires: platform: notifications handled every OrderPaid
delete from notifications.inbox where replace(event_id, '-', '') = (select replace(id::text, '-', '') from groupbuy.outbox where type = 'linli.groupbuy.v1.OrderPaid' limit 1);

-- wreck: coupons never heard of somebody who joined
-- fires: platform: coupons handled every CircleJoined
delete from coupons.inbox where replace(event_id, '-', '') = (select replace(id::text, '-', '') from content.outbox where type = 'linli.content.v1.CircleJoined' limit 1);

-- wreck: an order's second fact is gone from the outbox
-- fires: platform: versions without a gap
delete from groupbuy.outbox where ctid = (select e.ctid from groupbuy.outbox e
    where exists (select from groupbuy.outbox b where b.aggregate_id = e.aggregate_id and b.version < e.version)
      and exists (select from groupbuy.outbox a where a.aggregate_id = e.aggregate_id and a.version > e.version) limit 1);

-- wreck: an event died on the way
-- fires: platform: no dead letters
insert into coupons.dead_letters (id, consumer, event_id, type, aggregate_id, version, payload, stream_seq, attempts, reason, detail)
select gen_random_uuid(), 'coupons-on-CircleJoined', id::text, type, aggregate_id::text, version, payload, 1, 20, 'INTERNAL', 'wrecked'
from content.outbox where type = 'linli.content.v1.CircleJoined' limit 1;

-- wreck: a payment was begun and forgotten
-- fires: platform: no operation is left half-way
update groupbuy.idempotency set state = 'OPEN', answer = null where ctid = (select ctid from groupbuy.idempotency limit 1);

-- wreck: a job gave up
-- fires: platform: no dead jobs
update groupbuy.jobs set dead = true where id = (select id from groupbuy.jobs limit 1);

-- wreck: a member too many
-- fires: content: members are counted
update content.circles set member_count = member_count + 1 where id = (select id from content.circles where member_count < members_max limit 1);

-- wreck: a like is lost
-- fires: content: likes are counted
delete from content.likes where ctid = (select ctid from content.likes where active limit 1);

-- wreck: a comment is lost
-- fires: content: comments are counted
delete from content.comments where id = (select id from content.comments where state = 2 limit 1);

-- wreck: nobody was told of a post
-- fires: content: what is shown was told
delete from content.outbox where ctid = (select ctid from content.outbox where type = 'linli.content.v1.PostPublished' limit 1);

-- wreck: a circle lost its owner
-- fires: content: a circle has one owner
update content.memberships set role = 1 where ctid = (select ctid from content.memberships where role = 3 and left_at is null limit 1);

-- wreck: a coupon is lost
-- fires: coupons: issued is the number of coupons, within the budget
delete from coupons.coupons where id = (select id from coupons.coupons limit 1);

-- wreck: somebody got a second coupon where one is allowed
-- fires: coupons: nobody holds more than he may
insert into coupons.coupons (id, template_id, user_id, state, channel, grant_key, issued_at, expires_at)
select gen_random_uuid(), template_id, user_id, 1, channel, grant_key || '-again', issued_at, expires_at from coupons.coupons limit 1;

-- wreck: a used coupon is free again
-- fires: coupons: a coupon is what its lock says
update coupons.coupons set state = 1, order_id = null where id = (select id from coupons.coupons where state = 3 limit 1);

-- wreck: a paid order's coupon was given back
-- fires: coupons: locks follow their orders
update coupons.locks set state = 3 where ctid = (select ctid from coupons.locks where state = 2 limit 1);

-- wreck: a coupon was used for an order that is not there
-- fires: coupons: none is locked for an order that never came
update coupons.locks set order_id = gen_random_uuid() where ctid = (select ctid from coupons.locks where state = 2 limit 1);

-- wreck: a coupon took off more than was agreed
-- fires: coupons: an order's discount is its lock's
update coupons.locks set discount_fen = discount_fen + 1 where ctid = (select ctid from coupons.locks where state = 2 limit 1);

-- wreck: points out of nothing
-- fires: points: every posting adds up to nothing
update coupons.points_entries set points = points + 1 where ctid = (select ctid from coupons.points_entries where account = 'AVAILABLE' limit 1);

-- wreck: a person's points are raised by hand
-- fires: points: an account is what its entries add up to
update coupons.points_accounts set available = available + 1 where user_id = (select user_id from coupons.points_accounts where debt = 0 limit 1);

-- wreck: a lot is emptied and nobody wrote it down
-- fires: points: lots hold what may be spent, and what is pending
update coupons.points_lots set points_left = 0 where id = (select id from coupons.points_lots where points_left > 0 limit 1);

-- wreck: points are set aside for no order
-- fires: points: what is set aside is what locks hold
update coupons.points_accounts set held = held + 1 where user_id = (select user_id from coupons.points_accounts limit 1);

-- wreck: points that were earned never came
-- fires: points: what was earned was posted
delete from coupons.points_postings where id = (select id from coupons.points_postings where kind = 1 limit 1);

-- wreck: growth out of nothing
-- fires: growth: what somebody has is what his entries add up to
update coupons.growth_accounts set growth = growth + 1 where user_id = (select user_id from coupons.growth_accounts limit 1);

-- wreck: somebody is raised by hand
-- fires: growth: a level is what its growth says
update coupons.growth_accounts set level = case level when 0 then 1 else 0 end where user_id = (select user_id from coupons.growth_accounts limit 1);

-- wreck: growth that was earned never came
-- fires: growth: what was earned was entered
delete from coupons.growth_entries where id = (select id from coupons.growth_entries where kind = 1 limit 1);

-- wreck: an order went back and kept its growth
-- fires: growth: a refund takes its growth with it
insert into coupons.points_order_refunds (order_id, refunded_fen, whole)
select e.source_id, e.amount_fen, true from coupons.points_earnings e join coupons.points_rules r on r.id = e.rule_id and r.trigger = 1 and r.earns = 2
where e.points > e.taken_back limit 1
on conflict (order_id) do update set whole = true;

-- wreck: a rise that groupbuy never heard of
-- fires: growth: groupbuy knows everybody's level
delete from groupbuy.member_levels where user_id = (select user_id from coupons.growth_accounts where level > 0 limit 1);

-- wreck: an order went back and kept its points
-- fires: points: a refund takes its points with it
insert into coupons.points_order_refunds (order_id, refunded_fen, whole)
select e.source_id, e.amount_fen, true from coupons.points_earnings e join coupons.points_rules r on r.id = e.rule_id and r.trigger = 1 and r.earns = 1 where e.points > e.taken_back limit 1
on conflict (order_id) do update set whole = true;

-- wreck: a refund was heard of twice
-- fires: points: what went back of an order was counted once
update coupons.points_order_refunds set refunded_fen = 2 * refunded_fen where refunded_fen > 0;

-- wreck: a streak out of nothing
-- fires: points: a streak goes on from the day before
update coupons.sign_ins set streak = streak + 5 where ctid = (select ctid from coupons.sign_ins limit 1);

-- wreck: an order took off more for points than was agreed
-- fires: points: an order's points are its lock's
update groupbuy.orders set points_discount_fen = points_discount_fen + 1 where id = (select id from groupbuy.orders limit 1);

-- wreck: points wait for ever with an order that has its end
-- fires: points: locks follow their orders
insert into coupons.points_locks (order_id, user_id, state, points, discount_fen, per_yuan, percent_max, locked_at)
select o.id, o.user_id, 1, 5, 5, 100, 50, now() from groupbuy.orders o left join coupons.points_locks l on l.order_id = o.id
where o.status <> 'PENDING_PAYMENT' and l.order_id is null limit 1;

-- wreck: a credit entry is lost
-- fires: notifications: credits are the sum of their entries
delete from notifications.credit_entries where id = (select id from notifications.credit_entries where delta <> 0 limit 1);

-- wreck: a delivery got stuck
-- fires: notifications: deliveries come to an end
update notifications.deliveries set state = 1, done_at = null, created_at = now() - interval '1 h' where id = (select id from notifications.deliveries limit 1);

-- wreck: a payment is booked with another account than its order's
-- fires: groupbuy: a posting stands in the books of the account of its order
update groupbuy.ledger_postings set merchant_id = '1900000999' where id = (select id from groupbuy.ledger_postings where kind = 'PAYMENT' limit 1);

-- wreck: an account has seven fen that nobody paid
-- fires: groupbuy: the books of each account add up to nothing
update groupbuy.ledger_entries set amount_fen = amount_fen + 7 where ctid = (select ctid from groupbuy.ledger_entries where amount_fen > 0 limit 1);

-- wreck: one account pays what another has taken
-- fires: groupbuy: each account has at WeChat what came to it and did not go
update groupbuy.ledger_postings set merchant_id = '1900000999' where kind = 'REFUND_PAID';

-- wreck: a message is gone from an inbox
-- fires: notifications: who paid was told
delete from notifications.messages where id = (select m.id from notifications.messages m join groupbuy.orders o on o.id = m.link_id and o.user_id = m.user_id where m.kind = 2 limit 1);

-- wreck: a feed believes an open circle closed
-- fires: content: posts know who may read them
update content.posts set visibility = 3 - visibility where id = (select id from content.posts where state = 2 limit 1);

-- wreck: a post shows a picture that WeChat has not looked at
-- fires: content: pictures that are shown have passed
insert into content.media (id, owner_id, state, sha256, subject_type, subject_id, created_at)
select gen_random_uuid(), author_id, 2, '', 'post', id, now() from content.posts where state = 2 limit 1;
update content.posts set picture_count = 1 where id in (select subject_id from content.media where state = 2 and sha256 = '');

-- wreck: a session that is over is renewed
-- fires: auth: a family of refresh tokens has one that is good, and none serves after its end
update auth.sessions set ended_at = now() - interval '1 h', ended_why = 'reuse';
update auth.refresh_tokens set spent_at = now() where session_id = (select id from auth.sessions limit 1);

-- wreck: two copies of a session live on
-- fires: auth: a family of refresh tokens has one that is good, and none serves after its end
drop index auth.refresh_tokens_unspent;
insert into auth.refresh_tokens (hash, session_id, expires_at) select sha256(n::text::bytea), (select id from auth.sessions limit 1), now() from generate_series(1, 2) n;

-- wreck: somebody is sent the same again
-- fires: notifications: nobody is sent one thing twice
alter table notifications.deliveries drop constraint deliveries_event_id_user_id_template_id_key;
insert into notifications.deliveries (id, user_id, template_id, kind, args, link_id, event_id, state, why, created_at, done_at)
select gen_random_uuid(), user_id, template_id, kind, args, link_id, event_id, state, why, created_at, done_at from notifications.deliveries limit 1;
