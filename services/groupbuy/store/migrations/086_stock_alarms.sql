-- Who hears when a SKU runs low: operators, once, until there were more again.
alter table skus
    add column low_at bigint not null default 0 check (low_at >= 0),
    add column low_told boolean not null default false,
    -- Somebody waits for it to come back.
    add column wished boolean not null default false;

create index skus_with_alarm on skus (id) where low_at > 0;
create index skus_wished on skus (id) where wished;

-- Who hears when it comes back: told once, forgotten then.
create table stock_wishes (
    sku_id uuid not null references skus,
    user_id uuid not null,
    asked_at timestamptz not null default now(),
    primary key (sku_id, user_id)
);

create index stock_wishes_of on stock_wishes (user_id);

grant select, insert, delete on stock_wishes to ${role};
