-- Help-selling (帮卖): another leader sells a round to her own people, and has the selling share of what she sells. One
-- hop: only the round's own leader takes helpers in.
alter table rounds add column open_to_helpers boolean not null default false;
create index rounds_open_to_helpers on rounds (community_id, id desc)
    where open_to_helpers and status in ('SCHEDULED', 'OPEN');

create table round_helpers (
    round_id uuid not null references rounds,
    helper_id uuid not null,
    -- STOPPED by herself, WITHDRAWN by the round's leader.
    status text not null check (status in ('OFFERED', 'HELPING', 'STOPPED', 'WITHDRAWN')),
    -- Where she leads, and the circle whose orders are hers without a link: from when she took it.
    community_id uuid,
    circle_id uuid,
    offered_at timestamptz not null default now(),
    helping_since timestamptz,
    primary key (round_id, helper_id),
    foreign key (helper_id, community_id) references leaders (user_id, community_id),
    check (status <> 'HELPING' or (community_id is not null and helping_since is not null))
);

create index round_helpers_of on round_helpers (helper_id, round_id desc) where status in ('OFFERED', 'HELPING');
-- What comes from a circle is one helper's.
create unique index round_helpers_by_circle on round_helpers (round_id, circle_id)
    where status = 'HELPING' and circle_id is not null;
create index round_entries_by_helper on round_entries (round_id, help_seller_id) where help_seller_id is not null;

grant select, insert, update on round_helpers to ${role};
