#include "rpc/bus.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/clock.h"
#include "base/log.h"

#define PING_MS             3000
#define PINGS_OUT_MAX       2
#define CONNECT_MS          2000
#define RECONNECT_MS        250
#define RECONNECT_JITTER_MS 100
#define WRITE_DEADLINE_MS   2000
#define CLOSE_WAIT_S        3
#define FIRST_TRIES_MS_MAX  10000
#define NAME_BYTES          64

/* As the library's callbacks tell it: to ask it is to wait for its lock, which it holds while it connects again. */
enum standing { NOT_YET, UP, DOWN, GONE };

struct bus {
    natsConnection *connection;
    _Atomic enum standing standing;
    char *url, *user, *password; /* kept for bus_connect_for_streams; NULL: none */
    void (*on_reconnected)(void *context);
    void *context;
    char name[NAME_BYTES], inbox_prefix[NAME_BYTES + 8];
    _Atomic uint64_t permission_errors;
    atomic_bool denied;                /* something of our own */
    _Atomic int64_t answer_refused_ms; /* 0: none was */
    atomic_bool listening;             /* somebody waits for a PONG */
    atomic_bool silent;                /* the last one did not come */
    _Atomic int64_t listened_ms;
    atomic_bool closing; /* by us */
    pthread_mutex_t mutex;
    pthread_cond_t changed;
    bool tries; /* it was there, or will try again; under mutex, as is `closed` */
    bool closed;
};

static void note(struct bus *bus, bool *what)
{
    pthread_mutex_lock(&bus->mutex);
    *what = true;
    pthread_cond_broadcast(&bus->changed);
    pthread_mutex_unlock(&bus->mutex);
}

static void on_connected(natsConnection *connection, void *closure)
{
    struct bus *bus = closure;

    (void)connection;
    atomic_store(&bus->standing, UP);
    log_info("bus connected");
    atomic_store(&bus->silent, false);
    note(bus, &bus->tries);
    if (bus->on_reconnected)
        bus->on_reconnected(bus->context);
}

static void on_disconnected(natsConnection *connection, void *closure)
{
    struct bus *bus = closure;

    (void)connection;
    atomic_store(&bus->standing, DOWN);
    if (!atomic_load(&bus->closing))
        log_warn("bus disconnected");
}

/* The server lets a request be answered for so long, and refuses what comes later as it refuses who has no right to. */
static void note_refusal(struct bus *bus, const char *text)
{
    if (strstr(text, "Publish to \"_INBOX_")) {
        atomic_store(&bus->answer_refused_ms, clock_mono_ms());
        log_warn("bus refused an answer: it was too late, or the rights of this process are wrong",
                 LOG_STR("error", text));
    } else {
        atomic_store(&bus->denied, true);
        log_error("bus refused: fatal, the rights of this process are wrong", LOG_STR("error", text));
    }
    /* Last: whoever sees it counted finds it noted. */
    atomic_fetch_add(&bus->permission_errors, 1);
}

/* Must not touch the subscription: the library may have freed it. */
static void on_error(natsConnection *connection, natsSubscription *subscription, natsStatus status, void *closure)
{
    struct bus *bus = closure;
    const char *text = NULL;

    (void)subscription;
    if (status == NATS_NOT_PERMITTED) {
        natsConnection_GetLastError(connection, &text);
        note_refusal(bus, text ? text : "");
    } else {
        log_warn("bus error", LOG_STR("error", natsStatus_GetText(status)));
    }
}

static void on_closed(natsConnection *connection, void *closure)
{
    struct bus *bus = closure;

    (void)connection;
    if (!atomic_load(&bus->closing))
        log_error("bus closed: the server refuses us");
    atomic_store(&bus->standing, GONE);
    note(bus, &bus->closed);
}

/* How long the library waits before it tries again. */
static int64_t next_try_ms(natsConnection *connection, int tries, void *closure)
{
    struct bus *bus = closure;

    (void)connection;
    (void)tries;
    note(bus, &bus->tries);
    return RECONNECT_MS + clock_mono_us() % RECONNECT_JITTER_MS;
}

#define SERVERS_MAX 16

/* One address, or several with commas between: the library takes those as a list only. */
static natsStatus set_servers(natsOptions *options, const char *url)
{
    const char *servers[SERVERS_MAX];
    char *addresses = strdup(url), *rest = addresses;
    int count = 0;
    natsStatus s;

    if (!addresses)
        abort();
    while (rest && count < SERVERS_MAX)
        servers[count++] = strsep(&rest, ",");
    s = rest ? NATS_INVALID_ARG : natsOptions_SetServers(options, servers, count);
    free(addresses);
    return s;
}

static natsStatus set_options(natsOptions *options, const struct bus_options *wanted, bool at_once, struct bus *bus)
{
    natsStatus s = set_servers(options, wanted->url);

#define SET(call)                                                                                                      \
    if (s == NATS_OK)                                                                                                  \
    s = call
    if (wanted->user && *wanted->user)
        SET(natsOptions_SetUserInfo(options, wanted->user, wanted->password));
    SET(natsOptions_SetName(options, wanted->name));
    SET(natsOptions_SetCustomInboxPrefix(options, bus->inbox_prefix));
    SET(natsOptions_SetTimeout(options, CONNECT_MS));
    SET(natsOptions_SetPingInterval(options, PING_MS));
    SET(natsOptions_SetMaxPingsOut(options, PINGS_OUT_MAX));
    SET(natsOptions_SetMaxReconnect(options, -1));
    SET(natsOptions_SetCustomReconnectDelay(options, next_try_ms, bus));
    SET(natsOptions_SetReconnectBufSize(options, 0));
    SET(natsOptions_SetWriteDeadline(options, WRITE_DEADLINE_MS));
    SET(natsOptions_SetSendAsap(options, at_once));
    SET(natsOptions_UseGlobalMessageDelivery(options, true));
    SET(natsOptions_SetRetryOnFailedConnect(options, true, on_connected, bus));
    SET(natsOptions_SetReconnectedCB(options, on_connected, bus));
    SET(natsOptions_SetDisconnectedCB(options, on_disconnected, bus));
    SET(natsOptions_SetErrorHandler(options, on_error, bus));
    SET(natsOptions_SetClosedCB(options, on_closed, bus));
#undef SET
    return s;
}

static void bus_free(struct bus *bus)
{
    pthread_cond_destroy(&bus->changed);
    pthread_mutex_destroy(&bus->mutex);
    free(bus->url);
    free(bus->user);
    free(bus->password);
    free(bus);
}

static char *copy(const char *text)
{
    char *copied = text ? strdup(text) : NULL;

    if (text && !copied)
        abort();
    return copied;
}

/* The library was let in and hung up on before it was known there (what stands before the server does so): it has
 * forgotten whom it asked, and closes instead of trying again (libnats 3.4). Whether it does is told at once. */
static bool gave_up(struct bus *bus)
{
    bool closed;

    pthread_mutex_lock(&bus->mutex);
    while (!bus->closed && !bus->tries)
        pthread_cond_wait(&bus->changed, &bus->mutex);
    closed = bus->closed && !bus->tries;
    pthread_mutex_unlock(&bus->mutex);
    return closed;
}

static natsStatus connect_first(struct bus *bus, natsOptions *options)
{
    int64_t until_ms = clock_mono_ms() + FIRST_TRIES_MS_MAX;

    for (;;) {
        natsStatus s = natsConnection_Connect(&bus->connection, options);

        if (s != NATS_NOT_YET_CONNECTED || !gave_up(bus))
            return s;
        natsConnection_Destroy(bus->connection);
        bus->connection = NULL;
        pthread_mutex_lock(&bus->mutex);
        bus->closed = false;
        pthread_mutex_unlock(&bus->mutex);
        atomic_store(&bus->standing, NOT_YET);
        if (clock_mono_ms() > until_ms)
            return NATS_CONNECTION_CLOSED;
        clock_sleep_ms(RECONNECT_MS);
    }
}

static struct status bus_open(const struct bus_options *options, bool at_once, struct bus **ret_bus)
{
    struct bus *bus = calloc(1, sizeof *bus);
    enum standing before = NOT_YET;
    natsOptions *nats_options = NULL;
    natsStatus s;

    if (!bus)
        return fail(INTERNAL, "no memory for the bus");
    bus->on_reconnected = options->on_reconnected;
    bus->context = options->context;
    bus->url = copy(options->url);
    bus->user = copy(options->user);
    bus->password = copy(options->password);
    snprintf(bus->name, sizeof bus->name, "%s", options->name);
    snprintf(bus->inbox_prefix, sizeof bus->inbox_prefix, "_INBOX_%s", options->name);
    pthread_mutex_init(&bus->mutex, NULL);
    pthread_cond_init(&bus->changed, NULL);

    s = natsOptions_Create(&nats_options);
    if (s == NATS_OK)
        s = set_options(nats_options, options, at_once, bus);
    if (s == NATS_OK)
        s = connect_first(bus, nats_options);
    natsOptions_Destroy(nats_options);
    if (s != NATS_OK && s != NATS_NOT_YET_CONNECTED) {
        bus_free(bus);
        return bus_failure(s, "connecting");
    }
    if (s == NATS_OK) { /* nobody calls us back for that; and it may have gone again */
        atomic_compare_exchange_strong(&bus->standing, &before, UP);
        note(bus, &bus->tries);
    }
    *ret_bus = bus;
    return OK;
}

struct status bus_connect(const struct bus_options *options, struct bus **ret_bus)
{
    return bus_open(options, true, ret_bus);
}

struct status bus_connect_for_streams(const struct bus *bus, struct bus **ret_bus)
{
    char user[NAME_BYTES + sizeof BUS_STREAMS_SUFFIX];
    const struct bus_options options = {
        .url = bus->url,
        .user = bus->user && *bus->user ? user : NULL,
        .password = bus->password,
        .name = bus->name,
    };

    snprintf(user, sizeof user, "%s" BUS_STREAMS_SUFFIX, bus->user ? bus->user : "");
    return bus_open(&options, false, ret_bus);
}

/* The library calls on_closed on a thread of its own, after every other callback of this connection. */
static void wait_closed(struct bus *bus)
{
    struct timespec until;

    clock_gettime(CLOCK_REALTIME, &until);
    until.tv_sec += CLOSE_WAIT_S;
    pthread_mutex_lock(&bus->mutex);
    while (!bus->closed && pthread_cond_timedwait(&bus->changed, &bus->mutex, &until) == 0)
        ;
    pthread_mutex_unlock(&bus->mutex);
}

void bus_destroy(struct bus *bus)
{
    if (!bus)
        return;
    atomic_store(&bus->closing, true);
    natsConnection_Close(bus->connection);
    wait_closed(bus);
    natsConnection_Destroy(bus->connection);
    bus_free(bus);
}

natsConnection *bus_connection(struct bus *bus)
{
    return bus->connection;
}

bool bus_connected(const struct bus *bus)
{
    return atomic_load(&bus->standing) == UP;
}

bool bus_closed(const struct bus *bus)
{
    return atomic_load(&bus->standing) == GONE;
}

const char *bus_inbox_prefix(const struct bus *bus)
{
    return bus->inbox_prefix;
}

uint64_t bus_permission_errors(const struct bus *bus)
{
    return atomic_load(&bus->permission_errors);
}

bool bus_denied(const struct bus *bus)
{
    int64_t refused_ms = atomic_load(&bus->answer_refused_ms);

    return atomic_load(&bus->denied) || (refused_ms && clock_mono_ms() - refused_ms < BUS_ANSWER_REFUSED_MS);
}

static uint64_t messages_heard(struct bus *bus)
{
    natsStatistics *statistics = NULL;
    uint64_t heard = 0;

    if (natsStatistics_Create(&statistics) == NATS_OK &&
        natsConnection_GetStats(bus->connection, statistics) == NATS_OK)
        natsStatistics_GetCounts(statistics, &heard, NULL, NULL, NULL, NULL);
    natsStatistics_Destroy(statistics);
    return heard;
}

/* Silent is a server that says nothing at all while we were awake to hear it. */
static bool hears_nothing(struct bus *bus)
{
    uint64_t heard = messages_heard(bus);
    int64_t began_ms = clock_mono_ms();
    bool answered = natsConnection_FlushTimeout(bus->connection, BUS_SILENT_MS) != NATS_TIMEOUT;

    return !answered && clock_mono_ms() - began_ms < BUS_SILENT_MS + BUS_LISTEN_MS && messages_heard(bus) == heard;
}

struct status bus_listen(struct bus *bus, int64_t left_ms)
{
    bool due = left_ms > BUS_SILENT_MS && clock_mono_ms() - atomic_load(&bus->listened_ms) >= BUS_LISTEN_MS;

    if (!bus_connected(bus))
        return fail(NOT_AVAILABLE, "the bus is not connected");
    if (due && !atomic_exchange(&bus->listening, true)) {
        atomic_store(&bus->silent, hears_nothing(bus));
        atomic_store(&bus->listened_ms, clock_mono_ms());
        atomic_store(&bus->listening, false);
    }
    return atomic_load(&bus->silent) && clock_mono_ms() - atomic_load(&bus->listened_ms) < BUS_SILENCE_HOLDS_MS
               ? fail(NOT_AVAILABLE, "the bus is silent")
               : OK;
}

struct status bus_publish(struct bus *bus, const char *subject, const void *data, size_t bytes)
{
    natsStatus s;

    if (bytes > BUS_MESSAGE_BYTES_MAX)
        return fail(INTERNAL, "%zu bytes are too many for a message on %s", bytes, subject);
    s = natsConnection_Publish(bus->connection, subject, data, (int)bytes);
    return s == NATS_OK ? OK : bus_failure(s, subject);
}

void bus_unsubscribe(const struct bus *bus, natsSubscription **subscriptions, size_t count)
{
    /* Nothing comes while there is no server, and draining would wait for it. */
    for (size_t i = 0; bus_connected(bus) && i < count; i++) {
        if (subscriptions[i])
            natsSubscription_DrainTimeout(subscriptions[i], BUS_DRAIN_MS);
    }
    for (size_t i = 0; i < count; i++) {
        if (!subscriptions[i])
            continue;
        if (bus_connected(bus))
            natsSubscription_WaitForDrainCompletion(subscriptions[i], BUS_DRAIN_MS);
        natsSubscription_Destroy(subscriptions[i]);
        subscriptions[i] = NULL;
    }
}

struct status bus_failure(natsStatus status, const char *doing)
{
    switch (status) {
    case NATS_INSUFFICIENT_BUFFER: /* publishing while disconnected, as the reconnect buffer is 0 */
    case NATS_CONNECTION_CLOSED:
    case NATS_CONNECTION_DISCONNECTED:
    case NATS_NOT_YET_CONNECTED:
    case NATS_NO_SERVER:
    case NATS_NO_SERVER_SUPPORT: /* before the first connection the library does not know of headers */
    case NATS_IO_ERROR:
    case NATS_STALE_CONNECTION:
        return fail(NOT_AVAILABLE, "bus: %s: %s", doing, natsStatus_GetText(status));
    case NATS_TIMEOUT:
        return fail(TIMED_OUT, "bus: %s: %s", doing, natsStatus_GetText(status));
    default:
        return fail(INTERNAL, "bus: %s: %s", doing, natsStatus_GetText(status));
    }
}
