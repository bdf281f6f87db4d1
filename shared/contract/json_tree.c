#include "contract/json_tree.h"

#include <string.h>

#define COLUMNS_MAX 120

struct tree {
    enum { TREE_RAW, TREE_OBJECT, TREE_LIST } kind;
    const char *json; /* TREE_RAW */
    const char *key;  /* as a member */
    struct tree *first, *last, *next;
};

static struct tree *make(struct arena *arena, int kind, const char *json)
{
    struct tree *tree = arena_new(arena, struct tree);

    *tree = (struct tree){ .kind = kind, .json = json };
    return tree;
}

struct tree *tree_object(struct arena *arena)
{
    return make(arena, TREE_OBJECT, NULL);
}

struct tree *tree_list(struct arena *arena)
{
    return make(arena, TREE_LIST, NULL);
}

struct tree *tree_raw(struct arena *arena, const char *json)
{
    return make(arena, TREE_RAW, json);
}

struct tree *tree_text(struct arena *arena, const char *text)
{
    struct buf json;

    buf_init(&json, arena, strlen(text) + 2);
    buf_json_string(&json, text);
    return tree_raw(arena, json.data);
}

struct tree *tree_int(struct arena *arena, int64_t value)
{
    struct buf json;

    buf_init(&json, arena, 0);
    buf_json_int(&json, value);
    return tree_raw(arena, json.data);
}

struct tree *tree_bool(struct arena *arena, bool value)
{
    return tree_raw(arena, value ? "true" : "false");
}

struct tree *tree_null(struct arena *arena)
{
    return tree_raw(arena, "null");
}

/* A value may stand in one place only, so what is added a second time is added as a copy of its head. */
static struct tree *append(struct arena *arena, struct tree *parent, const char *key, struct tree *value)
{
    if (!value)
        return NULL;
    if (value->next || value->key || parent->last == value)
        value = arena_memdup(arena, value, sizeof(*value));
    value->next = NULL;
    value->key = key;
    if (parent->last)
        parent->last->next = value;
    else
        parent->first = value;
    parent->last = value;
    return value;
}

struct tree *tree_set(struct arena *arena, struct tree *object, const char *key, struct tree *value)
{
    return append(arena, object, key, value);
}

struct tree *tree_add(struct arena *arena, struct tree *list, struct tree *value)
{
    return append(arena, list, NULL, value);
}

struct tree *tree_get(const struct tree *object, const char *key)
{
    for (struct tree *member = object->first; member; member = member->next)
        if (strcmp(member->key, key) == 0)
            return member;
    return NULL;
}

bool tree_is_empty(const struct tree *tree)
{
    return !tree->first;
}

void tree_set_text(struct arena *arena, struct tree *object, const char *key, const char *text)
{
    if (text && *text)
        tree_set(arena, object, key, tree_text(arena, text));
}

void tree_set_int(struct arena *arena, struct tree *object, const char *key, int64_t value)
{
    tree_set(arena, object, key, tree_int(arena, value));
}

struct tree *tree_set_object(struct arena *arena, struct tree *object, const char *key)
{
    return tree_set(arena, object, key, tree_object(arena));
}

struct tree *tree_set_list(struct arena *arena, struct tree *object, const char *key)
{
    return tree_set(arena, object, key, tree_list(arena));
}

static void print_key(const struct tree *tree, struct buf *out)
{
    if (!tree->key)
        return;
    buf_json_string(out, tree->key);
    buf_add_str(out, ": ");
}

static void print_flat(const struct tree *tree, struct buf *out)
{
    const char *ends = tree->kind == TREE_OBJECT ? "{}" : "[]";

    if (tree->kind == TREE_RAW) {
        buf_add_str(out, tree->json);
        return;
    }
    buf_add_char(out, ends[0]);
    for (const struct tree *child = tree->first; child; child = child->next) {
        if (child != tree->first)
            buf_add_str(out, ", ");
        print_key(child, out);
        print_flat(child, out);
    }
    buf_add_char(out, ends[1]);
}

/* Bytes of print_flat(), or some number above `max` when they are more: a document's outer objects need no exact count.
 */
static size_t flat_bytes(const struct tree *tree, size_t max)
{
    size_t bytes = 2;

    if (tree->kind == TREE_RAW)
        return strlen(tree->json);
    for (const struct tree *child = tree->first; child && bytes <= max; child = child->next)
        bytes += flat_bytes(child, max) + (child->key ? strlen(child->key) + 4 : 0) + 2;
    return bytes;
}

static void print_line(const struct tree *tree, struct buf *out, int level)
{
    size_t before = (size_t)level * 2 + (tree->key ? strlen(tree->key) + 4 : 0);

    if (tree->kind == TREE_RAW || !tree->first || before + flat_bytes(tree, COLUMNS_MAX) <= COLUMNS_MAX) {
        print_flat(tree, out);
        return;
    }
    buf_add_str(out, tree->kind == TREE_OBJECT ? "{\n" : "[\n");
    for (const struct tree *child = tree->first; child; child = child->next) {
        buf_printf(out, "%*s", level * 2 + 2, "");
        print_key(child, out);
        print_line(child, out, level + 1);
        buf_add_str(out, child->next ? ",\n" : "\n");
    }
    buf_printf(out, "%*s%c", level * 2, "", tree->kind == TREE_OBJECT ? '}' : ']');
}

void tree_print(const struct tree *tree, struct buf *out)
{
    print_line(tree, out, 0);
    buf_add_char(out, '\n');
}
