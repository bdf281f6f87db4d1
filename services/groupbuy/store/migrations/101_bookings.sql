-- Services that are booked for a time.

-- The one table of what may follow what; services/groupbuy/domain/booking.c has the same, and a test compares.
create table booking_moves (
    from_status text not null,
    to_status text not null,
    primary key (from_status, to_status)
);
insert into booking_moves values
    ('BOOKED', 'CONFIRMED'),
    ('BOOKED', 'CANCELLED'),
    ('CONFIRMED', 'IN_SERVICE'),
    ('CONFIRMED', 'NO_SHOW'),
    ('CONFIRMED', 'CANCELLED'),
    ('IN_SERVICE', 'DONE');

-- How a service is booked. Never changed: it gets its next version, and each booking keeps the one it was made under.
create table booking_terms (
    product_id uuid not null references products,
    version integer not null check (version > 0),
    -- Whose leaders run it, beside operators; null: nobody's.
    community_id uuid,
    at_home boolean not null,
    reschedules_max smallint not null check (reschedules_max >= 0),
    reschedule_until_hours integer not null check (reschedule_until_hours >= 0),
    remind_hours integer not null check (remind_hours >= 0),
    created_by uuid not null,
    created_at timestamptz not null default now(),
    primary key (product_id, version)
);

-- What goes back when it is called off so many hours before, at least.
create table booking_steps (
    product_id uuid not null,
    version integer not null,
    hours_before integer not null check (hours_before >= 0),
    refund_percent smallint not null check (refund_percent between 0 and 100),
    primary key (product_id, version, hours_before),
    foreign key (product_id, version) references booking_terms
);

create table booking_slots (
    id uuid primary key,
    product_id uuid not null references products,
    staff_id uuid,
    starts_at timestamptz not null,
    ends_at timestamptz not null check (ends_at > starts_at),
    capacity integer not null check (capacity > 0),
    -- Places of bookings that are not cancelled.
    taken integer not null default 0 constraint booking_slots_capacity check (taken between 0 and capacity),
    closed boolean not null default false,
    created_by uuid not null,
    created_at timestamptz not null default now()
) with (fillfactor = 80);

create index booking_slots_to_come on booking_slots (product_id, starts_at, id);
create index booking_slots_of_staff on booking_slots (staff_id, starts_at) where staff_id is not null;

-- Nobody serves twice at the same time: whoever gives somebody a slot waits for others who do, and looks then.
create function staff_serves_once() returns trigger language plpgsql as $$
begin
    perform pg_advisory_xact_lock(hashtextextended('booking staff ' || new.staff_id, 0));
    if exists (select from booking_slots s where s.staff_id = new.staff_id and s.id <> new.id and not (s.closed and s.taken = 0)
               and s.starts_at < new.ends_at and s.ends_at > new.starts_at) then
        raise exception 'the staff is taken' using errcode = 'exclusion_violation', constraint = 'booking_staff_once';
    end if;
    return new;
end $$;

create trigger booking_slots_staff before insert or update of staff_id, starts_at, ends_at, closed on booking_slots
    for each row when (new.staff_id is not null) execute function staff_serves_once();

create table bookings (
    id uuid primary key,
    order_id uuid not null unique references orders,
    user_id uuid not null,
    product_id uuid not null,
    slot_id uuid not null references booking_slots,
    quantity integer not null check (quantity > 0),
    terms_version integer not null,
    status text not null default 'BOOKED',
    version bigint not null default 1,
    -- Who made the latest move, and why: copied into booking_log.
    moved_by text not null,
    moved_why text not null,
    reschedules smallint not null default 0,
    -- Moving to a later time buys no more than could be had back before.
    refund_percent_max smallint not null default 100 check (refund_percent_max between 0 and 100),
    -- Where it is done; a packed linli.groupbuy.v1.BookingAddress, sealed.
    address_sealed bytea,
    address_key text check ((address_key is null) = (address_sealed is null)),
    created_at timestamptz not null default now(),
    closed_at timestamptz check ((closed_at is not null) = (status in ('DONE', 'NO_SHOW', 'CANCELLED'))),
    foreign key (product_id, terms_version) references booking_terms
) with (fillfactor = 80);

create index bookings_of_user on bookings (user_id, id desc);
create index bookings_of_product on bookings (product_id, id desc);
create index bookings_of_slot on bookings (slot_id, id desc);

-- Every move of every booking, to another status or another slot, written by the trigger and by nobody else.
create table booking_log (
    booking_id uuid not null references bookings,
    version bigint not null,
    from_status text,
    to_status text not null,
    slot_id uuid not null,
    actor text not null,
    reason text not null,
    at timestamptz not null default now(),
    primary key (booking_id, version),
    check (from_status is not null or to_status = 'BOOKED')
);

create function log_booking() returns trigger language plpgsql as $$
begin
    if tg_op = 'UPDATE' then
        if new.version <> old.version + 1 then
            raise exception 'a booking changed without its next version' using errcode = 'check_violation';
        end if;
        if new.status <> old.status and not exists (select from booking_moves where from_status = old.status and to_status = new.status) then
            raise exception 'a booking may not go from % to %', old.status, new.status using errcode = 'check_violation';
        end if;
    end if;
    insert into booking_log (booking_id, version, from_status, to_status, slot_id, actor, reason)
    values (new.id, new.version, case when tg_op = 'UPDATE' then old.status end, new.status, new.slot_id, new.moved_by, new.moved_why);
    return null;
end $$;

create trigger bookings_moved after insert or update on bookings for each row execute function log_booking();

create table booking_photos (
    booking_id uuid not null references bookings,
    position smallint not null,
    phase text not null check (phase in ('BEFORE', 'AFTER')),
    picture text not null,
    added_by uuid not null,
    added_at timestamptz not null default now(),
    primary key (booking_id, position)
);

grant select on booking_moves to ${role};
grant select, insert on booking_terms, booking_steps, booking_slots, bookings, booking_log, booking_photos to ${role};
grant update (staff_id, capacity, taken, closed) on booking_slots to ${role};
grant update (slot_id, status, version, moved_by, moved_why, reschedules, refund_percent_max, closed_at) on bookings to ${role};
grant update (pool_id) on order_lines to ${role};
