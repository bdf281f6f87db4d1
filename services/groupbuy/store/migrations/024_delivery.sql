-- What an order was priced with beyond its lines; no row: nothing (every flash order). With the lines and the delivery rule
-- of that version the receipt can be computed again at any time.
create table order_prices (
    order_id uuid primary key,
    -- Of the computation itself (domain/price.h).
    formula smallint not null,
    -- Given: what coupons offered, before it was cut to what the eligible lines cost.
    coupon_fen bigint not null,
    points bigint not null,
    -- What one step of points was worth when they were locked, as told by coupons.
    points_fen bigint not null,
    delivery_fen bigint not null,
    delivery_rule text,
    delivery_rule_version integer,
    region_code text not null default '',
    weight_g bigint not null default 0,
    check ((delivery_rule is null) = (delivery_rule_version is null))
);

-- Delivery fees. A rule is never changed: it gets its next version. The newest one counts for new orders.
create table delivery_rules (
    name text not null,
    version integer not null check (version > 0),
    created_by uuid not null,
    created_at timestamptz not null default now(),
    primary key (name, version)
);

-- By region: the longest prefix of the buyer's region code decides; '' is everywhere else. No zone that fits: not delivered.
create table delivery_zones (
    name text not null,
    version integer not null,
    region_prefix text not null check (region_prefix ~ '^[0-9]{0,12}$'),
    excluded boolean not null,
    -- For the first base_g grams, then step_fen for every step_g begun (0: flat).
    base_fen bigint not null check (base_fen >= 0),
    base_g integer not null check (base_g >= 0),
    step_fen bigint not null check (step_fen >= 0),
    step_g integer not null check (step_g >= 0),
    -- Free when the goods cost as much; 0: never.
    free_from_fen bigint not null check (free_from_fen >= 0),
    primary key (name, version, region_prefix),
    foreign key (name, version) references delivery_rules
);

-- People's addresses. Phones are sealed with a key of ours (settings), as in auth; a removed one is emptied.
create table addresses (
    id uuid primary key,
    user_id uuid not null,
    name text not null,
    phone_sealed bytea not null,
    phone_key text not null,
    phone_masked text not null,
    region_code text not null check (region_code ~ '^[0-9]{6,12}$'),
    region_name text not null,
    street text not null,
    is_default boolean not null default false,
    removed_at timestamptz,
    created_at timestamptz not null default now()
);

create index addresses_of_user on addresses (user_id, id desc) where removed_at is null;
create unique index addresses_default on addresses (user_id) where is_default and removed_at is null;

-- Where an order goes, as it was when it was placed, and how far it has come.
create table order_deliveries (
    order_id uuid primary key,
    -- A pick-up point; null: it is brought.
    point_id uuid,
    name text not null default '',
    phone_sealed bytea,
    phone_key text not null default '',
    phone_masked text not null default '',
    region_code text not null default '',
    region_name text not null default '',
    street text not null default '',
    carrier text not null default '',
    tracking_number text not null default ''
);

grant select, insert on order_prices, delivery_rules, delivery_zones, addresses, order_deliveries to ${role};
grant update on addresses to ${role};
grant update (carrier, tracking_number) on order_deliveries to ${role};
