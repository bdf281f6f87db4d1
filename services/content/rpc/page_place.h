/* Where a page of posts begins, read from its token. */
#ifndef LINLI_CONTENT_RPC_PAGE_PLACE_H
#define LINLI_CONTENT_RPC_PAGE_PLACE_H

#include "content/store/post_store.h"
#include "rpc/call.h"

/* PAGE_TOKEN_INVALID */
struct status post_place_read(struct call *call, const char *filter, const char *token, struct post_place *ret_place);

#endif
