/* Floor `relay-commit`: civetweb → what waits in one message → NATS → one transaction for all of it → a constant. What
 * a durable order costs at least with these libraries: no JSON, no session, no limit of the gateway, no event
 * published. */
#include <pthread.h>
#include <semaphore.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "answerer.h"
#include "floor.h"
#include "pg_rules.h"
#include "serving.h"

#define COMMIT_SUBJECT "floor.commit"
#define PACK_ITEMS_MAX FLOOR_BATCH
#define PACKS          2 /* under way, and as many that commit */

/* ---- the service: a process each ---- */

static const char *postgres;

static void on_pack(natsConnection *connection, natsSubscription *subscription, natsMsg *message, void *closure)
{
    static PGconn *database;
    static unsigned round;

    (void)subscription;
    (void)closure;
    if (!database)
        database = floor_rules_open(postgres);
    floor_rules_place(database, round++ * FLOOR_STRIDE + (unsigned)getpid(),
                      (int)strtol(natsMsg_GetData(message), NULL, 10));
    natsConnection_PublishString(connection, natsMsg_GetReply(message), "ok");
    natsMsg_Destroy(message);
}

/* ---- the gateway ---- */

struct order {
    struct order *next;
    sem_t answered;
};

static struct {
    pthread_mutex_t lock;
    pthread_cond_t grown;
    struct order *waiting;
} line = { .lock = PTHREAD_MUTEX_INITIALIZER, .grown = PTHREAD_COND_INITIALIZER };

static int take_pack(struct order *pack[PACK_ITEMS_MAX])
{
    int count = 0;

    pthread_mutex_lock(&line.lock);
    while (!line.waiting)
        pthread_cond_wait(&line.grown, &line.lock);
    for (; line.waiting && count < PACK_ITEMS_MAX; line.waiting = line.waiting->next)
        pack[count++] = line.waiting;
    pthread_mutex_unlock(&line.lock);
    return count;
}

static void *carry(void *bus)
{
    for (;;) {
        struct order *pack[PACK_ITEMS_MAX];
        int count = take_pack(pack);
        natsMsg *answer = NULL;
        char text[16];

        snprintf(text, sizeof text, "%d", count);
        if (natsConnection_RequestString(&answer, bus, COMMIT_SUBJECT, text, ASK_MS_MAX) != NATS_OK)
            floor_fail("relay-commit", "no answer");
        natsMsg_Destroy(answer);
        for (int i = 0; i < count; i++)
            sem_post(&pack[i]->answered);
    }
    return NULL;
}

static void place(void)
{
    struct order order;

    sem_init(&order.answered, 0, 0);
    pthread_mutex_lock(&line.lock);
    order.next = line.waiting;
    line.waiting = &order;
    pthread_cond_signal(&line.grown);
    pthread_mutex_unlock(&line.lock);
    while (sem_wait(&order.answered) != 0)
        ;
    sem_destroy(&order.answered);
}

static int on_request(struct mg_connection *connection)
{
    floor_read_body(connection);
    place();
    return floor_answer(connection, ORDER_BODY, sizeof ORDER_BODY - 1);
}

static void start_carriers(const char *nats)
{
    natsConnection *bus = answerer_connect(nats);

    for (int i = 0; i < PACKS; i++) {
        pthread_t thread;

        if (pthread_create(&thread, NULL, carry, bus) != 0)
            floor_fail("relay-commit", "no thread");
    }
}

int main(int argc, char **argv)
{
    const char *nats = floor_word(argc, argv, "nats");

    postgres = floor_word(argc, argv, "postgres");
    floor_rules_tables(postgres);
    for (int i = 0; i < PACKS; i++)
        answerer_start(nats, COMMIT_SUBJECT, on_pack);
    floor_block_signals();
    start_carriers(nats);
    floor_serve(floor_word(argc, argv, "threads"), on_request);
    return 0;
}
