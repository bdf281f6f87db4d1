#define _GNU_SOURCE /* epoll_pwait2 */
#include "race.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <time.h>
#include <unistd.h>

#include "connection.h"

#define EVENTS      256
#define LINGER_US   5000000 /* for answers to what was asked in time */
#define IDLE_US_MAX 1000000 /* then it is opened anew: the server may be closing it just as we ask */
#define WAIT_US_MAX 100000

struct course {
    struct race *race;
    int epoll;
    struct connection *connections;
    struct connection **idle;
    int idle_count;
    int64_t started_us, counted_us, ends_us;
    double interval_us;
    int64_t due; /* so many were due and have been sent, or dropped */
};

static void give_up(const char *what)
{
    perror(what);
    exit(EXIT_FAILURE);
}

static int64_t now_us(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * INT64_C(1000000) + now.tv_nsec / 1000;
}

static int64_t next_due_us(const struct course *course)
{
    return course->started_us + (int64_t)((double)course->due * course->interval_us);
}

static void lost(struct course *course, struct connection *connection)
{
    course->race->broken++;
    course->idle[course->idle_count++] = connection;
}

static void ask(struct course *course, struct connection *connection, int64_t due_us)
{
    connection->due_us = due_us;
    connection->sent_us = now_us();
    if (connection->sent_us - connection->idle_us > IDLE_US_MAX)
        connection_close(connection);
    connection->out_bytes = people_request(&course->race->people, course->race->template, connection->out);
    if (connection_send(connection, course->epoll, &course->race->address) == BROKEN)
        lost(course, connection);
}

/* What was due before the end is sent after it, late as it is. */
static bool all_asked(const struct course *course, int64_t now)
{
    if (course->race->requests_max && course->due >= course->race->requests_max)
        return true;
    if (course->race->rate <= 0)
        return now >= course->ends_us;
    return next_due_us(course) >= course->ends_us || now >= course->ends_us + LINGER_US;
}

/* Whoever waited longer than people do is gone. */
static void drop_what_is_late(struct course *course, int64_t now)
{
    if (course->race->rate <= 0 || course->race->patience_us == 0)
        return;
    for (; next_due_us(course) < now - course->race->patience_us && !all_asked(course, now); course->due++)
        course->race->unsent++;
}

static void ask_what_is_due(struct course *course, int64_t now)
{
    int idle = course->idle_count; /* one that breaks at once is not tried again in this round */

    drop_what_is_late(course, now);
    for (; idle > 0 && course->idle_count > 0 && !all_asked(course, now); idle--) {
        int64_t due_us = course->race->rate > 0 ? next_due_us(course) : now;

        if (due_us > now)
            return;
        course->due++;
        ask(course, course->idle[--course->idle_count], due_us);
    }
}

static struct outcome *outcome_of(struct race *race, int status)
{
    for (int i = 0; i < race->outcomes_count; i++)
        if (race->outcomes[i].status == status)
            return &race->outcomes[i];
    if (race->outcomes_count == OUTCOMES_MAX)
        return &race->outcomes[OUTCOMES_MAX - 1];
    race->outcomes[race->outcomes_count].status = status;
    return &race->outcomes[race->outcomes_count++];
}

static bool is_good(const struct connection *connection)
{
    return connection->status >= 200 && connection->status < 300;
}

static void count_in_slice(struct course *course, const struct connection *connection)
{
    struct race *race = course->race;
    int64_t at = race->slice_us ? (connection->due_us - course->started_us) / race->slice_us : SLICES_MAX;

    if (at >= race->slices_count)
        return;
    if (!is_good(connection)) {
        race->slices[at].other++;
        return;
    }
    race->slices[at].good++;
    histogram_add(&race->slices[at].latency, connection->came_us - connection->due_us);
}

static void count(struct course *course, const struct connection *connection, int64_t now)
{
    struct race *race = course->race;
    struct outcome *outcome;

    count_in_slice(course, connection);
    race->successes += is_good(connection);
    if (connection->due_us < course->counted_us)
        return;
    outcome = outcome_of(race, connection->status);
    outcome->count++;
    outcome->in_time += now < course->ends_us;
    histogram_add(&outcome->since_due, connection->came_us - connection->due_us);
    histogram_add(&outcome->since_sent, connection->came_us - connection->sent_us);
    histogram_add(&race->latency, connection->came_us - connection->due_us);
    race->in_time += now < course->ends_us;
}

static void take_news(struct course *course, struct connection *connection)
{
    bool was_busy = connection->busy;
    enum progress progress = connection_news(connection, course->epoll);

    if (progress == WORKING || !was_busy)
        return;
    if (progress == BROKEN) {
        lost(course, connection);
        return;
    }
    connection->idle_us = now_us();
    count(course, connection, connection->idle_us);
    course->idle[course->idle_count++] = connection;
}

static void wait_for_news(struct course *course, int64_t now)
{
    struct epoll_event events[EVENTS];
    int64_t wait_us = WAIT_US_MAX;

    if (course->race->rate > 0 && course->idle_count > 0 && !all_asked(course, now) &&
        next_due_us(course) - now < wait_us)
        wait_us = next_due_us(course) > now ? next_due_us(course) - now : 0;
    struct timespec wait = { .tv_nsec = wait_us * 1000 };
    int ready = epoll_pwait2(course->epoll, events, EVENTS, &wait, NULL);

    for (int i = 0; i < ready; i++)
        take_news(course, events[i].data.ptr);
}

static void make_slices(struct race *race)
{
    int64_t slices = race->slice_us ? (int64_t)((race->warm_up_s + race->seconds) * 1e6) / race->slice_us + 1 : 0;

    race->slices_count = slices < SLICES_MAX ? (int)slices : SLICES_MAX;
    race->slices = calloc((size_t)race->slices_count + 1, sizeof *race->slices);
    if (!race->slices)
        give_up("slices");
}

/* The rest of what was due before the end. */
static void count_unsent(struct course *course)
{
    struct race *race = course->race;
    int64_t due = race->rate > 0 ? (int64_t)((double)(course->ends_us - course->started_us) / course->interval_us) : 0;

    if (race->requests_max && due > race->requests_max)
        due = race->requests_max;
    if (due > course->due)
        race->unsent += (uint64_t)(due - course->due);
}

static void set_up(struct course *course)
{
    struct race *race = course->race;

    make_slices(race);
    course->epoll = epoll_create1(EPOLL_CLOEXEC);
    course->connections = calloc((size_t)race->connections, sizeof *course->connections);
    course->idle = calloc((size_t)race->connections, sizeof(struct connection *));
    if (course->epoll < 0 || !course->connections || !course->idle)
        give_up("race");
    for (int i = 0; i < race->connections; i++) {
        course->connections[i].fd = -1;
        course->idle[course->idle_count++] = &course->connections[i];
    }
    course->interval_us = race->rate > 0 ? 1e6 / race->rate : 0;
    course->started_us = now_us();
    course->counted_us = course->started_us + (int64_t)(race->warm_up_s * 1e6);
    course->ends_us = course->counted_us + (int64_t)(race->seconds * 1e6);
}

void race_run(struct race *race)
{
    struct course course = { .race = race };
    int64_t now;

    set_up(&course);
    while (now = now_us(),
           !all_asked(&course, now) || (course.idle_count < race->connections && now < course.ends_us + LINGER_US)) {
        ask_what_is_due(&course, now);
        wait_for_news(&course, now);
    }
    count_unsent(&course);
    race->broken += (uint64_t)(race->connections - course.idle_count); /* never answered */
    for (int i = 0; i < race->connections; i++)
        connection_close(&course.connections[i]);
    close(course.epoll);
    free(course.connections);
    free(course.idle);
}
