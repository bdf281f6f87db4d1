/* Private to shared/contract: a JSON document that is built first and printed after, two spaces a level; what fits on a
 * line stands on one. For documents that people read and compare, not for answers. Everything lives on the arena. */
#ifndef LINLI_CONTRACT_JSON_TREE_H
#define LINLI_CONTRACT_JSON_TREE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"

struct tree;

struct tree *tree_object(struct arena *arena);
struct tree *tree_list(struct arena *arena);
struct tree *tree_text(struct arena *arena, const char *text);
struct tree *tree_int(struct arena *arena, int64_t value);
struct tree *tree_bool(struct arena *arena, bool value);
struct tree *tree_null(struct arena *arena);
/* JSON as it stands. */
struct tree *tree_raw(struct arena *arena, const char *json);

/* Into an object; returns `value`. The key is borrowed. A NULL value adds nothing. */
struct tree *tree_set(struct arena *arena, struct tree *object, const char *key, struct tree *value);
struct tree *tree_get(const struct tree *object, const char *key);
/* Into a list; returns `value`. */
struct tree *tree_add(struct arena *arena, struct tree *list, struct tree *value);
bool tree_is_empty(const struct tree *tree);

/* Shorthands for objects. Text that is "" or NULL is not set. */
void tree_set_text(struct arena *arena, struct tree *object, const char *key, const char *text);
void tree_set_int(struct arena *arena, struct tree *object, const char *key, int64_t value);
struct tree *tree_set_object(struct arena *arena, struct tree *object, const char *key);
struct tree *tree_set_list(struct arena *arena, struct tree *object, const char *key);

void tree_print(const struct tree *tree, struct buf *out);

#endif
