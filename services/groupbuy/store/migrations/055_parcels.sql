-- What lies at pick-up points: orders with a point that are READY or handed out in part. A row follows its order by the trigger
-- below, whoever moves it, and by nothing else.
create table parcels (
    order_id uuid primary key,
    point_id uuid not null,
    user_id uuid not null,
    ready_at timestamptz not null default now(),
    open boolean not null
);

create index parcels_at_point on parcels (point_id, user_id, order_id) where open;
create index parcels_of_user on parcels (user_id, order_id) where open;

create function follow_parcel() returns trigger language plpgsql as $$
begin
    if new.status in ('READY', 'PARTLY_FULFILLED') then
        insert into parcels (order_id, point_id, user_id, open)
        select new.id, d.point_id, new.user_id, true from order_deliveries d where d.order_id = new.id and d.point_id is not null
        on conflict (order_id) do update set open = true;
    else
        update parcels set open = false where order_id = new.id and open;
    end if;
    return null;
end $$;

create trigger orders_at_points after update of status on orders
    for each row when (new.delivery = 'PICK_UP' and new.status <> old.status) execute function follow_parcel();

insert into parcels (order_id, point_id, user_id, ready_at, open)
select o.id, d.point_id, o.user_id, coalesce((select min(l.at) from order_log l where l.order_id = o.id and l.to_status = 'READY'), now()), true
from orders o join order_deliveries d on d.order_id = o.id and d.point_id is not null
where o.delivery = 'PICK_UP' and o.status in ('READY', 'PARTLY_FULFILLED');

-- A buyer's code at a point. It is worth something while it is open, and there only.
create table pick_up_codes (
    id uuid primary key,
    point_id uuid not null references pick_up_points,
    user_id uuid not null,
    code text not null check (code ~ '^[0-9]{12}$'),
    created_at timestamptz not null default now(),
    closed_at timestamptz
);

create unique index pick_up_codes_open on pick_up_codes (point_id, code) where closed_at is null;
create unique index pick_up_codes_of on pick_up_codes (point_id, user_id) where closed_at is null;

grant select, insert, update on parcels to ${role};
grant select, insert on pick_up_codes to ${role};
grant update (closed_at) on pick_up_codes to ${role};
