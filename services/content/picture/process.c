#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "content/domain/reasons.h"
#include "content/picture/picture.h"

#define MAGIC        0x4c504943u
#define MEMORY_MAX   ((rlim_t)640 << 20)
#define CPU_S_MAX    8
#define EXIT_REFUSED 3

/* What the process answers with, before the sizes themselves. Both ends are the same program. */
struct head {
    uint32_t magic, width, height;
    uint32_t bytes[PICTURE_SIZES];
};

/* ---- the process: fd 0 is all it has ---- */

static void limit(int what, rlim_t most)
{
    const struct rlimit limits = { most, most };

    if (setrlimit((__rlimit_resource_t)what, &limits) != 0)
        _Exit(EXIT_FAILURE);
}

/* From here on it can read, write and compute. */
static void give_up_rights(void)
{
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
    prctl(PR_SET_DUMPABLE, 0);
    if (close_range(1, ~0u, 0) != 0)
        _Exit(EXIT_FAILURE);
    limit(RLIMIT_CORE, 0);
    limit(RLIMIT_FSIZE, 0);
    limit(RLIMIT_NOFILE, 0);
    limit(RLIMIT_CPU, CPU_S_MAX);
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__) /* they map terabytes for themselves */
    limit(RLIMIT_AS, MEMORY_MAX);
#endif
}

static size_t read_all(uint8_t *data, size_t room)
{
    size_t bytes = 0;
    ssize_t got;

    while (bytes < room && (got = read(0, data + bytes, room - bytes)) != 0) {
        if (got < 0 && errno != EINTR)
            _Exit(EXIT_FAILURE);
        bytes += got > 0 ? (size_t)got : 0;
    }
    return bytes;
}

static void write_all(const void *data, size_t bytes)
{
    const char *at = data;

    while (bytes > 0) {
        ssize_t wrote = write(0, at, bytes);

        if (wrote < 0 && errno != EINTR)
            _Exit(EXIT_FAILURE);
        at += wrote > 0 ? wrote : 0;
        bytes -= wrote > 0 ? (size_t)wrote : 0;
    }
}

int picture_process(void)
{
    uint8_t *data = malloc(PICTURE_BYTES_MAX + 1);
    struct head head = { .magic = MAGIC };
    struct picture picture;
    size_t bytes;

    give_up_rights();
    if (!data)
        return EXIT_FAILURE;
    bytes = read_all(data, PICTURE_BYTES_MAX + 1);
    if (bytes > PICTURE_BYTES_MAX || !picture_convert(data, bytes, &picture))
        return EXIT_REFUSED;
    head.width = (uint32_t)picture.width;
    head.height = (uint32_t)picture.height;
    for (int i = 0; i < PICTURE_SIZES; i++)
        head.bytes[i] = (uint32_t)picture.sizes[i].bytes;
    write_all(&head, sizeof head);
    for (int i = 0; i < PICTURE_SIZES; i++)
        write_all(picture.sizes[i].data, picture.sizes[i].bytes);
    return EXIT_SUCCESS;
}

/* ---- whoever wants a picture ---- */

static struct status start(int socket, pid_t *ret_pid)
{
    char *const arguments[] = { (char *)"linli-content", (char *)PICTURE_WORD, NULL }, *const environment[] = { NULL };
    posix_spawn_file_actions_t actions;
    int error;

    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, socket, 0);
    error = posix_spawn(ret_pid, "/proc/self/exe", &actions, NULL, arguments, environment);
    posix_spawn_file_actions_destroy(&actions);
    return error == 0 ? OK : fail(NOT_AVAILABLE, "the process for pictures cannot be started: %s", strerror(error));
}

struct talk {
    int socket;
    const uint8_t *in;
    size_t in_bytes;
    uint8_t *out;
    size_t out_bytes;
};

/* Gives what it takes and takes what it gives; false at the end. */
static bool exchange(struct talk *talk, short ready)
{
    if (ready & POLLOUT) {
        ssize_t sent = send(talk->socket, talk->in, talk->in_bytes, MSG_NOSIGNAL);

        if (sent < 0 && errno != EAGAIN)
            talk->in_bytes = 0; /* it has gone; what it said is still to be read */
        talk->in += sent > 0 ? sent : 0;
        talk->in_bytes -= sent > 0 ? (size_t)sent : 0;
        if (talk->in_bytes == 0)
            shutdown(talk->socket, SHUT_WR);
    }
    if (ready & (POLLIN | POLLHUP | POLLERR)) {
        ssize_t got = recv(talk->socket, talk->out + talk->out_bytes, PICTURE_OUT_BYTES_MAX - talk->out_bytes, 0);

        if (got == 0 || (got < 0 && errno != EAGAIN && errno != EINTR))
            return false;
        talk->out_bytes += got > 0 ? (size_t)got : 0;
    }
    return true;
}

/* False when it takes too long. */
static bool converse(struct talk *talk)
{
    int64_t until_ms = clock_mono_ms() + PICTURE_MS_MAX, left_ms;

    while ((left_ms = until_ms - clock_mono_ms()) > 0) {
        struct pollfd wait = { talk->socket, (short)(POLLIN | (talk->in_bytes ? POLLOUT : 0)), 0 };

        if (poll(&wait, 1, (int)left_ms) < 0 && errno != EINTR)
            return false;
        if (wait.revents && !exchange(talk, wait.revents))
            return true;
    }
    return false;
}

/* The answer in its parts; false when it is none. */
static bool take_apart(const uint8_t *out, size_t bytes, struct picture *picture)
{
    const uint8_t *at = out + sizeof(struct head);
    size_t left = bytes - sizeof(struct head);
    struct head head;

    if (bytes < sizeof head)
        return false;
    memcpy(&head, out, sizeof head);
    picture->width = (int)head.width;
    picture->height = (int)head.height;
    for (int i = 0; i < PICTURE_SIZES; i++) {
        if (head.bytes[i] == 0 || head.bytes[i] > left)
            return false;
        picture->sizes[i].data = at;
        picture->sizes[i].bytes = head.bytes[i];
        at += head.bytes[i];
        left -= head.bytes[i];
    }
    return head.magic == MAGIC && left == 0 && head.width > 0 && head.height > 0;
}

static struct status ask(struct arena *arena, int socket, const uint8_t *data, size_t bytes, struct picture *ret_picture)
{
    struct talk talk = { .socket = socket, .in = data, .in_bytes = bytes, .out = arena_alloc(arena, PICTURE_OUT_BYTES_MAX) };
    struct picture picture;

    if (!converse(&talk) || !take_apart(talk.out, talk.out_bytes, &picture))
        return fail(MEDIA_UNREADABLE, "these bytes are no picture that can be read");
    *ret_picture = picture;
    return OK;
}

struct status picture_make(struct arena *arena, const uint8_t *data, size_t bytes, struct picture *ret_picture)
{
    int pair[2], state;
    struct status status;
    pid_t pid;

    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) != 0)
        return fail(NOT_AVAILABLE, "no socket for a picture: %s", strerror(errno));
    status = start(pair[1], &pid);
    close(pair[1]);
    if (ok(status)) {
        fcntl(pair[0], F_SETFL, O_NONBLOCK);
        status = ask(arena, pair[0], data, bytes, ret_picture);
        kill(pid, SIGKILL);
        while (waitpid(pid, &state, 0) < 0 && errno == EINTR)
            continue;
    }
    close(pair[0]);
    return status;
}
