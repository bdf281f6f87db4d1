# What the scripts of this folder share: how they speak, and how they reach PostgreSQL. To be sourced by bash.
# shellcheck shell=bash

die() {
    echo "$(basename "$0"): $*" >&2
    exit 1
}

say() {
    echo "$(basename "$0"): $*"
}

# Programs that Debian keeps beside the server.
use_programs() {
    local bins=(/usr/lib/postgresql/*/bin) program

    PATH=${LINLI_POSTGRES_BIN:-${bins[-1]:-}}:$PATH
    for program in "$@"; do
        command -v "$program" >/dev/null || die "$program is not there: install PostgreSQL, or set LINLI_POSTGRES_BIN to its folder"
    done
}

# The address in a file's first line. libpq is told in variables: the password is in no command line.
use_url() {
    local url
    local form='^postgres(ql)?://([^:@/]+):([^@/]+)@([^:/]+)(:([0-9]+))?/'

    read -r url <"$1" || [ -n "$url" ] || die "$1 is empty"
    [[ $url =~ $form ]] || die "$1 has no postgresql://role:password@host:port/base"
    export PGUSER=${BASH_REMATCH[2]} PGHOST=${BASH_REMATCH[4]} PGPORT=${BASH_REMATCH[6]:-5432}
    PGPASSWORD=$(printf '%b' "${BASH_REMATCH[3]//%/\\x}")
    export PGPASSWORD
}
