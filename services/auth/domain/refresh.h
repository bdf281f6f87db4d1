/* Refresh tokens: opaque, good once, each followed by the next of its family (RFC 9700, 4.14). Pure.
 *
 * The successor of a token is a keyed hash of it, so that two requests that race, or a client that did not hear the
 * answer, get the same successor, and nothing has to be kept that could be stolen. */
#ifndef LINLI_AUTH_DOMAIN_REFRESH_H
#define LINLI_AUTH_DOMAIN_REFRESH_H

#include <stdbool.h>
#include <stdint.h>

#define ACCESS_LIFE_US   (INT64_C(15) * 60 * 1000000)
#define REFRESH_LIFE_US  (INT64_C(30) * 24 * 3600 * 1000000)
#define REFRESH_GRACE_US (INT64_C(10) * 1000000) /* a spent token gives its successor again for so long */

enum refresh_verdict {
    REFRESH_ROTATE, /* spend it, its successor takes its place */
    REFRESH_REPEAT, /* spent a moment ago: the same successor once more */
    REFRESH_ENDED,  /* it has run out, or its session has ended */
    REFRESH_REUSED, /* somebody has a copy: the whole family ends */
};

struct refresh_state {
    int64_t expires_us;
    int64_t spent_us; /* 0: not yet */
    bool session_ended;
};

enum refresh_verdict refresh_judge(const struct refresh_state *state, int64_t now_us);

#endif
