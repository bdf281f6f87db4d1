#include "linlictl/local/process.h"

#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "linlictl/linlictl.h"
#include "linlictl/local/files.h"

#define EXIT_NO_START 127

/* The 22nd field; the second, a name in brackets, may hold anything. */
static bool start_time(pid_t pid, uint64_t *ret_started)
{
    char path[64], stat[1024];
    const char *field;
    FILE *file;
    size_t bytes;

    snprintf(path, sizeof(path), "/proc/%d/stat", (int)pid);
    file = fopen(path, "re");
    if (!file)
        return false;
    bytes = fread(stat, 1, sizeof(stat) - 1, file);
    fclose(file);
    stat[bytes] = '\0';
    field = strrchr(stat, ')');
    if (!field || strncmp(field, ") Z", 3) == 0) /* it ended; only its number is still there */
        return false;
    for (int number = 2; field && number < 22; number++)
        field = strchr(field + 1, ' ');
    if (!field)
        return false;
    *ret_started = strtoull(field + 1, NULL, 10);
    return true;
}

static void put_old_log_aside(const char *path)
{
    struct stat info;
    char old[4096];

    if (stat(path, &info) != 0 || info.st_size < LOG_FILE_BYTES_MAX)
        return;
    if ((size_t)snprintf(old, sizeof(old), "%s.1", path) < sizeof(old))
        rename(path, old);
}

static int open_log(const struct process_spec *spec)
{
    put_old_log_aside(spec->log_path);
    return open(spec->log_path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
}

static bool become(const struct process_spec *spec)
{
    if (!spec->other_user)
        return true;
    return setgroups(1, &spec->gid) == 0 && setgid(spec->gid) == 0 && setuid(spec->uid) == 0;
}

static void reset_signals(void)
{
    sigset_t none;

    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    signal(SIGPIPE, SIG_DFL);
}

static _Noreturn void be_child(const struct process_spec *spec, int log_fd)
{
    int null_fd = open("/dev/null", O_RDONLY);

    reset_signals();
    setsid();
    dup2(null_fd, STDIN_FILENO);
    dup2(log_fd, STDOUT_FILENO);
    dup2(log_fd, STDERR_FILENO);
    for (const char *const *setting = spec->settings; *setting; setting++)
        putenv((char *)*setting);
    if (!become(spec) || (spec->folder && chdir(spec->folder) != 0)) {
        fprintf(stderr, "%s: %s\n", spec->name, strerror(errno));
        _exit(EXIT_NO_START);
    }
    execvp(spec->argv[0], (char *const *)spec->argv);
    fprintf(stderr, "%s: cannot start %s: %s\n", spec->name, spec->argv[0], strerror(errno));
    _exit(EXIT_NO_START);
}

struct status process_start(const struct process_spec *spec, struct process_id *ret_id)
{
    int log_fd = open_log(spec);
    pid_t pid;

    if (log_fd < 0)
        return fail(SYSTEM_FAILED, "cannot write %s: %s", spec->log_path, strerror(errno));
    pid = fork();
    if (pid == 0)
        be_child(spec, log_fd);
    close(log_fd);
    if (pid < 0)
        return fail(SYSTEM_FAILED, "cannot start %s: %s", spec->name, strerror(errno));
    ret_id->pid = pid;
    if (!start_time(pid, &ret_id->started))
        ret_id->started = 0;
    return OK;
}

struct status process_run(const struct process_spec *spec)
{
    struct process_id id;
    int outcome;

    TRY(process_start(spec, &id));
    while (waitpid(id.pid, &outcome, 0) < 0)
        if (errno != EINTR)
            return fail(SYSTEM_FAILED, "%s is lost: %s", spec->name, strerror(errno));
    if (!WIFEXITED(outcome) || WEXITSTATUS(outcome) != 0)
        return fail(SYSTEM_FAILED, "%s failed; %s tells why", spec->name, spec->log_path);
    return OK;
}

bool process_alive(struct process_id id)
{
    uint64_t started;

    return id.pid > 0 && start_time(id.pid, &started) && started == id.started;
}

void process_signal(struct process_id id, int signal)
{
    if (process_alive(id))
        kill(id.pid, signal);
}

struct status process_remember(struct arena *arena, struct process_id id, int stop_signal, const char *path)
{
    return file_write(path, arena_printf(arena, "%d %" PRIu64 " %d\n", (int)id.pid, id.started, stop_signal), 0644);
}

bool process_recall(struct arena *arena, const char *path, struct process_id *ret_id, int *ret_stop_signal)
{
    char *text;
    int pid, stop_signal;
    uint64_t started;

    if (!ok(file_read(arena, path, &text)))
        return false;
    if (sscanf(text, "%9d %" SCNu64 " %2d", &pid, &started, &stop_signal) != 3 || pid <= 1)
        return false;
    *ret_id = (struct process_id){ .pid = pid, .started = started };
    *ret_stop_signal = stop_signal;
    return true;
}
