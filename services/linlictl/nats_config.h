/* The bus's configuration: one user per process, and one more for a service's streams, each with the subjects that
 * deploy/services.conf and the contract give it, and nothing else. ARCHITECTURE.md tells which these are;
 * tests/deploy/bus_rights.test.mjs tries them all. */
#ifndef LINLI_LINLICTL_NATS_CONFIG_H
#define LINLI_LINLICTL_NATS_CONFIG_H

#include "linlictl/service_list.h"

#define NATS_STORE_MB_MAX           65536 /* a bound against accidents: each stream has one of its own (LINLI_STREAM_MB_MAX) */
#define NATS_CLUSTER_PORT           6222
#define NATS_CONFIG_ARENA_BYTES_MAX ((size_t)128 << 20) /* the contract, unpacked with its comments */
#define REPLY_LIFE_S_MAX            30                  /* longer than the longest method may take */

struct nats_config {
    const struct service_list *services;
    const char *contract; /* descriptor set */
    const char *secrets;  /* folder; passwords are nats.<user> */
    const char *store;    /* JetStream's folder */
    const char *host;     /* where it listens; NULL: on this machine alone */
    int port, monitor_port;
    const char *server_name; /* in a cluster; NULL or empty: it stands alone */
    const char *routes;      /* the cluster's servers, host:port, blanks between */
};

/* Who is in a cluster listens for the others at NATS_CLUSTER_PORT; they know each other by the password nats.cluster.
 */
struct status nats_config_make(struct arena *arena, const struct nats_config *config, const char **ret_text);

#endif
