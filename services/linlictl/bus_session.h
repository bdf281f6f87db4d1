/* A connection to the bus as one of the tool's own users: `linlictl` (asks) or `init` (makes the streams).
 *
 * The address is LINLI_NATS_URL, else that of the house in this checkout; the password is LINLI_NATS_PASSWORD, else the
 * secret nats.<user> of this house. Fails with NOT_AVAILABLE when nobody answers within BUS_SESSION_MS_MAX. */
#ifndef LINLI_LINLICTL_BUS_SESSION_H
#define LINLI_LINLICTL_BUS_SESSION_H

#include "linlictl/place.h"
#include "rpc/bus.h"

#define BUS_SESSION_MS_MAX 10000

struct status bus_session_open(struct arena *arena, const struct place *place, const char *user, struct bus **ret_bus);

#endif
