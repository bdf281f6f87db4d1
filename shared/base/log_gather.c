#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/clock.h"
#include "base/log_internal.h"

#define GATHER_BYTES 65536

static struct {
    pthread_mutex_t mutex; /* of all that follows, and held while it is written: lines keep their order */
    pthread_cond_t changed;
    bool on, stopping;
    size_t len;
    char data[GATHER_BYTES];
    pthread_t thread;
} gather = { .mutex = PTHREAD_MUTEX_INITIALIZER };

static void write_gathered(void)
{
    log_write_all(gather.data, gather.len);
    gather.len = 0;
}

/* Sleeps until there is something, then for as long as others may add to it. */
static void wait_for_lines(void)
{
    int64_t until_ms;
    struct timespec until;

    while (gather.len == 0 && !gather.stopping)
        pthread_cond_wait(&gather.changed, &gather.mutex);
    until_ms = clock_mono_ms() + LOG_GATHER_MS_MAX;
    until = (struct timespec){ .tv_sec = until_ms / 1000, .tv_nsec = until_ms % 1000 * 1000000 };
    while (!gather.stopping && pthread_cond_timedwait(&gather.changed, &gather.mutex, &until) == 0)
        ;
}

static void *write_now_and_then(void *unused)
{
    (void)unused;
    pthread_mutex_lock(&gather.mutex);
    while (!gather.stopping) {
        wait_for_lines();
        write_gathered();
    }
    pthread_mutex_unlock(&gather.mutex);
    return NULL;
}

static void stop(void)
{
    pthread_mutex_lock(&gather.mutex);
    gather.stopping = true;
    gather.on = false;
    pthread_cond_signal(&gather.changed);
    pthread_mutex_unlock(&gather.mutex);
    pthread_join(gather.thread, NULL);
}

void log_gather(void)
{
    pthread_condattr_t monotonic;

    pthread_condattr_init(&monotonic);
    pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
    pthread_cond_init(&gather.changed, &monotonic);
    pthread_condattr_destroy(&monotonic);
    if (pthread_create(&gather.thread, NULL, write_now_and_then, NULL) != 0)
        return; /* then each line is written by whoever has it */
    gather.on = true;
    atexit(stop);
}

void log_put(const char *data, size_t bytes, bool urgent)
{
    pthread_mutex_lock(&gather.mutex);
    if (urgent || !gather.on || gather.len + bytes > GATHER_BYTES)
        write_gathered();
    if (urgent || !gather.on || bytes > GATHER_BYTES) {
        log_write_all(data, bytes);
    } else {
        if (gather.len == 0)
            pthread_cond_signal(&gather.changed);
        memcpy(gather.data + gather.len, data, bytes);
        gather.len += bytes;
    }
    pthread_mutex_unlock(&gather.mutex);
}
