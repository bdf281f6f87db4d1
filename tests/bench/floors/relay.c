/* Floor `relay`: civetweb → NATS request/reply → a constant from another process. No JSON, no session, no rule. */
#include <civetweb.h>
#include <stdatomic.h>
#include <stdio.h>

#include "answerer.h"
#include "floor.h"

#define CONNECTIONS_MAX 8
#define ANSWER_BODY                                                                                                    \
    "{\"orderId\":\"0193a0b0c0d07000800000000000000a\",\"status\":\"PENDING_PAYMENT\",\"amountFen\":990}"

static natsConnection *buses[CONNECTIONS_MAX];
static int buses_count;
static atomic_uint next_bus;

static int on_request(struct mg_connection *connection)
{
    natsConnection *bus = buses[atomic_fetch_add(&next_bus, 1) % (unsigned)buses_count];
    natsMsg *answer = NULL;
    char body[2048];

    while (mg_get_request_info(connection)->content_length > 0 && mg_read(connection, body, sizeof body) > 0)
        ;
    if (natsConnection_RequestString(&answer, bus, ASK_SUBJECT, ANSWER_BODY, ASK_MS_MAX) != NATS_OK) {
        mg_printf(connection, "HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n");
        return 503;
    }
    mg_printf(connection, "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%.*s",
              natsMsg_GetDataLength(answer), natsMsg_GetDataLength(answer), natsMsg_GetData(answer));
    natsMsg_Destroy(answer);
    return 200;
}

int main(int argc, char **argv)
{
    const char *options[] = {
        "listening_ports", "127.0.0.1:0", "num_threads", floor_word(argc, argv, "threads"), "enable_keep_alive", "yes",
        "tcp_nodelay",     "1",           NULL
    };
    struct mg_callbacks callbacks = { .begin_request = on_request };
    struct mg_server_port port;

    buses_count = (int)floor_number(argc, argv, "buses", 1);
    if (buses_count < 1 || buses_count > CONNECTIONS_MAX)
        floor_fail("buses", "1 to 8");
    answerer_start(floor_word(argc, argv, "nats"), ASK_SUBJECT, answerer_echo);
    floor_block_signals();
    for (int i = 0; i < buses_count; i++)
        buses[i] = answerer_connect(floor_word(argc, argv, "nats"));
    struct mg_context *context = mg_start(&callbacks, NULL, options);
    if (!context || mg_get_server_ports(context, 1, &port) != 1)
        floor_fail("civetweb", "does not listen");
    floor_serve_until_told(port.port);
    mg_stop(context);
    return 0;
}
