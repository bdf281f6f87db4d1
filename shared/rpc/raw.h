/* Reading linli.api.RawRequest and filling linli.api.RawResponse, for callbacks. */
#ifndef LINLI_RPC_RAW_H
#define LINLI_RPC_RAW_H

#include "base/arena.h"
#include "linli/api/raw.pb-c.h"

/* A header by its lower-case name; NULL: not there. */
const char *raw_header(const Api__RawRequest *request, const char *name);
/* A parameter of the query, percent-decoded; NULL: not there, or not decodable. */
const char *raw_query(struct arena *arena, const Api__RawRequest *request, const char *name);
/* `text` lives as long as the answer is needed. */
void raw_answer(Api__RawResponse *out, int status, const char *content_type, const char *text);

#endif
