-- Points: double entry, append only (the role may insert and select, nothing else). A posting is about one person; its entries add
-- up to 0, checked when the transaction commits. The person's accounts are AVAILABLE, HELD, PENDING and DEBT (which is never above
-- 0); the house's are ISSUED, REDEEMED and EXPIRED.
create table points_postings (
    id        uuid primary key,
    user_id   uuid not null,
    kind      smallint not null check (kind between 1 and 11),
    key       text not null, -- what it is posted for, once
    order_id  uuid,
    title     text not null,
    posted_at timestamptz not null,
    unique (kind, key)
);
create index points_postings_of_user on points_postings (user_id, id desc);

create table points_entries (
    posting_id uuid not null references points_postings (id),
    account    text not null check (account in ('AVAILABLE', 'HELD', 'PENDING', 'DEBT', 'ISSUED', 'REDEEMED', 'EXPIRED')),
    points     bigint not null check (points <> 0),
    primary key (posting_id, account)
);

create function points_add_up() returns trigger language plpgsql as $$
begin
    if (select sum(points) from points_entries where posting_id = new.posting_id) <> 0 then
        raise exception 'posting % does not add up to 0', new.posting_id using errcode = 'check_violation';
    end if;
    return null;
end $$;

create constraint trigger points_add_up after insert on points_entries
    deferrable initially deferred for each row execute function points_add_up();

create function points_have_entries() returns trigger language plpgsql as $$
begin
    if not exists (select from points_entries where posting_id = new.id) then
        raise exception 'posting % has no entries', new.id using errcode = 'check_violation';
    end if;
    return null;
end $$;

create constraint trigger points_have_entries after insert on points_postings
    deferrable initially deferred for each row execute function points_have_entries();

-- What the entries of a person add up to; the row is also what everything about his points waits on. Nobody owes and has.
create table points_accounts (
    user_id   uuid primary key,
    available bigint not null default 0 check (available >= 0),
    held      bigint not null default 0 check (held >= 0),
    pending   bigint not null default 0 check (pending >= 0),
    debt      bigint not null default 0 check (debt >= 0),
    check (available = 0 or debt = 0)
);

-- Points that came in together and run out together: what is left of all lots is what may be spent (or is pending). Spent first
-- in, first out, by when they run out.
create table points_lots (
    id          uuid primary key,
    user_id     uuid not null references points_accounts (user_id),
    points      bigint not null check (points > 0),
    points_left bigint not null check (points_left between 0 and points),
    vests_at    timestamptz, -- pending until then; null: to be spent at once
    pending     boolean not null,
    expires_at  timestamptz not null,
    reminded    boolean not null default false,
    check (vests_at is not null or not pending)
);
create index points_lots_of_user on points_lots (user_id, expires_at, id) where points_left > 0;
create index points_lots_expiring on points_lots (expires_at) where points_left > 0 and not pending;
create index points_lots_vesting on points_lots (vests_at) where pending;

-- What an order did with points. state: 1 locked, 2 consumed, 3 released (or a tombstone), 4 all returned.
create table points_locks (
    order_id     uuid primary key,
    user_id      uuid not null,
    state        smallint not null check (state between 1 and 4),
    points       bigint not null check (points >= 0),
    discount_fen bigint not null check (discount_fen >= 0),
    per_yuan     int not null,
    percent_max  int not null,
    returned     bigint not null default 0 check (returned between 0 and points),
    locked_at    timestamptz not null,
    ended_at     timestamptz,
    check ((state = 1) = (ended_at is null)),
    check (state = 4 or returned < points or points = 0),
    check (state <> 4 or returned = points)
);
create index points_locks_of_user on points_locks (user_id) where state = 1;

-- Which lots the points of a lock came from, and what of them is back.
create table points_lock_lots (
    order_id uuid not null references points_locks (order_id),
    lot_id   uuid not null references points_lots (id),
    points   bigint not null check (points > 0),
    returned bigint not null default 0 check (returned between 0 and points),
    primary key (order_id, lot_id)
);

-- A refund gives back once.
create table points_returns (
    order_id    uuid not null references points_locks (order_id),
    refund_id   uuid not null,
    points      bigint not null check (points >= 0),
    returned_at timestamptz not null,
    primary key (order_id, refund_id)
);

grant select, insert on points_postings, points_entries, points_returns to ${role};
grant select, insert, update on points_accounts, points_lots, points_locks, points_lock_lots to ${role};
