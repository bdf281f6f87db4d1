-- A hand-over that was taken back, within its minutes and once: noted beside it.
create table hand_over_undos (
    hand_over_id uuid primary key references hand_overs,
    staff_id uuid not null,
    reason text not null,
    undone_at timestamptz not null default now()
);

grant select, insert on hand_over_undos to ${role};
