/* Floor `relay`: civetweb → NATS request/reply → a constant from another process. No JSON, no session, no rule. */
#include <stdatomic.h>

#include "answerer.h"
#include "floor.h"
#include "serving.h"

#define CONNECTIONS_MAX 8

static natsConnection *buses[CONNECTIONS_MAX];
static int buses_count;
static atomic_uint next_bus;

static int on_request(struct mg_connection *connection)
{
    natsConnection *bus = buses[atomic_fetch_add(&next_bus, 1) % (unsigned)buses_count];
    natsMsg *answer = NULL;

    floor_read_body(connection);
    if (natsConnection_RequestString(&answer, bus, ASK_SUBJECT, ORDER_BODY, ASK_MS_MAX) != NATS_OK) {
        mg_printf(connection, "HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n");
        return 503;
    }
    floor_answer(connection, natsMsg_GetData(answer), (size_t)natsMsg_GetDataLength(answer));
    natsMsg_Destroy(answer);
    return 200;
}

int main(int argc, char **argv)
{
    buses_count = (int)floor_number(argc, argv, "buses", 1);
    if (buses_count < 1 || buses_count > CONNECTIONS_MAX)
        floor_fail("buses", "1 to 8");
    answerer_start(floor_word(argc, argv, "nats"), ASK_SUBJECT, answerer_echo);
    floor_block_signals();
    for (int i = 0; i < buses_count; i++)
        buses[i] = answerer_connect(floor_word(argc, argv, "nats"));
    floor_serve(floor_word(argc, argv, "threads"), on_request);
    return 0;
}
