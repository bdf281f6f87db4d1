-- How points are earned. trigger: 1 order paid, 2 post published, 3 comment added, 4 circle joined, 5 sign-in. A rule does not
-- change, except that it is stopped and let go on.
create table points_rules (
    id            uuid primary key,
    title         text not null,
    trigger       smallint not null check (trigger between 1 and 5),
    points        bigint not null check (points >= 0),
    per_yuan      bigint not null check (per_yuan >= 0),
    day_cap       bigint not null check (day_cap >= 0),
    budget        bigint not null check (budget >= 0), -- 0: no limit
    issued        bigint not null default 0 check (issued >= 0 and (budget = 0 or issued <= budget)), -- kept where there is a budget
    vest_days     int not null check (vest_days >= 0),
    valid_days    int not null check (valid_days > 0),
    streak_days   int not null check (streak_days >= 0),
    streak_points bigint not null check (streak_points >= 0),
    starts_at     timestamptz not null,
    ends_at       timestamptz check (ends_at > starts_at),
    active        boolean not null default true,
    created_at    timestamptz not null,
    created_by    uuid not null,
    check ((trigger = 1) = (per_yuan > 0) and (trigger = 1) = (points = 0)),
    check ((streak_days = 0) = (streak_points = 0) and (streak_days = 0 or trigger = 5))
);
create index points_rules_newest on points_rules (id desc) where active;

-- What a person earned by a rule on a day of China's calendar: for its cap.
create table points_rule_days (
    rule_id uuid not null references points_rules (id),
    user_id uuid not null,
    day     date not null,
    points  bigint not null check (points > 0),
    primary key (rule_id, user_id, day)
);

-- What a thing earned by a rule, once. It may be taken back, in parts.
create table points_earnings (
    rule_id    uuid not null references points_rules (id),
    source_id  uuid not null, -- order, post, comment, membership, sign-in
    user_id    uuid not null,
    amount_fen bigint not null check (amount_fen >= 0),
    points     bigint not null check (points >= 0),
    taken_back bigint not null default 0 check (taken_back between 0 and points),
    lot_id     uuid references points_lots (id),
    primary key (source_id, rule_id),
    check ((points > 0) = (lot_id is not null))
);

-- What of an order went back, also when that is heard before its payment is.
create table points_order_refunds (
    order_id     uuid primary key,
    refunded_fen bigint not null check (refunded_fen >= 0),
    whole        boolean not null
);

create table sign_ins (
    user_id   uuid not null,
    day       date not null, -- China's
    streak    int not null check (streak > 0),
    points    bigint not null check (points >= 0),
    signed_at timestamptz not null,
    primary key (user_id, day)
);

-- Points given or taken by hand: one operator proposes, another decides. state: 1 proposed, 2 approved, 3 rejected.
create table points_adjustments (
    id          uuid primary key,
    user_id     uuid not null,
    points      bigint not null check (points <> 0),
    why         text not null,
    state       smallint not null check (state between 1 and 3),
    proposed_by uuid not null check (proposed_by <> user_id),
    proposed_at timestamptz not null,
    decided_by  uuid check (decided_by <> proposed_by and decided_by <> user_id),
    decided_at  timestamptz,
    check ((state = 1) = (decided_by is null) and (state = 1) = (decided_at is null))
);
create index points_adjustments_waiting on points_adjustments (id desc) where state = 1;

grant select, insert, update on points_rules, points_rule_days, points_earnings, points_order_refunds, points_adjustments to ${role};
grant select, insert on sign_ins to ${role};
