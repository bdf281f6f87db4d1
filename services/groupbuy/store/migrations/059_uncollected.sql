-- What nobody collects: its buyer is reminded, and when its round's days are over the round's rule holds. A plain order has
-- no such end: its buyer is reminded, and it waits.
alter table parcels
    add column remind_at timestamptz,
    add column keep_until timestamptz,
    add column reminded_at timestamptz,
    add column settled_at timestamptz;

create index parcels_to_remind on parcels (remind_at) where open and reminded_at is null;
create index parcels_to_settle on parcels (keep_until) where open and settled_at is null;

-- A day before the end, of one day half of it.
create function parcel_ends(ready timestamptz, keep_days integer, out remind timestamptz, out keep timestamptz) language sql immutable as $$
    select coalesce(ready + make_interval(hours => 24 * keep_days - least(24, 12 * keep_days)), ready + interval '72 hours'),
           ready + make_interval(hours => 24 * keep_days)
$$;

update parcels p set remind_at = e.remind, keep_until = e.keep
from orders o left join rounds r on r.id = o.round_id, parcel_ends(now(), r.keep_days) e
where o.id = p.order_id and p.open;

create or replace function follow_parcel() returns trigger language plpgsql as $$
declare
    at_point uuid;
begin
    if new.status in ('READY', 'PARTLY_FULFILLED') then
        insert into parcels (order_id, point_id, user_id, ready_at, open, remind_at, keep_until)
        select new.id, d.point_id, new.user_id, now(), true, e.remind, e.keep
        from order_deliveries d left join rounds r on r.id = new.round_id, parcel_ends(now(), r.keep_days) e
        where d.order_id = new.id and d.point_id is not null
        on conflict (order_id) do update set open = true;
    else
        update parcels set open = false where order_id = new.id and open returning point_id into at_point;
        update pick_up_codes c set closed_at = now()
        where c.point_id = at_point and c.closed_at is null
        and (c.user_id = new.user_id or c.user_id in (select m.member_id from household_members m where m.buyer_id = new.user_id))
        and not exists (select from parcels p where p.open and p.point_id = at_point and (p.user_id = c.user_id or not c.one_time
            and p.user_id in (select m.buyer_id from household_members m where m.member_id = c.user_id and m.agreed_at is not null)));
    end if;
    return null;
end $$;
