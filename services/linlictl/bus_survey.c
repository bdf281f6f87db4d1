#include "linlictl/bus_survey.h"

#include <string.h>

#include "contract/contract.h"
#include "linlictl/linlictl.h"

/* linli.content.v1.Content: the package's segment before its version is the owner; NULL when there is no version. */
static const char *owner_of(struct arena *arena, const char *full_name)
{
    const char *version = strstr(full_name, ".v"), *start = version;

    if (!version)
        return NULL;
    while (start > full_name && start[-1] != '.')
        start--;
    return arena_strndup(arena, start, (size_t)(version - start));
}

static const char *last_word(const char *full_name)
{
    const char *dot = strrchr(full_name, '.');

    return dot ? dot + 1 : full_name;
}

static bool known(const struct bus_survey *survey, const char *interface)
{
    for (size_t i = 0; i < survey->interfaces_count; i++)
        if (strcmp(survey->interfaces[i].full_name, interface) == 0)
            return true;
    return false;
}

static struct status add_interface(struct arena *arena, const struct method *method, struct bus_survey *survey)
{
    if (known(survey, method->service))
        return OK;
    if (survey->interfaces_count == SURVEY_INTERFACES_MAX)
        return fail(SYSTEM_FAILED, "more than %d proto services", SURVEY_INTERFACES_MAX);
    survey->interfaces[survey->interfaces_count++] =
        (struct bus_interface){ .owner = arena_strdup(arena, method->queue),
                                .full_name = arena_strdup(arena, method->service),
                                .internal = strcmp(last_word(method->service), "Internal") == 0 };
    return OK;
}

/* These never go over the bus. */
static bool answered_by_gateway(const struct method *method)
{
    return method->rpc->role_in_gateway == API__ROLE_IN_GATEWAY__BATCH_OF_READS ||
           method->rpc->role_in_gateway == API__ROLE_IN_GATEWAY__LIVE;
}

static struct status add_method(struct arena *arena, const struct method *method, struct bus_survey *survey)
{
    if (answered_by_gateway(method))
        return OK;
    TRY(add_interface(arena, method, survey));
    if (method->rpc->role_in_gateway == API__ROLE_IN_GATEWAY__REVOCATIONS)
        survey->sessions_owner = arena_strdup(arena, method->queue);
    if (strcmp(last_word(method->service), "Internal") != 0)
        return OK;
    if (survey->internals_count == SURVEY_METHODS_MAX)
        return fail(SYSTEM_FAILED, "more than %d internal methods", SURVEY_METHODS_MAX);
    survey->internals[survey->internals_count++] =
        (struct bus_method){ .owner = arena_strdup(arena, method->queue),
                             .full_name = arena_strdup(arena, method->full_name),
                             .tool_only = method->rpc->tool_only,
                             .of_gateway = method->rpc->role_in_gateway != API__ROLE_IN_GATEWAY__GATEWAY_NONE };
    return OK;
}

/* Events are the messages that stand, not nested, in a file called events.proto. */
static struct status add_event(struct arena *arena, const struct message_type *message, struct bus_survey *survey)
{
    const char *slash = strrchr(message->file, '/'), *owner = owner_of(arena, message->full_name);
    const char *name = last_word(message->full_name);
    size_t package_bytes = (size_t)(slash ? slash - message->file : 0);

    if (!slash || !owner || strcmp(slash, "/events.proto") != 0 ||
        strlen(message->full_name) - strlen(name) - 1 != package_bytes)
        return OK;
    if (survey->events_count == SURVEY_EVENTS_MAX)
        return fail(SYSTEM_FAILED, "more than %d events", SURVEY_EVENTS_MAX);
    survey->events[survey->events_count++] = (struct bus_event){ .owner = owner,
                                                                 .name = arena_strdup(arena, name),
                                                                 .full_name = arena_strdup(arena, message->full_name) };
    return OK;
}

static struct status survey(struct arena *arena, const struct contract *contract, struct bus_survey *ret_survey)
{
    const struct method *const *methods;
    const struct message_type *messages;
    size_t count;

    methods = contract_methods(contract, &count);
    for (size_t i = 0; i < count; i++)
        TRY(add_method(arena, methods[i], ret_survey));
    messages = contract_messages(contract, &count);
    for (size_t i = 0; i < count; i++)
        TRY(add_event(arena, &messages[i], ret_survey));
    return OK;
}

struct status bus_survey_load(struct arena *arena, const char *path, struct bus_survey *ret_survey)
{
    struct contract *contract;

    memset(ret_survey, 0, sizeof(*ret_survey));
    TRY(contract_load_file(path, &contract));
    struct status status = survey(arena, contract, ret_survey);

    contract_destroy(contract);
    return status;
}
