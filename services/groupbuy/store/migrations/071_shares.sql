-- What leaders and partners earn of orders. A rule is never changed: it gets its next version, and the newest counts for what
-- is paid from then on. Percentages are basis points, of the goods as they were paid.
create table share_rules (
    version bigint primary key check (version > 0),
    pick_up_bp integer not null check (pick_up_bp >= 0),
    selling_bp integer not null check (selling_bp >= 0),
    partner_bp integer not null check (partner_bp >= 0),
    own_purchases boolean not null,
    created_by uuid not null,
    created_at timestamptz not null default now(),
    check (pick_up_bp + selling_bp + partner_bp <= 3000)
);

-- Who earns of buyers who first came by a channel.
create table partners (
    channel text primary key,
    user_id uuid not null,
    active boolean not null,
    version bigint not null default 1
);

-- At most one of each role for an order.
create table shares (
    id uuid primary key,
    order_id uuid not null references orders,
    role text not null check (role in ('PICK_UP', 'SELLING', 'PARTNER')),
    earner_id uuid not null,
    rule_version bigint not null references share_rules,
    -- What it is a part of, and how much of that.
    base_fen bigint not null check (base_fen >= 0),
    basis_points integer not null check (basis_points between 0 and 3000),
    accrued_fen bigint not null check (accrued_fen > 0 and accrued_fen <= base_fen),
    -- By refunds, in proportion.
    reversed_fen bigint not null default 0 check (reversed_fen between 0 and accrued_fen),
    accrued_at timestamptz not null default now(),
    -- From then on it is the earner's: received, and the time for after-sales over.
    vested_at timestamptz,
    unique (order_id, role)
);

create index shares_of_earner on shares (earner_id, id desc);

grant select, insert on share_rules, shares to ${role};
grant update (reversed_fen, vested_at) on shares to ${role};
grant select, insert, update on partners to ${role};
