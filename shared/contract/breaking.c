#include "contract/breaking.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "contract/tables.h"

struct comparison {
    const struct contract *before, *after;
    struct buf *out;
    size_t lines;
};

__attribute__((format(printf, 2, 3))) static void say(struct comparison *comparison, const char *format, ...)
{
    va_list args;
    char *line;

    va_start(args, format);
    line = arena_vprintf(comparison->out->arena, format, args);
    va_end(args);
    buf_add_str(comparison->out, line);
    buf_add_char(comparison->out, '\n');
    comparison->lines++;
}

static bool same_text(const char *a, const char *b)
{
    return a == b || (a && b && strcmp(a, b) == 0);
}

/* ---- rules ---- */

static const Api__Rule *rule_of(const struct field *field)
{
    static const Api__Rule none = API__RULE__INIT;

    return field->rule ? field->rule : &none;
}

static bool lower_is_tighter(bool had, int64_t before, bool has, int64_t after)
{
    return has && (!had || after < before);
}

static bool higher_is_tighter(bool had, int64_t before, bool has, int64_t after)
{
    return has && (!had || after > before);
}

/* Whether a client could send more: of an enum, more than its values were. */
static bool max_is_tighter(const struct field *field, const Api__Rule *before, const Api__Rule *after)
{
    bool had = before->has_max || field->enumeration;
    int64_t max = before->has_max ? before->max : 0;

    for (size_t i = 0; !before->has_max && field->enumeration && i < field->enumeration->values_count; i++)
        max = field->enumeration->values[i].number > max ? field->enumeration->values[i].number : max;
    return lower_is_tighter(had, max, after->has_max, after->max);
}

static void compare_rules(struct comparison *comparison, const char *message, const struct field *field,
                          const Api__Rule *before, const Api__Rule *after)
{
    const struct {
        const char *name;
        bool tighter;
    } rules[] = {
        { "required", after->required && !before->required },
        { "min", higher_is_tighter(before->has_min, before->min, after->has_min, after->min) },
        { "max", max_is_tighter(field, before, after) },
        { "min_len", higher_is_tighter(before->has_min_len, before->min_len, after->has_min_len, after->min_len) },
        { "max_len", lower_is_tighter(before->has_max_len, before->max_len, after->has_max_len, after->max_len) },
        { "pattern", after->pattern && !same_text(before->pattern, after->pattern) },
        { "min_items",
          higher_is_tighter(before->has_min_items, before->min_items, after->has_min_items, after->min_items) },
        { "max_items",
          lower_is_tighter(before->has_max_items, before->max_items, after->has_max_items, after->max_items) },
        { "id", after->id && !before->id },
        { "unique", after->unique && !before->unique },
    };

    for (size_t i = 0; i < sizeof(rules) / sizeof(rules[0]); i++)
        if (rules[i].tighter)
            say(comparison, "field %s.%s: its rule %s is tighter", message, field->name, rules[i].name);
}

/* ---- messages ---- */

static const char *type_name(const struct field *field)
{
    static const char *const names[] = {
        [FIELD_BOOL] = "bool",         [FIELD_INT32] = "int32",       [FIELD_INT64] = "int64",
        [FIELD_UINT32] = "uint32",     [FIELD_UINT64] = "uint64",     [FIELD_SINT32] = "sint32",
        [FIELD_SINT64] = "sint64",     [FIELD_FIXED32] = "fixed32",   [FIELD_FIXED64] = "fixed64",
        [FIELD_SFIXED32] = "sfixed32", [FIELD_SFIXED64] = "sfixed64", [FIELD_FLOAT] = "float",
        [FIELD_DOUBLE] = "double",     [FIELD_STRING] = "string",     [FIELD_BYTES] = "bytes",
    };

    if (field->message)
        return field->message->full_name;
    return field->enumeration ? field->enumeration->full_name : names[field->kind];
}

static const char *oneof_name(const struct message_type *type, const struct field *field)
{
    return field->oneof < 0 ? "" : type->oneofs[field->oneof];
}

static void compare_field(struct comparison *comparison, const struct message_type *before_type,
                          const struct field *before, const struct message_type *after_type, const struct field *after)
{
    const char *message = before_type->full_name;

    if (!same_text(before->name, after->name))
        say(comparison, "field %s.%s is called %s now", message, before->name, after->name);
    else if (!same_text(before->json_name, after->json_name))
        say(comparison, "field %s.%s is called %s now in JSON", message, before->name, after->json_name);
    if (!same_text(type_name(before), type_name(after)))
        say(comparison, "field %s.%s was %s and is %s", message, before->name, type_name(before), type_name(after));
    if (before->repeated != after->repeated)
        say(comparison, "field %s.%s %s a list", message, before->name, after->repeated ? "is now" : "is no longer");
    if (!same_text(oneof_name(before_type, before), oneof_name(after_type, after)))
        say(comparison, "field %s.%s moved into or out of a oneof", message, before->name);
    compare_rules(comparison, message, before, rule_of(before), rule_of(after));
}

static void compare_missing(struct comparison *comparison, const struct message_type *after_type, const char *message,
                            const struct field *before)
{
    const struct field *moved = message_field_by_name(after_type, before->name, strlen(before->name));

    if (moved)
        say(comparison, "field %s.%s has the number %" PRIu32 " now instead of %" PRIu32, message, before->name,
            moved->number, before->number);
    else
        say(comparison, "field %s.%s was removed", message, before->name);
}

static void compare_message(struct comparison *comparison, const struct message_type *before)
{
    const struct message_type *after = contract_message(comparison->after, before->full_name);

    if (!after) {
        say(comparison, "message %s was removed", before->full_name);
        return;
    }
    for (size_t i = 0; i < before->fields_count; i++) {
        const struct field *field = message_field_by_number(after, before->fields[i].number);

        if (field)
            compare_field(comparison, before, &before->fields[i], after, field);
        else
            compare_missing(comparison, after, before->full_name, &before->fields[i]);
    }
    for (size_t i = 0; i < after->fields_count; i++)
        if (rule_of(&after->fields[i])->required && !message_field_by_number(before, after->fields[i].number))
            say(comparison, "field %s.%s is new and required", after->full_name, after->fields[i].name);
}

/* ---- enums ---- */

static const struct enum_value *find_value(const struct enum_type *type, const char *name)
{
    for (size_t i = 0; i < type->values_count; i++)
        if (strcmp(type->values[i].name, name) == 0)
            return &type->values[i];
    return NULL;
}

static void compare_value(struct comparison *comparison, const struct enum_type *type, const struct enum_value *before,
                          const struct enum_value *after)
{
    const char *what = before->reason ? "reason" : "value";

    if (!after)
        say(comparison, "%s %s.%s was removed", what, type->full_name, before->name);
    else if (before->number != after->number)
        say(comparison, "%s %s.%s has the number %" PRId32 " now instead of %" PRId32, what, type->full_name,
            before->name, after->number, before->number);
    if (after && before->reason && after->reason && before->reason->code != after->reason->code)
        say(comparison, "reason %s.%s has the code %s now instead of %s", type->full_name, before->name,
            code_name((enum code)after->reason->code), code_name((enum code)before->reason->code));
}

static void compare_enum(struct comparison *comparison, const struct enum_type *before)
{
    const struct enum_type *after = contract_enum(comparison->after, before->full_name);

    if (!after) {
        say(comparison, "enum %s was removed", before->full_name);
        return;
    }
    for (size_t i = 0; i < before->values_count; i++)
        compare_value(comparison, before, &before->values[i], find_value(after, before->values[i].name));
}

/* ---- methods ---- */

static bool names_role(const Api__Rpc *rpc, const char *role)
{
    for (size_t i = 0; i < rpc->n_roles; i++)
        if (strcmp(rpc->roles[i], role) == 0)
            return true;
    return false;
}

static void compare_access(struct comparison *comparison, const struct method *before, const struct method *after)
{
    if (before->rpc->access != after->rpc->access)
        say(comparison, "method %s: its access changed", before->full_name);
    for (size_t i = 0; i < before->rpc->n_roles && after->rpc->n_roles; i++)
        if (!names_role(after->rpc, before->rpc->roles[i]))
            say(comparison, "method %s: the role %s may not call it any more", before->full_name,
                before->rpc->roles[i]);
}

static bool gives_type(const Api__File *file, const char *type)
{
    for (size_t i = 0; file && i < file->n_types; i++)
        if (strcmp(file->types[i], type) == 0)
            return true;
    return false;
}

static void compare_file(struct comparison *comparison, const struct method *before, const struct method *after)
{
    const Api__File *file = before->rpc->file;

    for (size_t i = 0; file && i < file->n_types; i++)
        if (!gives_type(after->rpc->file, file->types[i]))
            say(comparison, "method %s gives no file of the type %s any more", before->full_name, file->types[i]);
}

static void compare_method(struct comparison *comparison, const struct method *before)
{
    const struct method *after = contract_method(comparison->after, before->full_name);

    if (!after) {
        say(comparison, "method %s was removed", before->full_name);
        return;
    }
    if (!same_text(before->http_method, after->http_method) || !same_text(before->path, after->path))
        say(comparison, "method %s was %s %s and is %s %s", before->full_name,
            before->http_method ? before->http_method : "internal", before->path ? before->path : "",
            after->http_method ? after->http_method : "internal", after->path ? after->path : "");
    if (!same_text(before->input->full_name, after->input->full_name))
        say(comparison, "method %s takes %s now instead of %s", before->full_name, after->input->full_name,
            before->input->full_name);
    if (!same_text(before->output->full_name, after->output->full_name))
        say(comparison, "method %s answers %s now instead of %s", before->full_name, after->output->full_name,
            before->output->full_name);
    if (before->rpc->idempotency != after->rpc->idempotency)
        say(comparison, "method %s: its idempotency changed", before->full_name);
    if (before->rpc->success != after->rpc->success)
        say(comparison, "method %s succeeds with %u now instead of %u", before->full_name, after->rpc->success,
            before->rpc->success);
    if (before->rpc->bytes_max > after->rpc->bytes_max)
        say(comparison, "method %s takes bodies of %u bytes now instead of %u", before->full_name,
            after->rpc->bytes_max, before->rpc->bytes_max);
    if (!before->rpc->raw != !after->rpc->raw)
        say(comparison, "method %s: raw changed", before->full_name);
    if (!before->rpc->upload != !after->rpc->upload ||
        (before->rpc->upload && before->rpc->upload->bytes_max > after->rpc->upload->bytes_max))
        say(comparison, "method %s: upload changed, or takes smaller files", before->full_name);
    compare_file(comparison, before, after);
    compare_access(comparison, before, after);
}

size_t breaking_write(const struct contract *before, const struct contract *after, struct buf *out)
{
    struct comparison comparison = { .before = before, .after = after, .out = out };

    for (size_t i = 0; i < before->methods_count; i++)
        compare_method(&comparison, &before->methods[i]);
    for (size_t i = 0; i < before->plain_messages_count; i++)
        compare_message(&comparison, &before->messages[i]);
    for (size_t i = 0; i < before->enums_count; i++)
        if (strncmp(before->enums[i].full_name, "google.protobuf.", 16) != 0)
            compare_enum(&comparison, &before->enums[i]);
    return comparison.lines;
}
