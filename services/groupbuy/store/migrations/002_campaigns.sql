-- A campaign sells units cut out of a SKU's stock, under its own price, window and limits. What it copies from the product
-- stays as it was when it was published.
create table campaigns (
    id uuid primary key,
    kind text not null check (kind in ('FLASH_SALE', 'TEAM_BUY')),
    title text not null,
    description text not null,
    product_id uuid not null references products,
    sku_id uuid not null references skus,
    product_title text not null,
    sku_title text not null,
    image_url text not null,
    list_price_fen bigint not null check (list_price_fen > 0),
    price_fen bigint not null check (price_fen >= 0 and price_fen < list_price_fen),
    starter_discount_fen bigint not null check (starter_discount_fen between 0 and price_fen),
    -- All units of the campaign, sold and unsold.
    stock bigint not null check (stock > 0),
    buckets smallint not null check (buckets > 0),
    per_user_limit integer not null check (per_user_limit > 0),
    starts_at timestamptz not null,
    ends_at timestamptz not null check (ends_at > starts_at),
    unpaid_s integer not null check (unpaid_s > 0),
    team_size integer not null,
    team_life_s integer not null,
    -- True while no bucket has a unit; the version grows with each change.
    sold_out boolean not null default false,
    sold_out_version bigint not null default 0,
    circle_id uuid,
    community_id uuid,
    created_by uuid not null,
    created_at timestamptz not null default now(),
    check ((kind = 'TEAM_BUY') = (team_size > 0 and team_life_s > 0))
);

create index campaigns_newest on campaigns (id desc);
create index campaigns_of_circle on campaigns (circle_id, id desc) where circle_id is not null;
create index campaigns_of_community on campaigns (community_id, id desc) where community_id is not null;

-- Unsold units, in buckets so that replicas do not wait for each other. At any time
-- campaigns.stock = sum of unsold + units of orders that are neither cancelled nor refunded.
create table sale_stock (
    campaign_id uuid not null references campaigns,
    bucket smallint not null,
    unsold bigint not null check (unsold >= 0),
    primary key (campaign_id, bucket)
) with (fillfactor = 50);

-- Units a person has in live orders of a campaign; its row lock is the mutex of buyer and campaign. Locks are taken in the
-- order team, order, buyers (sorted), buckets (sorted), campaign: everywhere.
create table campaign_buyers (
    campaign_id uuid not null,
    user_id uuid not null,
    held bigint not null check (held >= 0),
    primary key (campaign_id, user_id)
) with (fillfactor = 80);

grant select, insert on campaigns, sale_stock, campaign_buyers to ${role};
grant update (sold_out, sold_out_version) on campaigns to ${role};
grant update on sale_stock, campaign_buyers to ${role};
