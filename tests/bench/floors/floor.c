#include "floor.h"

#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

void floor_fail(const char *what, const char *why)
{
    fprintf(stderr, "%s: %s\n", what, why ? why : "");
    exit(EXIT_FAILURE);
}

const char *floor_word(int argc, char **argv, const char *name)
{
    for (int i = 1; i + 1 < argc; i++)
        if (strncmp(argv[i], "--", 2) == 0 && strcmp(argv[i] + 2, name) == 0)
            return argv[i + 1];
    floor_fail(name, "is missing");
}

int64_t floor_number(int argc, char **argv, const char *name, int64_t otherwise)
{
    for (int i = 1; i + 1 < argc; i++)
        if (strncmp(argv[i], "--", 2) == 0 && strcmp(argv[i] + 2, name) == 0)
            return strtoll(argv[i + 1], NULL, 10);
    return otherwise;
}

struct lane {
    struct racer racer;
    pthread_t thread;
    void (*work)(struct racer *racer);
};

static void *run(void *data)
{
    struct lane *lane = data;

    lane->work(&lane->racer);
    return NULL;
}

static double now_s(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

void floor_race(int threads, int64_t seconds, void (*work)(struct racer *racer), void *context)
{
    struct lane *lanes = calloc((size_t)threads, sizeof *lanes);
    static atomic_bool over;
    double started_s = now_s();
    uint64_t done = 0;

    if (!lanes)
        floor_fail("race", "no memory");
    for (int i = 0; i < threads; i++) {
        lanes[i] = (struct lane){ .racer = { .index = i, .context = context, .over = &over }, .work = work };
        if (pthread_create(&lanes[i].thread, NULL, run, &lanes[i]) != 0)
            floor_fail("race", "no thread");
    }
    nanosleep(&(struct timespec){ .tv_sec = seconds }, NULL);
    atomic_store(&over, true);
    for (int i = 0; i < threads; i++) {
        pthread_join(lanes[i].thread, NULL);
        done += lanes[i].racer.done;
    }
    printf("{\"rate\":%.0f}\n", (double)done / (now_s() - started_s));
    free(lanes);
}

static sigset_t ends(void)
{
    sigset_t signals;

    sigemptyset(&signals);
    sigaddset(&signals, SIGTERM);
    sigaddset(&signals, SIGINT);
    return signals;
}

void floor_block_signals(void)
{
    sigset_t signals = ends();

    signal(SIGPIPE, SIG_IGN);
    pthread_sigmask(SIG_BLOCK, &signals, NULL);
}

void floor_serve_until_told(int port)
{
    sigset_t signals = ends();
    int signal_number;

    printf("{\"port\":%d}\n", port);
    fflush(stdout);
    sigwait(&signals, &signal_number);
}
