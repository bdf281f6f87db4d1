/* linlictl up: the whole house on this machine, until Ctrl-C. */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/memory.h"
#include "linlictl/linlictl.h"
#include "linlictl/local/stack.h"
#include "linlictl/local/status_file.h"

#define SLIM "linli-house"

struct up {
    struct stack stack;
    struct supervisor supervisor;
    bool seed;
    bool ready;
};

/* ---- command line ---- */

static struct status parse_replicas(struct arena *arena, const char *text, struct stack_options *options)
{
    const char *equals = strchr(text, '=');
    char *end;
    long count = equals ? strtol(equals + 1, &end, 10) : 0;

    if (!equals || *end || count < 1 || count > REPLICAS_MAX || options->replicas_count == SERVICES_MAX)
        return fail(MISUSE, "--replicas wants SERVICE=N with N from 1 to %d, not %s", REPLICAS_MAX, text);
    options->replicas[options->replicas_count].service = arena_strndup(arena, text, (size_t)(equals - text));
    options->replicas[options->replicas_count++].count = (int)count;
    return OK;
}

static struct status parse_arguments(struct arena *arena, int argc, char **argv, struct stack_options *options,
                                     bool *ret_seed)
{
    for (int i = 1; i < argc; i++) {
        if (strcmp(argv[i], "--any-ports") == 0)
            options->any_ports = true;
        else if (strcmp(argv[i], "--seed") == 0)
            *ret_seed = true;
        else if (strcmp(argv[i], "--through") == 0 && i + 1 < argc)
            options->through = argv[++i];
        else if (strcmp(argv[i], "--replicas") == 0 && i + 1 < argc)
            TRY(parse_replicas(arena, argv[++i], options));
        else
            return fail(MISUSE, "%s is not understood", argv[i]);
    }
    return OK;
}

/* ---- one at a time ---- */

/* Held as long as we live; the children do not inherit it. */
static struct status take_lock(struct stack *stack)
{
    const char *path = arena_printf(stack->arena, "%s/lock", stack->place.state);
    int fd;

    TRY(folder_make(stack->place.state, 0755));
    fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0644);
    if (fd < 0)
        return fail(SYSTEM_FAILED, "cannot write %s: %s", path, strerror(errno));
    if (flock(fd, LOCK_EX | LOCK_NB) != 0)
        return fail(USAGE, "this house is running already: %s/status.json tells where", stack->place.state);
    return OK;
}

/* ---- coming up ---- */

static void write_status(void *context)
{
    struct up *up = context;
    struct status status = status_file_write(&up->stack, up->supervisor.stopping ? "stopping"
                                                         : up->ready             ? "ready"
                                                                                 : "starting");

    if (!ok(status))
        complain(status);
}

static struct status run_task(struct up *up, const char *task, const char *service, const char *program,
                              const char *argument)
{
    struct process_spec spec;

    TRY(stack_task(&up->stack, task, service, &spec));
    spec.argv[0] = program;
    spec.argv[1] = argument;
    return supervisor_run(&up->supervisor, &spec);
}

/* The estate is nobody's data; a house without it still serves. */
static void load_estate(struct up *up)
{
    struct stack *stack = &up->stack;
    struct status status =
        run_task(up, "seed", "linlictl", arena_printf(stack->arena, "%s/linlictl", stack->place.bin), "seed");

    if (!ok(status) && !up->supervisor.stopping)
        complain(status);
}

static struct status prepare_stores(struct up *up)
{
    struct stack *stack = &up->stack;
    const char *self = arena_printf(stack->arena, "%s/linlictl", stack->place.bin);

    TRY(run_task(up, "postgres-setup", "linlictl", self, "postgres-setup"));
    TRY(run_task(up, "streams", "linlictl", self, "streams"));
    for (size_t i = 0; i < stack->services.count; i++) {
        const char *name = stack->services.entries[i].name;
        const char *program = arena_printf(stack->arena, "%s/linli-%s", stack->place.bin, name);

        if (file_exists(program))
            TRY(run_task(up, "migrate", name, program, "--migrate"));
    }
    return OK;
}

static struct status come_up(struct up *up)
{
    TRY(supervisor_start(&up->supervisor, STAGE_STORES));
    TRY(prepare_stores(up));
    TRY(supervisor_start(&up->supervisor, STAGE_SERVICES));
    return supervisor_start(&up->supervisor, STAGE_GATEWAY);
}

static void print_ideas(const struct stack *stack)
{
    for (int i = 0; i < stack->units_count; i++)
        if (strcmp(stack->units[i].spec.name, "gateway") == 0)
            printf("\nThree things to try:\n\n"
                   "  curl -s http://127.0.0.1:%d/v1/communities      who lives here\n"
                   "  http://127.0.0.1:%d/docs                        every operation, in a browser\n"
                   "  make demo                                        one evening in the demo estate, in another "
                   "terminal\n",
                   stack->units[i].port, stack->units[i].port);
}

static void print_addresses(const struct up *up, int64_t took_ms)
{
    printf("\nThe house is up (%.1f s).\n\n", (double)took_ms / 1000);
    for (int i = 0; i < up->stack.units_count; i++) {
        const struct unit *unit = &up->stack.units[i];

        if (unit->port)
            printf("  %-14s %s127.0.0.1:%d\n", unit->spec.name, unit->serves_http ? "http://" : "", unit->port);
    }
    printf("  %-14s %s\n", "logs, status", up->stack.place.state);
    print_ideas(&up->stack);
    printf("\nCtrl-C stops it; the data stays.\n");
    fflush(stdout);
}

static struct status run(struct up *up, struct arena *arena, const struct stack_options *options)
{
    int64_t began_ms = clock_mono_ms();

    TRY(stack_load(arena, options, &up->stack));
    TRY(take_lock(&up->stack));
    supervisor_end_orphans(arena_printf(arena, "%s/pids", up->stack.place.state));
    TRY(stack_prepare(&up->stack));
    up->supervisor = (struct supervisor){ .units = up->stack.units,
                                          .count = up->stack.units_count,
                                          .pids_folder = arena_printf(arena, "%s/pids", up->stack.place.state),
                                          .changed = write_status,
                                          .context = up };
    TRY(supervisor_init(&up->supervisor));
    struct status status = come_up(up);

    if (ok(status)) {
        up->ready = true;
        write_status(up);
        if (up->seed)
            load_estate(up);
        print_addresses(up, clock_mono_ms() - began_ms);
        memory_trim(); /* what coming up took, and nobody needs any more */
        memory_forget_start();
        supervisor_watch(&up->supervisor);
    } else if (up->supervisor.stopping) {
        status = OK; /* somebody changed their mind */
    }
    printf("\nStopping\n");
    fflush(stdout);
    supervisor_stop(&up->supervisor);
    return status;
}

/* The supervisor is there as long as the house, and wants little of what this tool is made of: nothing of the database,
 * of the bus and of the twenty libraries that come along. So it goes on as linli-house, a program of up alone. */
static void begin_slim(char **command_line)
{
    char house[PATH_MAX];
    ssize_t length = readlink("/proc/self/exe", house, sizeof(house) - 1);
    char *name;

    if (length < 0)
        return;
    house[length] = '\0';
    name = strrchr(house, '/') + 1;
    if (strcmp(name, SLIM) == 0 || (size_t)(name - house) + sizeof(SLIM) > sizeof(house))
        return;
    memcpy(name, SLIM, sizeof(SLIM));
    execv(house, command_line); /* when it is not there we go on, only larger */
}

/* Debian puts servers where plain users do not look: nats-server lies in /usr/sbin. */
static void find_servers(struct arena *arena)
{
    const char *path = getenv("PATH");

    setenv("PATH",
           arena_printf(arena, "%s:/usr/local/sbin:/usr/sbin:/sbin", path ? path : "/usr/local/bin:/usr/bin:/bin"), 1);
}

struct status command_up(struct arena *arena, int argc, char **argv)
{
    static struct up up;
    struct stack_options options = { .replicas_count = 0 };

    TRY(parse_arguments(arena, argc, argv, &options, &up.seed));
    begin_slim(argv - 1); /* a command's words begin with its name */
    find_servers(arena);
    return run(&up, arena, &options);
}
