-- Who had a welcome pack, by the marks of the person (keyed digests that auth makes of phone and unionid): another account with
-- one of them is the same person, and had it. A person without marks is known by the account alone.
create table welcomed (
    mark        text not null,
    template_id uuid not null references templates (id),
    user_id     uuid not null, -- the account that had it
    primary key (mark, template_id)
);

grant select, insert on welcomed to ${role};
