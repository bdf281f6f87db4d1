-- Stopped: no new orders, unpaid ones are closed, paid ones honoured. Withdrawn: stopped, and everybody is refunded.
alter table campaigns
    add column stopped_at timestamptz,
    add column withdrawn_at timestamptz check (coalesce(stopped_at <= withdrawn_at, withdrawn_at is null)),
    add column stop_reason text not null default '' check ((stop_reason = '') = (stopped_at is null));

grant update (stopped_at, withdrawn_at, stop_reason) on campaigns to ${role};
