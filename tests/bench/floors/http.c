/* Floor `http`: civetweb answers a constant. */
#include <civetweb.h>
#include <stdio.h>

#include "floor.h"

#define ANSWER_BODY "{\"orderId\":\"0193a0b0c0d07000800000000000000a\",\"status\":\"PENDING_PAYMENT\",\"amountFen\":990}"

static int on_request(struct mg_connection *connection)
{
    char body[2048];

    while (mg_get_request_info(connection)->content_length > 0 && mg_read(connection, body, sizeof body) > 0)
        ;
    mg_printf(connection, "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %zu\r\n\r\n%s",
              sizeof ANSWER_BODY - 1, ANSWER_BODY);
    return 200;
}

int main(int argc, char **argv)
{
    const char *options[] = { "listening_ports", "127.0.0.1:0", "num_threads", floor_word(argc, argv, "threads"),
                              "enable_keep_alive", "yes", "tcp_nodelay", "1", NULL };
    struct mg_callbacks callbacks = { .begin_request = on_request };
    struct mg_server_port port;

    floor_block_signals();
    struct mg_context *context = mg_start(&callbacks, NULL, options);
    if (!context || mg_get_server_ports(context, 1, &port) != 1)
        floor_fail("civetweb", "does not listen");
    floor_serve_until_told(port.port);
    mg_stop(context);
    return 0;
}
