/* The object store: files by key, in a folder or in a store that speaks S3. Shared by all threads; every call is whole:
 * an object is there with all its bytes, or not at all.
 *
 * Keys are ours: lower-case letters, digits and . - / (no empty or leading-dot-only part), at most OBJECT_KEY_CHARS_MAX. Never
 * call from inside a transaction. Failures: NOT_HERE, BODY_TOO_LARGE (longer than asked for), NOT_AVAILABLE (the store cannot
 * be reached, refuses us, or is full), SETTING_INVALID when it is opened.
 */
#ifndef LINLI_OBJECTS_OBJECTS_H
#define LINLI_OBJECTS_OBJECTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/status.h"

#define OBJECT_KEY_CHARS_MAX 160
#define OBJECT_BYTES_MAX     ((size_t)64 << 20)
#define OBJECTS_LIST_MAX     1000

struct object_options {
    const char *url;    /* /var/lib/linli/objects, or https://s3.example.com/bucket */
    const char *region; /* S3 only, as the two keys are */
    const char *access_key, *secret_key;
    int64_t timeout_ms; /* of one exchange with S3 */
};

struct objects;

/* Texts are copied. A folder is made when it is not there. */
struct status objects_open(const struct object_options *options, struct objects **ret_objects);
/* NULL is allowed. */
void objects_close(struct objects *objects);

bool object_key_valid(const char *key);

/* Replaces what was there. */
struct status object_put(struct objects *objects, const char *key, const char *type, const void *data, size_t bytes);
/* The same with `bytes` bytes of an open file from its start. */
struct object_file {
    int fd;
    size_t bytes;
    const char *sha256; /* of them, hexadecimal */
};
struct status object_put_file(struct objects *objects, const char *key, const char *type, const struct object_file *file);

struct status object_get(struct objects *objects, struct arena *arena, const char *key, size_t bytes_max,
                         const uint8_t **ret_data, size_t *ret_bytes);
/* What is gone already is no failure. */
struct status object_remove(struct objects *objects, const char *key);

struct object_info {
    const char *key;
    int64_t modified_us;
};

/* Some objects below `folder` ("incoming"), in no order; at most OBJECTS_LIST_MAX. What a writer left half done may be
 * among them. */
struct status objects_list(struct objects *objects, struct arena *arena, const char *folder, struct object_info **ret_list,
                           size_t *ret_count);

#endif
