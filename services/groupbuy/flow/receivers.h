/* Receivers of parts, as finance sees and names them. */
#ifndef GROUPBUY_FLOW_RECEIVERS_H
#define GROUPBUY_FLOW_RECEIVERS_H

#include "groupbuy/groupbuy.h"
#include "groupbuy/receivers.h"
#include "groupbuy/store/receiver_store.h"

/* He earns by it no more; WeChat is told by a job. The row is locked. */
struct status receiver_let_go(struct call *call, struct receiver *receiver);

/* His account, and whose payments it has parts of. */
const char *receiver_in_words(struct call *call, const struct receiver *receiver);
void receiver_view(struct call *call, const struct receiver *receiver, Gb__Receiver *out);

#endif
