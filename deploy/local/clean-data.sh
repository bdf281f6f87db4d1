#!/bin/sh
# Forgets the data of `make run`: .run/ and, when PostgreSQL had to live elsewhere, the folder that .run/postgres links to.
set -eu
cd "$(dirname "$0")/../.."
state=${LINLI_STATE_DIR:-.run}
[ -e "$state" ] || exit 0

if [ -e "$state/lock" ] && ! flock -n "$state/lock" true; then
    echo "The house is running: stop it first (Ctrl-C in its terminal)." >&2
    exit 1
fi
if [ -L "$state/postgres" ]; then
    target=$(readlink -f "$state/postgres")
    case $target in
    /var/lib/linli/?*) rm -rf "$target" ;;
    esac
fi
rm -rf "$state"
