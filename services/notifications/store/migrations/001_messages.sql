-- The inbox of people. What is said is kept as kind and arguments, and put into words in the reader's language.

create table messages (
    id         uuid primary key,
    user_id    uuid not null,
    kind       smallint not null check (kind between 1 and 99),
    args       text[] not null check (cardinality(args) <= 4),
    link_id    uuid,
    event_id   uuid not null,
    created_at timestamptz not null,
    read_at    timestamptz,
    unique (event_id, user_id, kind) -- an event tells a person a thing once
);
create index messages_of_user on messages (user_id, id desc);
create index messages_unread on messages (user_id) where read_at is null;

-- How many WeChat subscribe messages of a template may still be sent to a person, and why: the count is what the entries
-- add up to.

create table credit_entries (
    id          uuid primary key,
    user_id     uuid not null,
    template_id text not null,
    delta       bigint not null,
    why         text not null check (why in ('accepted', 'rejected', 'sent', 'given_back', 'refused')),
    created_at  timestamptz not null
);
create table credits (
    user_id     uuid not null,
    template_id text not null,
    credits     bigint not null check (credits >= 0),
    primary key (user_id, template_id)
);

-- A message on its way over WeChat. state: 1 waiting, 2 being sent, 3 sent, 4 skipped (no credit), 5 refused by the person, 6 failed.

create table deliveries (
    id          uuid primary key,
    user_id     uuid not null,
    template_id text not null,
    kind        smallint not null,
    args        text[] not null,
    link_id     uuid,
    event_id    uuid not null,
    state       smallint not null check (state between 1 and 6),
    why         text not null default '',
    created_at  timestamptz not null,
    done_at     timestamptz,
    unique (event_id, user_id, template_id),
    check ((state >= 3) = (done_at is not null))
);

-- What WeChat pushed and we have seen, so that a repeat changes nothing; kept for three days.

create table pushes (
    dedupe_key  text primary key,
    received_at timestamptz not null
);
create index pushes_old on pushes (received_at);

-- What the service may do: entries are written once and stay.
grant select, insert, update, delete on messages to ${role};
grant select, insert on credit_entries to ${role};
grant select, insert, update on credits, deliveries to ${role};
grant select, insert, delete on pushes to ${role};
