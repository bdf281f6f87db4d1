/* Messages as JSON Schema (2020-12, as OpenAPI 3.1 has it).
 *
 * An answer holds every field always, unset ones as null; a request holds what its rules require. So a message that is
 * both asked for and answered has two schemas, the request's called …Input.
 */
#include <inttypes.h>
#include <string.h>

#include "contract/openapi_parts.h"
#include "contract/tables.h"

struct schema_use {
    bool asked, answered;
    const char *name;
};

/* ---- which, and under what name ---- */

static struct schema_use *use_of(struct openapi *openapi, const struct message_type *type)
{
    return &openapi->uses[type - openapi->contract->messages];
}

static void visit(struct openapi *openapi, const struct message_type *type, bool answer, bool whole)
{
    struct schema_use *use = use_of(openapi, type);

    if (whole && (answer ? use->answered : use->asked))
        return;
    if (whole && answer)
        use->answered = true;
    else if (whole)
        use->asked = true;
    for (size_t i = 0; i < type->fields_count; i++) {
        const struct field *field = &type->fields[i];
        const struct field *value = field->map ? &field->message->fields[1] : field;

        if (value->enumeration)
            openapi->enums_used[value->enumeration - openapi->contract->enums] = true;
        if (value->message && value->message->well_known == WELL_KNOWN_NONE)
            visit(openapi, value->message, answer, true);
    }
}

/* Of a request whose fields stand in path and query. */
static void visit_enums(struct openapi *openapi, const struct message_type *type)
{
    for (size_t i = 0; i < type->fields_count; i++)
        if (type->fields[i].enumeration)
            openapi->enums_used[type->fields[i].enumeration - openapi->contract->enums] = true;
}

/* linli.groupbuy.v1.Team.Seat → Team.Seat: segments of the package begin in lower case. */
static const char *type_in(const char *full_name)
{
    const char *at = full_name;

    while (*at && (*at < 'A' || *at > 'Z')) {
        at += strcspn(at, ".");
        at += *at == '.';
    }
    return at;
}

/* linli.groupbuy.v1.Team.Seat → TeamSeat */
static const char *short_name(struct arena *arena, const char *full_name)
{
    char *name = arena_strdup(arena, type_in(full_name)), *end = name;

    for (const char *at = name; *at; at++)
        if (*at != '.')
            *end++ = *at;
    *end = '\0';
    return name;
}

/* Another service has a type of that name: Groupbuy goes in front. */
static const char *long_name(struct arena *arena, const char *full_name)
{
    const char *service = strchr(full_name, '.');
    char *name;

    if (!service)
        return short_name(arena, full_name);
    name = arena_printf(arena, "%.*s%s", (int)strcspn(service + 1, "."), service + 1, short_name(arena, full_name));
    if (*name >= 'a' && *name <= 'z')
        *name = (char)(*name - 'a' + 'A');
    return name;
}

/* Asked of every two types: it makes no short names. */
static bool same_short_name(const char *a, const char *b)
{
    for (a = type_in(a), b = type_in(b);; a++, b++) {
        a += *a == '.';
        b += *b == '.';
        if (*a != *b || !*a)
            return *a == *b;
    }
}

static bool name_is_shared(const struct contract *contract, const char *full_name)
{
    int bearers = 0;

    for (size_t i = 0; i < contract->plain_messages_count; i++)
        bearers += same_short_name(contract->messages[i].full_name, full_name);
    for (size_t i = 0; i < contract->enums_count; i++)
        bearers += same_short_name(contract->enums[i].full_name, full_name);
    return bearers > 1;
}

static const char *schema_name(struct openapi *openapi, const char *full_name)
{
    return name_is_shared(openapi->contract, full_name) ? long_name(openapi->arena, full_name)
                                                        : short_name(openapi->arena, full_name);
}

static bool has_body(const struct method *method)
{
    return strcmp(method->http_method, "POST") == 0 || strcmp(method->http_method, "PUT") == 0;
}

void schemas_collect(struct openapi *openapi)
{
    const struct contract *contract = openapi->contract;

    openapi->uses = arena_array(openapi->arena, struct schema_use, contract->messages_count + 1);
    openapi->enums_used = arena_array(openapi->arena, bool, contract->enums_count + 1);
    openapi->enum_names = arena_array(openapi->arena, const char *, contract->enums_count + 1);
    for (size_t i = 0; i < contract->methods_count; i++) {
        const struct method *method = &contract->methods[i];

        if (!method->path || method->rpc->raw)
            continue;
        if (method->rpc->upload)
            visit_enums(openapi, method->input);
        else
            visit(openapi, method->input, false, has_body(method) && !strchr(method->path, '{'));
        visit(openapi, method->output, true, true);
    }
    for (size_t i = 0; i < contract->plain_messages_count; i++)
        if (openapi->uses[i].asked || openapi->uses[i].answered)
            openapi->uses[i].name = schema_name(openapi, contract->messages[i].full_name);
    for (size_t i = 0; i < contract->enums_count; i++)
        if (openapi->enums_used[i])
            openapi->enum_names[i] = schema_name(openapi, contract->enums[i].full_name);
}

/* ---- values ---- */

static struct tree *reference(struct openapi *openapi, const char *name, const char *suffix)
{
    struct tree *schema = tree_object(openapi->arena);

    tree_set_text(openapi->arena, schema, "$ref",
                  arena_printf(openapi->arena, "#/components/schemas/%s%s", name, suffix));
    return schema;
}

static struct tree *reference_message(struct openapi *openapi, const struct message_type *type, bool answer)
{
    const struct schema_use *use = use_of(openapi, type);

    return reference(openapi, use->name, !answer && use->answered ? "Input" : "");
}

struct tree *schema_answer(struct openapi *openapi, const struct message_type *type)
{
    return reference_message(openapi, type, true);
}

static struct tree *typed(struct arena *arena, const char *type, const char *format)
{
    struct tree *schema = tree_object(arena);

    tree_set_text(arena, schema, "type", type);
    tree_set_text(arena, schema, "format", format);
    return schema;
}

static struct tree *schema_enum(struct openapi *openapi, const struct field *field, bool answer)
{
    const struct enum_type *type = field->enumeration;
    struct tree *schema, *names;

    if (answer || !field->rule || (!field->rule->has_min && !field->rule->has_max))
        return reference(openapi, openapi->enum_names[type - openapi->contract->enums], "");
    schema = typed(openapi->arena, "string", NULL);
    names = tree_set_list(openapi->arena, schema, "enum");
    for (size_t i = 0; i < type->values_count; i++)
        if (rule_admits(field->rule, type->values[i].number))
            tree_add(openapi->arena, names, tree_text(openapi->arena, type->values[i].name));
    return schema;
}

static struct tree *schema_kind(struct openapi *openapi, const struct field *field, bool answer)
{
    struct arena *arena = openapi->arena;
    struct tree *schema;

    switch (field->kind) {
    case FIELD_BOOL:
        return typed(arena, "boolean", NULL);
    case FIELD_INT32:
    case FIELD_SINT32:
    case FIELD_SFIXED32:
        return typed(arena, "integer", "int32");
    case FIELD_INT64:
    case FIELD_SINT64:
    case FIELD_SFIXED64:
        return typed(arena, "integer", "int64");
    case FIELD_UINT32:
    case FIELD_FIXED32:
    case FIELD_UINT64:
    case FIELD_FIXED64:
        schema = typed(arena, "integer", "int64");
        if (answer || !field->rule || !field->rule->has_min)
            tree_set_int(arena, schema, "minimum", 0);
        return schema;
    case FIELD_FLOAT:
        return typed(arena, "number", "float");
    case FIELD_DOUBLE:
        return typed(arena, "number", "double");
    case FIELD_STRING:
        return typed(arena, "string", NULL);
    case FIELD_BYTES:
        return field->rule && field->rule->json ? tree_object(arena) : typed(arena, "string", "byte");
    case FIELD_ENUM:
        return schema_enum(openapi, field, answer);
    default:
        if (field->message->well_known == WELL_KNOWN_TIMESTAMP)
            return typed(arena, "string", "date-time");
        return field->message->well_known == WELL_KNOWN_FIELD_MASK ? typed(arena, "string", NULL)
                                                                   : reference_message(openapi, field->message, answer);
    }
}

static void add_value_rules(struct arena *arena, struct tree *schema, const struct field *value, const Api__Rule *rule)
{
    if (value->kind != FIELD_ENUM && rule->has_min)
        tree_set_int(arena, schema, "minimum", rule->min);
    if (value->kind != FIELD_ENUM && rule->has_max)
        tree_set_int(arena, schema, "maximum", rule->max);
    if (value->kind == FIELD_STRING && !rule->id && (rule->has_min_len || rule->required))
        tree_set_int(arena, schema, "minLength", rule->min_len ? rule->min_len : 1);
    if (value->kind == FIELD_STRING && rule->has_max_len)
        tree_set_int(arena, schema, "maxLength", rule->max_len);
    if (rule->pattern)
        tree_set_text(arena, schema, "pattern", arena_printf(arena, "^(%s)$", rule->pattern));
    if (rule->id)
        tree_set_text(arena, schema, "pattern", "^[0-9a-f]{32}$");
}

/* One value: of a field, an item or a map's member. */
static struct tree *schema_single(struct openapi *openapi, const struct field *field, bool answer)
{
    struct field value = *field_value(field);
    struct tree *schema;

    value.rule = field->rule;
    schema = schema_kind(openapi, &value, answer);
    if (!answer && field->rule)
        add_value_rules(openapi->arena, schema, &value, field->rule);
    return schema;
}

static struct tree *schema_list(struct openapi *openapi, const struct field *field, bool answer)
{
    const Api__Rule *rule = answer ? NULL : field->rule;
    struct tree *schema = typed(openapi->arena, "array", NULL);

    tree_set(openapi->arena, schema, "items", schema_single(openapi, field, answer));
    if (rule && (rule->has_min_items || rule->required))
        tree_set_int(openapi->arena, schema, "minItems", rule->has_min_items && rule->min_items ? rule->min_items : 1);
    if (rule && rule->has_max_items)
        tree_set_int(openapi->arena, schema, "maxItems", rule->max_items);
    if (rule && rule->unique)
        tree_set(openapi->arena, schema, "uniqueItems", tree_bool(openapi->arena, true));
    return schema;
}

static struct tree *schema_map(struct openapi *openapi, const struct field *field, bool answer)
{
    struct tree *schema = typed(openapi->arena, "object", NULL);

    tree_set(openapi->arena, schema, "additionalProperties",
             schema_single(openapi, &field->message->fields[1], answer));
    if (!answer && field->rule && field->rule->has_max_items)
        tree_set_int(openapi->arena, schema, "maxProperties", field->rule->max_items);
    return schema;
}

static struct tree *schema_value(struct openapi *openapi, const struct field *field, bool answer)
{
    if (field->map)
        return schema_map(openapi, field, answer);
    return field->repeated ? schema_list(openapi, field, answer) : schema_single(openapi, field, answer);
}

/* Unset sub-messages and members of a oneof are null in an answer. */
static struct tree *or_null(struct openapi *openapi, struct tree *schema)
{
    struct tree *either = tree_object(openapi->arena), *choices;

    choices = tree_set_list(openapi->arena, either, "anyOf");
    tree_add(openapi->arena, choices, schema);
    tree_add(openapi->arena, choices, typed(openapi->arena, "null", NULL));
    return either;
}

static struct tree *schema_property(struct openapi *openapi, const struct field *field, bool answer)
{
    struct arena *arena = openapi->arena;
    struct tree *schema = schema_value(openapi, field, answer), *examples;

    if (answer && field->_form->presence)
        schema = or_null(openapi, schema);
    tree_set_text(arena, schema, "description", field->comment);
    if (field->rule && field->rule->personal)
        tree_set(arena, schema, "x-linli-personal", tree_bool(arena, true));
    if (field->rule && field->rule->example) {
        examples = tree_set_list(arena, schema, "examples");
        tree_add(arena, examples, example_value(arena, field, answer));
    }
    return schema;
}

struct tree *schema_parameter(struct openapi *openapi, const struct field *field)
{
    return schema_value(openapi, field, false);
}

/* ---- messages ---- */

bool field_in_path(const struct method *method, const struct field *field)
{
    size_t length = strlen(field->name);

    for (const char *at = method->path; at && (at = strchr(at, '{')); at++)
        if (strncmp(at + 1, field->name, length) == 0 && at[length + 1] == '}')
            return true;
    return false;
}

/* A required oneof: one of its members. */
static void add_oneofs(struct openapi *openapi, const struct message_type *type, struct tree *schema)
{
    const struct message_form *form = type->_form;

    for (uint64_t oneofs = form->oneofs_required; oneofs; oneofs &= oneofs - 1) {
        uint64_t members = form->oneof_members[__builtin_ctzll(oneofs)];
        struct tree *choices;

        if (tree_get(schema, "oneOf"))
            return; /* one such group is all that fits here; the others are told by their answers */
        choices = tree_set_list(openapi->arena, schema, "oneOf");
        for (; members; members &= members - 1) {
            struct tree *choice = tree_add(openapi->arena, choices, tree_object(openapi->arena));
            struct tree *names = tree_set_list(openapi->arena, choice, "required");

            tree_add(openapi->arena, names,
                     tree_text(openapi->arena, type->fields[__builtin_ctzll(members)].json_name));
        }
    }
}

static struct tree *schema_message(struct openapi *openapi, const struct message_type *type,
                                   const struct method *method, bool answer)
{
    struct arena *arena = openapi->arena;
    struct tree *schema = typed(arena, "object", NULL), *required = tree_list(arena), *properties = tree_object(arena);

    tree_set_text(arena, schema, "description", type->comment);
    for (size_t i = 0; i < type->fields_count; i++) {
        const struct field *field = &type->fields[i];

        if (method && field_in_path(method, field))
            continue;
        if (answer || (field->rule && field->rule->required && field->oneof < 0))
            tree_add(arena, required, tree_text(arena, field->json_name));
        tree_set(arena, properties, field->json_name, schema_property(openapi, field, answer));
    }
    if (!tree_is_empty(required))
        tree_set(arena, schema, "required", required);
    tree_set(arena, schema, "properties", properties);
    if (!answer) {
        tree_set(arena, schema, "additionalProperties", tree_bool(arena, false));
        add_oneofs(openapi, type, schema);
    }
    return schema;
}

struct tree *schema_body(struct openapi *openapi, const struct method *method)
{
    if (use_of(openapi, method->input)->asked && !strchr(method->path, '{'))
        return reference_message(openapi, method->input, false);
    return schema_message(openapi, method->input, method, false);
}

static struct tree *schema_enumeration(struct openapi *openapi, const struct enum_type *type)
{
    struct arena *arena = openapi->arena;
    struct tree *schema = typed(arena, "string", NULL), *names;
    struct buf description;

    buf_init(&description, arena, 0);
    buf_add_str(&description, type->comment);
    for (size_t i = 0; i < type->values_count; i++)
        if (*type->values[i].comment)
            buf_printf(&description, "%s- %s: %s", description.len ? "\n" : "", type->values[i].name,
                       type->values[i].comment);
    tree_set_text(arena, schema, "description", description.data);
    names = tree_set_list(arena, schema, "enum");
    for (size_t i = 0; i < type->values_count; i++)
        tree_add(arena, names, tree_text(arena, type->values[i].name));
    return schema;
}

void schemas_write(struct openapi *openapi, struct tree *schemas)
{
    const struct contract *contract = openapi->contract;

    for (size_t i = 0; i < contract->enums_count; i++)
        if (openapi->enums_used[i])
            tree_set(openapi->arena, schemas, openapi->enum_names[i], schema_enumeration(openapi, &contract->enums[i]));
    for (size_t i = 0; i < contract->plain_messages_count; i++) {
        const struct message_type *type = &contract->messages[i];
        const struct schema_use *use = &openapi->uses[i];
        const char *input =
            use->asked ? arena_printf(openapi->arena, "%s%s", use->name, use->answered ? "Input" : "") : NULL;

        if (use->answered)
            tree_set(openapi->arena, schemas, use->name, schema_message(openapi, type, NULL, true));
        if (input)
            tree_set(openapi->arena, schemas, input, schema_message(openapi, type, NULL, false));
    }
}
