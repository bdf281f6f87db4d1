/* A child process and who it is. A pid alone may have been given to somebody else; with its start time it is
 * unmistakable, also for a supervisor that comes after the one that started it. */
#ifndef LINLI_LINLICTL_PROCESS_H
#define LINLI_LINLICTL_PROCESS_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "base/arena.h"
#include "base/status.h"

#define PROCESS_WORDS_MAX    64
#define PROCESS_SETTINGS_MAX 96
#define LOG_FILE_BYTES_MAX                                                                                             \
    (64L << 20) /* a log larger than this is put aside (one old one is kept) when its process starts */

struct process_spec {
    const char *name;                               /* content-2; also of its log */
    const char *argv[PROCESS_WORDS_MAX + 1];        /* argv[0] is looked up in PATH */
    const char *settings[PROCESS_SETTINGS_MAX + 1]; /* NAME=value, added to our environment */
    const char *log_path;
    const char *folder; /* working directory; NULL: ours */
    bool other_user;    /* run as uid and gid */
    uid_t uid;
    gid_t gid;
};

struct process_id {
    pid_t pid;
    uint64_t started; /* in clock ticks since boot, as /proc/<pid>/stat has it */
};

/* The child leads a session of its own, so that Ctrl-C in the terminal reaches the supervisor only. */
struct status process_start(const struct process_spec *spec, struct process_id *ret_id);
/* Starts it and waits for its end; anything but exit status 0 is a failure. */
struct status process_run(const struct process_spec *spec);

bool process_alive(struct process_id id);
/* Sends the signal only if the process is still the one it was. */
void process_signal(struct process_id id, int signal);

/* A file for whoever comes after us: who it is, and the signal that asks it to end. */
struct status process_remember(struct arena *arena, struct process_id id, int stop_signal, const char *path);
/* False when there is no such file or nothing readable in it. */
bool process_recall(struct arena *arena, const char *path, struct process_id *ret_id, int *ret_stop_signal);

#endif
