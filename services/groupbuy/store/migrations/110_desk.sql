-- What the house's own people write to an order: only grows.
create table order_notes (
    id uuid primary key,
    order_id uuid not null references orders,
    author_id uuid not null,
    text text not null,
    created_at timestamptz not null default now()
);

create index order_notes_of on order_notes (order_id, id);

grant select, insert on order_notes to ${role};
