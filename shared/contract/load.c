/* From the descriptor set to tables. Names first, then what refers to names; what is wrong with them is said by
 * check_*.c, but for what keeps the tables from being filled at all. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "contract/comments.h"
#include "contract/options.h"
#include "contract/tables.h"

typedef Google__Protobuf__FileDescriptorProto File;
typedef Google__Protobuf__DescriptorProto MessageProto;
typedef Google__Protobuf__EnumDescriptorProto EnumProto;
typedef Google__Protobuf__FieldDescriptorProto FieldProto;
typedef Google__Protobuf__MethodDescriptorProto MethodProto;

#define UNPACKED_BYTES_MAX (CONTRACT_BYTES_MAX * 16)
#define NESTED_MAX         6 /* messages declared within messages */

enum { FILE_MESSAGE = 4, FILE_ENUM = 5, FILE_SERVICE = 6 }; /* field numbers in descriptor.proto */
enum { MESSAGE_FIELD = 2, MESSAGE_NESTED = 3, MESSAGE_ENUM = 4, ENUM_VALUE = 2, SERVICE_METHOD = 2 };

/* Where a table entry comes from. */
struct source {
    const char *full_name;
    const void *proto; /* MessageProto or EnumProto */
    const File *file;
    const struct comments *comments;
    struct element_path path;
};

struct sources {
    struct source *list;
    size_t count, room;
};

struct loader {
    struct contract *contract;
    struct arena *arena;  /* the contract's */
    struct arena scratch; /* the unpacked set and the sources */
    struct sources messages, enums;
};

/* ---- names ---- */

static void add_source(struct loader *loader, struct sources *sources, const struct source *source)
{
    if (sources->count == sources->room) {
        size_t room = sources->room ? sources->room * 2 : 64;
        struct source *list = arena_array(&loader->scratch, struct source, room);

        if (sources->count)
            memcpy(list, sources->list, sources->count * sizeof(*list));
        sources->list = list;
        sources->room = room;
    }
    sources->list[sources->count++] = *source;
}

static struct source child(struct loader *loader, const struct source *parent, int32_t field, size_t index,
                           const char *name, const void *proto)
{
    struct source source = *parent;

    source.full_name = *parent->full_name ? arena_printf(loader->arena, "%s.%s", parent->full_name, name)
                                          : arena_strdup(loader->arena, name);
    source.proto = proto;
    source.path = element_child(parent->path, field, index);
    return source;
}

static struct status collect_message(struct loader *loader, const struct source *message, int depth)
{
    const MessageProto *proto = message->proto;

    if (depth > NESTED_MAX)
        return fail(CONTRACT_UNFIT, "message %s is declared more than %d messages deep", message->full_name,
                    NESTED_MAX);
    add_source(loader, &loader->messages, message);
    for (size_t i = 0; i < proto->n_enum_type; i++) {
        struct source source = child(loader, message, MESSAGE_ENUM, i, proto->enum_type[i]->name, proto->enum_type[i]);

        add_source(loader, &loader->enums, &source);
    }
    for (size_t i = 0; i < proto->n_nested_type; i++) {
        struct source source =
            child(loader, message, MESSAGE_NESTED, i, proto->nested_type[i]->name, proto->nested_type[i]);

        TRY(collect_message(loader, &source, depth + 1));
    }
    return OK;
}

static struct source file_source(struct loader *loader, const File *file)
{
    return (struct source){ .full_name = file->package ? file->package : "",
                            .file = file,
                            .comments = comments_read(&loader->scratch, file) };
}

static struct status collect_file(struct loader *loader, const File *file)
{
    struct source root = file_source(loader, file);

    for (size_t i = 0; i < file->n_enum_type; i++) {
        struct source source = child(loader, &root, FILE_ENUM, i, file->enum_type[i]->name, file->enum_type[i]);

        add_source(loader, &loader->enums, &source);
    }
    for (size_t i = 0; i < file->n_message_type; i++) {
        struct source source =
            child(loader, &root, FILE_MESSAGE, i, file->message_type[i]->name, file->message_type[i]);

        TRY(collect_message(loader, &source, 0));
    }
    return OK;
}

/* Google's own come last, so that ours are one run. */
static int compare_names(const char *a, const char *b)
{
    bool a_google = strncmp(a, "google.protobuf.", 16) == 0, b_google = strncmp(b, "google.protobuf.", 16) == 0;

    return a_google == b_google ? strcmp(a, b) : a_google ? 1 : -1;
}

static int compare_sources(const void *a, const void *b)
{
    return compare_names(((const struct source *)a)->full_name, ((const struct source *)b)->full_name);
}

static int compare_message_name(const void *name, const void *message)
{
    return compare_names(name, ((const struct message_type *)message)->full_name);
}

static int compare_enum_name(const void *name, const void *type)
{
    return compare_names(name, ((const struct enum_type *)type)->full_name);
}

static struct message_type *find_message(const struct contract *contract, const char *full_name)
{
    return bsearch(full_name, contract->messages, contract->messages_count, sizeof(struct message_type),
                   compare_message_name);
}

const struct message_type *contract_message(const struct contract *contract, const char *full_name)
{
    return find_message(contract, full_name);
}

struct enum_type *contract_enum(const struct contract *contract, const char *full_name)
{
    return bsearch(full_name, contract->enums, contract->enums_count, sizeof(struct enum_type), compare_enum_name);
}

static void name_tables(struct loader *loader)
{
    struct contract *contract = loader->contract;

    qsort(loader->messages.list, loader->messages.count, sizeof(struct source), compare_sources);
    qsort(loader->enums.list, loader->enums.count, sizeof(struct source), compare_sources);
    contract->messages_count = loader->messages.count;
    contract->messages = arena_array(loader->arena, struct message_type, contract->messages_count + 1);
    for (size_t i = 0; i < contract->messages_count; i++)
        contract->messages[i].full_name = loader->messages.list[i].full_name;
    contract->enums_count = loader->enums.count;
    contract->enums = arena_array(loader->arena, struct enum_type, contract->enums_count + 1);
    for (size_t i = 0; i < contract->enums_count; i++)
        contract->enums[i].full_name = loader->enums.list[i].full_name;
    while (contract->plain_messages_count < contract->messages_count &&
           strncmp(contract->messages[contract->plain_messages_count].full_name, "google.protobuf.", 16) != 0)
        contract->plain_messages_count++;
}

/* ---- enums ---- */

static struct status fill_enum(struct loader *loader, const struct source *source, struct enum_type *type)
{
    const EnumProto *proto = source->proto;
    struct enum_value *values = arena_array(loader->arena, struct enum_value, proto->n_value + 1);

    for (size_t i = 0; i < proto->n_value; i++) {
        struct element_path path = element_child(source->path, ENUM_VALUE, i);
        const void *reason = NULL;

        if (proto->value[i]->options)
            TRY(option_read(loader->arena, &proto->value[i]->options->base, OPTION_REASON,
                            &api__reason_options__descriptor, &reason));
        values[i] = (struct enum_value){ .name = arena_strdup(loader->arena, proto->value[i]->name),
                                         .number = proto->value[i]->number,
                                         .comment = comments_find(source->comments, loader->arena, &path),
                                         .reason = reason };
    }
    type->comment = comments_find(source->comments, loader->arena, &source->path);
    type->values = values;
    type->values_count = proto->n_value;
    return OK;
}

/* ---- messages ---- */

static const enum field_kind kinds[] = {
    [GOOGLE__PROTOBUF__FIELD_DESCRIPTOR_PROTO__TYPE__TYPE_DOUBLE] = FIELD_DOUBLE,
    [GOOGLE__PROTOBUF__FIELD_DESCRIPTOR_PROTO__TYPE__TYPE_FLOAT] = FIELD_FLOAT,
    [GOOGLE__PROTOBUF__FIELD_DESCRIPTOR_PROTO__TYPE__TYPE_INT64] = FIELD_INT64,
    [GOOGLE__PROTOBUF__FIELD_DESCRIPTOR_PROTO__TYPE__TYPE_UINT64] = FIELD_UINT64,
    [GOOGLE__PROTOBUF__FIELD_DESCRIPTOR_PROTO__TYPE__TYPE_INT32] = FIELD_INT32,
    [GOOGLE__PROTOBUF__FIELD_DESCRIPTOR_PROTO__TYPE__TYPE_FIXED64] = FIELD_FIXED64,
    [GOOGLE__PROTOBUF__FIELD_DESCRIPTOR_PROTO__TYPE__TYPE_FIXED32] = FIELD_FIXED32,
    [GOOGLE__PROTOBUF__FIELD_DESCRIPTOR_PROTO__TYPE__TYPE_BOOL] = FIELD_BOOL,
    [GOOGLE__PROTOBUF__FIELD_DESCRIPTOR_PROTO__TYPE__TYPE_STRING] = FIELD_STRING,
    [GOOGLE__PROTOBUF__FIELD_DESCRIPTOR_PROTO__TYPE__TYPE_MESSAGE] = FIELD_MESSAGE,
    [GOOGLE__PROTOBUF__FIELD_DESCRIPTOR_PROTO__TYPE__TYPE_BYTES] = FIELD_BYTES,
    [GOOGLE__PROTOBUF__FIELD_DESCRIPTOR_PROTO__TYPE__TYPE_UINT32] = FIELD_UINT32,
    [GOOGLE__PROTOBUF__FIELD_DESCRIPTOR_PROTO__TYPE__TYPE_ENUM] = FIELD_ENUM,
    [GOOGLE__PROTOBUF__FIELD_DESCRIPTOR_PROTO__TYPE__TYPE_SFIXED32] = FIELD_SFIXED32,
    [GOOGLE__PROTOBUF__FIELD_DESCRIPTOR_PROTO__TYPE__TYPE_SFIXED64] = FIELD_SFIXED64,
    [GOOGLE__PROTOBUF__FIELD_DESCRIPTOR_PROTO__TYPE__TYPE_SINT32] = FIELD_SINT32,
    [GOOGLE__PROTOBUF__FIELD_DESCRIPTOR_PROTO__TYPE__TYPE_SINT64] = FIELD_SINT64,
};

static struct status refer(struct loader *loader, const struct source *source, const FieldProto *proto,
                           struct field *field)
{
    const char *name = proto->type_name && *proto->type_name == '.' ? proto->type_name + 1 : "";

    if (field->kind == FIELD_MESSAGE)
        field->message = find_message(loader->contract, name);
    else if (field->kind == FIELD_ENUM)
        field->enumeration = contract_enum(loader->contract, name);
    if ((field->kind == FIELD_MESSAGE && !field->message) || (field->kind == FIELD_ENUM && !field->enumeration))
        return fail(CONTRACT_UNFIT,
                    "field %s.%s is of type %s, which the set does not hold; give protoc --include_imports",
                    source->full_name, proto->name, name);
    return OK;
}

static struct status fill_field(struct loader *loader, const struct source *source, size_t index, struct field *field)
{
    const MessageProto *message = source->proto;
    const FieldProto *proto = message->field[index];
    struct element_path path = element_child(source->path, MESSAGE_FIELD, index);
    const void *rule = NULL;

    if (proto->type == GOOGLE__PROTOBUF__FIELD_DESCRIPTOR_PROTO__TYPE__TYPE_GROUP)
        return fail(CONTRACT_UNFIT, "field %s.%s is a group; use a message", source->full_name, proto->name);
    if (proto->type <= 0 || (size_t)proto->type >= sizeof(kinds) / sizeof(kinds[0]) || proto->number <= 0 ||
        (proto->has_oneof_index && (proto->oneof_index < 0 || (size_t)proto->oneof_index >= message->n_oneof_decl)))
        return fail(CONTRACT_UNFIT, "field %s.%s is described by bytes that protoc did not write", source->full_name,
                    proto->name);
    if (proto->options &&
        !ok(option_read(loader->arena, &proto->options->base, OPTION_RULE, &api__rule__descriptor, &rule)))
        return fail(CONTRACT_UNFIT, "field %s.%s: its rule is not complete", source->full_name, proto->name);
    *field = (struct field){
        .name = arena_strdup(loader->arena, proto->name),
        .json_name = arena_strdup(loader->arena, proto->json_name ? proto->json_name : proto->name),
        .comment = comments_find(source->comments, loader->arena, &path),
        .number = (uint32_t)proto->number,
        .kind = kinds[proto->type],
        .repeated = proto->label == GOOGLE__PROTOBUF__FIELD_DESCRIPTOR_PROTO__LABEL__LABEL_REPEATED,
        .oneof = proto->has_oneof_index ? proto->oneof_index : -1,
        .rule = rule,
    };
    return refer(loader, source, proto, field);
}

static int compare_numbers(const void *a, const void *b)
{
    uint32_t left = ((const struct field *)a)->number, right = ((const struct field *)b)->number;

    return left < right ? -1 : left > right;
}

static enum well_known well_known_of(const char *full_name)
{
    static const char wrappers[] = " Double Float Int64 UInt64 Int32 UInt32 Bool String Bytes ";
    const char *name = full_name + 16;
    char word[16];
    size_t length;

    if (strncmp(full_name, "google.protobuf.", 16) != 0)
        return WELL_KNOWN_NONE;
    if (strcmp(name, "Timestamp") == 0)
        return WELL_KNOWN_TIMESTAMP;
    if (strcmp(name, "FieldMask") == 0)
        return WELL_KNOWN_FIELD_MASK;
    length = strlen(name);
    if (length <= 5 || length > 12 || strcmp(name + length - 5, "Value") != 0)
        return WELL_KNOWN_NONE;
    snprintf(word, sizeof(word), " %.*s ", (int)length - 5, name);
    return strstr(wrappers, word) ? WELL_KNOWN_WRAPPER : WELL_KNOWN_NONE;
}

static struct status fill_message(struct loader *loader, const struct source *source, struct message_type *type)
{
    const MessageProto *proto = source->proto;
    struct field *fields = arena_array(loader->arena, struct field, proto->n_field + 1);
    const char **oneofs = arena_array(loader->arena, const char *, proto->n_oneof_decl + 1);

    for (size_t i = 0; i < proto->n_field; i++)
        TRY(fill_field(loader, source, i, &fields[i]));
    qsort(fields, proto->n_field, sizeof(*fields), compare_numbers);
    for (size_t i = 0; i < proto->n_oneof_decl; i++)
        oneofs[i] = arena_strdup(loader->arena, proto->oneof_decl[i]->name);
    type->comment = comments_find(source->comments, loader->arena, &source->path);
    type->well_known = well_known_of(source->full_name);
    type->fields = fields;
    type->fields_count = proto->n_field;
    type->oneofs = oneofs;
    type->oneofs_count = proto->n_oneof_decl;
    type->file = arena_strdup(loader->arena, source->file->name);
    type->proto3 = source->file->syntax && strcmp(source->file->syntax, "proto3") == 0;
    return OK;
}

/* A field whose type is the entry of a map is the map. */
static void mark_maps(struct loader *loader)
{
    struct contract *contract = loader->contract;

    for (size_t m = 0; m < contract->messages_count; m++) {
        struct field *fields = (struct field *)contract->messages[m].fields; /* ours until the contract is handed out */

        for (size_t i = 0; i < contract->messages[m].fields_count; i++) {
            const MessageProto *type;

            if (!fields[i].message)
                continue;
            type = loader->messages.list[fields[i].message - contract->messages].proto;
            fields[i].map = fields[i].repeated && type->options && type->options->map_entry;
        }
    }
}

/* ---- methods ---- */

/* linli.content.v1 → content */
const char *package_word(struct arena *arena, const char *package)
{
    const char *end = strrchr(package, '.');
    const char *start;

    if (!end)
        return arena_strdup(arena, package);
    start = end;
    while (start > package && start[-1] != '.')
        start--;
    return arena_strndup(arena, start, (size_t)(end - start));
}

static void set_http(struct method *method)
{
    const Api__Rpc *rpc = method->rpc;

    switch (rpc->http_case) {
    case API__RPC__HTTP_GET:
        method->http_method = "GET";
        break;
    case API__RPC__HTTP_POST:
        method->http_method = "POST";
        break;
    case API__RPC__HTTP_PUT:
        method->http_method = "PUT";
        break;
    case API__RPC__HTTP_DELETE:
        method->http_method = "DELETE";
        break;
    default:
        return;
    }
    method->path = rpc->get; /* the four share their place */
}

static struct status fill_method(struct loader *loader, const struct source *service, const MethodProto *proto,
                                 size_t index, struct method *method)
{
    struct element_path path = element_child(service->path, SERVICE_METHOD, index);
    const char *input = proto->input_type && *proto->input_type ? proto->input_type + 1 : "";
    const char *output = proto->output_type && *proto->output_type ? proto->output_type + 1 : "";
    const void *rpc = NULL;

    *method =
        (struct method){ .full_name = arena_printf(loader->arena, "%s.%s", service->full_name, proto->name),
                         .name = arena_strdup(loader->arena, proto->name),
                         .service = service->full_name,
                         .queue = package_word(loader->arena, service->file->package ? service->file->package : ""),
                         .comment = comments_find(service->comments, loader->arena, &path),
                         .input = contract_message(loader->contract, input),
                         .output = contract_message(loader->contract, output) };
    method->service_comment = comments_find(service->comments, loader->arena, &service->path);
    method->subject = arena_printf(loader->arena, "rpc.%s", method->full_name);
    if (!method->input || !method->output)
        return fail(CONTRACT_UNFIT, "method %s: the set lacks its request or its answer", method->full_name);
    if (proto->client_streaming || proto->server_streaming)
        return fail(CONTRACT_UNFIT, "method %s streams; an operation is one request and one answer", method->full_name);
    if (proto->options &&
        !ok(option_read(loader->arena, &proto->options->base, OPTION_RPC, &api__rpc__descriptor, &rpc)))
        return fail(CONTRACT_UNFIT,
                    "method %s: its option (linli.api.rpc) lacks a part it needs: access and tx, ttl_ms of "
                    "cache, bytes_max of raw and upload, key and ttl_ms of refusal",
                    method->full_name);
    if (!rpc)
        return fail(CONTRACT_UNFIT, "method %s has no option (linli.api.rpc)", method->full_name);
    method->rpc = rpc;
    set_http(method);
    return OK;
}

static struct status fill_service(struct loader *loader, const File *file, size_t index)
{
    const Google__Protobuf__ServiceDescriptorProto *proto = file->service[index];
    struct source root = file_source(loader, file);
    struct source service = child(loader, &root, FILE_SERVICE, index, proto->name, proto);

    for (size_t i = 0; i < proto->n_method; i++)
        TRY(fill_method(loader, &service, proto->method[i], i,
                        &loader->contract->methods[loader->contract->methods_count++]));
    return OK;
}

static int compare_methods(const void *a, const void *b)
{
    return strcmp(((const struct method *)a)->full_name, ((const struct method *)b)->full_name);
}

static struct status fill_methods(struct loader *loader, const Google__Protobuf__FileDescriptorSet *set)
{
    struct contract *contract = loader->contract;
    size_t room = 0;

    for (size_t f = 0; f < set->n_file; f++)
        for (size_t s = 0; s < set->file[f]->n_service; s++)
            room += set->file[f]->service[s]->n_method;
    contract->methods = arena_array(loader->arena, struct method, room + 1);
    for (size_t f = 0; f < set->n_file; f++)
        for (size_t s = 0; s < set->file[f]->n_service; s++)
            TRY(fill_service(loader, set->file[f], s));
    qsort(contract->methods, contract->methods_count, sizeof(struct method), compare_methods);
    contract->methods_by_name = arena_array(loader->arena, const struct method *, contract->methods_count + 1);
    for (size_t i = 0; i < contract->methods_count; i++) {
        contract->methods[i].index = i;
        contract->methods_by_name[i] = &contract->methods[i];
    }
    return OK;
}

/* ---- all of it ---- */

/* An enum is one of reasons by its name, or by the option on its values: a package may have several. */
static bool holds_reasons(const struct enum_type *type)
{
    const char *dot = strrchr(type->full_name, '.');

    if (dot && strcmp(dot, ".Reason") == 0)
        return true;
    for (size_t v = 0; v < type->values_count; v++)
        if (type->values[v].reason)
            return true;
    return false;
}

static void collect_reasons(struct loader *loader)
{
    struct contract *contract = loader->contract;

    contract->reasons = arena_array(loader->arena, const struct enum_type *, contract->enums_count + 1);
    for (size_t i = 0; i < contract->enums_count; i++)
        if (holds_reasons(&contract->enums[i]))
            contract->reasons[contract->reasons_count++] = &contract->enums[i];
}

static struct status fill_tables(struct loader *loader, const Google__Protobuf__FileDescriptorSet *set)
{
    struct contract *contract = loader->contract;

    for (size_t i = 0; i < set->n_file; i++)
        TRY(collect_file(loader, set->file[i]));
    name_tables(loader);
    for (size_t i = 0; i < contract->enums_count; i++)
        TRY(fill_enum(loader, &loader->enums.list[i], &contract->enums[i]));
    for (size_t i = 0; i < contract->messages_count; i++)
        TRY(fill_message(loader, &loader->messages.list[i], &contract->messages[i]));
    mark_maps(loader);
    collect_reasons(loader);
    return fill_methods(loader, set);
}

struct status load_descriptors(struct contract *contract, const void *bytes, size_t size)
{
    struct loader loader = { .contract = contract, .arena = &contract->arena };
    ProtobufCAllocator allocator = arena_allocator(&loader.scratch);
    Google__Protobuf__FileDescriptorSet *set;
    struct status status;

    arena_init(&loader.scratch, UNPACKED_BYTES_MAX);
    set = google__protobuf__file_descriptor_set__unpack(&allocator, size, bytes);
    status = set ? fill_tables(&loader, set) : fail(CONTRACT_UNFIT, "the bytes are no descriptor set");
    arena_finish(&loader.scratch);
    return status;
}
