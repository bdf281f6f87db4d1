/* An answer that is a file (option `file`), handed out as the file itself to who prefers its type to JSON. A browser
 * shows a page within a sandbox, without scripts, forms or anything from elsewhere, and saves all else. */
#ifndef LINLI_GATEWAY_DOWNLOAD_H
#define LINLI_GATEWAY_DOWNLOAD_H

#include "gateway/exchange.h"
#include "gateway/respond.h"
#include "rpc/client.h"

#define DOWNLOAD_NAME_CHARS_MAX 120

/* `answer` is the JSON, and becomes the file where Accept says so. INTERNAL when the file is none that the contract
 * declares; nobody who asks for JSON meets that. */
struct status download_choose(struct exchange *exchange, const struct rpc_reply *reply, struct answer *answer);

/* The value of Content-Disposition (RFC 6266). A name of DOWNLOAD_NAME_CHARS_MAX characters at most, and no path. */
void download_disposition(const char *type, const char *name, size_t name_bytes, struct buf *out);

#endif
