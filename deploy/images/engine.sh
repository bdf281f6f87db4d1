# Read by the scripts here: podman as this machine can run it.
command -v podman >/dev/null || { echo "podman is missing: deploy/local/install.sh images installs it" >&2; exit 1; }
if [ -z "${CONTAINERS_CONF:-}" ] && [ "$(stat -f -c %T /sys/fs/cgroup)" != cgroup2fs ]; then
    CONTAINERS_CONF=$here/containers.conf
    export CONTAINERS_CONF
fi
