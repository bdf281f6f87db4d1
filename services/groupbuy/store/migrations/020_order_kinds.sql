-- Orders of every kind. A flash order and a team's belong to a campaign, a group-buy's to a leader's round; a plain one
-- belongs to nobody.
alter table orders
    drop constraint orders_kind_check,
    alter column campaign_id drop not null,
    add column round_id uuid check (
        kind in ('FLASH_SALE', 'TEAM_BUY', 'PLAIN', 'GROUP_BUY', 'BOOKING', 'CONTENT')
        and (kind not in ('FLASH_SALE', 'TEAM_BUY') or campaign_id is not null)
        and (kind = 'GROUP_BUY') = (round_id is not null)),
    -- How it reaches its buyer. NONE: as agreed outside of the order.
    add column delivery text not null default 'NONE' check (delivery in ('NONE', 'PICK_UP', 'DOOR', 'EXPRESS')),
    add column points_used bigint not null default 0 check (points_used >= 0),
    add column points_discount_fen bigint not null default 0 check (points_discount_fen >= 0),
    add column shipped_at timestamptz,
    -- Received by then, as far as anybody knows: the job confirms.
    add column confirm_by timestamptz,
    add column fulfilled_at timestamptz,
    -- The end of the after-sale window.
    add column complete_by timestamptz,
    add column completed_at timestamptz,
    -- Open after-sales stop the job that confirms, and completion.
    add column after_sales_open integer not null default 0 check (after_sales_open >= 0);

create index orders_of_round on orders (round_id, id) where round_id is not null;

grant update (shipped_at, confirm_by, fulfilled_at, complete_by, completed_at, after_sales_open) on orders to ${role};

insert into order_moves values
    ('PAID', 'WAITING_CUTOFF'),
    ('WAITING_CUTOFF', 'READY'),
    ('WAITING_CUTOFF', 'CANCELLED'),
    ('WAITING_CUTOFF', 'REFUNDED'),
    ('READY', 'CANCELLED'),
    ('READY', 'SHIPPED'),
    ('READY', 'PARTLY_FULFILLED'),
    ('READY', 'FULFILLED'),
    ('READY', 'REFUNDED'),
    ('SHIPPED', 'FULFILLED'),
    ('SHIPPED', 'REFUNDED'),
    ('PARTLY_FULFILLED', 'READY'),
    ('PARTLY_FULFILLED', 'FULFILLED'),
    ('PARTLY_FULFILLED', 'REFUNDED'),
    -- A collection undone within its minutes.
    ('FULFILLED', 'READY'),
    ('FULFILLED', 'PARTLY_FULFILLED'),
    ('FULFILLED', 'COMPLETED'),
    ('FULFILLED', 'REFUNDED'),
    ('COMPLETED', 'REFUNDED');
