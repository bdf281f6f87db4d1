#!/bin/sh
# Installs what building, running and testing need and this machine lacks; does nothing, quickly, when all is there.
#
#     install.sh [GROUP ...]      groups beside the usual: test, ci, bench, fuzz, fmt, images, compose, k8s, watch
# shellcheck disable=SC2046,SC2086 # lists of words
set -eu

build="build-essential cmake ninja-build pkg-config ccache git ca-certificates
    protobuf-compiler libprotobuf-dev protobuf-c-compiler libprotobuf-c-dev
    libcivetweb-dev libnats-dev libpq-dev libhiredis-dev libcurl4-openssl-dev libssl-dev libjansson-dev libpcre2-dev zlib1g-dev
    libjpeg62-turbo-dev libpng-dev libwebp-dev libcmocka-dev"
run="postgresql-15 nats-server redis-server curl openssl"
wanted="$build $run"
alone= # what a single test needs: where it cannot be had that test fails, and all others are run
command -v node >/dev/null 2>&1 || wanted="$wanted nodejs"
for group in "$@"; do
    case $group in
    test) # what is printed is looked at, alerts are tried; the checks of deploy/k8s take their schemas from npm
        command -v npm >/dev/null 2>&1 || wanted="$wanted npm"
        alone="$alone chromium prometheus"
        [ -n "$(fc-list :lang=zh family 2>/dev/null)" ] || alone="$alone fonts-noto-cjk" ;;
    ci) wanted="$wanted clang llvm libclang-rt-dev"; command -v npm >/dev/null 2>&1 || wanted="$wanted npm" ;;
    bench) command -v npm >/dev/null 2>&1 || wanted="$wanted npm" ;;
    fuzz) wanted="$wanted clang llvm libclang-rt-dev" ;;
    fmt) wanted="$wanted clang-format" ;;
    images) wanted="$wanted podman runc mmdebstrap" ;;
    compose) wanted="$wanted podman runc mmdebstrap podman-compose netavark aardvark-dns" ;;
    k8s) # a cluster of one node, and what builds it (tests/deploy/k8s/lab)
        wanted="$wanted containerd etcd-server containernetworking-plugins dnsmasq-base catatonit iproute2 iptables util-linux procps
            golang-go golang-github-modern-go-reflect2-dev dpkg-dev rsync jq patch" ;;
    watch) wanted="$wanted prometheus" ;;
    *) echo "install.sh: no group is called $group" >&2; exit 2 ;;
    esac
done

present=" $(dpkg-query -W -f '${Package}=${db:Status-Abbrev} ' $wanted $alone 2>/dev/null || true)"
missing() { # missing PACKAGE ...: those that are not there
    for package in "$@"; do
        case $present in
        *" $package=ii "*) ;;
        *) printf ' %s' "$package" ;;
        esac
    done
}

as_root=
[ "$(id -u)" -eq 0 ] || as_root=sudo
install() { # install PACKAGE ...
    [ -z "$as_root" ] || command -v sudo >/dev/null 2>&1 || { echo "These packages are missing; as root: apt-get install $*" >&2; return 1; }
    echo "Installing $*"
    $as_root apt-get update -q && $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends "$@"
}

wanted=$(missing $wanted)
[ -z "$wanted" ] || install $wanted
for package in $(missing $alone); do
    install "$package" || echo "install.sh: no $package; the test that needs it will fail" >&2
done
