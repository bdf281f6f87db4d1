-- A line knows the pool that its units came from, and how many of them went back there:
--   SALE  its order's bucket of its order's campaign
--   SKU   the SKU's own stock (pool_id: the SKU)
--   ROUND an item of a leader's round (pool_id: the item)
--   SLOT  a time that is booked (pool_id: the slot)
--   NONE  nothing that could run out
alter table order_lines
    drop constraint order_lines_check1,
    add column pool text not null default 'SALE' check (pool in ('SALE', 'SKU', 'ROUND', 'SLOT', 'NONE')),
    add column pool_id uuid check ((pool in ('SALE', 'NONE')) = (pool_id is null)),
    add column returned integer not null default 0 check (returned between 0 and quantity),
    -- Of one unit, for who starts a team: part of campaign_discount_fen.
    add column starter_discount_fen bigint not null default 0 check (starter_discount_fen >= 0),
    add column coupon_eligible boolean not null default true,
    add column points_discount_fen bigint not null default 0 check (
        points_discount_fen >= 0
        and payable_fen = list_fen - campaign_discount_fen - coupon_discount_fen - points_discount_fen + delivery_fen),
    add column weight_g integer not null default 0 check (weight_g >= 0),
    -- Units handed out.
    add column fulfilled integer not null default 0 check (fulfilled between 0 and quantity),
    -- Units and money promised back: never more than there were.
    add column refunded_units integer not null default 0 check (refunded_units between 0 and quantity),
    add column refunded_fen bigint not null default 0 check (refunded_fen between 0 and payable_fen);

create index order_lines_of_pool on order_lines (pool_id) where pool_id is not null;

update order_lines l set returned = l.quantity from orders o where o.id = l.order_id and o.status in ('CANCELLED', 'REFUNDED');

grant update (returned, fulfilled, refunded_units, refunded_fen) on order_lines to ${role};
