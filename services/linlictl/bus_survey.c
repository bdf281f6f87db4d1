#include "linlictl/bus_survey.h"

#include <string.h>

#include "google/protobuf/descriptor.pb-c.h"
#include "linli/api/rpc.pb-c.h"
#include "linlictl/linlictl.h"
#include "linlictl/local/files.h"

#define CONTRACT_FILE_BYTES_MAX ((size_t)8 << 20)
#define RPC_OPTION              50001 /* linli.api.rpc */

/* Everything unpacked lives in the arena. */
static void *arena_alloc_for_protobuf(void *arena, size_t bytes)
{
    return arena_try(arena, bytes);
}

static void arena_free_for_protobuf(void *arena, void *data)
{
    (void)arena;
    (void)data;
}

static struct status read_set(struct arena *arena, const char *path, Google__Protobuf__FileDescriptorSet **ret_set)
{
    ProtobufCAllocator allocator = { arena_alloc_for_protobuf, arena_free_for_protobuf, arena };
    char *data;
    size_t bytes;

    TRY(file_load(arena, path, CONTRACT_FILE_BYTES_MAX, &data, &bytes));
    *ret_set = google__protobuf__file_descriptor_set__unpack(&allocator, bytes, (const uint8_t *)data);
    if (!*ret_set)
        return fail(SYSTEM_FAILED, "%s is no descriptor set", path);
    return OK;
}

/* linli.content.v1 belongs to content; NULL for packages of another form. */
static const char *owner_of(struct arena *arena, const char *package)
{
    const char *end = strrchr(package, '.'), *start = end;

    if (!end || strncmp(end, ".v", 2) != 0)
        return NULL;
    while (start > package && start[-1] != '.')
        start--;
    return arena_strndup(arena, start, (size_t)(end - start));
}

/* The option's bytes: protobuf-c leaves it among the unknown fields, a piece each time it was set. */
static const Api__Rpc *rpc_option(struct arena *arena, const Google__Protobuf__MethodOptions *options)
{
    ProtobufCAllocator allocator = { arena_alloc_for_protobuf, arena_free_for_protobuf, arena };
    uint8_t *joined;
    size_t bytes = 0;

    if (!options)
        return NULL;
    for (size_t i = 0; i < options->base.n_unknown_fields; i++)
        bytes += options->base.unknown_fields[i].len;
    joined = arena_alloc(arena, bytes + 1);
    bytes = 0;
    for (size_t i = 0; i < options->base.n_unknown_fields; i++) {
        const ProtobufCMessageUnknownField *piece = &options->base.unknown_fields[i];
        size_t prefix = 0;

        if (piece->tag != RPC_OPTION)
            continue;
        while (prefix < piece->len && piece->data[prefix] & 0x80)
            prefix++;
        prefix++;
        memcpy(joined + bytes, piece->data + prefix, piece->len - prefix);
        bytes += piece->len - prefix;
    }
    return api__rpc__unpack(&allocator, bytes, joined);
}

static struct status survey_method(struct arena *arena, const char *interface, const char *owner,
                                   const Google__Protobuf__MethodDescriptorProto *method, struct bus_survey *survey)
{
    const Api__Rpc *rpc = rpc_option(arena, method->options);

    if (!rpc)
        return fail(SYSTEM_FAILED, "%s.%s has no option linli.api.rpc", interface, method->name);
    if (rpc->role_in_gateway == API__ROLE_IN_GATEWAY__REVOCATIONS)
        survey->sessions_owner = owner;
    if (rpc->role_in_gateway == API__ROLE_IN_GATEWAY__GATEWAY_NONE || rpc->access != API__ACCESS__SERVICES)
        return OK;
    if (survey->gateway_methods_count == SURVEY_EXACT_MAX)
        return fail(SYSTEM_FAILED, "more than %d methods with a role in the gateway", SURVEY_EXACT_MAX);
    survey->gateway_methods[survey->gateway_methods_count++] = arena_printf(arena, "%s.%s", interface, method->name);
    return OK;
}

static struct status survey_services(struct arena *arena, const Google__Protobuf__FileDescriptorProto *file,
                                     const char *owner, struct bus_survey *survey)
{
    for (size_t i = 0; i < file->n_service; i++) {
        const Google__Protobuf__ServiceDescriptorProto *service = file->service[i];
        const char *full_name = arena_printf(arena, "%s.%s", file->package, service->name);

        if (survey->interfaces_count == SURVEY_INTERFACES_MAX)
            return fail(SYSTEM_FAILED, "more than %d proto services", SURVEY_INTERFACES_MAX);
        survey->interfaces[survey->interfaces_count++] = (struct bus_interface){
            .owner = owner, .full_name = full_name, .internal = strcmp(service->name, "Internal") == 0
        };
        for (size_t m = 0; m < service->n_method; m++)
            TRY(survey_method(arena, full_name, owner, service->method[m], survey));
    }
    return OK;
}

static struct status survey_events(struct arena *arena, const Google__Protobuf__FileDescriptorProto *file,
                                   const char *owner, struct bus_survey *survey)
{
    const char *slash = strrchr(file->name, '/');

    if (!slash || strcmp(slash, "/events.proto") != 0)
        return OK;
    for (size_t i = 0; i < file->n_message_type; i++) {
        const char *name = file->message_type[i]->name;

        if (survey->events_count == SURVEY_EVENTS_MAX)
            return fail(SYSTEM_FAILED, "more than %d events", SURVEY_EVENTS_MAX);
        survey->events[survey->events_count++] = (struct bus_event){
            .owner = owner, .name = name, .full_name = arena_printf(arena, "%s.%s", file->package, name)
        };
    }
    return OK;
}

struct status bus_survey_load(struct arena *arena, const char *path, struct bus_survey *ret_survey)
{
    Google__Protobuf__FileDescriptorSet *set;

    memset(ret_survey, 0, sizeof(*ret_survey));
    TRY(read_set(arena, path, &set));
    for (size_t i = 0; i < set->n_file; i++) {
        const char *owner = set->file[i]->package ? owner_of(arena, set->file[i]->package) : NULL;

        if (!owner)
            continue;
        TRY(survey_services(arena, set->file[i], owner, ret_survey));
        TRY(survey_events(arena, set->file[i], owner, ret_survey));
    }
    return OK;
}
