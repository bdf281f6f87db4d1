/* What a method says of itself must go together. Every sentence names the method and what to do. */
#include <ctype.h>
#include <string.h>

#include "contract/tables.h"

static struct status unfit(const struct method *method, const char *why)
{
    return fail(CONTRACT_UNFIT, "method %s %s", method->full_name, why);
}

static bool one_of(const char *word, const char *const *words)
{
    for (; *words; words++)
        if (strcmp(word, *words) == 0)
            return true;
    return false;
}

static bool is_http(const struct method *method, const char *http_method)
{
    return method->http_method && strcmp(method->http_method, http_method) == 0;
}

static bool in_internal(const struct method *method)
{
    const char *dot = strrchr(method->service, '.');

    return strcmp(dot ? dot + 1 : method->service, "Internal") == 0;
}

/* protoc-c writes the method's name in lower case as a member of a struct. */
static struct status check_name(const struct method *method)
{
    static const char *const keywords[] = {
        "auto",     "break",  "case",     "char",   "const",  "continue", "default", "do",     "double",  "else",
        "enum",     "extern", "float",    "for",    "goto",   "if",       "inline",  "int",    "long",    "register",
        "restrict", "return", "short",    "signed", "sizeof", "static",   "struct",  "switch", "typedef", "union",
        "unsigned", "void",   "volatile", "while",  "asm",    "typeof",   NULL
    };
    char lower[16] = "";
    size_t length = strlen(method->name);

    if (!isupper((unsigned char)*method->name))
        return unfit(method, "must have a name that begins with a capital: a verb and a noun");
    if (!strchr(method->service, '.'))
        return unfit(method, "must be of a service in a package");
    for (size_t i = 0; i < length && length < sizeof(lower); i++)
        lower[i] = (char)tolower((unsigned char)method->name[i]);
    if (one_of(lower, keywords))
        return unfit(method, "is a keyword of C in lower case and would not compile; give it a verb and a noun");
    return OK;
}

static struct status check_access(const struct method *method)
{
    const Api__Rpc *rpc = method->rpc;
    bool services = rpc->access == API__ACCESS__SERVICES;

    if (rpc->access == API__ACCESS__ACCESS_UNSPECIFIED || rpc->tx == API__TX__TX_UNSPECIFIED)
        return unfit(method, "must say its access and its tx");
    if (services && method->http_method)
        return unfit(method, "is for SERVICES and can't have an HTTP mapping");
    if (services != in_internal(method) && !rpc->role_in_gateway)
        return unfit(method, services ? "is for SERVICES and belongs in a service called Internal"
                                      : "is in a service called Internal, so its access must be SERVICES");
    if (!services && !method->http_method && !rpc->role_in_gateway)
        return unfit(method, "needs an HTTP mapping: one of get, post, put, delete");
    if (rpc->access == API__ACCESS__ROLE && rpc->n_roles == 0)
        return unfit(method, "has the access ROLE and names no roles");
    if (rpc->access != API__ACCESS__ROLE && rpc->n_roles)
        return unfit(method, "names roles, so its access must be ROLE");
    return OK;
}

static struct status check_key(const struct method *method)
{
    const Api__Rpc *rpc = method->rpc;

    if (rpc->idempotency != API__IDEMPOTENCY__KEY_REQUIRED)
        return OK;
    if (is_http(method, "GET"))
        return unfit(method, "is a GET and can't require an Idempotency-Key");
    if (rpc->tx == API__TX__NONE || rpc->tx == API__TX__READ)
        return unfit(method,
                     "requires an Idempotency-Key, which is kept with the effect: its tx must be READ_WRITE, BATCH or "
                     "STEPS");
    return OK;
}

static struct status check_limits(const struct method *method)
{
    static const char *const rates[] = { "read", "write", "login", "money", "message", "callback", NULL };
    const Api__Rpc *rpc = method->rpc;

    if (rpc->timeout_ms < 10 || rpc->timeout_ms > METHOD_TIMEOUT_MS_MAX)
        return fail(CONTRACT_UNFIT, "method %s: timeout_ms must be from 10 to %d", method->full_name,
                    METHOD_TIMEOUT_MS_MAX);
    if (rpc->tx == API__TX__STEPS && rpc->idempotency == API__IDEMPOTENCY__KEY_REQUIRED &&
        rpc->timeout_ms > KEYED_STEPS_TIMEOUT_MS_MAX)
        return fail(CONTRACT_UNFIT, "method %s: timeout_ms in STEPS with an Idempotency-Key must be at most %d",
                    method->full_name, KEYED_STEPS_TIMEOUT_MS_MAX);
    if (rpc->bytes_max == 0 || rpc->bytes_max > METHOD_BYTES_MAX ||
        (rpc->raw && rpc->raw->bytes_max > METHOD_BYTES_MAX) || (rpc->raw && rpc->raw->bytes_max == 0))
        return fail(CONTRACT_UNFIT, "method %s: bytes_max must be from 1 to %u", method->full_name, METHOD_BYTES_MAX);
    if (!one_of(rpc->rate, rates))
        return unfit(method, "has a rate that is none of read, write, login, money, message, callback");
    if (rpc->success != 200 && rpc->success != 201)
        return unfit(method, "must have 200 or 201 as its success");
    return OK;
}

static struct status check_cache(const struct method *method)
{
    const Api__Cache *cache = method->rpc->cache;

    if (!cache)
        return OK;
    if (!is_http(method, "GET") || method->rpc->access != API__ACCESS__PUBLIC)
        return unfit(method, "declares a cache, which is only for a PUBLIC GET");
    if (cache->ttl_ms == 0 || cache->ttl_ms > METHOD_REMEMBER_MS_MAX)
        return fail(CONTRACT_UNFIT, "method %s: ttl_ms of its cache must be from 1 to %d", method->full_name,
                    METHOD_REMEMBER_MS_MAX);
    return OK;
}

static struct status check_method_reasons(const struct contract *contract, const struct method *method)
{
    const Api__Rpc *rpc = method->rpc;

    for (size_t i = 0; i < rpc->n_reasons; i++) {
        if (!contract_reason(contract, method, rpc->reasons[i]))
            return fail(CONTRACT_UNFIT,
                        "method %s: its reason %s is in no enum Reason, neither common nor of its package",
                        method->full_name, rpc->reasons[i]);
        for (size_t other = 0; other < i; other++)
            if (strcmp(rpc->reasons[i], rpc->reasons[other]) == 0)
                return fail(CONTRACT_UNFIT, "method %s names the reason %s twice", method->full_name, rpc->reasons[i]);
    }
    return OK;
}

static bool names_reason(const struct method *method, const char *reason)
{
    for (size_t i = 0; i < method->rpc->n_reasons; i++)
        if (strcmp(method->rpc->reasons[i], reason) == 0)
            return true;
    return false;
}

static bool path_has(const struct method *method, const char *variable)
{
    size_t length = strlen(variable);

    for (const char *at = method->path; at && (at = strchr(at, '{')); at++)
        if (strncmp(at + 1, variable, length) == 0 && at[length + 1] == '}')
            return true;
    return false;
}

static struct status check_refusal(const struct method *method)
{
    const Api__Refusal *refusal = method->rpc->refusal;

    if (!refusal)
        return OK;
    if (!path_has(method, refusal->key))
        return fail(CONTRACT_UNFIT, "method %s: the key of its refusal, %s, is no variable of its path",
                    method->full_name, refusal->key);
    if (refusal->ttl_ms == 0 || refusal->ttl_ms > METHOD_REMEMBER_MS_MAX)
        return fail(CONTRACT_UNFIT, "method %s: ttl_ms of its refusal must be from 1 to %d", method->full_name,
                    METHOD_REMEMBER_MS_MAX);
    if (refusal->n_reasons == 0)
        return unfit(method, "declares a refusal without reasons");
    for (size_t i = 0; i < refusal->n_reasons; i++)
        if (!names_reason(method, refusal->reasons[i]))
            return fail(CONTRACT_UNFIT, "method %s: its refusal remembers %s, which is not among its reasons",
                        method->full_name, refusal->reasons[i]);
    return OK;
}

static struct status check_raw(const struct method *method)
{
    bool in = strcmp(method->input->full_name, "linli.api.RawRequest") == 0;
    bool out = strcmp(method->output->full_name, "linli.api.RawResponse") == 0;

    if (!method->rpc->raw)
        return in || out ? unfit(method, "speaks RawRequest or RawResponse and must declare raw") : OK;
    if (!in || !out)
        return unfit(method, "is raw: it must take linli.api.RawRequest and answer linli.api.RawResponse");
    if (method->rpc->access != API__ACCESS__PUBLIC || method->rpc->idempotency || method->rpc->cache ||
        method->rpc->refusal)
        return unfit(method, "is raw: it must be PUBLIC, and can't have an Idempotency-Key, a cache or a refusal");
    for (size_t i = 0; i < method->rpc->raw->n_headers; i++)
        for (const char *c = method->rpc->raw->headers[i]; *c; c++)
            if (isupper((unsigned char)*c))
                return unfit(method, "is raw: its headers are written in lower case");
    return OK;
}

#define UPLOADED_FILE "linli.api.UploadedFile"

/* Whether a file is in there somewhere. The contract has no recursive messages, so this ends. */
static bool holds_file(const struct message_type *type)
{
    for (size_t i = 0; i < type->fields_count; i++)
        if (type->fields[i].message &&
            (strcmp(type->fields[i].message->full_name, UPLOADED_FILE) == 0 || holds_file(type->fields[i].message)))
            return true;
    return false;
}

const struct field *method_file_field(const struct method *method)
{
    for (size_t i = 0; i < method->input->fields_count; i++) {
        const struct field *field = &method->input->fields[i];

        if (field->message && !field->repeated && !field->map && strcmp(field->message->full_name, UPLOADED_FILE) == 0)
            return field;
    }
    return NULL;
}

/* A file is filled in by the gateway alone: a method that does not declare upload must not take one from a caller. */
static struct status check_upload(const struct method *method)
{
    const Api__Rpc *rpc = method->rpc;
    size_t others = 0;

    if (!rpc->upload)
        return method->http_method && holds_file(method->input)
                   ? unfit(method, "takes an " UPLOADED_FILE " and must declare upload")
                   : OK;
    for (size_t i = 0; i < method->input->fields_count; i++) {
        const struct message_type *message = method->input->fields[i].message;

        if (&method->input->fields[i] != method_file_field(method) && message && message->well_known == WELL_KNOWN_NONE)
            others++;
    }
    if (!is_http(method, "POST") || !method_file_field(method) || others)
        return unfit(method, "declares upload: it must be a POST with one field of type " UPLOADED_FILE
                             ", and others that a query can hold");
    if (rpc->raw || rpc->cache || rpc->refusal || rpc->idempotency || rpc->tx == API__TX__BATCH ||
        rpc->access == API__ACCESS__PUBLIC)
        return unfit(method, "declares upload: it can't be PUBLIC, BATCH or raw, nor have an Idempotency-Key, a cache or a refusal");
    if (rpc->upload->bytes_max == 0 || rpc->upload->bytes_max > METHOD_UPLOAD_BYTES_MAX)
        return fail(CONTRACT_UNFIT, "method %s: bytes_max of its upload must be from 1 to %u", method->full_name,
                    METHOD_UPLOAD_BYTES_MAX);
    return OK;
}

static bool is_single(const struct method *method, const char *name, bool or_integer)
{
    const struct field *field = message_field_by_name(method->output, name, strlen(name));

    return field && !field->repeated && field->oneof < 0 &&
           (field->kind == FIELD_STRING || (or_integer && field->kind >= FIELD_INT32 && field->kind <= FIELD_SFIXED64));
}

/* type/subtype in lower case, as it stands in headers and in the OpenAPI document. */
static bool is_media_type(const char *type)
{
    static const char letters[] = "abcdefghijklmnopqrstuvwxyz0123456789.+-";
    size_t kind = strspn(type, letters), sub;

    if (kind == 0 || type[kind] != '/')
        return false;
    sub = strspn(type + kind + 1, letters);
    return sub > 0 && type[kind + 1 + sub] == '\0' && strcmp(type, "application/json") != 0;
}

static struct status check_file_fields(const struct method *method)
{
    const Api__File *file = method->rpc->file;
    const char *const texts[] = { file->text, file->media_type, file->name };

    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
        if (!is_single(method, texts[i], false))
            return fail(CONTRACT_UNFIT, "method %s declares a file, and its answer has no single string called %s",
                        method->full_name, texts[i]);
    if (file->next && !is_single(method, file->next, true))
        return fail(CONTRACT_UNFIT, "method %s declares a file, and its answer has no single string or integer called %s",
                    method->full_name, file->next);
    return OK;
}

/* A file is found in the answer's own bytes, which a cache does not keep. */
static struct status check_file(const struct method *method)
{
    const Api__Rpc *rpc = method->rpc;

    if (!rpc->file)
        return OK;
    if (!method->http_method || rpc->raw || rpc->upload || rpc->cache || rpc->role_in_gateway || rpc->success != 200)
        return unfit(method, "declares a file: it must be called over HTTP and answer 200, and can't be raw, an upload or "
                             "the gateway's own, nor have a cache");
    if (rpc->file->n_types == 0)
        return unfit(method, "declares a file without types");
    for (size_t i = 0; i < rpc->file->n_types; i++)
        if (!is_media_type(rpc->file->types[i]))
            return fail(CONTRACT_UNFIT, "method %s: %s is no type of a file; write text/csv, in lower case and without parameters",
                        method->full_name, rpc->file->types[i]);
    return check_file_fields(method);
}

static struct status check_role(const struct contract *contract, const struct method *method)
{
    Api__RoleInGateway role = method->rpc->role_in_gateway;

    if (role == API__ROLE_IN_GATEWAY__GATEWAY_NONE)
        return OK;
    if (contract_role(contract, role) != method)
        return fail(CONTRACT_UNFIT, "methods %s and %s have the same role_in_gateway",
                    contract_role(contract, role)->full_name, method->full_name);
    if (role == API__ROLE_IN_GATEWAY__KEYS && strcmp(method->output->full_name, "linli.api.KeySet") != 0)
        return unfit(method, "has the role KEYS and must answer linli.api.KeySet");
    if (role == API__ROLE_IN_GATEWAY__REVOCATIONS &&
        (strcmp(method->input->full_name, "linli.api.RevocationsRequest") != 0 ||
         strcmp(method->output->full_name, "linli.api.Revocations") != 0))
        return unfit(
            method,
            "has the role REVOCATIONS: it takes linli.api.RevocationsRequest and answers linli.api.Revocations");
    return OK;
}

/* linli.content.v1.CreateCircleRequest, as handlers and the SDK call it. */
static bool request_is_named(const struct method *method)
{
    size_t package = (size_t)(strrchr(method->service, '.') - method->service) + 1;
    size_t name = strlen(method->name);
    const char *input = method->input->full_name;

    return strncmp(input, method->service, package) == 0 && strncmp(input + package, method->name, name) == 0 &&
           strcmp(input + package + name, "Request") == 0;
}

/* All messages one comes to from here are proto3: in proto2 zero and absent differ, which our JSON does not show. The
 * contract has no recursive messages, so this ends. */
static const struct message_type *find_proto2(const struct message_type *type)
{
    if (!type->proto3)
        return type;
    for (size_t i = 0; i < type->fields_count; i++) {
        const struct message_type *found = type->fields[i].message ? find_proto2(type->fields[i].message) : NULL;

        if (found)
            return found;
    }
    return NULL;
}

/* What a query can hold: single values and lists of them. */
static struct status check_query(const struct method *method)
{
    if (method->rpc->raw || (!is_http(method, "GET") && !is_http(method, "DELETE")))
        return OK;
    for (size_t i = 0; i < method->input->fields_count; i++) {
        const struct field *field = &method->input->fields[i];

        if (field->map || (field->message && field->message->well_known == WELL_KNOWN_NONE))
            return fail(CONTRACT_UNFIT, "method %s is a %s, and its field %s can't be given in a query",
                        method->full_name, method->http_method, field->name);
    }
    return OK;
}

static struct status check_types(const struct method *method)
{
    const struct message_type *proto2 = find_proto2(method->input);

    if (strncmp(method->input->full_name, "google.", 7) == 0 || strncmp(method->output->full_name, "google.", 7) == 0)
        return unfit(method, "takes or answers a type of Google's; declare messages of your own");
    if (!proto2)
        proto2 = find_proto2(method->output);
    if (proto2)
        return fail(CONTRACT_UNFIT, "method %s speaks %s, which is proto2; operations speak proto3", method->full_name,
                    proto2->full_name);
    if (!method->rpc->raw && method->rpc->role_in_gateway != API__ROLE_IN_GATEWAY__REVOCATIONS &&
        !request_is_named(method))
        return fail(CONTRACT_UNFIT, "method %s must take a message called %sRequest of its own package",
                    method->full_name, method->name);
    return check_query(method);
}

static struct status check_method(const struct contract *contract, const struct method *method)
{
    TRY(check_name(method));
    TRY(check_access(method));
    TRY(check_key(method));
    TRY(check_limits(method));
    TRY(check_cache(method));
    TRY(check_refusal(method));
    TRY(check_raw(method));
    TRY(check_upload(method));
    TRY(check_file(method));
    TRY(check_role(contract, method));
    return check_types(method);
}

struct status check_methods(const struct contract *contract)
{
    for (size_t i = 0; i < contract->methods_count; i++)
        TRY(check_method(contract, &contract->methods[i]));
    return OK;
}

static struct status check_comment(const struct method *method)
{
    return *method->comment
               ? OK
               : unfit(method, "has no comment; its first sentence is the operation's summary (does the set "
                               "come from protoc --include_source_info?)");
}

struct status check_whole(const struct contract *contract)
{
    for (size_t i = 0; i < contract->methods_count; i++) {
        TRY(check_comment(&contract->methods[i]));
        TRY(check_method_reasons(contract, &contract->methods[i]));
    }
    return OK;
}
