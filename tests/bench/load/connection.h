/* One HTTP/1.1 connection of the load generator: sends a request, takes its answer by Content-Length, is opened again
 * when the server closed it. Not blocking; the race asks for it when epoll has news. */
#ifndef LINLI_BENCH_CONNECTION_H
#define LINLI_BENCH_CONNECTION_H

#include <netinet/in.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "people.h"

#define HEAD_BYTES_MAX 16384

enum progress { WORKING, ANSWERED, BROKEN };

struct connection {
    int fd; /* -1: closed */
    bool busy, writing;
    int64_t due_us;  /* when its request should have been sent */
    int64_t sent_us; /* when it was */
    int64_t idle_us; /* since when it has been idle */
    int64_t came_us; /* when the kernel had the end of its answer, which may lie there until we come */
    size_t out_bytes, sent;
    size_t in_bytes;
    int64_t body_left; /* -1: the head is not complete */
    int status;
    bool closes; /* the server said so */
    char out[REQUEST_BYTES_MAX];
    char in[HEAD_BYTES_MAX + 1];
};

/* Opens it where need be and sends what is in `out`. BROKEN: no connection. */
enum progress connection_send(struct connection *connection, int epoll, const struct sockaddr_in *address);
/* After news. ANSWERED: `status` and `came_us` are set, the connection is idle. BROKEN: it is closed. */
enum progress connection_news(struct connection *connection, int epoll);
void connection_close(struct connection *connection);

#endif
