/* PostgreSQL: durable, small, only over loopback and only with a password. It refuses to run as root: then it runs as
 * the user `postgres` (or `nobody`), and when that user cannot walk into the checkout its data lives under
 * /var/lib/linli. */
#include <errno.h>
#include <glob.h>
#include <grp.h>
#include <pwd.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/crypto.h"
#include "linlictl/linlictl.h"
#include "linlictl/local/files.h"
#include "linlictl/local/stack.h"
#include "linlictl/secrets.h"

#define SYSTEM_FOLDER "/var/lib/linli"

struct store {
    struct stack *stack;
    const char *programs; /* folder of initdb and postgres */
    const char *folder;   /* data lives in <folder>/data */
    const char *data;
    bool other_user;
    uid_t uid;
    gid_t gid;
};

/* ---- where and as whom ---- */

static struct status find_programs(struct store *store)
{
    const char *set = getenv("LINLI_POSTGRES_BIN");
    glob_t found;

    if (set) {
        store->programs = set;
        return OK;
    }
    if (glob("/usr/lib/postgresql/*/bin/initdb", 0, NULL, &found) != 0)
        return fail(USAGE, "PostgreSQL is not installed (or set LINLI_POSTGRES_BIN to the folder of initdb)");
    char *newest = arena_strdup(store->stack->arena, found.gl_pathv[found.gl_pathc - 1]);

    globfree(&found);
    *strrchr(newest, '/') = '\0';
    store->programs = newest;
    return OK;
}

static struct status choose_user(struct store *store)
{
    const struct passwd *user;

    if (geteuid() != 0)
        return OK;
    user = getpwnam("postgres");
    if (!user)
        user = getpwnam("nobody");
    if (!user)
        return fail(USAGE, "PostgreSQL does not run as root, and there is neither a user postgres nor nobody");
    store->other_user = true;
    store->uid = user->pw_uid;
    store->gid = user->pw_gid;
    return OK;
}

/* Asked in a child that has become the user: modes, groups and ACLs all count. */
static bool user_can_enter(const struct store *store, const char *folder)
{
    pid_t pid = fork();
    int outcome;

    if (pid == 0)
        _exit(setgroups(1, &store->gid) == 0 && setgid(store->gid) == 0 && setuid(store->uid) == 0 &&
                      access(folder, X_OK) == 0
                  ? 0
                  : 1);
    return pid > 0 && waitpid(pid, &outcome, 0) == pid && WIFEXITED(outcome) && WEXITSTATUS(outcome) == 0;
}

static const char *system_folder(struct store *store)
{
    uint8_t digest[SHA256_BYTES];
    char hex[17];

    sha256(store->stack->place.state, strlen(store->stack->place.state), digest);
    hex_encode(digest, 8, hex);
    return arena_printf(store->stack->arena, SYSTEM_FOLDER "/%s", hex);
}

static struct status own(const struct store *store, const char *path)
{
    if (store->other_user && chown(path, store->uid, store->gid) != 0)
        return fail(SYSTEM_FAILED, "cannot give %s to PostgreSQL's user: %s", path, strerror(errno));
    return OK;
}

static struct status link_to(const char *target, const char *link)
{
    if (symlink(target, link) != 0 && errno != EEXIST)
        return fail(SYSTEM_FAILED, "cannot link %s to %s: %s", link, target, strerror(errno));
    return OK;
}

static struct status choose_folder(struct store *store)
{
    struct arena *arena = store->stack->arena;
    const char *usual = arena_printf(arena, "%s/postgres", store->stack->place.state);

    store->folder = usual;
    if (store->other_user && !user_can_enter(store, store->stack->place.state)) {
        store->folder = system_folder(store);
        TRY(folder_make(store->folder, 0755));
        TRY(link_to(store->folder, usual));
    } else {
        TRY(folder_make(store->folder, 0700));
    }
    TRY(own(store, store->folder));
    store->data = arena_printf(arena, "%s/data", store->folder);
    return OK;
}

/* ---- first start ---- */

static struct process_spec spec_of(const struct store *store, const char *program)
{
    struct arena *arena = store->stack->arena;

    return (struct process_spec){ .name = "postgres",
                                  .argv = { arena_printf(arena, "%s/%s", store->programs, program) },
                                  .log_path = arena_printf(arena, "%s/log/postgres.log", store->stack->place.state),
                                  .folder = store->folder,
                                  .other_user = store->other_user,
                                  .uid = store->uid,
                                  .gid = store->gid };
}

static struct status run_initdb(const struct store *store, const char *fresh, const char *password_file)
{
    const char *const words[] = { "--encoding=UTF8", "--locale=C.UTF-8", "--username=postgres",
                                  "--auth=scram-sha-256" };
    struct process_spec spec = spec_of(store, "initdb");
    int count = 1;

    for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
        spec.argv[count++] = words[i];
    spec.argv[count++] = arena_printf(store->stack->arena, "--pwfile=%s", password_file);
    spec.argv[count++] = arena_printf(store->stack->arena, "--pgdata=%s", fresh);
    return process_run(&spec);
}

/* Under another name first: half a cluster is never taken for a whole one. */
static struct status make_cluster(const struct store *store)
{
    struct arena *arena = store->stack->arena;
    const char *fresh = arena_printf(arena, "%s/data.new", store->folder);
    const char *password_file = arena_printf(arena, "%s/password", store->folder);
    struct process_spec clean = { .name = "rm",
                                  .argv = { "rm", "-rf", fresh },
                                  .log_path = arena_printf(arena, "%s/log/postgres.log", store->stack->place.state) };
    const char *password;

    TRY(secret_get(arena, store->stack->place.secrets, "postgres.superuser", &password));
    TRY(process_run(&clean));
    TRY(file_write(password_file, password, 0600));
    TRY(own(store, password_file));
    struct status status = run_initdb(store, fresh, password_file);

    unlink(password_file);
    TRY(status);
    if (rename(fresh, store->data) != 0)
        return fail(SYSTEM_FAILED, "cannot name %s: %s", store->data, strerror(errno));
    return OK;
}

/* ---- settings ---- */

/* fsync, full_page_writes and synchronous_commit stay on, as they are by default: what is answered is kept. After a crash
 * everything is written out at once (syncfs, honest since Linux 5.8): file by file it takes seconds on a busy disk. */
static const char postgres_conf[] = "listen_addresses = '127.0.0.1'\n"
                                    "unix_socket_directories = ''\n"
                                    "max_connections = 300\n"
                                    "password_encryption = 'scram-sha-256'\n"
                                    "shared_buffers = '128MB'\n"
                                    "work_mem = '4MB'\n"
                                    "wal_level = 'minimal'\n"
                                    "max_wal_senders = 0\n"
                                    "max_wal_size = '1GB'\n"
                                    "checkpoint_timeout = '15min'\n"
                                    "recovery_init_sync_method = 'syncfs'\n"
                                    "deadlock_timeout = '100ms'\n"
                                    "tcp_keepalives_idle = 5\n"
                                    "tcp_keepalives_interval = 2\n"
                                    "tcp_keepalives_count = 3\n"
                                    "jit = off\n"
                                    "timezone = 'UTC'\n"
                                    "log_timezone = 'UTC'\n"
                                    "log_line_prefix = '%m %u %a '\n"
                                    "log_min_duration_statement = '1s'\n";

static const char postgres_hba[] = "# Everybody shows a password; the services' roles reach their own database only.\n"
                                   "host all postgres 127.0.0.1/32 scram-sha-256\n"
                                   "host linli all 127.0.0.1/32 scram-sha-256\n"
                                   "host replication linli_backup 127.0.0.1/32 scram-sha-256\n";

static struct status write_settings(const struct store *store, int port)
{
    struct arena *arena = store->stack->arena;
    const char *conf = arena_printf(arena, "%s/postgresql.conf", store->data);
    const char *hba = arena_printf(arena, "%s/pg_hba.conf", store->data);

    TRY(file_write(conf, arena_printf(arena, "port = %d\n%s", port, postgres_conf), 0600));
    TRY(own(store, conf));
    TRY(file_write(hba, postgres_hba, 0600));
    return own(store, hba);
}

/* ---- who connects how ---- */

static struct status write_url(struct stack *stack, const char *file, const char *role, const char *secret_name,
                               const char *base, int port)
{
    const char *secret;

    TRY(secret_get(stack->arena, stack->place.secrets, secret_name, &secret));
    return file_write(arena_printf(stack->arena, "%s/%s", stack->place.secrets, file),
                      arena_printf(stack->arena, "postgresql://%s:%s@127.0.0.1:%d/%s\n", role, secret, port, base),
                      0600);
}

/* <service>.database-url and <service>.owner-url, as their settings name them. */
static struct status write_urls(struct stack *stack, int port)
{
    TRY(write_url(stack, "postgres.admin-url", "postgres", "postgres.superuser", "postgres", port));
    TRY(write_url(stack, "postgres.auditor-url", "linli_auditor", "postgres.auditor", "linli", port));
    TRY(write_url(stack, "postgres.backup-url", "linli_backup", "postgres.backup", "linli", port));
    for (size_t i = 0; i < stack->services.count; i++) {
        const char *name = stack->services.entries[i].name;
        struct arena *arena = stack->arena;

        TRY(write_url(stack, arena_printf(arena, "%s.database-url", name), arena_printf(arena, "linli_%s", name),
                      arena_printf(arena, "postgres.%s", name), "linli", port));
        TRY(write_url(stack, arena_printf(arena, "%s.owner-url", name), arena_printf(arena, "linli_%s_owner", name),
                      arena_printf(arena, "postgres.%s_owner", name), "linli", port));
    }
    return OK;
}

/* A route has a port of its own, so who goes by one has a file of his own. */
struct status stack_database_url(struct stack *stack, const char *service, const char *from, const char **ret_path)
{
    struct arena *arena = stack->arena;
    const char *file = arena_printf(arena, "%s.database-url", service);
    int port;

    if (stack->options.through && from) {
        file = arena_printf(arena, "routes/%s.database-url", from);
        TRY(folder_make(arena_printf(arena, "%s/routes", stack->place.secrets), 0700));
        TRY(stack_way(stack, from, "postgres", &port));
        TRY(write_url(stack, file, arena_printf(arena, "linli_%s", service), arena_printf(arena, "postgres.%s", service),
                      "linli", port));
    }
    *ret_path = arena_printf(arena, "%s/%s", stack->place.secrets, file);
    return OK;
}

struct status stack_add_postgres(struct stack *stack)
{
    struct store store = { .stack = stack };
    struct unit *unit = stack_add(stack, "postgres", STAGE_STORES);

    TRY(find_programs(&store));
    TRY(choose_user(&store));
    TRY(choose_folder(&store));
    if (!file_exists(arena_printf(stack->arena, "%s/PG_VERSION", store.data)))
        TRY(make_cluster(&store));
    TRY(stack_port(stack, "postgres", &unit->port));
    TRY(write_settings(&store, unit->port));
    TRY(write_urls(stack, unit->port));
    unit->spec = spec_of(&store, "postgres");
    unit_word(unit, "-D");
    unit_word(unit, store.data);
    unit->stop_signal = SIGINT; /* disconnects everybody; SIGTERM would wait for them */
    unit->probe = (struct probe){ .kind = PROBE_POSTGRES, .port = unit->port };
    return OK;
}
