/* The service coupons at work, two replicas of it, for its tests: a nats-server, its schema, somebody who asks as
 * gateway or as groupbuy, a groupbuy that answers about orders and an auth that answers about people what the test
 * says. */
#ifndef LINLI_TESTS_COUPONS_HOUSE_H
#define LINLI_TESTS_COUPONS_HOUSE_H

#include <stdatomic.h>

#include "coupons/coupons.h"
#include "coupons/service.h"
#include "linli/auth/v1/internal.pb-c.h"
#include "linli/groupbuy/v1/internal.pb-c.h"
#include "rpc/runtime.h"
#include "support/check.h"
#include "support/nats.h"
#include "support/pg.h"

#define DESK_REPLICAS 2

struct desk {
    struct coupons service;
    struct test_nats nats;
    struct contract *contract;
    struct db *db;
    struct desk_replica {
        struct bus *bus;
        struct rpc_client *client;
        struct server_options options;
        struct server *server;
    } replicas[DESK_REPLICAS];
    struct bus *bus; /* of who asks */
    struct rpc_client *client;
    natsSubscription *groupbuy, *auth;
    const char *mark;                     /* what auth knows a person by; NULL: nothing */
    atomic_bool marks_differ;             /* everybody has a mark of his own */
    atomic_int order_found, order_status; /* what groupbuy says of every order */
    atomic_int orders_asked;
    const char *scope_id; /* where the role of who asks holds; NULL: everywhere */
};

void desk_open(struct desk *desk, const char *name);
void desk_close(struct desk *desk, const char *name);

/* As the gateway asks for a user, or for an operator; `method` is of Coupons, or named with its service:
 * Points.GetPoints; `key` may be NULL. *ret_answer (or NULL) is on the arena. */
struct status desk_ask(struct desk *desk, struct arena *arena, const char *method, const char *user_id,
                       const char *role, const char *key, const ProtobufCMessage *in,
                       const ProtobufCMessageDescriptor *out, void *ret_answer);
/* As groupbuy asks. */
struct status desk_ask_inside(struct desk *desk, struct arena *arena, const char *method, const ProtobufCMessage *in,
                              const ProtobufCMessageDescriptor *out, void *ret_answer);

/* A template of 5 yuan off from 30 yuan; its id is on the arena. */
const char *desk_template(struct desk *desk, struct arena *arena, Cp__Channel channel, int64_t budget_count,
                          int per_user);
/* Claims one; OK fills *ret_coupon (may be NULL). */
struct status desk_claim(struct desk *desk, struct arena *arena, const char *template_id, const char *user_id,
                         const char *key, Cp__Coupon **ret_coupon);

/* What the first replica does with an event or a job: its call, without a transaction. */
struct desk_work {
    struct runtime *runtime;
    struct call call;
};

struct call *desk_work_begin(struct desk *desk, struct desk_work *work, struct arena *arena);
/* Commits what is open when `status` is OK. */
struct status desk_work_end(struct desk_work *work, struct status status);

#endif
