-- What buyers complain of at WeChat Pay. WeChat only tells that something has happened, once or twice or not at all: a row
-- counts what it was told, and what of that it has read.
create table complaints (
    id uuid primary key,
    -- WeChat's number of it.
    wechat_id text not null unique,
    -- TOLD: heard of, and not read yet.
    state text not null default 'TOLD' check (state in ('TOLD', 'PENDING', 'PROCESSING', 'PROCESSED')),
    told bigint not null default 1,
    seen bigint not null default 0 check (seen <= told),
    complained_at timestamptz,
    detail text not null default '',
    problem text not null default '',
    problem_type text not null default '',
    -- Sealed; masked for who looks.
    phone_sealed bytea,
    phone_key text not null default '',
    phone_masked text not null default '',
    refund_wanted_fen bigint not null default 0 check (refund_wanted_fen >= 0),
    -- How often he has complained of it; operators were told of so many.
    times integer not null default 0,
    times_told integer not null default 0,
    fully_refunded boolean not null default false,
    user_waits boolean not null default false,
    platform_helps boolean not null default false,
    images text[] not null default '{}',
    -- As WeChat names the payment; null: no order of ours, or none yet.
    out_trade_no text not null default '',
    order_id uuid references orders,
    user_id uuid,
    leader_id uuid,
    community_id uuid,
    -- Since when the buyer waits for a word of ours; null: he does not.
    waits_since timestamptz,
    -- The alarm was rung for that.
    overdue_at timestamptz check (overdue_at is null or waits_since is not null),
    heard_at timestamptz not null default now(),
    read_at timestamptz,
    check ((state = 'TOLD') = (read_at is null)),
    check (state = 'TOLD' or complained_at is not null)
);

create index complaints_newest on complaints (id desc) where state <> 'TOLD';
create index complaints_in_state on complaints (state, id desc);
create index complaints_of_user on complaints (user_id, id desc) where user_id is not null;
create index complaints_of_order on complaints (order_id) where order_id is not null;
create index complaints_unread on complaints (heard_at) where told > seen;
create index complaints_open on complaints (read_at) where state in ('PENDING', 'PROCESSING');
create index complaints_waiting on complaints (waits_since) where waits_since is not null;

-- What was said, by whom, as WeChat keeps it.
create table complaint_entries (
    complaint_id uuid not null references complaints,
    log_id text not null,
    -- WeChat's time is of whole seconds: in this order they were said.
    number bigint generated always as identity,
    at timestamptz not null,
    who text not null,
    type text not null,
    details text not null,
    images text[] not null default '{}',
    primary key (complaint_id, log_id)
);

-- What we do at WeChat: a row first, then a job until WeChat has taken or refused it.
create table complaint_steps (
    id uuid primary key,
    complaint_id uuid not null references complaints,
    kind text not null check (kind in ('REPLY', 'COMPLETE', 'APPROVE_REFUND', 'REJECT_REFUND')),
    -- The answer, or the reason of a refusal.
    content text not null,
    -- A refund that was promised comes within so many days.
    days integer not null default 0 check (days between 0 and 30),
    asked_by uuid not null,
    asked_at timestamptz not null default now(),
    state text not null default 'WAITING' check (state in ('WAITING', 'DONE', 'REFUSED')),
    -- From then on WeChat may have it: it is looked for before it is sent again.
    tried_at timestamptz,
    done_at timestamptz check ((done_at is null) = (state = 'WAITING')),
    -- WeChat's words.
    refused_why text not null default ''
);

create index complaint_steps_of on complaint_steps (complaint_id, id);
-- One at a time: what comes next may depend on what became of it.
create unique index complaint_steps_waiting on complaint_steps (complaint_id) where state = 'WAITING';

-- The days whose complaints were listed, up to then.
create table complaint_watch (
    only_one boolean primary key default true check (only_one),
    listed_at timestamptz not null
);

grant select, insert, update on complaints, complaint_watch to ${role};
grant select, insert on complaint_entries, complaint_steps to ${role};
grant update (state, tried_at, done_at, refused_why) on complaint_steps to ${role};
