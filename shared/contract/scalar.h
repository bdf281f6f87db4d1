/* Private to shared/contract: one value that has no members, between its text (JSON, query or path) and its wire form.
 */
#ifndef LINLI_CONTRACT_SCALAR_H
#define LINLI_CONTRACT_SCALAR_H

#include "base/arena.h"
#include "base/buf.h"
#include "contract/contract.h"

#define NUMBER_BYTES_MAX 320 /* of a number's text */

struct scalar {
    union {
        uint64_t bits; /* integers (signed ones in two's complement), bool, enum number, seconds of a Timestamp */
        double number;
    };
    const char *data; /* string, decoded bytes, text of a FieldMask */
    size_t bytes;
    int32_t nanos; /* of a Timestamp */
};

/* Reads the text of a field that is no list and no plain message (a wrapper is read as its value). Returns what is
 * wrong with it, for the developer, or NULL. */
const char *scalar_read(const struct field *field, const char *text, size_t bytes, struct arena *arena,
                        struct scalar *ret_scalar);

/* JSON text of a scalar; strings are written by json_write_string(). `field` is no message. False: a string that is not
 * UTF-8. */
bool scalar_write_json(const struct field *field, const struct scalar *scalar, struct buf *out);

bool timestamp_read(const char *text, size_t bytes, int64_t *ret_seconds, int32_t *ret_nanos);
/* Within the years 1 to 9999. */
bool timestamp_fits(int64_t seconds, int32_t nanos);
/* With quotes. False when it does not fit. */
bool timestamp_write_json(int64_t seconds, int32_t nanos, struct buf *out);

/* Quoted and escaped. False when it is not UTF-8 or holds a NUL. */
bool json_write_string(struct buf *out, const char *text, size_t bytes);
void json_write_uint(struct buf *out, uint64_t value);

/* The next path of a FieldMask's text in snake case: appended to `out`. False when there is none left. */
bool mask_next(const char **text, const char *end, struct buf *out);
/* A path in camel case (`out` NULL: is only judged). False when it would not come back as it was. */
bool mask_path_write(const char *path, size_t bytes, struct buf *out);

#endif
