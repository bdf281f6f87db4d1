/* auth itself, over a nats-server and a schema of its own, with as much of WeChat and of content as it asks. */
#ifndef LINLI_TESTS_BUS_AUTH_HOUSE_H
#define LINLI_TESTS_BUS_AUTH_HOUSE_H

#include <pthread.h>
#include <stdatomic.h>

#include "auth/auth.h"
#include "auth/service.h"
#include "linli/content/v1/internal.pb-c.h"
#include "rpc/server.h"
#include "support/check.h"
#include "support/nats.h"
#include "support/pg.h"

struct auth_house {
    struct test_nats nats;
    struct db *db;
    struct contract *contract;
    struct bus *bus, *asker_bus;
    struct rpc_client *client, *asker;
    struct server *server;
    struct auth *auth;
    natsSubscription *content, *sessions;
    atomic_int verdict;     /* of every text: Ct__TextVerdict */
    atomic_int codes_made;  /* mini-program codes that WeChat was asked for */
    atomic_int revocations; /* messages on sys.sessions */
    char last_revoked[64];  /* user or session of the last one */
    pthread_mutex_t mutex;  /* of last_revoked */
};

extern struct auth_house house;

int auth_house_up(void **state);
int auth_house_down(void **state);

/* Who asks. */
struct person {
    const char *user_id, *session_id;
    const char *role, *scope_id; /* NULL: none */
    const char *service;         /* NULL: the gateway asks */
};

struct status ask(struct arena *arena, const struct person *person, const char *method, const char *key,
                  const ProtobufCMessage *in, const ProtobufCMessageDescriptor *out, void *ret_answer);

/* In tests every failure but the one that is looked for ends the test. WeChat gives code «x» the openid «o-x» and, when
 * it has a dash, the unionid of what stands behind it; «bad» it refuses. A phone code is the number. */
Au__Session *sign_in(struct arena *arena, const char *code, const char *link_key);
/* The same on a device of this name; sign_in() is on one and the same. */
Au__Session *sign_in_on(struct arena *arena, const char *code, const char *link_key, const char *device);

#endif
