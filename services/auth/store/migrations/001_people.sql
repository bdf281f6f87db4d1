-- Who somebody is. Phone numbers are sealed (AES-256-GCM; phone_key names the key), found again by a keyed hash.
create table users (
    id             uuid primary key,
    nickname       text not null,
    avatar_url     text not null default '',
    bio            text not null default '',
    phone_sealed   bytea,
    phone_key      text,
    phone_hash     bytea unique check (octet_length(phone_hash) = 32),
    phone_masked   text not null default '',
    latest_app_id  text not null,
    link_key       text not null default '', -- the share link that brought him
    inviter_id     uuid references users (id) check (inviter_id <> id),
    created_at     timestamptz not null,
    check ((phone_sealed is null) = (phone_hash is null)),
    check ((phone_sealed is null) = (phone_key is null))
);
create index users_invited on users (inviter_id) where inviter_id is not null;

-- How WeChat knows him: an openid under each mini-program, a unionid over all of them.
create table identities (
    app_id  text not null,
    openid  text not null,
    unionid text not null default '',
    user_id uuid not null references users (id),
    primary key (app_id, openid)
);
create index identities_of_user on identities (user_id, app_id);
create index identities_of_union on identities (unionid) where unionid <> '';

-- A sign-in, and with it the family of its refresh tokens.
create table sessions (
    id         uuid primary key,
    user_id    uuid not null references users (id),
    app_id     text not null,
    device     text not null,
    created_at timestamptz not null,
    used_at    timestamptz not null,
    ended_at   timestamptz,
    ended_why  text check (ended_why in ('sign_out', 'reuse')),
    check ((ended_at is null) = (ended_why is null))
);
create index sessions_of_user on sessions (user_id) where ended_at is null;

-- Refresh tokens by their SHA-256. A family has at most one that is not spent.
create table refresh_tokens (
    hash       bytea primary key check (octet_length(hash) = 32),
    session_id uuid not null references sessions (id) on delete cascade,
    expires_at timestamptz not null,
    spent_at   timestamptz
);
create unique index refresh_tokens_unspent on refresh_tokens (session_id) where spent_at is null;
create index refresh_tokens_old on refresh_tokens (expires_at);

-- Access tokens issued before not_before are stale: what gateways ask for when they start.
create table revocations (
    id         uuid primary key,
    user_id    uuid,
    session_id uuid,
    not_before timestamptz not null,
    check ((user_id is null) <> (session_id is null))
);
create index revocations_newest on revocations (not_before);

-- Keys that sign access tokens; the private half is sealed.
create table signing_keys (
    kid         text primary key,
    public_key  bytea not null check (octet_length(public_key) = 32),
    sealed      bytea not null,
    sealed_key  text not null,
    signs_from  timestamptz not null
);

create table blocks (
    id         uuid not null unique, -- the pair, as events name it
    user_id    uuid not null references users (id),
    blocked_id uuid not null references users (id) check (blocked_id <> user_id),
    active     boolean not null,
    changed_at timestamptz not null,
    primary key (user_id, blocked_id)
);
create index blocks_newest on blocks (user_id, changed_at desc, blocked_id) where active;

grant select, insert, update on users, identities, sessions, blocks to ${role};
grant select, insert, update, delete on refresh_tokens, revocations, signing_keys to ${role};
