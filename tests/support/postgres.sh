#!/usr/bin/env bash
# A throw-away PostgreSQL for tests: postgres.sh start|stop DIR [USER]
# It listens on a socket in its folder only, does not sync, and is there as long as one of its users is: processes, by default
# the caller, that have started it and have neither stopped it nor ended. So two test runs of a build share it.
# Does nothing when LINLI_TEST_DATABASE_URL names another server.
set -euo pipefail

command=${1:?start or stop}
dir=${2:?folder}
user=${3:-$PPID}
[ -n "${LINLI_TEST_DATABASE_URL:-}" ] && exit 0

bin=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -1)
PATH=${bin:+$bin:}$PATH

# PostgreSQL refuses to run as root.
owner=$(id -un)
if [ "$owner" = root ]; then
    owner=nobody
    id postgres >/dev/null 2>&1 && owner=postgres
fi

# None of them holds our lock: a server outlives us.
as_owner() {
    if [ "$(id -u)" -eq 0 ]; then
        (cd / && setpriv --reuid "$owner" --regid "$(id -g "$owner")" --clear-groups "$@" 9>&-)
    else
        "$@" 9>&-
    fi
}

running() { as_owner pg_ctl status -D "$dir/data" >/dev/null 2>&1; }

used() {
    local one
    for one in "$dir"/users/*; do
        if kill -0 "${one##*/}" 2>/dev/null; then return 0; fi
    done
    return 1
}

stop() {
    rm -f "$dir/users/$user"
    used && return
    if running; then as_owner pg_ctl stop -D "$dir/data" -m immediate -w >/dev/null; fi
    rm -rf "$dir"
}

make_server() {
    rm -rf "$dir"
    mkdir -m 0755 "$dir" "$dir/users"
    chown "$owner" "$dir"
    as_owner initdb -D "$dir/data" -U linli --auth=trust --no-sync --no-instructions -E UTF8 --locale=C.UTF-8 >/dev/null
    cat >>"$dir/data/postgresql.conf" <<CONF
listen_addresses = ''
unix_socket_directories = '$dir'
unix_socket_permissions = 0777
fsync = off
synchronous_commit = off
full_page_writes = off
shared_buffers = 64MB
max_connections = 200
log_min_messages = fatal
CONF
    as_owner pg_ctl start -D "$dir/data" -l "$dir/log" -w -s >/dev/null
}

# When a test run is interrupted, nobody calls stop for it; this does.
watch() {
    setsid bash -c 'while kill -0 "$2" 2>/dev/null; do sleep 1; done; exec "$0" stop "$1" "$2"' \
        "$(realpath "$0")" "$dir" "$user" </dev/null >/dev/null 2>&1 9>&- &
}

start() {
    running || make_server
    touch "$dir/users/$user"
    watch
}

# One at a time: whoever comes while the last user leaves finds a whole server or none.
mkdir -p "$(dirname "$dir")"
exec 9>"$dir.lock"
flock 9
case $command in
start) start ;;
stop) stop ;;
*) echo "start or stop, not $command" >&2 && exit 2 ;;
esac
