/* The query of a URL, taken apart: pageSize=20&type=a+b ⇒ parameters, decoded, valid UTF-8 without NUL. */
#ifndef LINLI_GATEWAY_QUERY_H
#define LINLI_GATEWAY_QUERY_H

#include "base/arena.h"
#include "contract/transcode.h"

#define QUERY_PARAMETERS_MAX 64

/* `query` may be NULL. BAD_REQUEST: a bad %XX, bytes that are not UTF-8, too many. */
struct status query_parse(struct arena *arena, const char *query, const struct parameter **ret_parameters,
                          size_t *ret_count);

#endif
