/* civetweb, with every guard that its 1.15 needs: no files, no decoding, no upgrade, deadlines on all that is read and
 * written, its own error pages replaced, keep-alive short, and then off, when connections run short. */
#ifndef LINLI_GATEWAY_HTTP_H
#define LINLI_GATEWAY_HTTP_H

#include <stdint.h>

#include "base/status.h"

struct gateway;
struct http;

#define REQUEST_HEAD_BYTES_MAX 16384
/* Who is busy asking keeps his connection: a new one costs more than most answers, just when there is least to spend.
 * Who says nothing loses it sooner. */
#define CONNECTIONS_BUSY_PERCENT 75 /* above it headers have BUSY_HEADER_MS, silence BUSY_KEEP_ALIVE_MS */
#define CONNECTIONS_FULL_PERCENT 90 /* above it connections are not kept */
#define BUSY_HEADER_MS           500
#define BUSY_KEEP_ALIVE_MS       1000

/* NOT_AVAILABLE when the address is taken. */
struct status http_start(struct gateway *gateway, struct http **ret_http);
void http_stop(struct http *http);
int http_port(const struct http *http);
/* Open connections. */
int http_connections(const struct http *http);
/* How long a connection that is answered now may say nothing; 0: it is not kept. */
int64_t http_keep_alive_ms(const struct http *http);

#endif
