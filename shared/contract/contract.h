/* The contract: what the descriptor set says, as immutable tables that all threads share.
 *
 * contract_load() reads a FileDescriptorSet (protoc --include_imports --include_source_info) and refuses a bad one with
 * a sentence that names the method or field and says what is wrong: duplicate or shadowed route, unknown field in a
 * path, recursive message, method whose lower-case name is a C keyword, missing option, unknown reason, rule that does
 * not fit its type. Such a refusal is CONTRACT_UNFIT: it is for whoever starts the program, never for a caller.
 * Everything handed out lives as long as the contract.
 */
#ifndef LINLI_CONTRACT_CONTRACT_H
#define LINLI_CONTRACT_CONTRACT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/status.h"
#include "linli/api/error.pb-c.h"
#include "linli/api/rpc.pb-c.h"
#include "linli/api/rule.pb-c.h"

#define CONTRACT_BYTES_MAX     ((size_t)8 << 20)
#define MESSAGE_DEPTH_MAX      32 /* nesting of JSON and of wire bytes */
#define MESSAGE_FIELDS_MAX     64 /* so that a set of fields is one word */
#define METHOD_TIMEOUT_MS_MAX  30000
/* Of what is done in STEPS under a key: a worker that dies holds the key as long as that, and whoever repeats the call
 * has 15 s to get it. */
#define KEYED_STEPS_TIMEOUT_MS_MAX 10000
#define METHOD_BYTES_MAX       ((uint32_t)1 << 20) /* largest `bytes_max` a method may ask for */
#define METHOD_UPLOAD_BYTES_MAX ((uint32_t)64 << 20) /* the same of `upload` */
#define METHOD_REMEMBER_MS_MAX 60000               /* longest `cache` or `refusal` */

#define CONTRACT_UNFIT CODE_INTERNAL, "CONTRACT_UNFIT"

struct contract;

struct enum_value {
    const char *name;
    int32_t number;
    const char *comment;
    const Api__ReasonOptions *reason; /* NULL but for values of an enum Reason */
};

struct enum_type {
    const char *full_name;
    const char *comment;
    const struct enum_value *values; /* as declared */
    size_t values_count;
};

enum field_kind {
    FIELD_BOOL,
    FIELD_INT32,
    FIELD_INT64,
    FIELD_UINT32,
    FIELD_UINT64,
    FIELD_SINT32,
    FIELD_SINT64,
    FIELD_FIXED32,
    FIELD_FIXED64,
    FIELD_SFIXED32,
    FIELD_SFIXED64,
    FIELD_FLOAT,
    FIELD_DOUBLE,
    FIELD_STRING,
    FIELD_BYTES,
    FIELD_ENUM,
    FIELD_MESSAGE,
};

struct message_type;
struct field_form; /* private to shared/contract */
struct message_form;

struct field {
    const char *name;      /* circle_id */
    const char *json_name; /* circleId */
    const char *comment;
    uint32_t number;
    enum field_kind kind;
    bool repeated; /* also for maps */
    bool map;      /* then message is the entry type: fields 1 (key) and 2 (value) */
    int oneof;     /* index within the message, -1: none */
    const struct message_type *message;
    const struct enum_type *enumeration;
    const Api__Rule *rule; /* NULL: none */
    const struct field_form *_form;
};

/* Types that have a JSON form of their own. */
enum well_known { WELL_KNOWN_NONE, WELL_KNOWN_TIMESTAMP, WELL_KNOWN_FIELD_MASK, WELL_KNOWN_WRAPPER };

struct message_type {
    const char *full_name; /* linli.content.v1.Circle */
    const char *file;      /* linli/content/v1/content.proto */
    const char *comment;
    enum well_known well_known;
    bool proto3;
    const struct field *fields; /* in order of number */
    size_t fields_count;
    const char *const *oneofs;
    size_t oneofs_count;
    const struct message_form *_form;
};

struct method {
    const char *full_name; /* linli.content.v1.Content.CreateCircle */
    const char *name;      /* CreateCircle */
    const char *service;   /* linli.content.v1.Content */
    const char *queue;     /* content: the package's segment before its version; queue group and process name */
    const char *subject;   /* rpc.linli.content.v1.Content.CreateCircle */
    const char *comment;
    const char *service_comment;
    const char *http_method; /* GET, POST, PUT, DELETE; NULL for methods between services */
    const char *path;        /* /v1/circles/{circle_id}:join */
    const struct message_type *input;
    const struct message_type *output;
    const Api__Rpc *rpc;
    size_t index; /* position in contract_methods() */
};

/* A set that is built into a program: without comments, and only what the program has to know. */
struct status contract_load(const void *bytes, size_t size, struct contract **ret_contract);
/* The whole contract, for whoever shows it to callers: each method has its comment, and each reason is declared. */
struct status contract_load_file(const char *path, struct contract **ret_contract);
void contract_destroy(struct contract *contract);

/* All methods, in order of their full names. */
const struct method *const *contract_methods(const struct contract *contract, size_t *ret_count);
/* All messages but those of google.protobuf, in order of their full names; entry types of maps are among them. */
const struct message_type *contract_messages(const struct contract *contract, size_t *ret_count);
/* NULL when there is none of that name. */
const struct method *contract_method(const struct contract *contract, const char *full_name);
const struct message_type *contract_message(const struct contract *contract, const char *full_name);
/* The reason of that name, for that method's service or common to all; NULL: not declared. */
const struct enum_value *contract_reason(const struct contract *contract, const struct method *method,
                                         const char *name);
/* Every `enum Reason`: the common one and one a service that has any. */
const struct enum_type *const *contract_reasons(const struct contract *contract, size_t *ret_count);
/* The one method with that mark, or NULL. */
const struct method *contract_role(const struct contract *contract, Api__RoleInGateway role);
/* The field in which an uploaded file is handed on; NULL when there is none. */
const struct field *method_file_field(const struct method *method);

#endif
