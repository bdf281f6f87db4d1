-- What the law and the shop want of a product, and what it promises.
alter table products
    add column version bigint not null default 1,
    -- «产地: 云南», each a line of its own.
    add column attributes text[] not null default '{}',
    add column food boolean not null default false,
    add column food_origin text not null default '',
    add column food_shelf_life_days integer not null default 0 check (food_shelf_life_days >= 0),
    add column food_storage text not null default '',
    add column food_licence text not null default '',
    -- Why it can't be sent back within seven days, as the law has it.
    add column no_return text not null default 'NONE' check (no_return in ('NONE', 'FRESH', 'MADE_TO_ORDER', 'DIGITAL', 'PERIODICAL', 'AGREED')),
    -- 坏果包赔: within so many hours of receipt so much of the price, percent.
    add column claim_hours integer not null default 0 check (claim_hours >= 0),
    add column claim_percent integer not null default 0 check (claim_percent between 0 and 100),
    add column claim_borne_by text not null default 'NOBODY' check (claim_borne_by in ('NOBODY', 'SUPPLIER', 'LEADER', 'PLATFORM'));
