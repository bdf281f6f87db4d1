-- Session cards: so many sessions bought at once, used one by one.
alter table products drop constraint products_kind_check,
    add constraint products_kind_check check (kind in ('GOODS', 'SERVICE', 'CONTENT', 'CARD'));
alter table orders drop constraint orders_check4,
    add constraint orders_kind_known check (
        kind in ('FLASH_SALE', 'TEAM_BUY', 'PLAIN', 'GROUP_BUY', 'BOOKING', 'CONTENT', 'CARD')
        and (kind not in ('FLASH_SALE', 'TEAM_BUY') or campaign_id is not null)
        and (kind = 'GROUP_BUY') = (round_id is not null));

-- What a card is. Never changed: it gets its next version, and each card keeps the one it was sold under.
create table card_terms (
    sku_id uuid not null references skus,
    version integer not null check (version > 0),
    sessions integer not null check (sessions > 0),
    valid_days integer not null check (valid_days > 0),
    -- Of the unused part: given back in time, and when its time is over.
    refund_percent smallint not null check (refund_percent between 0 and 100),
    expired_refund_percent smallint not null check (expired_refund_percent between 0 and 100),
    created_by uuid not null,
    created_at timestamptz not null default now(),
    primary key (sku_id, version)
);

create table card_points (
    sku_id uuid not null,
    version integer not null,
    point_id uuid not null references pick_up_points,
    primary key (sku_id, version, point_id),
    foreign key (sku_id, version) references card_terms
);

-- The one table of what may follow what; services/groupbuy/domain/card.c has the same, and a test compares.
create table card_moves (
    from_status text not null,
    to_status text not null,
    primary key (from_status, to_status)
);
insert into card_moves values
    ('UNPAID', 'ACTIVE'),
    ('UNPAID', 'OFF'),
    ('ACTIVE', 'USED_UP'),
    ('ACTIVE', 'REFUNDED'),
    ('ACTIVE', 'EXPIRED'),
    -- The last session was taken back within its minutes, or all of it was paid back afterwards.
    ('USED_UP', 'ACTIVE'),
    ('USED_UP', 'REFUNDED');

create table cards (
    id uuid primary key,
    order_id uuid not null unique references orders,
    user_id uuid not null,
    sku_id uuid not null,
    terms_version integer not null,
    sessions integer not null,
    used integer not null default 0 constraint cards_sessions check (used between 0 and sessions),
    status text not null default 'UNPAID',
    version bigint not null default 1,
    valid_until timestamptz check ((valid_until is null) = (status in ('UNPAID', 'OFF'))),
    created_at timestamptz not null default now(),
    foreign key (sku_id, terms_version) references card_terms,
    check ((status = 'USED_UP') <= (used = sessions))
) with (fillfactor = 80);

create index cards_of_user on cards (user_id, id desc);

create function check_card_move() returns trigger language plpgsql as $$
begin
    if new.version <> old.version + 1 then
        raise exception 'a card changed without its next version' using errcode = 'check_violation';
    end if;
    if new.status <> old.status and not exists (select from card_moves where from_status = old.status and to_status = new.status) then
        raise exception 'a card may not go from % to %', old.status, new.status using errcode = 'check_violation';
    end if;
    return null;
end $$;

create trigger cards_moved after update on cards for each row execute function check_card_move();

-- A code that the buyer shows: of one use. One of a card is open at a time.
create table card_codes (
    id uuid primary key,
    card_id uuid not null references cards,
    code text not null check (code ~ '^[0-9]{12}$'),
    sessions integer not null check (sessions > 0),
    expires_at timestamptz not null,
    closed_at timestamptz,
    used boolean not null default false check (not used or closed_at is not null)
);

create unique index card_codes_open on card_codes (code) where closed_at is null;
create unique index card_codes_of on card_codes (card_id) where closed_at is null;
-- A code that was used up is known again.
create index card_codes_typed on card_codes (code, closed_at desc);

-- Who used what where: rows are added and never changed.
create table card_uses (
    id uuid primary key,
    card_id uuid not null references cards,
    code_id uuid not null unique references card_codes,
    point_id uuid not null references pick_up_points,
    staff_id uuid not null,
    sessions integer not null check (sessions > 0),
    used_at timestamptz not null default now()
);

create index card_uses_at_point on card_uses (point_id, id desc);
create index card_uses_of_card on card_uses (card_id, id desc);

create table card_use_undos (
    use_id uuid primary key references card_uses,
    staff_id uuid not null,
    reason text not null,
    undone_at timestamptz not null default now()
);

grant select on card_moves to ${role};
grant select, insert on card_terms, card_points, cards, card_codes, card_uses, card_use_undos to ${role};
grant update (used, status, version, valid_until) on cards to ${role};
grant update (closed_at, used) on card_codes to ${role};
