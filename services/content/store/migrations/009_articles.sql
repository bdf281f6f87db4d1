-- Paid articles, by the product they are sold as: several of one product are a column. What they say is shown to who is
-- entitled, a preview to everybody.
create table articles (
    id uuid primary key,
    product_id uuid not null,
    position smallint not null check (position > 0),
    title text not null,
    preview text not null,
    body text not null,
    published_by uuid not null,
    published_at timestamptz not null default now(),
    changed_at timestamptz not null default now(),
    unique (product_id, position)
);

-- Who may read what, as groupbuy's events say: one row an order. version is the event's: an older one changes nothing.
create table entitlements (
    order_id uuid primary key,
    user_id uuid not null,
    product_id uuid not null,
    active boolean not null,
    version bigint not null
);

create index entitlements_of_user on entitlements (user_id, product_id) where active;

-- How far somebody has come in a column.
create table articles_read (
    user_id uuid not null,
    article_id uuid not null references articles,
    read_at timestamptz not null default now(),
    primary key (user_id, article_id)
);

grant select, insert, update on articles, entitlements to ${role};
grant select, insert on articles_read to ${role};
