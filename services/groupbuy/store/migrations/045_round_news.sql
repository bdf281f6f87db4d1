-- Who was told what about a round: nobody the same twice. Forgotten when the round is over, like who looked.
create table round_told (
    round_id uuid not null references rounds,
    news text not null,
    user_id uuid not null,
    told_at timestamptz not null default now(),
    primary key (round_id, news, user_id)
);

grant select, insert, delete on round_told to ${role};
