#include "serving.h"

#include "floor.h"

void floor_serve(const char *threads, int (*on_request)(struct mg_connection *connection))
{
    const char *options[] = { "listening_ports",   "127.0.0.1:0", "num_threads", threads,
                              "enable_keep_alive", "yes",         "tcp_nodelay", "1",
                              "listen_backlog",    "1024",        NULL };
    struct mg_callbacks callbacks = { .begin_request = on_request };
    struct mg_server_port port;
    struct mg_context *context = mg_start(&callbacks, NULL, options);

    if (!context || mg_get_server_ports(context, 1, &port) != 1)
        floor_fail("civetweb", "does not listen");
    floor_serve_until_told(port.port);
    mg_stop(context);
}

void floor_read_body(struct mg_connection *connection)
{
    char body[2048];

    while (mg_get_request_info(connection)->content_length > 0 && mg_read(connection, body, sizeof body) > 0)
        ;
}

int floor_answer_as(struct mg_connection *connection, int status, const char *headers, const char *body, size_t length)
{
    mg_printf(connection, "HTTP/1.1 %d %s\r\nContent-Type: application/json\r\n%sContent-Length: %zu\r\n\r\n%.*s",
              status, mg_get_response_code_text(connection, status), headers, length, (int)length, body);
    return status;
}

int floor_answer(struct mg_connection *connection, const char *body, size_t length)
{
    return floor_answer_as(connection, 200, "", body, length);
}
