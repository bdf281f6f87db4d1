#include "pipe.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/clock.h"
#include "connection.h"

#define TURNS_MAX      16 /* then somebody else has a turn */
#define DRIPS_PER_S    20 /* a drip is what passes in 50 ms, at least a byte */
#define ROOM_BYTES_MIN ((size_t)4096)

uint64_t pipes_seed = 1;

static LIST_HEAD(, pipe) waiting = LIST_HEAD_INITIALIZER(waiting);

void pipe_init(struct pipe *pipe, struct connection *connection, enum way way)
{
    pipe->connection = connection;
    pipe->way = way;
    pipe->data = malloc(PIPE_BYTES_MAX);
    if (!pipe->data)
        give_up("memory");
}

static void stop_waiting(struct pipe *pipe)
{
    if (pipe->waiting)
        LIST_REMOVE(pipe, on_waiting);
    pipe->waiting = false;
}

void pipe_finish(struct pipe *pipe)
{
    stop_waiting(pipe);
    free(pipe->data);
    pipe->data = NULL;
}

static struct fault *fault_of(const struct pipe *pipe)
{
    return &pipe->connection->route->faults[pipe->way];
}

/* ---- time ---- */

static void wake_at(struct pipe *pipe, int64_t at_us)
{
    pipe->wake_us = at_us;
    if (!pipe->waiting)
        LIST_INSERT_HEAD(&waiting, pipe, on_waiting);
    pipe->waiting = true;
}

int pipes_wait_ms(void)
{
    int64_t first_us = INT64_MAX, now_us;
    struct pipe *pipe;

    if (LIST_EMPTY(&waiting))
        return -1;
    LIST_FOREACH(pipe, &waiting, on_waiting)
    if (pipe->wake_us < first_us)
        first_us = pipe->wake_us;
    now_us = clock_mono_us();
    return first_us <= now_us ? 0 : (int)((first_us - now_us + US_PER_MS - 1) / US_PER_MS);
}

void pipes_wake(void)
{
    struct pipe *pipe = LIST_FIRST(&waiting), *next;
    int64_t now_us = LIST_EMPTY(&waiting) ? 0 : clock_mono_us();

    for (; pipe; pipe = next) {
        struct connection *connection = pipe->connection;
        bool due = pipe->wake_us <= now_us;

        next = LIST_NEXT(pipe, on_waiting);
        /* The next may be this connection's other way, and gone with it. */
        while (next && next->connection == connection)
            next = LIST_NEXT(next, on_waiting);
        if (due)
            connection_pump(connection);
    }
}

/* ---- chance ---- */

/* Splitmix64's last step: every bit of the number depends on all of it. */
static uint64_t mix(uint64_t number)
{
    number += UINT64_C(0x9e3779b97f4a7c15);
    number = (number ^ (number >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    number = (number ^ (number >> 27)) * UINT64_C(0x94d049bb133111eb);
    return number ^ (number >> 31);
}

static int64_t delay_us(const struct pipe *pipe)
{
    const struct fault *fault = fault_of(pipe);
    const struct connection *connection = pipe->connection;
    uint64_t chance = mix(pipes_seed);
    int64_t delay;

    if (!fault->jitter_us)
        return fault->latency_us;
    chance = mix(chance ^ (uint64_t)(connection->route - routes));
    chance = mix(chance ^ connection->number);
    chance = mix(chance ^ (pipe->chunks_read << 1 | (uint64_t)pipe->way));
    delay = fault->latency_us - fault->jitter_us + (int64_t)(chance % (uint64_t)(2 * fault->jitter_us + 1));
    return delay > 0 ? delay : 0;
}

/* ---- in ---- */

static size_t make_room(struct pipe *pipe)
{
    if (pipe->chunks_count == PIPE_CHUNKS_MAX)
        return 0;
    if (PIPE_BYTES_MAX - pipe->end < ROOM_BYTES_MIN && pipe->first) {
        memmove(pipe->data, pipe->data + pipe->first, pipe->end - pipe->first);
        pipe->end -= pipe->first;
        pipe->first = 0;
    }
    size_t room = PIPE_BYTES_MAX - pipe->end;

    return room < CHUNK_BYTES_MAX ? room : CHUNK_BYTES_MAX;
}

static void add_chunk(struct pipe *pipe, size_t bytes)
{
    int64_t due_us = clock_mono_us() + delay_us(pipe);

    if (due_us > pipe->due_us)
        pipe->due_us = due_us; /* else in order: not before the one in front of it */
    pipe->chunks[(pipe->chunk_first + pipe->chunks_count++) % PIPE_CHUNKS_MAX] =
        (struct chunk){ .due_us = pipe->due_us, .bytes = bytes };
    pipe->chunks_read++;
    pipe->end += bytes;
}

/* True: something has come, or the end. */
static bool take_in(struct pipe *pipe)
{
    size_t room = pipe->source_ended ? 0 : make_room(pipe);
    ssize_t bytes;

    if (!room)
        return false;
    bytes = recv(connection_source(pipe->connection, pipe->way), pipe->data + pipe->end, room, 0);
    if (bytes < 0 && (errno == EAGAIN || errno == EINTR))
        return errno == EINTR;
    if (bytes < 0) {
        connection_reset(pipe->connection);
        return false;
    }
    if (bytes == 0)
        pipe->source_ended = true;
    else
        add_chunk(pipe, (size_t)bytes);
    return true;
}

/* ---- out ---- */

static bool pass_end(struct pipe *pipe)
{
    struct connection *connection = pipe->connection;

    if (!pipe->source_ended || pipe->ended)
        return false;
    shutdown(connection_target(connection, pipe->way), SHUT_WR);
    pipe->ended = true;
    if (connection->pipes[UP].ended && connection->pipes[DOWN].ended)
        connection_end(connection);
    return false;
}

/* When the first chunk may go on. */
static int64_t due_us(const struct pipe *pipe)
{
    const struct fault *fault = fault_of(pipe);
    bool late = fault->latency_us || fault->jitter_us;
    int64_t due = late ? pipe->chunks[pipe->chunk_first].due_us : 0;

    return fault->bytes_per_s && pipe->drip_us > due ? pipe->drip_us : due;
}

static size_t bytes_to_pass(const struct pipe *pipe)
{
    const struct fault *fault = fault_of(pipe);
    size_t bytes = pipe->chunks[pipe->chunk_first].bytes;
    size_t drip = (size_t)fault->bytes_per_s / DRIPS_PER_S + 1;

    if (fault->bytes_per_s && bytes > drip)
        bytes = drip;
    if (fault->cut_bytes >= 0 && bytes > (size_t)fault->cut_bytes)
        bytes = (size_t)fault->cut_bytes;
    return bytes;
}

/* Who is gone has sent a reset; when that way is held, it has not come here yet. */
static void target_failed(struct pipe *pipe)
{
    enum way back = pipe->way == UP ? DOWN : UP;

    if (!pipe->connection->route->faults[back].held)
        connection_reset(pipe->connection);
}

static void passed(struct pipe *pipe, size_t bytes, int64_t now_us)
{
    struct fault *fault = fault_of(pipe);
    struct chunk *chunk = &pipe->chunks[pipe->chunk_first];

    pipe->connection->route->bytes[pipe->way] += bytes;
    pipe->first += bytes;
    chunk->bytes -= bytes;
    if (!chunk->bytes) {
        pipe->chunk_first = (pipe->chunk_first + 1) % PIPE_CHUNKS_MAX;
        pipe->chunks_count--;
    }
    if (!pipe->chunks_count) {
        pipe->chunk_first = 0;
        pipe->first = pipe->end = 0;
    }
    if (fault->bytes_per_s)
        pipe->drip_us = now_us + (int64_t)bytes * US_PER_S / fault->bytes_per_s;
}

/* A cut counts the bytes of all its route's connections; the one that carries the last of them is reset. */
static bool cut(struct pipe *pipe, size_t bytes)
{
    struct fault *fault = fault_of(pipe);

    if (fault->cut_bytes < 0)
        return false;
    fault->cut_bytes -= (int64_t)bytes;
    if (fault->cut_bytes)
        return false;
    fault->cut_bytes = -1;
    connection_reset(pipe->connection);
    return true;
}

/* True: something has gone on. */
static bool pass_on(struct pipe *pipe)
{
    int64_t now_us, at_us;
    size_t bytes;
    ssize_t sent = 0;

    if (!pipe->chunks_count)
        return pass_end(pipe);
    now_us = clock_mono_us();
    at_us = due_us(pipe);
    if (at_us > now_us) {
        wake_at(pipe, at_us);
        return false;
    }
    bytes = bytes_to_pass(pipe);
    if (bytes)
        sent = send(connection_target(pipe->connection, pipe->way), pipe->data + pipe->first, bytes, MSG_NOSIGNAL);
    if (sent < 0 && (errno == EAGAIN || errno == EINTR))
        return errno == EINTR;
    if (sent < 0) {
        target_failed(pipe);
        return false;
    }
    passed(pipe, (size_t)sent, now_us);
    return !cut(pipe, (size_t)sent);
}

bool pipe_waits_to_write(const struct pipe *pipe)
{
    return !pipe->connection->over && (pipe->chunks_count || (pipe->source_ended && !pipe->ended));
}

/* Over, held, or the store is not to be reached. */
static bool stands(struct pipe *pipe)
{
    struct connection *connection = pipe->connection;

    return connection->over || connection->stranded || fault_of(pipe)->held ||
           (connection->store.watch.fd < 0 && (pipe->way == DOWN || !connection_reach(connection)));
}

void pipe_pump(struct pipe *pipe)
{
    bool moved = true;

    if (!pipe->connection->over)
        stop_waiting(pipe);
    for (int turns = 0; moved && turns < TURNS_MAX; turns++) {
        if (stands(pipe))
            return;
        moved = take_in(pipe);
        if (pipe->connection->over)
            return;
        moved |= pass_on(pipe);
        if (pipe->connection->over)
            return;
    }
    if (moved)
        wake_at(pipe, 0);
}
