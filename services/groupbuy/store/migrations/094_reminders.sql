-- Who wants to hear when a campaign is about to start and to end, and when he was told.
create table campaign_reminders (
    campaign_id uuid not null references campaigns,
    user_id uuid not null,
    asked_at timestamptz not null default now(),
    starting_told_at timestamptz,
    ending_told_at timestamptz,
    primary key (campaign_id, user_id)
);

grant select, insert, update, delete on campaign_reminders to ${role};
