-- A process that starts looks whether its schema is as new as itself, and serves nothing before.
grant select (series, version) on migrations to ${role};
