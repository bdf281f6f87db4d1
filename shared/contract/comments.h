/* Private to shared/contract: comments of a proto file, by the path of what they stand at. */
#ifndef LINLI_CONTRACT_COMMENTS_H
#define LINLI_CONTRACT_COMMENTS_H

#include "base/arena.h"
#include "google/protobuf/descriptor.pb-c.h"

#define ELEMENT_PATH_MAX 16

/* Where something is declared, as descriptor.proto's SourceCodeInfo.Location.path has it. */
struct element_path {
    int32_t steps[ELEMENT_PATH_MAX];
    size_t count;
};

struct comments;

struct element_path element_child(struct element_path path, int32_t field, size_t index);

/* The file is borrowed. */
const struct comments *comments_read(struct arena *arena, const Google__Protobuf__FileDescriptorProto *file);
/* The comment before the element, or behind it on its line; "" when there is none. Tidied, on `arena`. */
const char *comments_find(const struct comments *comments, struct arena *arena, const struct element_path *path);

#endif
