/* A like, given or taken back: the row, the count, the event of the first time. */
#ifndef LINLI_CONTENT_RPC_LIKING_H
#define LINLI_CONTENT_RPC_LIKING_H

#include "content/content.h"

/* In call->tx. */
struct status like_set(struct call *call, const char *post_id, bool active, Ct__Post *out);

#endif
