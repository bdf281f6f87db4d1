/* Private to shared/objects: the two kinds of store. */
#ifndef LINLI_OBJECTS_STORES_H
#define LINLI_OBJECTS_STORES_H

#include "objects/objects.h"

/* Bytes to be put: memory, or a file. */
struct object_source {
    const uint8_t *data; /* NULL: of the file */
    int fd;
    size_t bytes;
    const char *sha256;
};

struct object_kind {
    struct status (*put)(struct objects *objects, const char *key, const char *type,
                         const struct object_source *source);
    struct status (*get)(struct objects *objects, struct arena *arena, const char *key, size_t bytes_max,
                         const uint8_t **ret_data, size_t *ret_bytes);
    struct status (*remove)(struct objects *objects, const char *key);
    struct status (*list)(struct objects *objects, struct arena *arena, const char *folder,
                          struct object_info **ret_list, size_t *ret_count);
};

struct objects {
    const struct object_kind *kind;
    struct arena arena;
    struct object_options options; /* texts are in the arena */
};

extern const struct object_kind object_folder;
extern const struct object_kind object_s3; /* of the module, which is loaded when a store of S3 is opened */

struct status object_folder_make(const char *path);

#endif
