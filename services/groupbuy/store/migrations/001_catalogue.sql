-- What there is to buy. Amounts are fen.
create table products (
    id uuid primary key,
    title text not null,
    description text not null,
    category text not null,
    image_urls text[] not null,
    seller_name text not null,
    seller_licence text not null,
    status text not null check (status in ('DRAFT', 'ON_SHELF', 'OFF_SHELF')),
    created_by uuid not null,
    created_at timestamptz not null default now()
);

create index products_on_shelf on products (id desc) where status = 'ON_SHELF';
create index products_by_category on products (category, id desc) where status = 'ON_SHELF';

create table skus (
    id uuid primary key,
    product_id uuid not null references products,
    position smallint not null,
    title text not null,
    list_price_fen bigint not null check (list_price_fen > 0),
    cost_price_fen bigint not null check (cost_price_fen >= 0),
    -- Units not in any campaign.
    stock bigint not null check (stock >= 0),
    weight_g integer not null,
    image_url text not null,
    unique (product_id, position)
);

grant select, insert, update on products, skus to ${role};
