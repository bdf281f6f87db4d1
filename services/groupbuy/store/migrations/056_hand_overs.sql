-- Who handed what to whom: rows are added and never changed.
create table hand_overs (
    id uuid primary key,
    point_id uuid not null references pick_up_points,
    staff_id uuid not null,
    way text not null check (way in ('CODE', 'SIGNED_CODE', 'SEARCH', 'SHARED_CODE')),
    -- Who showed the code; null: nobody knows, it was a shared one or searched for.
    collector_id uuid,
    code_id uuid references pick_up_codes,
    handed_over_at timestamptz not null default now(),
    check ((way = 'SEARCH') = (code_id is null))
);

create index hand_overs_at_point on hand_overs (point_id, id desc);

create table hand_over_lines (
    hand_over_id uuid not null references hand_overs,
    order_id uuid not null,
    position smallint not null,
    units integer not null check (units > 0),
    primary key (hand_over_id, order_id, position),
    foreign key (order_id, position) references order_lines
);

create index hand_over_lines_of_order on hand_over_lines (order_id, position);

-- Wrong codes of a member of staff at a point: the latest, and until when codes are closed for him there.
create table wrong_codes (
    point_id uuid not null references pick_up_points,
    staff_id uuid not null,
    tried_at timestamptz[] not null default '{}',
    closed_until timestamptz,
    primary key (point_id, staff_id)
);

-- A code that was used up is known again.
create index pick_up_codes_typed on pick_up_codes (point_id, code, closed_at desc);

-- A code is open as long as something can be picked up with it.
create or replace function follow_parcel() returns trigger language plpgsql as $$
declare
    at_point uuid;
begin
    if new.status in ('READY', 'PARTLY_FULFILLED') then
        insert into parcels (order_id, point_id, user_id, open)
        select new.id, d.point_id, new.user_id, true from order_deliveries d where d.order_id = new.id and d.point_id is not null
        on conflict (order_id) do update set open = true;
    else
        update parcels set open = false where order_id = new.id and open returning point_id into at_point;
        update pick_up_codes c set closed_at = now()
        where c.point_id = at_point and c.user_id = new.user_id and c.closed_at is null
        and not exists (select from parcels p where p.open and p.point_id = at_point and p.user_id = c.user_id);
    end if;
    return null;
end $$;

grant select, insert on hand_overs, hand_over_lines to ${role};
grant select, insert, update on wrong_codes to ${role};
