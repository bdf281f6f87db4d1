/* multipart/form-data as it comes, piece by piece: the one file in it, handed on as it is found. Pure; nothing is kept but
 * the boundary and a part's headers. Preambles, second parts and what else two readers could understand in two ways are
 * refused with BAD_REQUEST.
 */
#ifndef LINLI_GATEWAY_MULTIPART_H
#define LINLI_GATEWAY_MULTIPART_H

#include <stdbool.h>
#include <stddef.h>

#include "base/status.h"

#define BOUNDARY_CHARS_MAX     70 /* RFC 2046 */
#define PART_HEADERS_BYTES_MAX 1024
/* What surrounds the file at most: two delimiters, headers, the end. */
#define MULTIPART_EXTRA_BYTES_MAX (2 * (BOUNDARY_CHARS_MAX + 8) + PART_HEADERS_BYTES_MAX + 2)

/* Where the file's bytes go. */
struct multipart_sink {
    struct status (*take)(void *context, const void *data, size_t bytes);
    void *context;
};

struct multipart {
    char delimiter[BOUNDARY_CHARS_MAX + 5]; /* \r\n--boundary */
    size_t delimiter_bytes;
    size_t matched; /* of the delimiter */
    enum { MULTIPART_OPENING, MULTIPART_LINE, MULTIPART_HEADERS, MULTIPART_FILE, MULTIPART_CLOSING, MULTIPART_END } at;
    char headers[PART_HEADERS_BYTES_MAX + 1];
    size_t headers_bytes;
    size_t closing_bytes;
};

/* NOT_JSON when `content_type` (NULL: none was sent) is no multipart/form-data, BAD_REQUEST when its boundary is malformed. */
struct status multipart_begin(struct multipart *multipart, const char *content_type);
/* Fails as the sink does, too. */
struct status multipart_feed(struct multipart *multipart, const char *data, size_t bytes, const struct multipart_sink *sink);
/* Whether it came to its end. */
bool multipart_complete(const struct multipart *multipart);

#endif
