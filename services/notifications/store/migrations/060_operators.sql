-- Whom the house turns to: who holds a role, as auth has told. A grant that was taken away stays, so that an older word that
-- comes late changes nothing.
create table role_holders (
    grant_id uuid primary key,
    user_id uuid not null,
    role text not null,
    -- Null: everywhere.
    scope_id uuid,
    held boolean not null
);

create index role_holders_of on role_holders (role, scope_id) where held;

grant select, insert, update on role_holders to ${role};
