/* The one place that writes HTTP answers: security headers, X-Request-Id, RateLimit, CORS, caching, keep-alive, and
 * failures as application/problem+json (RFC 9457) in the caller's language. */
#ifndef LINLI_GATEWAY_RESPOND_H
#define LINLI_GATEWAY_RESPOND_H

#include "gateway/exchange.h"

struct answer {
    int status;
    const char *content_type; /* NULL: no body */
    const char *body;
    size_t bytes;
    const char *etag;          /* NULL: none */
    const char *cache_control; /* NULL: no-store */
    const char *headers;       /* more lines, each with CRLF; NULL: none */
    size_t gzipped_bytes;      /* not 0: `body` is these bytes of gzip, of `bytes` of text, and may go out so */
};

/* An answer whose etag the client has (If-None-Match) is 304 without a body. */
void respond(struct exchange *exchange, const struct answer *answer);
void respond_failure(struct exchange *exchange, struct status status);

/* The problem as JSON, for batch answers, too. Details of INTERNAL failures stay inside. */
void problem_write(struct exchange *exchange, const struct method *method, struct status status, struct buf *out);

#endif
