#!/usr/bin/env bash
# Backup of PostgreSQL with every moment in between, and of the objects' folder. README.md says how to use it.
#
#     backup.sh receive               keeps taking WAL from the server; runs for ever, one for each folder
#     backup.sh take                  a base backup, verified; then forgets what is older than is kept
#     backup.sh verify                the newest base, and that no WAL is missing from there on
#     backup.sh list                  from which moments on one can restore
#     backup.sh prune                 forgets what is older than is kept
#     backup.sh restore DATA MOMENT   a new data folder as of MOMENT (2026-11-23T20:00:00.5Z), or of the end (latest)
#     backup.sh objects SOURCE        copies the objects' folder: what is new
#     backup.sh restore-objects GOAL  puts back what is missing there
#
#     LINLI_BACKUP_DIR         where all of it lies, on other disks than the database
#     LINLI_BACKUP_URL_FILE    file with the address of PostgreSQL, as the role linli_backup
#     LINLI_BACKUP_KEEP_DAYS   any moment of the last so many days can be restored (14)
#
# A folder holds one timeline. A server that was restored has begun another, and gets another folder: what is here stays as it
# is, and is never mixed with what came after.
set -euo pipefail
shopt -s nullglob
export LC_ALL=C # names are compared as they are

SLOT=linli_backup
SEGMENT_MB=16
KEEP_DAYS=${LINLI_BACKUP_KEEP_DAYS:-14}
START_S_MAX=3600 # recovery reads all WAL between the base and the moment
HERE=$(dirname "$(readlink -f "$0")")
AFTER_RESTORE=$HERE/after_restore.sql

# shellcheck source=deploy/backup/connect.sh
. "$HERE/connect.sh"

folder() {
    [ -n "${LINLI_BACKUP_DIR:-}" ] || die 'LINLI_BACKUP_DIR is not set'
    mkdir -p "$LINLI_BACKUP_DIR/base" "$LINLI_BACKUP_DIR/wal"
    cd "$LINLI_BACKUP_DIR"
}

read_url() {
    [ -n "${LINLI_BACKUP_URL_FILE:-}" ] || die 'LINLI_BACKUP_URL_FILE is not set'
    use_url "$LINLI_BACKUP_URL_FILE"
}

ask() {
    psql --no-psqlrc -At -v ON_ERROR_STOP=1 'dbname=linli' -c "$1"
}

# Which cluster this is and on which timeline: a folder never takes in another.
check_life() {
    local life

    life=$(psql --no-psqlrc -At -F ' ' 'dbname=linli replication=database' -c 'IDENTIFY_SYSTEM' | cut -d ' ' -f 1,2)
    [ -n "$life" ] || die 'the server does not say which one it is'
    if [ ! -e life ]; then
        echo "$life" >life.new
        sync life.new
        mv life.new life
    fi
    [ "$life" = "$(cat life)" ] ||
        die "this folder keeps system and timeline $(cat life), the server is $life: a server that was restored needs a folder of its own"
}

# ---- WAL

# --synchronous: what is told to have arrived is on disk. The slot keeps on the server what is not.
receive() {
    use_programs pg_receivewal psql
    read_url
    check_life
    pg_receivewal --directory wal --slot "$SLOT" --create-slot --if-not-exists
    exec pg_receivewal --directory wal --slot "$SLOT" --synchronous --status-interval 1
}

# The number of a segment among all, by its name.
number_of() {
    echo $((16#${1:8:8} * (4096 / SEGMENT_MB) + 16#${1:16:8}))
}

# The first segment that a base needs.
first_of() {
    sed -n 's/^START WAL LOCATION: .* (file \([0-9A-F]\{24\}\))$/\1/p' "$1/backup_label"
}

check_wal() { # check_wal BASE: none is missing from there on
    local first segment wanted

    first=$(first_of "$1")
    wanted=$(number_of "$first")
    for segment in wal/[0-9A-F]*[0-9A-F] wal/*.partial; do
        segment=${segment#wal/}
        [[ ! ${segment:0:24} < $first ]] || continue
        [ "$(number_of "$segment")" -eq "$wanted" ] || die "WAL is missing before $segment: what comes after cannot be restored from $1"
        wanted=$((wanted + 1))
    done
    [ "$wanted" -gt "$(number_of "$first")" ] || die "there is no WAL since $1"
}

# ---- bases

bases() { # oldest first
    local found=(base/[0-9]*Z)

    printf '%s\n' "${found[@]}"
}

take() {
    local began name

    use_programs pg_basebackup pg_verifybackup pg_archivecleanup psql
    read_url
    check_life
    [ "$(ask "select count(*) from pg_replication_slots where slot_name = '$SLOT' and active")" = 1 ] ||
        die 'nobody receives WAL: between two bases there would be no moment to restore to (backup.sh receive)'
    exec 9>base/.lock
    flock --nonblock 9 || die 'another one is being taken'
    rm -rf base/.part
    began=$SECONDS
    pg_basebackup --pgdata base/.part --checkpoint fast --wal-method stream --manifest-checksums SHA256 --label linli --no-password
    pg_verifybackup --quiet base/.part
    # It is called by the moment from which on one can restore: when it was whole, by the server's clock.
    name=$(ask "select to_char(clock_timestamp() at time zone 'UTC' + interval '1 second', 'YYYYMMDD\"T\"HH24MISS\"Z\"')")
    mv -T base/.part "base/$name"
    sync base
    say "base $name, $(du -sm "base/$name" | cut -f 1) MB, $((SECONDS - began)) s"
    prune
}

# The newest base that is older than what is kept carries the oldest moments that are: those before it go, and the WAL that
# only they needed.
prune() {
    local limit old=() base

    limit=$(date -u -d "$KEEP_DAYS days ago" +%Y%m%dT%H%M%SZ)
    for base in $(bases); do
        [[ ${base#base/} < $limit ]] && old+=("$base")
    done
    [ "${#old[@]}" -gt 1 ] || return 0
    for base in "${old[@]:0:${#old[@]}-1}"; do
        say "forgets ${base#base/}"
        mv "$base" base/.old
        rm -rf base/.old
    done
    pg_archivecleanup wal "$(first_of "${old[-1]}")"
}

verify() {
    local newest

    use_programs pg_verifybackup
    newest=$(bases | tail -n 1)
    [ -n "$newest" ] || die 'there is no base'
    pg_verifybackup --quiet "$newest"
    check_wal "$newest"
    say "base ${newest#base/} is whole, and no WAL is missing since"
}

list() {
    bases | sed 's/^base.//'
}

# ---- restore

base_for() { # base_for MOMENT: the newest that was whole by then
    local limit='~' base chosen=

    [ "$1" = latest ] || limit=$(date -u -d "$1" +%Y%m%dT%H%M%SZ)
    for base in $(bases); do
        [[ ${base#base/} > $limit ]] || chosen=$base
    done
    [ -n "$chosen" ] || die "no base is as old as $1: see backup.sh list"
    echo "$chosen"
}

# Exit statuses above 125 end the recovery: a segment that cannot be read is not taken for the end of all.
restore_command() {
    local wal

    wal=$(printf '%q' "$PWD/wal")
    echo "for file in $wal/%f $wal/%f.partial; do if [ -e \"\$file\" ]; then cp \"\$file\" \"%p\" || exit 126; exit 0; fi; done; exit 1"
}

# Of a server that nobody but us can reach: no address, a socket in a folder of ours.
recover() { # recover DATA MOMENT SOCKETS
    local words=(-c "listen_addresses=" -c "unix_socket_directories=$3" -c port=5432 -c "config_file=$3/postgresql.conf" -c "hba_file=$3/pg_hba.conf"
        -c hot_standby=off -c archive_mode=off -c synchronous_standby_names= -c primary_conninfo= -c primary_slot_name= -c max_connections=20
        -c recovery_target= -c recovery_target_lsn= -c recovery_target_name= -c recovery_target_xid= -c recovery_target_time=
        -c recovery_target_timeline=current -c recovery_target_action=promote -c "restore_command=$(restore_command)" -c ssl=off)
    local server until=$((SECONDS + START_S_MAX))

    : >"$3/postgresql.conf"
    echo 'local all all trust' >"$3/pg_hba.conf"
    touch "$1/recovery.signal"
    [ "$2" = latest ] || words+=(-c "recovery_target_time=$(date -u -d "$2" '+%F %T.%6N+00')" -c recovery_target_inclusive=on)
    postgres -D "$1" "${words[@]}" >"$3/log" 2>&1 &
    server=$!
    until [ "$(psql --no-psqlrc -At -h "$3" -p 5432 -U postgres linli -c 'select not pg_is_in_recovery()' 2>/dev/null)" = t ]; do
        if ! kill -0 "$server" 2>/dev/null || [ "$SECONDS" -ge "$until" ]; then
            tail -n 20 "$3/log" >&2
            kill -INT "$server" 2>/dev/null || true
            die "$2 cannot be restored; what PostgreSQL says stands above"
        fi
        sleep 0.2
    done
    psql --no-psqlrc --quiet -v ON_ERROR_STOP=1 -h "$3" -p 5432 -U postgres linli -f "$AFTER_RESTORE"
    kill -INT "$server"
    wait "$server"
}

restore() { # restore DATA MOMENT
    local data=$1 moment=$2 base sockets

    use_programs pg_verifybackup postgres psql
    [ "$(id -u)" -ne 0 ] || die 'PostgreSQL does not run as root: be the user whom the data shall belong to'
    [ ! -e "$data" ] || rmdir "$data" 2>/dev/null || die "$data is there already, and is never overwritten"
    base=$(base_for "$moment")
    say "from base ${base#base/}"
    pg_verifybackup --quiet "$base"
    [ "$moment" != latest ] || check_wal "$base"
    rm -rf "$data.part"
    cp -R "$base" "$data.part"
    rm "$data.part/backup_manifest"
    chmod 700 "$data.part"
    sockets=$(mktemp -d /tmp/linli-restore-XXXXXX)
    # shellcheck disable=SC2064 # the folder as it is called now
    trap "rm -rf '$sockets'" EXIT
    recover "$data.part" "$moment" "$sockets"
    mv "$data.part" "$data"
    sync "$data"
    say "restored to $moment in $data. Before it is started: empty JetStream and Redis, put the objects back, take a new backup folder (README.md)."
}

# ---- objects: a key's bytes never change, so a copy is of what is new. What is gone at its source is kept as long as a moment
# that may want it.

objects() { # objects SOURCE
    local key copied=0 now=objects/.now

    [ -d "$1" ] || die "$1 is no folder"
    mkdir -p objects gone
    (cd "$1" && find . -type f ! -name '.part-*' ! -path './incoming/*' -printf '%P\n' | sort) >"$now"
    while IFS= read -r key; do
        [ ! -e "objects/$key" ] || continue
        mkdir -p "objects/$(dirname "$key")"
        cp "$1/$key" objects/.part || [ ! -e "$1/$key" ] || die "$key cannot be copied"
        [ -e objects/.part ] || continue # it went meanwhile
        sync objects/.part
        mv objects/.part "objects/$key"
        copied=$((copied + 1))
    done <"$now"
    find objects -type d -exec sync {} +
    forget_gone "$now"
    rm "$now"
    say "$copied objects are new"
}

forget_gone() { # forget_gone LIST: of what is at the source
    local key

    while IFS= read -r key; do
        mkdir -p "gone/$(dirname "$key")"
        [ -e "gone/$key" ] || : >"gone/$key"
    done < <(cd objects && find . -type f ! -name '.*' -printf '%P\n' | sort | comm -23 - "../$1")
    while IFS= read -r key; do
        rm -f "gone/$key"
    done < <(cd gone && find . -type f -printf '%P\n' | sort | comm -12 - "../$1")
    while IFS= read -r key; do
        rm -f "objects/$key" "gone/$key"
    done < <(cd gone && find . -type f -mtime "+$KEEP_DAYS" -printf '%P\n')
}

restore_objects() { # restore_objects GOAL
    local key back=0

    [ -d objects ] || die 'no objects were copied'
    while IFS= read -r key; do
        [ ! -e "$1/$key" ] || continue
        mkdir -p "$1/$(dirname "$key")"
        cp "objects/$key" "$1/$key.part-restore"
        mv "$1/$key.part-restore" "$1/$key"
        back=$((back + 1))
    done < <(cd objects && find . -type f ! -name '.*' -printf '%P\n')
    say "$back objects are back"
}

# ---- words

[[ $KEEP_DAYS =~ ^[1-9][0-9]{0,4}$ ]] || die 'LINLI_BACKUP_KEEP_DAYS is a number of days, 1 or more'
umask 077
case "${1:-} $#" in
'receive 1') folder && receive ;;
'take 1') folder && take ;;
'verify 1') folder && verify ;;
'prune 1') folder && use_programs pg_archivecleanup && prune ;;
'list 1') folder && list ;;
'objects 2') source=$(readlink -f "$2") && folder && objects "$source" ;;
'restore-objects 2') goal=$(readlink -m "$2") && folder && restore_objects "$goal" ;;
'restore 3') data=$(readlink -m "$2") && folder && restore "$data" "$3" ;;
*) sed -n '2,/^$/{/^#     /s/^#     //p}' "$0" >&2 && exit 2 ;;
esac
