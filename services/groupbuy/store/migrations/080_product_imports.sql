-- Products and SKUs by the merchant's own numbers, and the files they come in.
alter table products add column number text unique check (char_length(number) between 1 and 32);
alter table skus add column number text check (char_length(number) between 1 and 32);
create unique index skus_by_number on skus (product_id, number);

create table product_imports (
    id uuid primary key,
    -- Whoever sends the same file again under it changes nothing.
    key text not null unique check (char_length(key) between 1 and 64),
    sha256 text not null,
    bytes integer not null check (bytes between 1 and 2097152),
    -- Until it is worked off.
    file bytea,
    state text not null default 'WAITING' check (state in ('WAITING', 'RUNNING', 'DONE')),
    lines integer not null,
    lines_bad integer not null check (lines_bad between 0 and lines),
    products integer not null,
    products_bad integer not null check (products_bad between 0 and products),
    faults integer not null,
    -- Products of the file, by number, that were looked at.
    looked_at integer not null default 0 check (looked_at between 0 and products),
    created integer not null default 0,
    updated integer not null default 0,
    created_by uuid not null,
    created_at timestamptz not null default now(),
    done_at timestamptz,
    check ((state = 'DONE') = (done_at is not null)),
    check (state <> 'DONE' or (file is null and looked_at = products)),
    check (created + updated <= looked_at)
);

create table product_import_faults (
    import_id uuid not null references product_imports,
    position integer not null,
    line integer not null,
    column_name text not null,
    what text not null,
    primary key (import_id, position)
);

grant select, insert, update on product_imports to ${role};
grant select, insert on product_import_faults to ${role};
