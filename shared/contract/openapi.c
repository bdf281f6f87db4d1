#include "contract/openapi.h"

#include <stdlib.h>
#include <string.h>

#include "contract/openapi_parts.h"
#include "contract/tables.h"

#define TITLE   "Linli"
#define VERSION "1.0"
#define ABOUT                                                                                                          \
    "The backend of a community-commerce mini-program: neighbours and circles talk, and what they want they buy "      \
    "together.\n\n"                                                                                                    \
    "JSON is canonical proto3 JSON with these differences: 64-bit integers are numbers (amounts and counters stay "    \
    "below 2^53; "                                                                                                     \
    "numbers given as strings are taken too); zero values are always written, what is unset and may be unset is "      \
    "null; enums are "                                                                                                 \
    "their names; unknown fields, duplicate keys and names in snake case are refused. A failure is "                   \
    "application/problem+json "                                                                                        \
    "(RFC 9457) with a stable `code`; its `title` is in Chinese or English by Accept-Language; all wrong fields are "  \
    "named at "                                                                                                        \
    "once. Money is in fen, times are UTC.\n\n"                                                                        \
    "Operations that create something or move money take an Idempotency-Key: the same key and body give the same "     \
    "answer again. A refusal is final for its key, unless an earlier attempt went unanswered: that one may take "      \
    "effect until 2 s after the operation's time (`x-linli-timeout-ms`, from when its answer was given up) is over. "  \
    "Ask once more then: that answer is final."

/* ---- what operations share ---- */

static struct tree *text_schema(struct arena *arena, const char *type)
{
    struct tree *schema = tree_object(arena);

    tree_set_text(arena, schema, "type", type);
    return schema;
}

static void add_header_parameter(struct arena *arena, struct tree *parameters, const char *name, const char *header,
                                 const char *description, struct tree *schema)
{
    struct tree *parameter = tree_set_object(arena, parameters, name);

    tree_set_text(arena, parameter, "name", header);
    tree_set_text(arena, parameter, "in", "header");
    if (strcmp(name, "IdempotencyKey") == 0)
        tree_set(arena, parameter, "required", tree_bool(arena, true));
    tree_set_text(arena, parameter, "description", description);
    tree_set(arena, parameter, "schema", schema);
}

static void add_parameters(struct arena *arena, struct tree *components)
{
    struct tree *parameters = tree_set_object(arena, components, "parameters");
    struct tree *key = text_schema(arena, "string"), *attempt = text_schema(arena, "integer");
    struct tree *language = text_schema(arena, "string");

    tree_set_int(arena, key, "minLength", 1);
    tree_set_int(arena, key, "maxLength", 128);
    tree_set_int(arena, attempt, "minimum", 1);
    tree_add(arena, tree_set_list(arena, language, "examples"), tree_text(arena, "zh-CN"));
    add_header_parameter(arena, parameters, "IdempotencyKey", "Idempotency-Key",
                         "Chosen by the client, new for each thing it wants to happen, the same when it tries again.",
                         key);
    add_header_parameter(arena, parameters, "IdempotencyAttempt", "Idempotency-Attempt",
                         "1 on the first try: a refusal that is known already may then be answered early.", attempt);
    add_header_parameter(arena, parameters, "IfNoneMatch", "If-None-Match", "The ETag of what the client has.",
                         text_schema(arena, "string"));
    add_header_parameter(arena, parameters, "AcceptLanguage", "Accept-Language", "The language of titles: zh or en.",
                         language);
}

static void add_headers(struct arena *arena, struct tree *components)
{
    static const struct {
        const char *name, *description, *type;
    } rows[] = {
        { "RequestId", "Names this request in our logs.", "string" },
        { "RetryAfter", "Seconds after which another try makes sense.", "integer" },
        { "ETag", "For If-None-Match.", "string" },
        { "ContentDisposition", "The file's name. Only with the file itself, which `Accept` asks for.", "string" },
        { "NextPart", "Where the next part begins, only with the file itself. Absent: this was the last.", "string" },
    };
    struct tree *headers = tree_set_object(arena, components, "headers");

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct tree *header = tree_set_object(arena, headers, rows[i].name);

        tree_set_text(arena, header, "description", rows[i].description);
        tree_set(arena, header, "schema", text_schema(arena, rows[i].type));
    }
}

static void add_security(struct arena *arena, struct tree *components)
{
    struct tree *bearer = tree_set_object(arena, tree_set_object(arena, components, "securitySchemes"), "bearer");

    tree_set_text(arena, bearer, "type", "http");
    tree_set_text(arena, bearer, "scheme", "bearer");
    tree_set_text(arena, bearer, "bearerFormat", "JWT");
    tree_set_text(arena, bearer, "description", "An access token (EdDSA, 15 minutes).");
}

/* ---- problems ---- */

static struct tree *all_codes(struct openapi *openapi)
{
    struct tree *codes = tree_list(openapi->arena);
    const struct contract *contract = openapi->contract;

    for (size_t i = 0; i < contract->reasons_count; i++)
        for (size_t v = 0; v < contract->reasons[i]->values_count; v++) {
            const char *name = contract->reasons[i]->values[v].name;
            bool seen = !contract->reasons[i]->values[v].reason;

            for (size_t before = 0; before < i && !seen; before++)
                for (size_t b = 0; b < contract->reasons[before]->values_count; b++)
                    seen = seen || strcmp(contract->reasons[before]->values[b].name, name) == 0;
            if (!seen)
                tree_add(openapi->arena, codes, tree_text(openapi->arena, name));
        }
    return codes;
}

static struct tree *add_property(struct arena *arena, struct tree *properties, const char *name, const char *type,
                                 const char *description)
{
    struct tree *property = tree_set(arena, properties, name, text_schema(arena, type));

    tree_set_text(arena, property, "description", description);
    return property;
}

static void add_violation(struct arena *arena, struct tree *errors)
{
    struct tree *violation = tree_set(arena, errors, "items", text_schema(arena, "object")), *required, *properties;

    required = tree_set_list(arena, violation, "required");
    tree_add(arena, required, tree_text(arena, "field"));
    tree_add(arena, required, tree_text(arena, "reason"));
    properties = tree_set_object(arena, violation, "properties");
    add_property(arena, properties, "field", "string", "Path in JSON names: lines[2].quantity.");
    add_property(arena, properties, "reason", "string", "For the developer: must be at most 20 characters long.");
}

static void add_problem(struct openapi *openapi, struct tree *schemas)
{
    struct arena *arena = openapi->arena;
    struct tree *problem = tree_set(arena, schemas, "Problem", text_schema(arena, "object")), *required, *properties;

    tree_set_text(arena, problem, "description", "What went wrong (RFC 9457).");
    required = tree_set_list(arena, problem, "required");
    tree_add(arena, required, tree_text(arena, "status"));
    tree_add(arena, required, tree_text(arena, "code"));
    tree_add(arena, required, tree_text(arena, "title"));
    tree_add(arena, required, tree_text(arena, "requestId"));
    properties = tree_set_object(arena, problem, "properties");
    add_property(arena, properties, "status", "integer", "The HTTP status.");
    tree_set(arena, add_property(arena, properties, "code", "string", "Stable: what a program decides by."), "enum",
             all_codes(openapi));
    add_property(arena, properties, "title", "string", "For the user, in the language asked for.");
    add_property(arena, properties, "detail", "string", "For the developer.");
    add_property(arena, properties, "requestId", "string", "The same as X-Request-Id.");
    add_violation(arena, add_property(arena, properties, "errors", "array", "Every field that is wrong."));
}

/* A package may declare its reasons in several enums: they stand together. */
static struct tree *reasons_of_service(struct arena *arena, struct tree *services, const struct enum_type *type)
{
    size_t bytes = (size_t)(strrchr(type->full_name, '.') - type->full_name);
    const char *package = arena_strndup(arena, type->full_name, bytes);
    const char *word = strcmp(package, "linli.api") == 0 ? "common" : package_word(arena, package);
    struct tree *known = tree_get(services, word);

    return known ? known : tree_set_object(arena, services, word);
}

/* reason → code, status and texts, by the service that declares it. */
static struct tree *reasons_text(struct openapi *openapi)
{
    struct arena *arena = openapi->arena;
    struct tree *services = tree_object(arena);

    for (size_t i = 0; i < openapi->contract->reasons_count; i++) {
        const struct enum_type *type = openapi->contract->reasons[i];
        struct tree *reasons = reasons_of_service(arena, services, type);

        for (size_t v = 0; v < type->values_count; v++) {
            const Api__ReasonOptions *options = type->values[v].reason;
            struct tree *reason;

            if (!options)
                continue;
            reason = tree_set_object(arena, reasons, type->values[v].name);
            tree_set_text(arena, reason, "code", code_name((enum code)options->code));
            tree_set_int(arena, reason, "status", code_http_status((enum code)options->code));
            tree_set_text(arena, reason, "zh", options->zh);
            tree_set_text(arena, reason, "en", options->en);
            if (options->retry_after_s)
                tree_set_int(arena, reason, "retryAfterS", options->retry_after_s);
        }
    }
    return services;
}

/* ---- paths and tags ---- */

/* Variables in the names of JSON. */
static const char *json_path(struct arena *arena, const struct method *method)
{
    struct buf path;

    buf_init(&path, arena, 0);
    for (const char *at = method->path; *at; at++) {
        const struct field *field;
        size_t length;

        buf_add_char(&path, *at);
        if (*at != '{')
            continue;
        length = strcspn(at + 1, "}");
        field = message_field_by_name(method->input, at + 1, length);
        buf_add_str(&path, field->json_name);
        at += length;
    }
    return path.data;
}

static int compare_paths(const void *a, const void *b)
{
    const struct method *left = *(const struct method *const *)a, *right = *(const struct method *const *)b;
    int order = strcmp(left->path, right->path);

    return order ? order : strcmp(left->http_method, right->http_method);
}

static const char *http_key(const struct method *method)
{
    switch (method->http_method[1]) {
    case 'E':
        return *method->http_method == 'G' ? "get" : "delete";
    case 'O':
        return "post";
    default:
        return "put";
    }
}

static struct tree *write_paths(struct openapi *openapi, const struct method **methods, size_t count)
{
    struct tree *paths = tree_object(openapi->arena);

    qsort(methods, count, sizeof(*methods), compare_paths);
    for (size_t i = 0; i < count; i++) {
        const char *path = json_path(openapi->arena, methods[i]);
        struct tree *item = tree_get(paths, path);

        if (!item)
            item = tree_set_object(openapi->arena, paths, path);
        tree_set(openapi->arena, item, http_key(methods[i]), operation_write(openapi, methods[i]));
    }
    return paths;
}

static void add_tag(struct arena *arena, struct tree *tags, const char *name, const char *description)
{
    struct tree *tag = tree_add(arena, tags, tree_object(arena));

    tree_set_text(arena, tag, "name", name);
    tree_set_text(arena, tag, "description", description);
}

/* A tag a service; methods come in the order of their full names, so those of a service are neighbours. */
static struct tree *write_tags(struct openapi *openapi)
{
    struct tree *tags = tree_list(openapi->arena);
    const char *service = "";
    bool raw = false;

    for (size_t i = 0; i < openapi->contract->methods_count; i++) {
        const struct method *method = &openapi->contract->methods[i];

        raw = raw || (method->path && method->rpc->raw);
        if (!method->path || method->rpc->raw || strcmp(method->service, service) == 0)
            continue;
        service = method->service;
        add_tag(openapi->arena, tags, strrchr(service, '.') + 1, method->service_comment);
    }
    if (raw)
        add_tag(openapi->arena, tags, "callbacks", "Called by other systems, never by clients.");
    return tags;
}

/* ---- the document ---- */

static struct tree *write_info(struct arena *arena)
{
    struct tree *info = tree_object(arena), *license;

    tree_set_text(arena, info, "title", TITLE);
    tree_set_text(arena, info, "version", VERSION);
    tree_set_text(arena, info, "description", ABOUT);
    license = tree_set_object(arena, info, "license");
    tree_set_text(arena, license, "name", "Apache-2.0");
    tree_set_text(arena, license, "identifier", "Apache-2.0");
    return info;
}

static struct tree *write_components(struct openapi *openapi)
{
    struct tree *components = tree_object(openapi->arena), *schemas;

    add_security(openapi->arena, components);
    add_parameters(openapi->arena, components);
    add_headers(openapi->arena, components);
    tree_set(openapi->arena, components, "responses", openapi->responses);
    schemas = tree_set_object(openapi->arena, components, "schemas");
    add_problem(openapi, schemas);
    schemas_write(openapi, schemas);
    return components;
}

void openapi_write(const struct contract *contract, struct buf *out)
{
    struct openapi openapi = { .contract = contract, .arena = out->arena, .responses = tree_object(out->arena) };
    const struct method **methods = arena_array(out->arena, const struct method *, contract->methods_count + 1);
    struct tree *document = tree_object(out->arena), *server;
    size_t count = 0;

    for (size_t i = 0; i < contract->methods_count; i++)
        if (contract->methods[i].path)
            methods[count++] = &contract->methods[i];
    schemas_collect(&openapi);
    tree_set_text(out->arena, document, "openapi", "3.1.0");
    tree_set(out->arena, document, "info", write_info(out->arena));
    server = tree_add(out->arena, tree_set_list(out->arena, document, "servers"), tree_object(out->arena));
    tree_set_text(out->arena, server, "url", "/");
    tree_set(out->arena, document, "tags", write_tags(&openapi));
    tree_set(out->arena, document, "paths", write_paths(&openapi, methods, count));
    tree_set(out->arena, document, "components", write_components(&openapi));
    tree_set(out->arena, document, "x-linli-reasons-text", reasons_text(&openapi));
    tree_print(document, out);
}
