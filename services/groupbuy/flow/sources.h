/* What a client says of the way its user came, as far as it counts. */
#ifndef GROUPBUY_FLOW_SOURCES_H
#define GROUPBUY_FLOW_SOURCES_H

#include "groupbuy/domain/source.h"
#include "groupbuy/groupbuy.h"

/* `claim` may be NULL: nothing is known. */
struct source source_of(const Gb__SourceClaim *claim, int64_t now_us);

#endif
