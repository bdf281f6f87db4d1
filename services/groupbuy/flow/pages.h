/* Pages that go on after an id. */
#ifndef GROUPBUY_FLOW_PAGES_H
#define GROUPBUY_FLOW_PAGES_H

#include "rpc/call.h"

/* The id after which the page begins; "": from the start. PAGE_TOKEN_INVALID. */
struct status page_after(struct call *call, const char *filter, const char *token, const char **ret_after);

#endif
