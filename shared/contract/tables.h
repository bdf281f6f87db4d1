/* Private to shared/contract: what stands behind the tables of contract.h, made once by the loader. */
#ifndef LINLI_CONTRACT_TABLES_H
#define LINLI_CONTRACT_TABLES_H

#include "base/arena.h"
#include "contract/contract.h"
#include "contract/pattern.h"
#include "contract/route.h"

#define NAME_SLOTS 128 /* open addressing over at most MESSAGE_FIELDS_MAX names */
#define NO_FIELD   0xFF

/* A field as the transcoder wants it. */
struct field_form {
    const char *key; /* ,"circleId": with the comma in front */
    size_t key_bytes;
    size_t json_name_bytes;
    uint8_t wire_type;             /* of one value */
    bool presence;                 /* unset and zero are told apart: oneof members, messages */
    const struct pattern *pattern; /* NULL: any text */
    const char *enum_complaint;    /* must be one of … */
};

struct message_form {
    uint8_t by_name[NAME_SLOTS];           /* index of a field by hash of its JSON name, NO_FIELD: empty */
    uint8_t by_number[MESSAGE_FIELDS_MAX]; /* index of a field by number, for low numbers */
    uint64_t required;                     /* by index */
    uint64_t *oneof_members;               /* by oneof: its fields */
    uint64_t oneofs_required;              /* by oneof: a member carries `required` */
};

struct route {
    const struct method *method;
    const char *segments[ROUTE_SEGMENTS_MAX]; /* literal text; NULL where a variable stands */
    const struct field *variables[ROUTE_SEGMENTS_MAX];
    size_t segments_count;
    const char *verb; /* NULL: none */
};

struct named_reason {
    const struct enum_type *type;
    const struct enum_value *value;
};

struct contract {
    struct arena arena;
    struct message_type *messages;
    size_t messages_count;
    const struct message_type *plain_messages; /* without google.protobuf, which sorts first */
    size_t plain_messages_count;
    struct enum_type *enums;
    size_t enums_count;
    struct method *methods;
    const struct method **methods_by_name;
    size_t methods_count;
    const struct enum_type **reasons;
    size_t reasons_count;
    struct named_reason *reasons_by_name; /* their values */
    size_t named_reasons_count;
    struct route *routes; /* in order of their segments' count, literals before variables */
    size_t routes_count;
    size_t routes_from[ROUTE_SEGMENTS_MAX + 2]; /* first route of that many segments */
};

/* FNV-1a: names are short. */
static inline uint32_t name_hash(const char *name, size_t bytes)
{
    uint32_t hash = 2166136261u;

    for (size_t i = 0; i < bytes; i++)
        hash = (hash ^ (uint8_t)name[i]) * 16777619u;
    return hash ^ hash >> 15;
}

const struct field *message_field_by_json(const struct message_type *type, const char *name, size_t bytes);
const struct field *message_field_by_name(const struct message_type *type, const char *name, size_t bytes);
const struct field *message_field_by_number(const struct message_type *type, uint32_t number);
static inline size_t field_index(const struct message_type *type, const struct field *field)
{
    return (size_t)(field - type->fields);
}

/* Whether a number lies within the rule's bounds; for an enum these leave out values at its ends. */
static inline bool rule_admits(const Api__Rule *rule, int64_t number)
{
    return !rule || ((!rule->has_min || number >= rule->min) && (!rule->has_max || number <= rule->max));
}

/* A wrapper's value, or the field itself: what a rule and a single JSON value speak of. */
static inline const struct field *field_value(const struct field *field)
{
    return field->message && field->message->well_known == WELL_KNOWN_WRAPPER ? &field->message->fields[0] : field;
}

/* linli.content.v1 → content: the segment before the last. */
const char *package_word(struct arena *arena, const char *package);
struct enum_type *contract_enum(const struct contract *contract, const char *full_name);

/* load.c fills the tables, forms.c makes them ready, check_*.c refuse. */
struct status load_descriptors(struct contract *contract, const void *bytes, size_t size);
struct status make_forms(struct contract *contract);
void make_reasons(struct contract *contract);
struct status check_messages(const struct contract *contract);
struct status check_rules(const struct contract *contract);
struct status check_reasons(const struct contract *contract);
struct status check_methods(const struct contract *contract);
struct status check_whole(const struct contract *contract); /* what only the whole contract has */
struct status make_routes(struct contract *contract);

#endif
