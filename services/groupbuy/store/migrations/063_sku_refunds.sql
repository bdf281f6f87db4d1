-- Whole-SKU refunds (批量退款): money back to everybody who bought something, by amount or percent. First its lines are
-- gathered and frozen, for somebody to look at; then they are paid back, one after the other.
--
-- Lines are gathered by walking order_lines along its primary key, some thousand a transaction: no index more on the table
-- into which every order is written, and none to be built while it is.
create table sku_refunds (
    id uuid primary key,
    sku_id uuid not null references skus,
    -- Null: wherever it was sold, and whenever.
    campaign_id uuid,
    round_id uuid,
    paid_from timestamptz,
    paid_to timestamptz not null,
    -- So much for each unit, or so many hundredths of a percent of what its goods cost.
    per_unit_fen bigint not null check (per_unit_fen >= 0),
    basis_points integer not null check (basis_points between 0 and 10000),
    check ((per_unit_fen > 0) <> (basis_points > 0)),
    -- For the buyers.
    reason text not null,
    asked_by uuid not null,
    state text not null default 'GATHERING' check (state in ('GATHERING', 'READY', 'RUNNING', 'DONE', 'CANCELLED')),
    -- Gathered up to and with this line.
    order_id uuid not null default '00000000-0000-0000-0000-000000000000',
    position smallint not null default -1,
    lines bigint not null default 0,
    planned_fen bigint not null default 0,
    started_by uuid,
    created_at timestamptz not null default now(),
    started_at timestamptz check (started_at is not null or state not in ('RUNNING', 'DONE')),
    done_at timestamptz check ((done_at is not null) = (state in ('DONE', 'CANCELLED')))
);

create index sku_refunds_of_sku on sku_refunds (sku_id, id desc);

-- What was planned stays; what became of it comes on top.
create table sku_refund_lines (
    sku_refund_id uuid not null references sku_refunds,
    order_id uuid not null references orders,
    position smallint not null,
    user_id uuid not null,
    -- All that are left, with all of the money; 0: money only.
    units integer not null check (units >= 0),
    planned_fen bigint not null check (planned_fen > 0),
    state text not null default 'PLANNED' check (state in ('PLANNED', 'DONE', 'SKIPPED')),
    refund_id uuid references refunds check ((refund_id is not null) = (state = 'DONE')),
    -- Never more than was planned, less when less was left.
    refunded_fen bigint not null default 0 check (refunded_fen between 0 and planned_fen),
    skipped_why text not null default '',
    primary key (sku_refund_id, order_id, position)
);

create index sku_refund_lines_planned on sku_refund_lines (sku_refund_id, order_id, position) where state = 'PLANNED';

grant select, insert on sku_refunds, sku_refund_lines to ${role};
grant update (state, order_id, position, lines, planned_fen, started_by, started_at, done_at) on sku_refunds to ${role};
grant update (state, refund_id, refunded_fen, skipped_why) on sku_refund_lines to ${role};
