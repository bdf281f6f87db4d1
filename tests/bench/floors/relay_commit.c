/* Floor `relay-commit`: civetweb → what waits in one message → NATS → one transaction for all of it → a constant. What
 * a durable order costs at least with these libraries: no JSON, no session, no limit of the gateway, no event
 * published. */
#include <civetweb.h>
#include <pthread.h>
#include <semaphore.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "answerer.h"
#include "floor.h"
#include "pg_rules.h"

#define COMMIT_SUBJECT "floor.commit"
#define PACK_ITEMS_MAX 64
#define PACKS          2 /* under way, and as many that commit */
#define STRIDE         157
#define ANSWER_BODY                                                                                                    \
    "{\"orderId\":\"0193a0b0c0d07000800000000000000a\",\"status\":\"PENDING_PAYMENT\",\"amountFen\":990}"

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
    floor_rules_place(database, round++ * STRIDE + (unsigned)getpid(), (int)strtol(natsMsg_GetData(message), NULL, 10));
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
    char body[2048];

    while (mg_get_request_info(connection)->content_length > 0 && mg_read(connection, body, sizeof body) > 0)
        ;
    place();
    mg_printf(connection, "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %zu\r\n\r\n%s",
              sizeof ANSWER_BODY - 1, ANSWER_BODY);
    return 200;
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
    const char *options[] = {
        "listening_ports", "127.0.0.1:0", "num_threads", floor_word(argc, argv, "threads"), "enable_keep_alive", "yes",
        "tcp_nodelay",     "1",           NULL
    };
    struct mg_callbacks callbacks = { .begin_request = on_request };
    const char *nats = floor_word(argc, argv, "nats");
    struct mg_server_port port;

    postgres = floor_word(argc, argv, "postgres");
    floor_rules_tables(postgres);
    for (int i = 0; i < PACKS; i++)
        answerer_start(nats, COMMIT_SUBJECT, on_pack);
    floor_block_signals();
    start_carriers(nats);
    struct mg_context *context = mg_start(&callbacks, NULL, options);
    if (!context || mg_get_server_ports(context, 1, &port) != 1)
        floor_fail("civetweb", "does not listen");
    floor_serve_until_told(port.port);
    mg_stop(context);
    return 0;
}
