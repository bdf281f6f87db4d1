/* A small house for tests: a nats-server, a schema, replicas of the service of probe.proto, and somebody who asks them.
 */
#ifndef LINLI_TESTS_BUS_HOUSE_H
#define LINLI_TESTS_BUS_HOUSE_H

#include <stdatomic.h>

#include "probe.pb-c.h"
#include "rpc/server.h"
#include "support/check.h"
#include "support/nats.h"
#include "support/pg.h"

#define REPLICAS_MAX 2

/* What the handlers do besides their work, and what they saw. Set anew by house_up(). */
struct probe {
    atomic_int echoes;         /* calls of Echo that ran */
    atomic_int entries;        /* calls of AddEntry that ran */
    atomic_int conflicts_left; /* so many calls of AddEntry or TakeUnit fail with CONFLICT */
    atomic_int outages_left;   /* so many calls of Travel fail after their first step, as if WeChat were away */
    atomic_int entry_wait_ms;  /* AddEntry, after its insert */
    atomic_int travels;        /* calls of Travel that ran */
    atomic_int stays_left;     /* so many calls of Travel stay outside after their first step, until … */
    atomic_int come_home;      /* … this is set */
    atomic_int staying;        /* calls of Travel that are outside */
    atomic_int refusals_left;  /* so many calls of Travel are refused after it */
    atomic_int batches, batch_items, batch_max;
    atomic_int same_caller_twice;    /* in one batch: must stay 0 */
    atomic_int running;              /* batches at this moment */
    atomic_int looking, looking_max; /* LookAround: handlers between their first question and their last answer */
};

extern struct probe probe;

struct house {
    struct test_nats nats;
    struct contract *contract;
    struct db *db;
    struct replica {
        struct bus *bus;
        struct rpc_client *client;
        struct server *server;
    } replicas[REPLICAS_MAX];
    int replicas_count;
    struct bus *bus; /* of who asks */
    struct rpc_client *client;
};

struct house_options {
    int replicas;        /* 0: 1 */
    int workers;         /* 0: 4 */
    int queue;           /* 0: 64 */
    struct pulse *pulse; /* of its replicas' connections; NULL: nobody listens */
};

void house_up(struct house *house, const char *name, struct house_options options);
void house_down(struct house *house, const char *name);

struct asking {
    const char *method; /* Probe.Echo */
    const char *user;   /* NULL: a guest */
    const char *role;   /* NULL: none */
    const char *service;
    const char *key;    /* NULL: none */
    int64_t timeout_ms; /* 0: 3,000 */
};

/* *ret_answer is on the arena; NULL is allowed. */
struct status house_ask(struct house *house, struct arena *arena, const struct asking *asking,
                        const ProtobufCMessage *in, const ProtobufCMessageDescriptor *out, void *ret_answer);

#endif
