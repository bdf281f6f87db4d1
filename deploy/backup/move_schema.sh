#!/usr/bin/env bash
# One service's schema to another PostgreSQL server, while all other services serve. README.md says what comes before and after.
#
#     move_schema.sh copy SERVICE FROM TO    closes the schema at FROM, copies it to TO, compares; then write the service's address
#     move_schema.sh back SERVICE FROM       opens it at FROM again: as if nothing had been
#     move_schema.sh retire SERVICE FROM     gives what is left at FROM a name by which nobody finds it
#
# FROM, TO: files with a superuser's address of each server.
set -euo pipefail
shopt -s nullglob

CLOSE_S_MAX=30 # for sessions to end

# shellcheck source=deploy/backup/connect.sh
. "$(dirname "$(readlink -f "$0")")/connect.sh"

sql() { # sql FILE_WITH_URL STATEMENT
    (use_url "$1" && psql --no-psqlrc -At -v ON_ERROR_STOP=1 -d linli -c "$2")
}

sessions() {
    sql "$from" "select count(pg_terminate_backend(pid)) from pg_stat_activity where usename in ('linli_$service', 'linli_${service}_owner')"
}

# Nobody writes any more: the roles may not come in, and who is in goes.
close_at_source() {
    local until=$((SECONDS + CLOSE_S_MAX))

    sql "$from" "alter role linli_$service nologin; alter role linli_${service}_owner nologin" >/dev/null
    while [ "$(sessions)" -gt 0 ]; do
        [ "$SECONDS" -lt "$until" ] || die "the sessions of $service do not end"
        sleep 0.1
    done
}

back() {
    sql "$from" "alter role linli_$service login; alter role linli_${service}_owner login" >/dev/null
    say "$service is open again where it was"
}

# A line a table: rows, and a sum over all they hold.
contents() { # contents FILE_WITH_URL
    local table

    sql "$1" "select quote_ident(relname) from pg_class where relnamespace = '$service'::regnamespace and relkind in ('r', 'p') order by 1" |
        while IFS= read -r table; do
            sql "$1" "set extra_float_digits = 3; set timezone = 'UTC';
                select '$table', count(*), coalesce(sum(hashtextextended(t::text, 0)::numeric), 0) from $service.$table t" | grep '|'
        done
}

copy() {
    local dump

    use_programs pg_dump pg_restore psql
    [ "$(sql "$to" "select count(*) from pg_namespace where nspname = '$service'")" = 1 ] ||
        die "there is no empty schema $service at the new server: linlictl postgres-setup makes it, and the roles"
    [ "$(sql "$to" "select count(*) from pg_class where relnamespace = '$service'::regnamespace")" = 0 ] ||
        die "the schema $service of the new server is not empty, and is never overwritten"
    dump=$(mktemp -d)
    # shellcheck disable=SC2064 # the folder as it is called now
    trap "rm -rf '$dump'; back" EXIT
    close_at_source
    (use_url "$from" && pg_dump --format custom --schema "$service" --file "$dump/schema" linli)
    sql "$to" "drop schema $service" >/dev/null
    (use_url "$to" && pg_restore --exit-on-error --single-transaction --dbname linli "$dump/schema")
    sql "$to" 'analyze' >/dev/null
    contents "$from" >"$dump/from"
    contents "$to" >"$dump/to"
    diff "$dump/from" "$dump/to" >&2 || die 'the copy is not what was copied'
    trap - EXIT
    say "$(wc -l <"$dump/to") tables of $service are copied and compared. Now write its address: its processes go there by themselves."
    rm -rf "$dump"
}

retire() {
    local name
    name=${service}_moved_$(date -u +%Y%m%d)

    [ "$(sql "$from" "select rolcanlogin from pg_roles where rolname = 'linli_$service'")" = f ] || die "$service is open here: it was not moved"
    sql "$from" "alter schema $service rename to $name" >/dev/null
    say "what is left is called $name; drop it when the new server has a backup of its own"
}

command=${1:-} service=${2:-} from=$(readlink -f "${3:-/}") to=$(readlink -f "${4:-/}")
[[ $service =~ ^[a-z]*$ ]] || die "$service is no service"
case "$command $#" in
'copy 4') copy ;;
'back 3') back ;;
'retire 3') retire ;;
*) sed -n '2,/^$/{/^#     /s/^#     //p}' "$0" >&2 && exit 2 ;;
esac
