-- Corrections of a round's frozen sheets: rows of their own, with who and why. Nothing frozen changes.
create table round_adjustments (
    id uuid primary key,
    round_id uuid not null,
    place_id uuid not null,
    item_id uuid not null,
    -- More (or, below 0, less) to be bought and brought there than the frozen sheets say.
    units bigint not null check (units <> 0),
    reason text not null check (reason <> ''),
    adjusted_by uuid not null,
    at timestamptz not null default now(),
    foreign key (round_id, place_id, item_id) references round_lists
);

create index round_adjustments_of on round_adjustments (round_id, place_id, item_id);

grant select, insert on round_adjustments to ${role};
