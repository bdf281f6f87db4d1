#include "linlictl/local/supervisor.h"

#include <dirent.h>
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"
#include "linlictl/linlictl.h"

#define PROBE_EVERY_MS 20
#define IDLE_MS        1000

static sigset_t watched_signals(void)
{
    sigset_t set;

    sigemptyset(&set);
    sigaddset(&set, SIGCHLD);
    sigaddset(&set, SIGTERM);
    sigaddset(&set, SIGINT);
    sigaddset(&set, SIGHUP);
    return set;
}

struct status supervisor_init(struct supervisor *supervisor)
{
    sigset_t set = watched_signals();

    if (prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0) != 0 || sigprocmask(SIG_BLOCK, &set, NULL) != 0)
        return fail(SYSTEM_FAILED, "cannot become a supervisor: %s", strerror(errno));
    signal(SIGPIPE, SIG_IGN);
    supervisor->stopping = false;
    return OK;
}

static void changed(struct supervisor *supervisor)
{
    if (supervisor->changed)
        supervisor->changed(supervisor->context);
}

/* ---- pid files ---- */

static void remember(const struct supervisor *supervisor, const struct unit *unit)
{
    struct arena arena;

    arena_init(&arena, ARENA_BYTES_MAX);
    struct status status = process_remember(&arena, unit->id, unit->stop_signal,
                                            arena_printf(&arena, "%s/%s", supervisor->pids_folder, unit->spec.name));

    if (!ok(status))
        complain(status);
    arena_finish(&arena);
}

static void forget(const struct supervisor *supervisor, const struct unit *unit)
{
    char path[4096];

    if ((size_t)snprintf(path, sizeof(path), "%s/%s", supervisor->pids_folder, unit->spec.name) < sizeof(path))
        unlink(path);
}

/* ---- one unit ---- */

static void unit_start(struct supervisor *supervisor, struct unit *unit)
{
    struct status status = process_start(&unit->spec, &unit->id);

    unit->started_ms = clock_mono_ms();
    if (!ok(status)) {
        complain(status);
        unit->start_at_ms = unit->started_ms + RESTART_DELAY_MS_MAX;
        return;
    }
    unit->state = UNIT_STARTING;
    unit->silent_asks = 0;
    remember(supervisor, unit);
    changed(supervisor);
}

/* A killed PostgreSQL cannot start before the last of its children has gone, which takes from milliseconds to seconds:
 * a delay that grew at once would outlast them by as much again. */
static int next_delay_ms(struct unit *unit, int64_t now_ms)
{
    bool steady = now_ms - unit->started_ms >= STEADY_MS;

    if (steady || !unit->delay_ms) {
        unit->dying_since_ms = now_ms;
        return RESTART_DELAY_MS;
    }
    if (now_ms - unit->dying_since_ms < EAGER_MS)
        return RESTART_DELAY_MS;
    return unit->delay_ms * 2 < RESTART_DELAY_MS_MAX ? unit->delay_ms * 2 : RESTART_DELAY_MS_MAX;
}

static void unit_died(struct supervisor *supervisor, struct unit *unit, int outcome)
{
    int64_t now_ms = clock_mono_ms();

    forget(supervisor, unit);
    unit->id.pid = 0;
    if (supervisor->stopping) {
        unit->state = UNIT_ENDED;
        changed(supervisor);
        return;
    }
    unit->delay_ms = next_delay_ms(unit, now_ms);
    unit->start_at_ms = now_ms + unit->delay_ms;
    unit->state = UNIT_DOWN;
    unit->restarts++;
    printf("%s ended (%s %d); starting it again in %d ms\n", unit->spec.name,
           WIFSIGNALED(outcome) ? "signal" : "exit status",
           WIFSIGNALED(outcome) ? WTERMSIG(outcome) : WEXITSTATUS(outcome), unit->delay_ms);
    fflush(stdout);
    changed(supervisor);
}

/* What may hang can also hang before it was ever ready. */
static void unit_probe(struct supervisor *supervisor, struct unit *unit)
{
    if (!process_alive(unit->id))
        return;
    if (probe_ready(&unit->probe)) {
        unit->state = UNIT_READY;
        changed(supervisor);
    } else if (unit->alive.kind != PROBE_NONE && clock_mono_ms() - unit->started_ms > READY_MS_MAX) {
        process_signal(unit->id, SIGKILL);
    }
}

/* What hangs has not died, and would stay as it is. It is counted, not timed: who was stopped himself blames nobody. */
static void unit_ask(struct unit *unit)
{
    int64_t now_ms = clock_mono_ms();

    if (now_ms < unit->ask_at_ms)
        return;
    unit->ask_at_ms = now_ms + ALIVE_EVERY_MS;
    unit->silent_asks = probe_ready(&unit->alive) ? 0 : unit->silent_asks + 1;
    if (unit->silent_asks < SILENT_ASKS_MAX)
        return;
    printf("%s hangs: %d times it did not answer; SIGKILL\n", unit->spec.name, unit->silent_asks);
    fflush(stdout);
    process_signal(unit->id, SIGKILL);
}

/* ---- all of them ---- */

static struct unit *unit_of(struct supervisor *supervisor, pid_t pid)
{
    for (int i = 0; i < supervisor->count; i++)
        if (supervisor->units[i].id.pid == pid)
            return &supervisor->units[i];
    return NULL;
}

/* Children of children that lost their parent come to us, too; they are only buried. */
static void bury(struct supervisor *supervisor)
{
    int outcome;
    pid_t pid;

    while ((pid = waitpid(-1, &outcome, WNOHANG)) > 0) {
        struct unit *unit = unit_of(supervisor, pid);

        if (unit)
            unit_died(supervisor, unit, outcome);
        if (pid == supervisor->task) {
            supervisor->task = 0;
            supervisor->task_outcome = outcome;
        }
    }
}

static void wait_for_signal(struct supervisor *supervisor, int64_t wait_ms)
{
    struct timespec limit = { .tv_sec = wait_ms / 1000, .tv_nsec = wait_ms % 1000 * 1000000 };
    sigset_t set = watched_signals();
    int signal = sigtimedwait(&set, NULL, &limit);

    if (signal == SIGTERM || signal == SIGINT || signal == SIGHUP)
        supervisor->stopping = true;
    bury(supervisor);
}

/* Starts what is due (a unit once started is kept, a later stage's waits for its turn), asks what is starting; returns
 * how long nothing needs to be done. */
static int64_t tend(struct supervisor *supervisor)
{
    int64_t wait_ms = IDLE_MS;

    for (int i = 0; i < supervisor->count; i++) {
        struct unit *unit = &supervisor->units[i];
        int64_t due_ms = unit->start_at_ms - clock_mono_ms();

        if (unit->stage > supervisor->stage)
            continue;
        if (unit->state == UNIT_DOWN && due_ms <= 0)
            unit_start(supervisor, unit);
        else if (unit->state == UNIT_STARTING)
            unit_probe(supervisor, unit);
        else if (unit->state == UNIT_READY)
            unit_ask(unit);
        if (unit->state == UNIT_STARTING && wait_ms > PROBE_EVERY_MS)
            wait_ms = PROBE_EVERY_MS;
        if (unit->state == UNIT_DOWN && due_ms > 0 && wait_ms > due_ms)
            wait_ms = due_ms;
    }
    return wait_ms;
}

static const struct unit *not_ready(const struct supervisor *supervisor, int stage)
{
    for (int i = 0; i < supervisor->count; i++)
        if (supervisor->units[i].stage <= stage && supervisor->units[i].state != UNIT_READY)
            return &supervisor->units[i];
    return NULL;
}

struct status supervisor_start(struct supervisor *supervisor, int stage)
{
    int64_t give_up_ms = clock_mono_ms() + READY_MS_MAX;
    const struct unit *unit;

    supervisor->stage = stage;
    while (tend(supervisor), (unit = not_ready(supervisor, stage)) != NULL) {
        if (clock_mono_ms() > give_up_ms)
            return fail(SYSTEM_FAILED, "%s is not ready after %d s; %s tells why", unit->spec.name, READY_MS_MAX / 1000,
                        unit->spec.log_path);
        wait_for_signal(supervisor, PROBE_EVERY_MS);
        if (supervisor->stopping)
            return fail(SYSTEM_FAILED, "stopped while starting");
    }
    return OK;
}

struct status supervisor_run(struct supervisor *supervisor, const struct process_spec *spec)
{
    struct process_id id;

    TRY(process_start(spec, &id));
    supervisor->task = id.pid;
    while (supervisor->task) {
        wait_for_signal(supervisor, tend(supervisor));
        if (supervisor->stopping)
            process_signal(id, SIGKILL);
    }
    if (supervisor->stopping)
        return fail(SYSTEM_FAILED, "stopped while starting");
    if (!WIFEXITED(supervisor->task_outcome) || WEXITSTATUS(supervisor->task_outcome) != 0)
        return fail(SYSTEM_FAILED, "%s failed; %s tells why", spec->name, spec->log_path);
    return OK;
}

void supervisor_watch(struct supervisor *supervisor)
{
    while (!supervisor->stopping)
        wait_for_signal(supervisor, tend(supervisor));
}

/* ---- the end ---- */

static bool stage_signal(struct supervisor *supervisor, int stage, bool kill)
{
    bool any = false;

    for (int i = 0; i < supervisor->count; i++) {
        struct unit *unit = &supervisor->units[i];

        if (unit->stage == stage && unit->id.pid) {
            process_signal(unit->id, kill ? SIGKILL : unit->stop_signal);
            any = true;
        }
    }
    return any;
}

static bool stage_over(const struct supervisor *supervisor, int stage)
{
    for (int i = 0; i < supervisor->count; i++)
        if (supervisor->units[i].stage == stage && supervisor->units[i].id.pid)
            return false;
    return true;
}

static void stage_wait(struct supervisor *supervisor, int stage, int64_t wait_ms)
{
    int64_t until_ms = clock_mono_ms() + wait_ms;

    while (!stage_over(supervisor, stage) && clock_mono_ms() < until_ms)
        wait_for_signal(supervisor, PROBE_EVERY_MS);
}

static void stage_stop(struct supervisor *supervisor, int stage)
{
    if (!stage_signal(supervisor, stage, false))
        return;
    stage_wait(supervisor, stage, STOP_MS_MAX);
    if (stage_over(supervisor, stage))
        return;
    for (int i = 0; i < supervisor->count; i++)
        if (supervisor->units[i].stage == stage && supervisor->units[i].id.pid)
            printf("%s did not end within %d s: SIGKILL\n", supervisor->units[i].spec.name, STOP_MS_MAX / 1000);
    stage_signal(supervisor, stage, true);
    stage_wait(supervisor, stage, STOP_MS_MAX);
}

/* Whoever is still our child now was left behind by one of ours. */
static void end_leftovers(void)
{
    char path[64];
    long pid;
    FILE *children;

    snprintf(path, sizeof(path), "/proc/self/task/%d/children", (int)getpid());
    children = fopen(path, "re");
    if (!children)
        return;
    while (fscanf(children, "%9ld", &pid) == 1)
        kill((pid_t)pid, SIGKILL);
    fclose(children);
    while (waitpid(-1, NULL, 0) > 0)
        ;
}

void supervisor_stop(struct supervisor *supervisor)
{
    int last = 0;

    supervisor->stopping = true;
    changed(supervisor);
    for (int i = 0; i < supervisor->count; i++)
        if (supervisor->units[i].stage > last)
            last = supervisor->units[i].stage;
    for (int stage = last; stage >= 0; stage--)
        stage_stop(supervisor, stage);
    end_leftovers();
}

/* ---- after a supervisor that was killed ---- */

#define ORPHANS_MAX (UNITS_MAX * 2)

struct orphan {
    struct process_id id;
    int stop_signal;
    char path[512];
};

static int find_orphans(const char *folder, struct orphan *orphans)
{
    struct arena arena;
    struct dirent *entry;
    DIR *files = opendir(folder);
    int count = 0;

    if (!files)
        return 0;
    arena_init(&arena, ORPHANS_MAX * (size_t)(2 << 20));
    while ((entry = readdir(files)) != NULL && count < ORPHANS_MAX) {
        struct orphan *orphan = &orphans[count];

        if (entry->d_name[0] == '.')
            continue;
        if ((size_t)snprintf(orphan->path, sizeof(orphan->path), "%s/%s", folder, entry->d_name) <
                sizeof(orphan->path) &&
            process_recall(&arena, orphan->path, &orphan->id, &orphan->stop_signal))
            count++;
        arena_reset(&arena);
    }
    closedir(files);
    arena_finish(&arena);
    return count;
}

static bool any_alive(const struct orphan *orphans, int count)
{
    for (int i = 0; i < count; i++)
        if (process_alive(orphans[i].id))
            return true;
    return false;
}

static void wait_for_orphans(const struct orphan *orphans, int count, int64_t wait_ms)
{
    int64_t until_ms = clock_mono_ms() + wait_ms;

    while (any_alive(orphans, count) && clock_mono_ms() < until_ms)
        clock_sleep_ms(PROBE_EVERY_MS);
}

void supervisor_end_orphans(const char *pids_folder)
{
    static struct orphan orphans[ORPHANS_MAX];
    int count = find_orphans(pids_folder, orphans);

    if (any_alive(orphans, count))
        printf("Ending what an earlier run left behind\n");
    for (int i = 0; i < count; i++)
        process_signal(orphans[i].id, orphans[i].stop_signal);
    wait_for_orphans(orphans, count, STOP_MS_MAX);
    for (int i = 0; i < count; i++)
        process_signal(orphans[i].id, SIGKILL);
    wait_for_orphans(orphans, count, STOP_MS_MAX);
    for (int i = 0; i < count; i++)
        unlink(orphans[i].path);
}
