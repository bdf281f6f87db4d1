/* The front of the floors that are asked by HTTP: civetweb on a port of its own, which answers a constant. */
#ifndef LINLI_BENCH_SERVING_H
#define LINLI_BENCH_SERVING_H

#include <civetweb.h>
#include <stddef.h>

/* An order as short as it can be told. */
#define ORDER_BODY "{\"orderId\":\"0193a0b0c0d07000800000000000000a\",\"status\":\"PENDING_PAYMENT\",\"amountFen\":990}"

/* Serves with so many threads (a number as text) and prints {"port":N}; returns when SIGTERM or SIGINT has come. Call
 * floor_block_signals before any thread is made. `on_request` is civetweb's begin_request: it gives the answer's
 * status. */
void floor_serve(const char *threads, int (*on_request)(struct mg_connection *connection));
/* Reads what was sent and forgets it. */
void floor_read_body(struct mg_connection *connection);
/* That status with that JSON, and more lines of its head, each with its end; gives the status. */
int floor_answer_as(struct mg_connection *connection, int status, const char *headers, const char *body, size_t length);
/* 200 with that JSON; gives 200. */
int floor_answer(struct mg_connection *connection, const char *body, size_t length);

#endif
