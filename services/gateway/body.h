/* The body of a request, whole, within its bounds of bytes and time. */
#ifndef LINLI_GATEWAY_BODY_H
#define LINLI_GATEWAY_BODY_H

#include "gateway/exchange.h"

/* BODY_TOO_LARGE before anything is read; BAD_REQUEST when it does not come whole in time. Without a body *ret_body is
 * NULL. */
struct status body_read(struct exchange *exchange, size_t bytes_max, const char **ret_body, size_t *ret_bytes);
/* Takes and drops what nobody will read, so that the connection can be kept; not what is large, or not here yet. */
void body_skip(struct exchange *exchange);
/* NOT_JSON when there is a body and Content-Type does not say application/json. */
struct status body_is_json(const struct exchange *exchange);

#endif
