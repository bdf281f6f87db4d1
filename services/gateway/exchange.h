/* One HTTP request and its answer: what the steps from accepting to answering hand to each other. Lives on the stack of
 * the connection's thread; its memory is a borrowed arena. */
#ifndef LINLI_GATEWAY_EXCHANGE_H
#define LINLI_GATEWAY_EXCHANGE_H

#include <civetweb.h>

#include "base/id.h"
#include "contract/route.h"
#include "gateway/gateway.h"
#include "gateway/guard.h"
#include "gateway/language.h"

struct exchange {
    struct gateway *gateway;
    struct mg_connection *connection;
    const struct mg_request_info *info;
    struct arena *arena;
    int64_t started_us;
    char traceparent[TRACEPARENT_BYTES];
    char request_id[ID_CHARS + 1]; /* the trace id, so that one word finds everything */
    char address[ADDRESS_BYTES];
    enum language language;
    const char *http_method; /* GET for a HEAD */
    bool head;

    struct guarded guarded;
    bool body_done;        /* nothing of the body is left on the connection */
    bool close;            /* the connection ends with this answer */
    int64_t keep_alive_ms; /* else it may say nothing for so long afterwards */
    struct route_match match;
    struct identity who;
    struct limit_verdict limits;

    int status;       /* as answered; 0: not yet */
    bool turned_away; /* for want of room, or of whoever would have served it */
    const char *reason;
};

#endif
