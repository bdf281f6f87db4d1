-- Who the goods come from, and by what right they may be sold.
create table suppliers (
    id uuid primary key,
    name text not null unique check (char_length(name) between 1 and 60),
    contract_number text not null,
    -- The last day it holds; null: no end.
    contract_ends_on date,
    note text not null,
    version bigint not null default 1,
    created_by uuid not null,
    created_at timestamptz not null default now()
);

create table supplier_licences (
    supplier_id uuid not null references suppliers,
    kind text not null check (kind in ('BUSINESS', 'FOOD', 'OTHER')),
    number text not null check (char_length(number) between 1 and 60),
    -- The last day it holds.
    expires_on date not null,
    -- Its end was noted then, and its products were taken off the shelf; null: it holds.
    lapsed_at timestamptz,
    primary key (supplier_id, kind)
);

create index supplier_licences_due on supplier_licences (expires_on) where lapsed_at is null;

alter table skus add column supplier_id uuid references suppliers;
create index skus_by_supplier on skus (supplier_id, id desc) where supplier_id is not null;

grant select, insert, update on suppliers, supplier_licences to ${role};
