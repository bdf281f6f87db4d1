-- The one table of what may follow what; services/groupbuy/domain/order.c has the same, and a test compares.
create table order_moves (
    from_status text not null,
    to_status text not null,
    primary key (from_status, to_status)
);
insert into order_moves values
    ('PENDING_PAYMENT', 'PAID'),
    ('PENDING_PAYMENT', 'CANCELLED'),
    ('PAID', 'WAITING_TEAM'),
    ('PAID', 'READY'),
    ('WAITING_TEAM', 'READY'),
    ('WAITING_TEAM', 'CANCELLED'),
    ('CANCELLED', 'REFUNDED');

-- The id is also the number at WeChat Pay. No foreign keys to campaigns, SKUs and teams: the flash path inserts orders by the
-- hundred in a transaction that has just read them; tests/faults/invariants.sql holds the references instead.
create table orders (
    id uuid primary key,
    user_id uuid not null,
    kind text not null check (kind in ('FLASH_SALE', 'TEAM_BUY')),
    campaign_id uuid not null,
    team_id uuid,
    -- The pool its units came from and go back to.
    bucket smallint not null,
    quantity integer not null check (quantity > 0),
    amount_fen bigint not null check (amount_fen >= 0),
    coupon_id uuid,
    coupon_discount_fen bigint not null default 0 check (coupon_discount_fen >= 0),
    refunded_fen bigint not null default 0 check (refunded_fen between 0 and amount_fen),
    status text not null default 'PENDING_PAYMENT',
    version bigint not null default 1,
    -- Who made the latest move, and why: copied into order_log.
    moved_by text not null,
    moved_why text not null,
    -- Flash orders: the caller's key and what he asked for. Others are keyed by the idempotency table.
    idempotency_key text,
    request_sha256 bytea,
    created_at timestamptz not null default now(),
    pay_by timestamptz not null,
    paid_at timestamptz,
    cancelled_at timestamptz,
    cancel_reason text not null default '',
    -- Where the buyer came from, as it was when the order was placed.
    link_key text not null default '',
    sharer_id uuid,
    touched_at timestamptz,
    first_link_key text not null default '',
    first_sharer_id uuid,
    first_touched_at timestamptz,
    channel text not null default '',
    circle_id uuid,
    post_id uuid,
    check ((kind = 'TEAM_BUY') = (team_id is not null)),
    check ((cancelled_at is not null) = (cancel_reason <> '')),
    check ((idempotency_key is null) = (request_sha256 is null))
) with (fillfactor = 80);

create index orders_of_user on orders (user_id, id desc);
create index orders_of_team on orders (team_id) where team_id is not null;
-- Whose time to pay runs out next.
create index orders_unpaid on orders (pay_by) where status = 'PENDING_PAYMENT';
create unique index orders_by_key on orders (user_id, idempotency_key) where idempotency_key is not null;

create table order_lines (
    order_id uuid not null,
    position smallint not null,
    product_id uuid not null,
    sku_id uuid not null,
    product_title text not null,
    sku_title text not null,
    image_url text not null,
    quantity integer not null check (quantity > 0),
    list_price_fen bigint not null,
    price_fen bigint not null,
    list_fen bigint not null check (list_fen = list_price_fen * quantity),
    campaign_discount_fen bigint not null check (campaign_discount_fen >= 0),
    coupon_discount_fen bigint not null check (coupon_discount_fen >= 0),
    delivery_fen bigint not null check (delivery_fen >= 0),
    payable_fen bigint not null check (payable_fen >= 0),
    primary key (order_id, position),
    check (payable_fen = list_fen - campaign_discount_fen - coupon_discount_fen + delivery_fen)
);

-- Every move of every order, written by the triggers below and by nobody else. from_status is null for the first.
create table order_log (
    order_id uuid not null,
    version bigint not null,
    from_status text,
    to_status text not null,
    actor text not null,
    reason text not null,
    at timestamptz not null default now(),
    primary key (order_id, version),
    check (from_status is not null or to_status = 'PENDING_PAYMENT'),
    foreign key (from_status, to_status) references order_moves
);

create function log_new_orders() returns trigger language plpgsql as $$
begin
    insert into order_log (order_id, version, from_status, to_status, actor, reason)
    select id, version, null, status, moved_by, moved_why from new_orders;
    return null;
end $$;

create trigger orders_placed after insert on orders
    referencing new table as new_orders for each statement execute function log_new_orders();

create function log_moved_orders() returns trigger language plpgsql as $$
begin
    if exists (select from new_orders n join old_orders o using (id) where n.version <> o.version + 1) then
        raise exception 'an order changed without its next version' using errcode = 'check_violation';
    end if;
    insert into order_log (order_id, version, from_status, to_status, actor, reason)
    select n.id, n.version, o.status, n.status, n.moved_by, n.moved_why
    from new_orders n join old_orders o using (id)
    where n.status <> o.status;
    return null;
end $$;

create trigger orders_moved after update on orders
    referencing new table as new_orders old table as old_orders for each statement execute function log_moved_orders();

grant select on order_moves to ${role};
grant select, insert on orders, order_lines, order_log to ${role};
grant update (status, version, moved_by, moved_why, refunded_fen, paid_at, cancelled_at, cancel_reason) on orders to ${role};
