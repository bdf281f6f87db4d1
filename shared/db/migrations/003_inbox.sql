-- What each consumer has handled, in the transaction of its effect. event_id is a UUIDv7 and leads the key, so that old rows
-- are found by it.
create table inbox (
    event_id text collate "C" not null,
    consumer text not null,
    handled_at timestamptz not null default now(),
    primary key (event_id, consumer)
);

-- Events that a consumer could not handle, with the reason, until somebody replays or drops them.
create table dead_letters (
    id uuid primary key,
    consumer text not null,
    event_id text not null,
    type text not null,
    aggregate_id text not null,
    version bigint not null,
    event_time timestamptz,
    payload bytea not null,
    traceparent text,
    stream_seq bigint not null,
    attempts integer not null,
    reason text not null,
    detail text not null,
    state text not null default 'DEAD' check (state in ('DEAD', 'REPLAY')),
    dead_at timestamptz not null default now(),
    unique (consumer, event_id)
);

create index dead_letters_replay on dead_letters (consumer) where state = 'REPLAY';

-- What the consumers know of the streams they read, as in relay_state.
create table consumer_state (
    consumer text primary key,
    stream_created bigint not null,
    server text not null
);

grant select, insert, update on consumer_state to ${role};
grant select, insert, update, delete on inbox, dead_letters to ${role};
