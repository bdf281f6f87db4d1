-- What the cheapest unit of a SKU was paid with on a day in China: a price that is struck through has it for its basis.
create table sku_day_prices (
    sku_id uuid not null,
    day date not null,
    lowest_fen bigint not null check (lowest_fen >= 0),
    primary key (sku_id, day)
);

-- The lowest paid price of the seven days before it was published, where that is more than its own; 0: nothing is struck through.
alter table campaigns add column strike_price_fen bigint not null default 0 check (strike_price_fen = 0 or strike_price_fen > price_fen);
alter table round_items add column strike_price_fen bigint not null default 0 check (strike_price_fen = 0 or strike_price_fen > price_fen);

grant select, insert, update on sku_day_prices to ${role};
