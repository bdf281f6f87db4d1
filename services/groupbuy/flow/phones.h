/* What auth knows of phones. It asks another service: no transaction may be open. */
#ifndef GROUPBUY_FLOW_PHONES_H
#define GROUPBUY_FLOW_PHONES_H

#include "rpc/call.h"

/* Those of at most 256 people whose verified phone ends so. */
struct status phones_match(struct call *call, const char *last_four, const char *const *user_ids, size_t count,
                           const char *const **ret_ids, size_t *ret_count);

#endif
