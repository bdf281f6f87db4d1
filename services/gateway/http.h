/* civetweb, with every guard that its 1.15 needs: no files, no decoding, no upgrade, deadlines on all that is read and
 * written, its own error pages replaced, keep-alive off when connections run short. */
#ifndef LINLI_GATEWAY_HTTP_H
#define LINLI_GATEWAY_HTTP_H

#include <stdbool.h>

#include "base/status.h"

struct gateway;
struct http;

#define REQUEST_HEAD_BYTES_MAX   16384
#define CONNECTIONS_BUSY_PERCENT 75 /* above it connections are not kept, and have BUSY_HEADER_MS for their headers */
#define BUSY_HEADER_MS           500

/* NOT_AVAILABLE when the address is taken. */
struct status http_start(struct gateway *gateway, struct http **ret_http);
void http_stop(struct http *http);
int http_port(const struct http *http);
/* Open connections. */
int http_connections(const struct http *http);
bool http_keeps_alive(const struct http *http);

#endif
