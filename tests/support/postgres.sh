#!/usr/bin/env bash
# A throw-away PostgreSQL for tests: postgres.sh start|stop DIR
# It listens on a socket in its folder only, does not sync, and ends with the process that started it.
# Does nothing when LINLI_TEST_DATABASE_URL names another server.
set -euo pipefail

command=${1:?start or stop}
dir=${2:?folder}
[ -n "${LINLI_TEST_DATABASE_URL:-}" ] && exit 0

bin=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -1)
PATH=${bin:+$bin:}$PATH

# PostgreSQL refuses to run as root.
as_owner() {
    if [ "$(id -u)" -eq 0 ]; then
        local user=nobody
        id postgres >/dev/null 2>&1 && user=postgres
        (cd / && setpriv --reuid "$user" --regid "$(id -g "$user")" --clear-groups "$@")
    else
        "$@"
    fi
}

running() { as_owner pg_ctl status -D "$dir/data" >/dev/null 2>&1; }

stop() {
    if running; then as_owner pg_ctl stop -D "$dir/data" -m immediate -w >/dev/null; fi
    rm -rf "$dir"
}

make_folder() {
    mkdir -p -m 0755 "$dir"
    if [ "$(id -u)" -eq 0 ]; then
        local user=nobody
        id postgres >/dev/null 2>&1 && user=postgres
        chown "$user" "$dir"
    fi
}

start() {
    running && return
    rm -rf "$dir"
    make_folder
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

# When ctest is interrupted nobody calls stop; this does, unless the server there is another run's by then.
watch() {
    local parent=$PPID
    echo "$parent" >"$dir/owner"
    setsid bash -c 'while kill -0 "$1" 2>/dev/null; do sleep 1; done
        if [ "$(cat "$3/owner" 2>/dev/null)" = "$1" ]; then exec "$2" stop "$3"; fi' - "$parent" "$(realpath "$0")" "$dir" \
        </dev/null >/dev/null 2>&1 &
}

case $command in
start) start && watch ;;
stop) stop ;;
*) echo "start or stop, not $command" >&2 && exit 2 ;;
esac
