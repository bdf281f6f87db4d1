/* A connection to NATS, with everything our traps taught: SetSendAsap, ReconnectBufSize 0 (a request that could not be
 * sent is never sent later), reconnect for ever, ping 3 s, user and password, own inbox prefix, global delivery pool,
 * asynchronous errors logged (a refused publish shows only there).
 *
 * Subjects: rpc.<full method>, evt.<full event>, live.user.<id>, live.obj.<type>.<id>, sys.sessions.
 *
 * Everything here may be called from any thread. What can fail: NOT_AVAILABLE while there is no server, INTERNAL.
 */
#ifndef LINLI_RPC_BUS_H
#define LINLI_RPC_BUS_H

#include <nats/nats.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/status.h"

#define BUS_MESSAGE_BYTES_MAX (1 << 20)

struct bus;

struct bus_options {
    const char *url;  /* nats://127.0.0.1:4222; several with commas between: servers of one cluster */
    const char *user; /* NULL: none */
    const char *password;
    const char *name; /* process name, shown by the server; also the inbox prefix: _INBOX_<name> */
    /* Called on another thread once the server is there after all, and after every reconnect; may be NULL. */
    void (*on_reconnected)(void *context);
    void *context;
};

/* Connects in the background when the server is not there yet. Fails for options that make no sense, and when whoever
 * answers there has hung up on us for ten seconds, as one does who does not know our password. */
struct status bus_connect(const struct bus_options *options, struct bus **ret_bus);
/* A second connection beside `bus`, for what has to do with streams: messages are gathered for up to a millisecond,
 * where the first one sends each at once. Its user is another one, with the same password, who answers no requests. */
#define BUS_STREAMS_SUFFIX ".streams"
struct status bus_connect_for_streams(const struct bus *bus, struct bus **ret_bus);
/* NULL is allowed. Subscriptions have been destroyed before. */
void bus_destroy(struct bus *bus);
natsConnection *bus_connection(struct bus *bus);
bool bus_connected(const struct bus *bus);
/* The library has given up for good (the server refused our password twice): the process should end, to be restarted.
 */
bool bus_closed(const struct bus *bus);
/* _INBOX_<name> */
const char *bus_inbox_prefix(const struct bus *bus);
/* Publishes and subscriptions that were refused since start: a metric. */
uint64_t bus_permission_errors(const struct bus *bus);
/* Whether the rights of this process are wrong, so that it is not ready: something of its own was refused, or an answer
 * within BUS_ANSWER_REFUSED_MS. An answer alone says little: whoever stood still for longer than a request may be
 * answered is refused that one; whose rights are wrong is refused each. */
#define BUS_ANSWER_REFUSED_MS 5000
bool bus_denied(const struct bus *bus);
/* NOT_AVAILABLE while the server is silent. One that is gone without a word (its host died, a wire was cut) is noticed
 * by the library after three PINGs only, nine seconds in which each caller would wait for all of his time. So whoever
 * is about to ask, asks here before: every BUS_LISTEN_MS one of them waits for the server's PONG, for at most
 * BUS_SILENT_MS; while it stays away the others fail at once. Who has less time than that left waits for none. */
#define BUS_LISTEN_MS        250
#define BUS_SILENT_MS        800
#define BUS_SILENCE_HOLDS_MS 2000 /* and then somebody must have listened again */
struct status bus_listen(struct bus *bus, int64_t left_ms);
struct status bus_publish(struct bus *bus, const char *subject, const void *data, size_t bytes);

/* Ends subscriptions: the server hears that no more is wanted, what is on its way still comes through (for at most
 * BUS_DRAIN_MS), then they are destroyed and their places are NULL. A subscription must not be destroyed while it may
 * still deliver: libnats before 3.6.1 would use it after. Places that are NULL are left out. */
#define BUS_DRAIN_MS 2000
void bus_unsubscribe(const struct bus *bus, natsSubscription **subscriptions, size_t count);

/* What a failure of the library means to us; `doing` says what was tried. */
struct status bus_failure(natsStatus status, const char *doing);

#endif
