#include "gateway/deadline.h"

#include <dlfcn.h>
#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <stddef.h>
#include <stdlib.h>
#include <sys/socket.h>

#include "base/clock.h"

static _Thread_local int64_t deadline_ms; /* monotonic; 0: none */
static _Thread_local const char *received_end;

static int (*libc_poll)(struct pollfd *, nfds_t, int);
static ssize_t (*libc_recv)(int, void *, size_t, int);
static pthread_once_t once = PTHREAD_ONCE_INIT;

static void find_libc(void)
{
    *(void **)&libc_poll = dlsym(RTLD_NEXT, "poll");
    *(void **)&libc_recv = dlsym(RTLD_NEXT, "recv");
    if (!libc_poll || !libc_recv)
        abort();
}

void deadline_set_ms(int64_t ms)
{
    deadline_ms = ms < 0 ? 0 : clock_mono_ms() + ms;
}

bool deadline_passed(void)
{
    return deadline_ms && clock_mono_ms() >= deadline_ms;
}

bool deadline_received(const void *byte)
{
    return (const char *)byte < received_end;
}

static int timed_out(void)
{
    errno = ETIMEDOUT;
    return -1;
}

/* Their types are libc's. */
int poll(struct pollfd *fds, nfds_t count, int timeout_ms)
{
    int64_t left_ms;
    int result;

    pthread_once(&once, find_libc);
    if (!deadline_ms)
        return libc_poll(fds, count, timeout_ms);
    left_ms = deadline_ms - clock_mono_ms();
    if (left_ms <= 0)
        return timed_out();
    if (timeout_ms < 0 || timeout_ms > left_ms)
        timeout_ms = (int)left_ms;
    result = libc_poll(fds, count, timeout_ms);
    return result == 0 && deadline_passed() ? timed_out() : result;
}

ssize_t recv(int fd, void *data, size_t bytes, int flags)
{
    ssize_t got;

    pthread_once(&once, find_libc);
    if (deadline_passed())
        return timed_out();
    got = libc_recv(fd, data, bytes, flags);
    if (got > 0)
        received_end = (const char *)data + got;
    return got;
}
