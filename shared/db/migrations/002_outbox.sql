-- Newest version of every aggregate that ever told something; its row lock is what orders an aggregate's events.
create table aggregate_versions (
    aggregate_id uuid primary key,
    version bigint not null check (version > 0)
) with (fillfactor = 70);

-- Events, written in the transaction that made them true; the relay publishes them and sets the last two columns.
create table outbox (
    id uuid primary key,
    type text not null,
    aggregate_id uuid not null,
    version bigint not null,
    payload bytea not null,
    traceparent text,
    created_at timestamptz not null default now(),
    published_at timestamptz,
    stream_seq bigint,
    unique (aggregate_id, version),
    check ((published_at is null) = (stream_seq is null))
);

-- What waits, oldest first. Never «id greater than the last one seen»: ids commit out of order.
create index outbox_waiting on outbox (id) where published_at is null;
-- What was acknowledged last (read back after a reconnect), what must be sent again after a loss, what may go.
create index outbox_published on outbox (published_at, stream_seq) where published_at is not null;

-- What the relay knows of its stream: the stream's birth (nanoseconds) and its server. Either one differs ⇒ the stream may
-- have lost what it acknowledged. What was published from resend_from to resend_to must be sent again.
create table relay_state (
    stream text primary key,
    stream_created bigint not null,
    server text not null,
    resend_from timestamptz,
    resend_to timestamptz
);

grant select, insert, update on aggregate_versions, relay_state to ${role};
grant select, insert, update, delete on outbox to ${role};
