/* /openapi.json and /docs: the contract for people and programs, made once at start. The reference page is ours, one
 * HTML file with a script and a style sheet built in; it needs nothing from elsewhere. */
#ifndef LINLI_GATEWAY_DOCS_H
#define LINLI_GATEWAY_DOCS_H

#include "contract/contract.h"

struct docs;

struct document {
    const char *content_type;
    const char *data;
    size_t bytes;         /* of the text */
    size_t gzipped_bytes; /* not 0: so many are at data, packed */
    char etag[38];        /* a weak one: the text is the same, packed or not */
};

struct docs *docs_create(const struct contract *contract);
void docs_destroy(struct docs *docs);
/* NULL when the path is none of ours. */
const struct document *docs_find(const struct docs *docs, const char *path);

#endif
