#include "control.h"

#include <errno.h>
#include <fnmatch.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/clock.h"
#include "loop.h"
#include "pipe.h"
#include "route.h"

#define WORDS_MAX        6
#define MS_MAX           INT64_C(600000)
#define BYTES_MAX        (INT64_C(1) << 40)
#define ANSWER_BYTES_MAX 512

struct command {
    char *words[WORDS_MAX]; /* of the line: LATENCY ROUTE ... */
    bool ways[WAYS];
    int64_t numbers[2];
    char *answer; /* ANSWER_BYTES_MAX; empty: ok */
};

/* ---- what is done to a route ---- */

static void do_latency(struct route *route, const struct command *command)
{
    for (int way = 0; way < WAYS; way++)
        if (command->ways[way]) {
            route->faults[way].latency_us = command->numbers[0] * US_PER_MS;
            route->faults[way].jitter_us = command->numbers[1] * US_PER_MS;
        }
    route_stir(route);
}

static void do_drip(struct route *route, const struct command *command)
{
    for (int way = 0; way < WAYS; way++)
        if (command->ways[way])
            route->faults[way].bytes_per_s = command->numbers[0];
    route_stir(route);
}

static void do_cut(struct route *route, const struct command *command)
{
    for (int way = 0; way < WAYS; way++)
        if (command->ways[way])
            route->faults[way].cut_bytes = command->numbers[0];
}

static void do_hold(struct route *route, const struct command *command)
{
    for (int way = 0; way < WAYS; way++)
        if (command->ways[way])
            route->faults[way].held = true;
}

static void do_refuse(struct route *route, const struct command *command)
{
    (void)command;
    route_refuse(route);
}

static void do_reset(struct route *route, const struct command *command)
{
    (void)command;
    route_reset(route);
}

static void do_strand(struct route *route, const struct command *command)
{
    (void)command;
    route_strand(route);
}

static void do_heal(struct route *route, const struct command *command)
{
    if (!route_heal(route))
        snprintf(command->answer, ANSWER_BYTES_MAX, "no %s cannot listen again: %s", route->name, strerror(errno));
}

/* ---- a line ---- */

static const struct verb {
    const char *name;
    void (*act)(struct route *route, const struct command *command);
    bool way, both; /* up or down is wanted; both may be said */
    int numbers;
    int64_t least, most;
} verbs[] = {
    { "latency", do_latency, true, true, 2, 0, MS_MAX },
    { "drip", do_drip, true, true, 1, 1, BYTES_MAX },
    { "cut", do_cut, true, false, 1, 0, BYTES_MAX },
    { "hold", do_hold, true, true, 0, 0, 0 },
    { "refuse", do_refuse, false, false, 0, 0, 0 },
    { "reset", do_reset, false, false, 0, 0, 0 },
    { "strand", do_strand, false, false, 0, 0, 0 },
    { "heal", do_heal, false, false, 0, 0, 0 },
    { "stat", NULL, false, false, 0, 0, 0 },
};

static const struct verb *find_verb(const char *name)
{
    for (size_t i = 0; i < sizeof verbs / sizeof verbs[0]; i++)
        if (strcmp(verbs[i].name, name) == 0)
            return &verbs[i];
    return NULL;
}

static bool parse_number(const char *text, int64_t least, int64_t most, int64_t *ret_number)
{
    char *end;

    errno = 0;
    *ret_number = strtoll(text, &end, 10);
    return end != text && !*end && errno == 0 && *ret_number >= least && *ret_number <= most;
}

static bool parse_way(const struct verb *verb, const char *text, struct command *command)
{
    bool both = verb->both && strcmp(text, "both") == 0;

    command->ways[UP] = both || strcmp(text, "up") == 0;
    command->ways[DOWN] = both || strcmp(text, "down") == 0;
    return command->ways[UP] || command->ways[DOWN];
}

static bool parse(const struct verb *verb, int words_count, struct command *command)
{
    int next = 2;

    if (words_count != 2 + verb->way + verb->numbers)
        return false;
    if (verb->way && !parse_way(verb, command->words[next++], command))
        return false;
    for (int i = 0; i < verb->numbers; i++)
        if (!parse_number(command->words[next++], verb->least, verb->most, &command->numbers[i]))
            return false;
    return true;
}

struct totals {
    uint64_t open, opened, bytes[WAYS];
};

static void add_up(struct totals *totals, const struct route *route)
{
    totals->open += route->open;
    totals->opened += route->opened;
    totals->bytes[UP] += route->bytes[UP];
    totals->bytes[DOWN] += route->bytes[DOWN];
}

static void act(const struct verb *verb, struct command *command)
{
    struct totals totals = { 0 };
    int matched = 0;

    for (int i = 0; i < routes_count; i++) {
        if (fnmatch(command->words[1], routes[i].name, 0) != 0)
            continue;
        matched++;
        if (verb->act)
            verb->act(&routes[i], command);
        else
            add_up(&totals, &routes[i]);
    }
    if (!matched)
        snprintf(command->answer, ANSWER_BYTES_MAX, "no route is called %s", command->words[1]);
    else if (!verb->act)
        snprintf(command->answer, ANSWER_BYTES_MAX, "ok %" PRIu64 " %" PRIu64 " %" PRIu64 " %" PRIu64, totals.open,
                 totals.opened, totals.bytes[UP], totals.bytes[DOWN]);
}

static void set_seed(int words_count, struct command *command)
{
    int64_t seed;

    if (words_count == 2 && parse_number(command->words[1], 0, INT64_MAX, &seed))
        pipes_seed = (uint64_t)seed;
    else
        snprintf(command->answer, ANSWER_BYTES_MAX, "no seed N is wanted");
}

static int split(char *line, char **words)
{
    int count = 0;
    char *save;

    for (char *word = strtok_r(line, " \t\r", &save); word; word = strtok_r(NULL, " \t\r", &save)) {
        if (count == WORDS_MAX)
            return WORDS_MAX + 1;
        words[count++] = word;
    }
    return count;
}

/* Fills `answer`. */
static void obey(char *line, char *answer)
{
    struct command command = { .answer = answer };
    int count = split(line, command.words);
    const struct verb *verb = count ? find_verb(command.words[0]) : NULL;

    answer[0] = '\0';
    if (count && strcmp(command.words[0], "seed") == 0)
        set_seed(count, &command);
    else if (!verb || !parse(verb, count, &command))
        snprintf(answer, ANSWER_BYTES_MAX, "no %s is not understood so", count ? command.words[0] : "empty line");
    else
        act(verb, &command);
    if (!answer[0])
        snprintf(answer, ANSWER_BYTES_MAX, "ok");
}

/* ---- who speaks to us ---- */

static struct session {
    struct watch watch;
    char line[CONTROL_LINE_BYTES_MAX];
    size_t bytes;
} sessions[CONTROL_SESSIONS_MAX];

static void end_session(struct session *session)
{
    close(session->watch.fd);
    session->watch.fd = -1;
}

/* The answer is short and asked for: a socket that cannot take it belongs to nobody who listens. */
static bool answer_line(struct session *session, char *line)
{
    char answer[ANSWER_BYTES_MAX];

    obey(line, answer);
    size_t bytes = strlen(answer);

    answer[bytes++] = '\n';
    return send(session->watch.fd, answer, bytes, MSG_NOSIGNAL) == (ssize_t)bytes;
}

static bool answer_lines(struct session *session)
{
    char *end;

    while ((end = memchr(session->line, '\n', session->bytes)) != NULL) {
        size_t line_bytes = (size_t)(end - session->line) + 1;

        *end = '\0';
        if (!answer_line(session, session->line))
            return false;
        session->bytes -= line_bytes;
        memmove(session->line, session->line + line_bytes, session->bytes);
    }
    return session->bytes < sizeof session->line;
}

static void heard(struct watch *watch, uint32_t events)
{
    struct session *session = (struct session *)watch; /* the watch is its first member */
    ssize_t bytes;

    (void)events;
    if (watch->fd < 0)
        return;
    bytes = recv(watch->fd, session->line + session->bytes, sizeof session->line - session->bytes, 0);
    if (bytes < 0 && (errno == EAGAIN || errno == EINTR))
        return;
    if (bytes > 0)
        session->bytes += (size_t)bytes;
    if (bytes <= 0 || !answer_lines(session))
        end_session(session);
}

static struct session *free_session(void)
{
    for (int i = 0; i < CONTROL_SESSIONS_MAX; i++)
        if (sessions[i].watch.fd < 0)
            return &sessions[i];
    return NULL;
}

static void let_in(struct watch *watch, uint32_t events)
{
    int fd = accept4(watch->fd, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);
    struct session *session = free_session();

    (void)events;
    if (fd < 0)
        return;
    if (!session) {
        close(fd);
        return;
    }
    send_at_once(fd);
    *session = (struct session){ .watch = { .fd = fd, .ready = heard } };
    loop_watch(&session->watch);
}

void control_open(int port, int *ret_port)
{
    static struct watch listener = { .ready = let_in };

    for (int i = 0; i < CONTROL_SESSIONS_MAX; i++)
        sessions[i].watch.fd = -1;
    listener.fd = listen_on(port, ret_port);
    if (listener.fd < 0)
        give_up("the control port");
    loop_watch(&listener);
}
