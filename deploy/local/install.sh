#!/bin/sh
# Installs what building, running and testing need and this machine lacks; does nothing, quickly, when all is there.
#
#     install.sh [GROUP ...]      groups beside the usual: test, ci, fuzz, fmt
set -eu

build="build-essential cmake ninja-build pkg-config ccache git ca-certificates
    protobuf-compiler libprotobuf-dev protobuf-c-compiler libprotobuf-c-dev
    libcivetweb-dev libnats-dev libpq-dev libhiredis-dev libcurl4-openssl-dev libssl-dev libjansson-dev zlib1g-dev
    libjpeg62-turbo-dev libpng-dev libwebp-dev libcmocka-dev"
run="postgresql-15 nats-server redis-server curl openssl"
wanted="$build $run"
command -v node >/dev/null 2>&1 || wanted="$wanted nodejs"
for group in "$@"; do
    case $group in
    test) wanted="$wanted chromium fonts-noto-cjk" ;; # what is printed is looked at
    ci) wanted="$wanted clang llvm libclang-rt-dev"; command -v npm >/dev/null 2>&1 || wanted="$wanted npm" ;;
    fuzz) wanted="$wanted clang llvm libclang-rt-dev" ;;
    fmt) wanted="$wanted clang-format" ;;
    *) echo "install.sh: no group is called $group" >&2; exit 2 ;;
    esac
done

# shellcheck disable=SC2086 # a list of words
present=" $(dpkg-query -W -f '${Package}=${db:Status-Abbrev} ' $wanted 2>/dev/null || true)"
missing=
for package in $wanted; do
    case $present in
    *" $package=ii "*) ;;
    *) missing="$missing $package" ;;
    esac
done
[ -n "$missing" ] || exit 0

as_root=
if [ "$(id -u)" -ne 0 ]; then
    command -v sudo >/dev/null 2>&1 || { echo "These packages are missing; as root: apt-get install$missing" >&2; exit 1; }
    as_root=sudo
fi
echo "Installing$missing"
export DEBIAN_FRONTEND=noninteractive
$as_root apt-get update -q
# shellcheck disable=SC2086
$as_root env DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends $missing
