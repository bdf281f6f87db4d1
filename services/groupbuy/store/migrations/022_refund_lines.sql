-- A refund is of lines: units, money, or both.
alter table refunds
    drop constraint refunds_reason_check,
    -- Points that go back with it, and what they stood for.
    add column points bigint not null default 0 check (points >= 0),
    add column points_fen bigint not null default 0 check (points_fen >= 0),
    -- Nothing of the order is left after it.
    add column whole boolean not null default false,
    add column merchant_fault boolean not null default false,
    -- Who wanted it: a user's id or the name of a job.
    add column actor text not null default '',
    -- What it is for, when it must not happen twice: unique in its order.
    add column key text not null default '';

create unique index refunds_by_key on refunds (order_id, key) where key <> '';

create table refund_lines (
    refund_id uuid not null references refunds,
    position smallint not null,
    -- 0: money only.
    quantity integer not null check (quantity >= 0),
    goods_fen bigint not null check (goods_fen >= 0),
    delivery_fen bigint not null check (delivery_fen >= 0),
    coupon_fen bigint not null check (coupon_fen >= 0),
    points_fen bigint not null check (points_fen >= 0),
    primary key (refund_id, position)
);

-- Refunds from before lines had their own: all of their order.
insert into refund_lines
select r.id, l.position, l.quantity, l.payable_fen - l.delivery_fen, l.delivery_fen, case when r.coupon_fen > 0 then l.coupon_discount_fen else 0 end, 0
from refunds r join order_lines l on l.order_id = r.order_id;
update refunds set whole = true;
update order_lines l set refunded_units = l.quantity, refunded_fen = l.payable_fen
where exists (select from refunds r where r.order_id = l.order_id);

grant select, insert on refund_lines to ${role};
