-- What such a shop needs: goods with stock, orders by key, who has bought how many, and posts with their authors.

create schema peer;
set search_path = peer;

create table items (
    id uuid primary key,
    title text not null,
    description text not null,
    price_fen bigint not null,
    stock bigint not null check (stock >= 0),
    created_at timestamptz not null default now()
) with (fillfactor = 50);

create table buyers (
    item_id uuid not null references items (id),
    user_id uuid not null,
    held bigint not null,
    primary key (item_id, user_id)
) with (fillfactor = 80);

create table orders (
    id uuid primary key default gen_random_uuid(),
    item_id uuid not null references items (id),
    user_id uuid not null,
    idempotency_key text not null,
    quantity integer not null,
    amount_fen bigint not null,
    status text not null default 'PENDING_PAYMENT',
    created_at timestamptz not null default now(),
    unique (user_id, idempotency_key)
);

create table people (
    id uuid primary key,
    nickname text not null
);

create table posts (
    id uuid primary key,
    community_id uuid not null,
    author_id uuid not null references people (id),
    title text not null,
    body text not null,
    like_count bigint not null default 0,
    created_at timestamptz not null
);
create index posts_newest on posts (community_id, created_at desc, id desc);

insert into items (id, title, description, price_fen, stock)
    values ('0193a0b0c0d07000800000000000000a', '云南蓝莓', '当季现摘，坏果包赔。', 990, 1000000000);
