#include "contract/answer_file.h"

#include <string.h>
#include <strings.h>

#include "contract/wire_index.h"

static struct scalar value_of(const struct message_type *type, const struct wire_index *index, const char *name)
{
    const struct field *field = message_field_by_name(type, name, strlen(name));
    struct wire_value value = wire_value_of(index, field_index(type, field));
    struct scalar scalar;

    wire_scalar(field, &value, &scalar);
    return scalar;
}

/* The declared type that `media_type` is, whatever its parameters say; NULL: none. */
static const char *declared_type(const Api__File *file, const struct scalar *media_type)
{
    size_t bytes = 0;

    while (bytes < media_type->bytes && media_type->data[bytes] != ';' && media_type->data[bytes] != ' ')
        bytes++;
    for (size_t i = 0; i < file->n_types; i++)
        if (strlen(file->types[i]) == bytes && strncasecmp(file->types[i], media_type->data, bytes) == 0)
            return file->types[i];
    return NULL;
}

static bool is_visible(const char *text, size_t bytes)
{
    for (size_t i = 0; i < bytes; i++)
        if (text[i] <= ' ' || text[i] > '~')
            return false;
    return true;
}

/* False: what it says cannot stand in a header. */
static bool read_next(const struct message_type *type, const struct wire_index *index, const char *name,
                      struct arena *arena, const char **ret_next)
{
    struct scalar scalar = value_of(type, index, name);
    const struct field *field = message_field_by_name(type, name, strlen(name));
    struct buf text;

    *ret_next = NULL;
    if (scalar_is_zero(field, &scalar))
        return true;
    buf_init(&text, arena, 32);
    if (field->kind != FIELD_STRING)
        return scalar_write_json(field, &scalar, &text) && (*ret_next = text.data);
    if (scalar.bytes > ANSWER_FILE_NEXT_BYTES_MAX || !is_visible(scalar.data, scalar.bytes))
        return false;
    *ret_next = arena_strndup(arena, scalar.data, scalar.bytes);
    return true;
}

struct status answer_file_read(const struct method *method, struct arena *arena, const void *wire, size_t wire_bytes,
                               struct answer_file *ret_file)
{
    const Api__File *file = method->rpc->file;
    const struct message_type *type = method->output;
    const uint8_t *bytes = wire ? wire : "";
    struct scalar text, media_type, name;
    struct answer_file found = { 0 };
    struct wire_index index;

    if (!wire_index(type, (struct wire){ bytes, bytes + wire_bytes }, &index))
        return fail(INTERNAL, "an answer of %zu bytes is no %s", wire_bytes, type->full_name);
    text = value_of(type, &index, file->text);
    media_type = value_of(type, &index, file->media_type);
    name = value_of(type, &index, file->name);
    found.type = declared_type(file, &media_type);
    if (!found.type)
        return fail(INTERNAL, "%s answered a file of a type that it does not declare", method->full_name);
    if (file->next && !read_next(type, &index, file->next, arena, &found.next))
        return fail(INTERNAL, "%s answered a next part that cannot stand in a header", method->full_name);
    found.text = text.data;
    found.text_bytes = text.bytes;
    found.name = name.data;
    found.name_bytes = name.bytes;
    *ret_file = found;
    return OK;
}
