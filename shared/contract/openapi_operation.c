/* A method as an OpenAPI operation: parameters, body, answer, and every problem it can answer with. */
#include <string.h>

#include "contract/openapi_parts.h"
#include "contract/tables.h"

/* ---- words ---- */

/* The first sentence or paragraph, without line breaks; *ret_rest is what follows it. */
static const char *summary_of(struct arena *arena, const char *comment, const char **ret_rest)
{
    const char *end = comment;
    char *summary;

    while (*end && strncmp(end, "\n\n", 2) != 0 &&
           !(*end == '.' && (end[1] == ' ' || end[1] == '\n' || end[1] == '\0')))
        end++;
    end += *end == '.';
    summary = arena_strndup(arena, comment, (size_t)(end - comment));
    for (char *c = summary; *c; c++)
        *c = *c == '\n' ? ' ' : *c;
    *ret_rest = end + strspn(end, " \n");
    return summary;
}

static const char *lower_first(struct arena *arena, const char *name)
{
    char *copy = arena_strdup(arena, name);

    if (*copy >= 'A' && *copy <= 'Z')
        *copy = (char)(*copy - 'A' + 'a');
    return copy;
}

static const char *last_segment(const char *full_name)
{
    const char *dot = strrchr(full_name, '.');

    return dot ? dot + 1 : full_name;
}

static const char *access_name(const struct method *method)
{
    switch (method->rpc->access) {
    case API__ACCESS__PUBLIC:
        return "public";
    case API__ACCESS__ROLE:
        return "role";
    default:
        return "user";
    }
}

static bool is_get(const struct method *method)
{
    return strcmp(method->http_method, "GET") == 0;
}

static bool takes_body(const struct method *method)
{
    return strcmp(method->http_method, "POST") == 0 || strcmp(method->http_method, "PUT") == 0;
}

/* ---- parameters ---- */

static void add_parameter(struct openapi *openapi, const struct field *field, const char *place,
                          struct tree *parameters)
{
    struct arena *arena = openapi->arena;
    struct tree *parameter = tree_add(arena, parameters, tree_object(arena));
    bool in_path = strcmp(place, "path") == 0;

    tree_set_text(arena, parameter, "name", field->json_name);
    tree_set_text(arena, parameter, "in", place);
    if (in_path || (field->rule && field->rule->required))
        tree_set(arena, parameter, "required", tree_bool(arena, true));
    tree_set_text(arena, parameter, "description", field->comment);
    tree_set(arena, parameter, "schema", schema_parameter(openapi, field));
    if (field->rule && field->rule->example)
        tree_set(arena, parameter, "example", example_value(arena, field, false));
}

static void add_common(struct arena *arena, struct tree *parameters, const char *name)
{
    struct tree *parameter = tree_add(arena, parameters, tree_object(arena));

    tree_set_text(arena, parameter, "$ref", arena_printf(arena, "#/components/parameters/%s", name));
}

static void add_parameters(struct openapi *openapi, const struct method *method, struct tree *operation)
{
    struct arena *arena = openapi->arena;
    struct tree *parameters = tree_list(arena);

    for (size_t i = 0; i < method->input->fields_count; i++) {
        const struct field *field = &method->input->fields[i];

        if (field_in_path(method, field))
            add_parameter(openapi, field, "path", parameters);
        else if (!method->rpc->raw && (!takes_body(method) || (method->rpc->upload && field != method_file_field(method))))
            add_parameter(openapi, field, "query", parameters);
    }
    if (method->rpc->idempotency)
        add_common(arena, parameters, "IdempotencyKey");
    if (method->rpc->refusal)
        add_common(arena, parameters, "IdempotencyAttempt");
    if (method->rpc->cache)
        add_common(arena, parameters, "IfNoneMatch");
    if (!method->rpc->raw)
        add_common(arena, parameters, "AcceptLanguage");
    if (!tree_is_empty(parameters))
        tree_set(arena, operation, "parameters", parameters);
}

/* ---- body and answer ---- */

static struct tree *json_content(struct arena *arena, struct tree *parent, const char *type)
{
    return tree_set_object(arena, tree_set_object(arena, parent, "content"), type);
}

/* One part, whatever it is called. */
static void add_file(struct openapi *openapi, const struct method *method, struct tree *body)
{
    struct arena *arena = openapi->arena;
    struct tree *schema = tree_set_object(arena, json_content(arena, body, "multipart/form-data"), "schema"), *file;

    tree_set_text(arena, schema, "type", "object");
    file = tree_set_object(arena, tree_set_object(arena, schema, "properties"), "file");
    tree_set_text(arena, file, "type", "string");
    tree_set_text(arena, file, "contentMediaType", "application/octet-stream");
    tree_set_text(arena, file, "description",
                  arena_printf(arena, "The file, at most %u bytes. What it is is seen from its content.",
                               method->rpc->upload->bytes_max));
    tree_add(arena, tree_set_list(arena, schema, "required"), tree_text(arena, "file"));
    tree_set(arena, body, "required", tree_bool(arena, true));
}

static void add_body(struct openapi *openapi, const struct method *method, struct tree *operation)
{
    struct arena *arena = openapi->arena;
    struct tree *body, *content;

    if (!takes_body(method))
        return;
    body = tree_object(arena);
    if (method->rpc->raw) {
        json_content(arena, body, "*/*");
    } else if (method->rpc->upload) {
        add_file(openapi, method, body);
    } else {
        content = json_content(arena, body, "application/json");
        tree_set(arena, content, "schema", schema_body(openapi, method));
        tree_set(arena, content, "example", example_message(arena, method->input, method, false));
        if (method->input->_form->required || method->input->_form->oneofs_required)
            tree_set(arena, body, "required", tree_bool(arena, true));
    }
    tree_set(arena, operation, "requestBody", body);
}

static struct tree *add_response(struct openapi *openapi, struct tree *responses, unsigned status,
                                 const char *description)
{
    struct tree *response = tree_set_object(openapi->arena, responses, arena_printf(openapi->arena, "%u", status));

    tree_set_text(openapi->arena, response, "description", description);
    return response;
}

static void add_header(struct arena *arena, struct tree *response, const char *header, const char *name)
{
    struct tree *headers = tree_get(response, "headers");

    if (!headers)
        headers = tree_set_object(arena, response, "headers");
    tree_set_text(arena, tree_set_object(arena, headers, header), "$ref",
                  arena_printf(arena, "#/components/headers/%s", name));
}

/* What a caller gets who asks for the file itself. */
static void add_answer_file(struct arena *arena, const Api__File *file, struct tree *response)
{
    add_header(arena, response, "Content-Disposition", "ContentDisposition");
    if (file->next)
        add_header(arena, response, "X-Next-Part", "NextPart");
    for (size_t i = 0; i < file->n_types; i++)
        tree_set_text(arena, tree_set_object(arena, tree_set_object(arena, tree_get(response, "content"), file->types[i]), "schema"),
                      "type", "string");
}

static void add_success(struct openapi *openapi, const struct method *method, struct tree *responses)
{
    struct arena *arena = openapi->arena;
    struct tree *response = add_response(openapi, responses, method->rpc->success,
                                         method->rpc->success == 201 ? "It was made." : "It was done.");
    struct tree *content;

    add_header(arena, response, "X-Request-Id", "RequestId");
    if (method->rpc->cache)
        add_header(arena, response, "ETag", "ETag");
    if (method->rpc->raw) {
        json_content(arena, response, "*/*");
        return;
    }
    content = json_content(arena, response, "application/json");
    tree_set(arena, content, "schema", schema_answer(openapi, method->output));
    tree_set(arena, content, "example", example_message(arena, method->output, NULL, true));
    if (method->rpc->file)
        add_answer_file(arena, method->rpc->file, response);
    if (method->rpc->cache)
        add_response(openapi, responses, 304, "What the client has is still right.");
}

/* ---- problems ---- */

static bool has_field(const struct method *method, const char *name)
{
    return message_field_by_name(method->input, name, strlen(name)) != NULL;
}

/* Which of the common reasons an operation can meet; one that is not told apart here can meet any. */
static bool can_meet(const struct method *method, const char *reason)
{
    bool keyed = method->rpc->idempotency == API__IDEMPOTENCY__KEY_REQUIRED;
    const struct {
        const char *reason;
        bool when;
    } told[] = {
        { "IDEMPOTENCY_KEY_REQUIRED", keyed },
        { "IDEMPOTENCY_KEY_REUSED", keyed },
        { "IN_PROGRESS", keyed },
        { "CONFLICT", !is_get(method) },
        { "OVERFLOW", !is_get(method) },
        { "TOKEN_MISSING", method->rpc->access != API__ACCESS__PUBLIC },
        { "BODY_TOO_LARGE", takes_body(method) },
        { "NOT_JSON", takes_body(method) },
        { "METHOD_NOT_HERE", false },
        { "PAGE_TOKEN_INVALID", has_field(method, "page_token") },
    };

    for (size_t i = 0; i < sizeof(told) / sizeof(told[0]); i++)
        if (strcmp(told[i].reason, reason) == 0)
            return told[i].when;
    return true;
}

static bool declares(const struct method *method, const char *reason)
{
    for (size_t i = 0; i < method->rpc->n_reasons; i++)
        if (strcmp(method->rpc->reasons[i], reason) == 0)
            return true;
    return false;
}

/* Reasons of that HTTP status: the method's own and the common ones. */
static struct tree *codes_of(struct openapi *openapi, const struct method *method, int status)
{
    struct tree *codes = tree_list(openapi->arena);
    const struct enum_type *common = contract_enum(openapi->contract, "linli.api.Reason");

    for (size_t i = 0; i < method->rpc->n_reasons; i++) {
        const struct enum_value *reason = contract_reason(openapi->contract, method, method->rpc->reasons[i]);

        if (code_http_status((enum code)reason->reason->code) == status)
            tree_add(openapi->arena, codes, tree_text(openapi->arena, reason->name));
    }
    for (size_t i = 0; common && i < common->values_count; i++) {
        const struct enum_value *reason = &common->values[i];

        if (reason->reason && code_http_status((enum code)reason->reason->code) == status &&
            can_meet(method, reason->name) && !declares(method, reason->name))
            tree_add(openapi->arena, codes, tree_text(openapi->arena, reason->name));
    }
    return codes;
}

static const struct {
    int status;
    const char *description;
} statuses[] = {
    { 400, "The request is not valid, or the state of things does not allow it." },
    { 401, "A good bearer token is needed." },
    { 403, "The caller may not do this." },
    { 404, "There is nothing here, or nothing the caller may know about." },
    { 409, "Somebody else was there first, or is there now." },
    { 410, "It has ended for good." },
    { 413, "The body is too large." },
    { 415, "The body is not JSON." },
    { 422, "The Idempotency-Key was used for another request." },
    { 429, "Too many requests." },
    { 500, "Something broke on our side." },
    { 503, "Not available now; try again shortly." },
    { 504, "It took too long; look before you repeat." },
};

static struct tree *problem(struct openapi *openapi, size_t row, struct tree *codes)
{
    struct arena *arena = openapi->arena;
    struct tree *response = tree_object(arena), *schema, *parts, *code;
    int status = statuses[row].status;

    tree_set_text(arena, response, "description", statuses[row].description);
    add_header(arena, response, "X-Request-Id", "RequestId");
    if (status == 409 || status == 429 || status == 503)
        add_header(arena, response, "Retry-After", "RetryAfter");
    schema = tree_set_object(arena, json_content(arena, response, "application/problem+json"), "schema");
    parts = tree_set_list(arena, schema, "allOf");
    tree_set_text(arena, tree_add(arena, parts, tree_object(arena)), "$ref", "#/components/schemas/Problem");
    code = tree_set_object(arena, tree_set_object(arena, tree_add(arena, parts, tree_object(arena)), "properties"),
                           "code");
    tree_set(arena, code, "enum", codes);
    return response;
}

/* Statuses whose common reasons are the same for all, or differ only by whether a token is needed, are written once. */
static const char *shared_name(struct openapi *openapi, const struct method *method, int status)
{
    if (status == 400 || status == 409)
        return NULL;
    for (size_t i = 0; i < method->rpc->n_reasons; i++) {
        const struct enum_value *reason = contract_reason(openapi->contract, method, method->rpc->reasons[i]);

        if (code_http_status((enum code)reason->reason->code) == status)
            return NULL;
    }
    return arena_printf(openapi->arena, "Problem%d%s", status,
                        status == 401 && method->rpc->access == API__ACCESS__PUBLIC ? "Public" : "");
}

static void add_problem(struct openapi *openapi, const struct method *method, size_t row, struct tree *responses)
{
    int status = statuses[row].status;
    struct tree *codes = codes_of(openapi, method, status), *response;
    const char *name = shared_name(openapi, method, status);

    if (tree_is_empty(codes))
        return;
    response = problem(openapi, row, codes);
    if (name) {
        if (!tree_get(openapi->responses, name))
            tree_set(openapi->arena, openapi->responses, name, response);
        response = tree_object(openapi->arena);
        tree_set_text(openapi->arena, response, "$ref",
                      arena_printf(openapi->arena, "#/components/responses/%s", name));
    }
    tree_set(openapi->arena, responses, arena_printf(openapi->arena, "%d", status), response);
}

static void add_problems(struct openapi *openapi, const struct method *method, struct tree *responses)
{
    for (size_t row = 0; row < sizeof(statuses) / sizeof(statuses[0]); row++)
        if (!method->rpc->raw || statuses[row].status == 413 || statuses[row].status >= 429)
            add_problem(openapi, method, row, responses);
    if (method->rpc->raw)
        tree_set_text(openapi->arena, tree_set_object(openapi->arena, responses, "default"), "description",
                      "It was not taken; the caller tries again.");
}

/* ---- the operation ---- */

static void add_security(struct arena *arena, const struct method *method, struct tree *operation)
{
    struct tree *security = tree_set_list(arena, operation, "security");

    if (method->rpc->access == API__ACCESS__PUBLIC)
        tree_add(arena, security, tree_object(arena));
    if (!method->rpc->raw)
        tree_set_list(arena, tree_add(arena, security, tree_object(arena)), "bearer");
}

static void add_texts(struct arena *arena, struct tree *operation, const char *key, size_t count,
                      const char *const *texts)
{
    struct tree *list = tree_list(arena);

    for (size_t i = 0; i < count; i++)
        tree_add(arena, list, tree_text(arena, texts[i]));
    if (count)
        tree_set(arena, operation, key, list);
}

static void add_extensions(struct arena *arena, const struct method *method, struct tree *operation)
{
    const Api__Rpc *rpc = method->rpc;

    tree_set_text(arena, operation, "x-linli-method", method->full_name);
    tree_set_text(arena, operation, "x-linli-access", access_name(method));
    add_texts(arena, operation, "x-linli-roles", rpc->n_roles, rpc->roles);
    if (rpc->idempotency)
        tree_set_text(arena, operation, "x-linli-idempotency", "required");
    add_texts(arena, operation, "x-linli-reasons", rpc->n_reasons, rpc->reasons);
    tree_set_text(arena, operation, "x-linli-rate", rpc->rate);
    tree_set_int(arena, operation, "x-linli-timeout-ms", rpc->timeout_ms);
    if (rpc->cache)
        tree_set_int(arena, operation, "x-linli-cache-ms", rpc->cache->ttl_ms);
    if (rpc->raw)
        tree_set(arena, operation, "x-linli-raw", tree_bool(arena, true));
    if (rpc->upload)
        tree_set_int(arena, operation, "x-linli-upload-bytes", rpc->upload->bytes_max);
}

struct tree *operation_write(struct openapi *openapi, const struct method *method)
{
    struct arena *arena = openapi->arena;
    struct tree *operation = tree_object(arena), *responses;
    const char *rest;

    tree_set_text(arena, operation, "operationId", lower_first(arena, method->name));
    tree_add(arena, tree_set_list(arena, operation, "tags"),
             tree_text(arena, method->rpc->raw ? "callbacks" : last_segment(method->service)));
    tree_set_text(arena, operation, "summary", summary_of(arena, method->comment, &rest));
    tree_set_text(arena, operation, "description", rest);
    add_parameters(openapi, method, operation);
    add_body(openapi, method, operation);
    responses = tree_set_object(arena, operation, "responses");
    add_success(openapi, method, responses);
    add_problems(openapi, method, responses);
    add_security(arena, method, operation);
    add_extensions(arena, method, operation);
    return operation;
}
