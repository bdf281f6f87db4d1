/* What transcoding wants to find without searching: keys already written, tags, fields by name and by number, patterns
 * compiled. Made once at load. */
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "contract/tables.h"

static void index_name(struct message_form *form, const struct field *field, uint8_t index)
{
    size_t slot = name_hash(field->json_name, strlen(field->json_name)) % NAME_SLOTS;

    while (form->by_name[slot] != NO_FIELD)
        slot = (slot + 1) % NAME_SLOTS;
    form->by_name[slot] = index;
}

const struct field *message_field_by_json(const struct message_type *type, const char *name, size_t bytes)
{
    size_t slot = name_hash(name, bytes) % NAME_SLOTS;

    for (; type->_form->by_name[slot] != NO_FIELD; slot = (slot + 1) % NAME_SLOTS) {
        const struct field *field = &type->fields[type->_form->by_name[slot]];

        if (field->_form->json_name_bytes == bytes && memcmp(field->json_name, name, bytes) == 0)
            return field;
    }
    return NULL;
}

const struct field *message_field_by_name(const struct message_type *type, const char *name, size_t bytes)
{
    for (size_t i = 0; i < type->fields_count; i++)
        if (strlen(type->fields[i].name) == bytes && memcmp(type->fields[i].name, name, bytes) == 0)
            return &type->fields[i];
    return NULL;
}

const struct field *message_field_by_number(const struct message_type *type, uint32_t number)
{
    size_t low = 0, high = type->fields_count;

    if (number < MESSAGE_FIELDS_MAX) {
        uint8_t index = type->_form->by_number[number];

        return index == NO_FIELD ? NULL : &type->fields[index];
    }
    while (low < high) {
        size_t middle = (low + high) / 2;

        if (type->fields[middle].number == number)
            return &type->fields[middle];
        if (type->fields[middle].number > number)
            high = middle;
        else
            low = middle + 1;
    }
    return NULL;
}

static uint8_t wire_type_of(enum field_kind kind)
{
    switch (kind) {
    case FIELD_FIXED64:
    case FIELD_SFIXED64:
    case FIELD_DOUBLE:
        return 1;
    case FIELD_STRING:
    case FIELD_BYTES:
    case FIELD_MESSAGE:
        return 2;
    case FIELD_FIXED32:
    case FIELD_SFIXED32:
    case FIELD_FLOAT:
        return 5;
    default:
        return 0;
    }
}

static struct status compile(struct contract *contract, const struct message_type *type, const struct field *field,
                             struct field_form *form)
{
    char why[PATTERN_WHY_BYTES];

    if (!field->rule || !field->rule->pattern)
        return OK;
    form->pattern = pattern_compile(&contract->arena, field->rule->pattern, why);
    if (!form->pattern)
        return fail(CONTRACT_UNFIT, "field %s.%s: its pattern %s does not compile: %s", type->full_name, field->name,
                    field->rule->pattern, why);
    return OK;
}

static const char *enum_complaint(struct arena *arena, const struct field *field)
{
    const struct enum_type *type = field->enumeration;
    struct buf names;
    int comma = 0;

    buf_init(&names, arena, 0);
    buf_add_str(&names, "must be one of ");
    for (size_t i = 0; i < type->values_count; i++)
        if (rule_admits(field->rule, type->values[i].number))
            buf_printf(&names, "%s%s", comma++ ? ", " : "", type->values[i].name);
    return names.data;
}

static struct status make_field_form(struct contract *contract, const struct message_type *type, struct field *field)
{
    struct field_form *form = arena_new(&contract->arena, struct field_form);

    form->key = arena_printf(&contract->arena, ",\"%s\":", field->json_name);
    form->key_bytes = strlen(form->key);
    form->json_name_bytes = strlen(field->json_name);
    form->wire_type = wire_type_of(field->kind);
    if (field->enumeration)
        form->enum_complaint = enum_complaint(&contract->arena, field);
    form->presence = !field->repeated && (field->oneof >= 0 || field->message);
    field->_form = form;
    return compile(contract, type, field, form);
}

static struct status make_message_form(struct contract *contract, struct message_type *type)
{
    struct message_form *form = arena_new(&contract->arena, struct message_form);
    struct field *fields = (struct field *)type->fields; /* ours until the contract is handed out */

    memset(form->by_name, NO_FIELD, sizeof(form->by_name));
    memset(form->by_number, NO_FIELD, sizeof(form->by_number));
    form->oneof_members = arena_array(&contract->arena, uint64_t, type->oneofs_count + 1);
    type->_form = form;
    for (size_t i = 0; i < type->fields_count; i++) {
        bool required = fields[i].rule && fields[i].rule->required;

        TRY(make_field_form(contract, type, &fields[i]));
        index_name(form, &fields[i], (uint8_t)i);
        if (fields[i].number < MESSAGE_FIELDS_MAX)
            form->by_number[fields[i].number] = (uint8_t)i;
        if (fields[i].oneof >= 0)
            form->oneof_members[fields[i].oneof] |= UINT64_C(1) << i;
        if (required && fields[i].oneof >= 0)
            form->oneofs_required |= UINT64_C(1) << fields[i].oneof;
        else if (required)
            form->required |= UINT64_C(1) << i;
    }
    return OK;
}

struct status make_forms(struct contract *contract)
{
    for (size_t i = 0; i < contract->messages_count; i++) {
        struct message_type *type = &contract->messages[i];

        if (type->fields_count <= MESSAGE_FIELDS_MAX)
            TRY(make_message_form(contract, type));
    }
    return OK;
}
