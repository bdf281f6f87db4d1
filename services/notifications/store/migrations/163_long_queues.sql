-- Queues of the house that are too long, as their services say: operators hear of each once until it is short again.
create table long_queues (
    service text not null,
    queue text not null,
    -- Of the latest time that it was.
    episode_id uuid not null,
    items bigint not null,
    stands_s bigint not null,
    begun_at timestamptz not null default now(),
    seen_at timestamptz not null default now(),
    ended_at timestamptz,
    primary key (service, queue)
);

grant select, insert, update on long_queues to ${role};
