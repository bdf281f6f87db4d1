-- Plain orders and carts.
alter table products add column per_user_limit integer not null default 0 check (per_user_limit >= 0);

-- Units of a product that a person has in live plain orders; its row lock is the mutex of buyer and product.
create table product_buyers (
    product_id uuid not null,
    user_id uuid not null,
    held bigint not null check (held >= 0),
    primary key (product_id, user_id)
);

create table cart_items (
    user_id uuid not null,
    sku_id uuid not null references skus,
    quantity integer not null check (quantity between 1 and 999),
    -- What it cost when it was put in.
    price_fen bigint not null,
    put_at timestamptz not null default now(),
    primary key (user_id, sku_id)
);

grant select, insert, update on product_buyers to ${role};
grant select, insert, update, delete on cart_items to ${role};
