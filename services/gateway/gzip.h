/* Long texts that are kept packed (RFC 1952) and asked for seldom. */
#ifndef LINLI_GATEWAY_GZIP_H
#define LINLI_GATEWAY_GZIP_H

#include <stdbool.h>
#include <stddef.h>

/* The caller frees what is returned. Aborts when there is no memory. */
char *gzip_pack(const char *text, size_t bytes, size_t *ret_bytes);
/* Gives the text to `take` in pieces of some kilobytes, until that one says false. False then, and for what is no gzip.
 */
bool gzip_unpack(const char *packed, size_t bytes, bool (*take)(void *context, const char *piece, size_t bytes),
                 void *context);

#endif
