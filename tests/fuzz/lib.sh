# Shared by ./run, ./coverage and ./planted: builds the targets as they want them.
set -eu
cd "$(dirname "$0")/../.."

# build FOLDER OPTION ...
build() {
    local folder=$1
    shift
    CC=clang cmake -S . -B "$folder" -G Ninja -DCMAKE_BUILD_TYPE=RelWithDebInfo -DLINLI_FUZZ=ON "$@" >/dev/null
    cmake --build "$folder" --target fuzz_targets >/dev/null
}

# The targets by name, or those of the command line.
targets() {
    if [ $# -gt 0 ]; then printf '%s\n' "$@"; else (cd tests/fuzz && ls *_fuzz.c | sed 's/\.c$//'); fi
}
