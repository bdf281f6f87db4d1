/* A connection to NATS, with everything our traps taught: SetSendAsap, ReconnectBufSize 0, reconnect for ever, ping 3 s,
 * user and password from a file, own inbox prefix, global delivery pool, asynchronous errors logged (a refused publish shows only there).
 *
 * Subjects: rpc.<full method>, evt.<full event>, live.user.<id>, live.obj.<type>.<id>, sys.sessions.
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
    const char *url; /* nats://127.0.0.1:4222 */
    const char *user;
    const char *password;
    const char *name; /* process name, shown by the server; also the inbox prefix: _INBOX_<name> */
    /* Called on another thread after every reconnect; may be NULL. */
    void (*on_reconnected)(void *context);
    void *context;
};

/* Connects in the background when the server is not there yet. Never fails for that. */
struct status bus_connect(const struct bus_options *options, struct bus **ret_bus);
void bus_destroy(struct bus *bus);
natsConnection *bus_connection(struct bus *bus);
bool bus_connected(const struct bus *bus);
/* Counts asynchronous permission errors since start: a metric, and readiness fails when it is not 0. */
uint64_t bus_permission_errors(const struct bus *bus);
struct status bus_publish(struct bus *bus, const char *subject, const void *data, size_t bytes);

#endif
