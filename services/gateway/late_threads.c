#include "gateway/late_threads.h"

#include <dlfcn.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>

#include "base/log.h"

#define SPARE 16 /* threads without a connection: a thread that takes one begins the next before it reads a byte */

struct late_threads {
    pthread_mutex_t lock;
    size_t stack_bytes;
    void *(*run)(void *); /* of all of them */
    void **arguments;     /* one a thread, in the order in which they begin */
    pthread_t *ids;       /* of those begun late: from SPARE to begun */
    int threads_max, asked;
    atomic_int begun;
};

static _Thread_local struct late_threads *collecting;

static int (*libc_create)(pthread_t *, const pthread_attr_t *, void *(*)(void *), void *);
static pthread_once_t once = PTHREAD_ONCE_INIT;

static void find_libc(void)
{
    *(void **)&libc_create = dlsym(RTLD_NEXT, "pthread_create");
    if (!libc_create)
        abort();
}

struct late_threads *late_threads_create(int threads_max)
{
    struct late_threads *threads = calloc(1, sizeof(*threads));

    if (!threads)
        abort();
    threads->threads_max = threads_max;
    threads->arguments = calloc((size_t)threads_max, sizeof(*threads->arguments));
    threads->ids = calloc((size_t)threads_max, sizeof(*threads->ids));
    if (!threads->arguments || !threads->ids)
        abort();
    pthread_mutex_init(&threads->lock, NULL);
    return threads;
}

void late_threads_destroy(struct late_threads *threads)
{
    if (!threads)
        return;
    pthread_mutex_destroy(&threads->lock);
    free(threads->arguments);
    free(threads->ids);
    free(threads);
}

void late_threads_collect(struct late_threads *threads)
{
    collecting = threads;
}

void late_threads_collected(void)
{
    collecting = NULL;
}

/* Whether it is one of those that may wait: civetweb asks for its workers first, then for the one that accepts. */
static bool keep(struct late_threads *threads, const pthread_attr_t *attributes, void *(*run)(void *), void *argument)
{
    if (threads->asked == 0) {
        threads->run = run;
        pthread_attr_getstacksize(attributes, &threads->stack_bytes);
    }
    if (run != threads->run || threads->asked == threads->threads_max)
        return false;
    threads->arguments[threads->asked++] = argument;
    if (threads->asked > SPARE)
        return true;
    atomic_store(&threads->begun, threads->asked);
    return false;
}

/* Its type is libc's. An id of 0 is none to civetweb: it does not wait for that thread at its end. */
int pthread_create(pthread_t *ret_id, const pthread_attr_t *attributes, void *(*run)(void *), void *argument)
{
    pthread_once(&once, find_libc);
    if (collecting && keep(collecting, attributes, run, argument)) {
        *ret_id = 0;
        return 0;
    }
    return libc_create(ret_id, attributes, run, argument);
}

static bool begin(struct late_threads *threads, int index)
{
    pthread_attr_t attributes;
    int error;

    pthread_attr_init(&attributes);
    pthread_attr_setstacksize(&attributes, threads->stack_bytes);
    error = pthread_create(&threads->ids[index], &attributes, threads->run, threads->arguments[index]);
    pthread_attr_destroy(&attributes);
    if (error)
        log_warn("no thread for the next connection", LOG_INT("errno", error));
    return error == 0;
}

void late_threads_want(struct late_threads *threads, int connections)
{
    int wanted = connections + SPARE;
    int begun = atomic_load(&threads->begun);

    if (begun >= wanted || begun >= threads->asked)
        return;
    pthread_mutex_lock(&threads->lock);
    begun = atomic_load(&threads->begun);
    while (begun < wanted && begun < threads->asked && begin(threads, begun))
        atomic_store(&threads->begun, ++begun);
    pthread_mutex_unlock(&threads->lock);
}

void late_threads_join(struct late_threads *threads)
{
    for (int i = SPARE; i < atomic_load(&threads->begun); i++)
        pthread_join(threads->ids[i], NULL);
}
