/* A request's JSON body, path variables and query parameters → wire bytes, in one pass.
 *
 * A mistake in the JSON ends it. A mistake in a field is reported and the rest goes on, so that all are named at once;
 * the bytes are then of no use and nobody sees them. Fields come out in order of their numbers whatever the order in
 * the JSON, so that the same request has the same bytes (idempotency compares them).
 */
#include <string.h>

#include "contract/json_reader.h"
#include "contract/members.h"
#include "contract/rules.h"
#include "contract/transcode.h"
#include "contract/wire.h"

struct writer {
    struct json json;
    struct report report;
    struct arena *arena;
    struct buf *out;
    struct buf scratch; /* for sorting, used again and again */
};

static bool write_message(struct writer *writer, const struct message_type *type, const struct place *place);

/* ---- one value ---- */

/* A wrong value: said, and passed over when it has not been read yet. */
static bool refuse(struct writer *writer, const struct place *place, const char *wrong, bool unread)
{
    report_add(&writer->report, place, "%s", wrong);
    return !unread || json_skip(&writer->json);
}

static bool plain_message(const struct field *field)
{
    return field->message && field->message->well_known == WELL_KNOWN_NONE;
}

/* NULL when a JSON value of that type may stand for the field. */
static const char *type_complaint(const struct field *field, enum json_type type)
{
    const struct field *value = field_value(field);

    switch (value->kind) {
    case FIELD_BOOL:
        return type == JSON_BOOL ? NULL : "must be true or false";
    case FIELD_STRING:
    case FIELD_BYTES:
    case FIELD_ENUM:
    case FIELD_MESSAGE:
        return type == JSON_STRING ? NULL : "must be a string";
    case FIELD_FLOAT:
    case FIELD_DOUBLE:
        return type == JSON_NUMBER || type == JSON_STRING ? NULL : "must be a number";
    default:
        return type == JSON_NUMBER || type == JSON_STRING ? NULL : "must be an integer";
    }
}

/* Reads the scalar that comes next. False ends everything; *ret_good says whether the value may be used. */
static bool take_scalar(struct writer *writer, const struct field *field, const struct place *place,
                        struct scalar *ret_scalar, bool *ret_good)
{
    enum json_type type = json_peek(&writer->json);
    const char *wrong = type == JSON_WRONG ? NULL : type_complaint(field, type);
    struct json_text text;

    *ret_good = false;
    if (wrong)
        return refuse(writer, place, type == JSON_NULL ? "must not be null" : wrong, true);
    if (!json_scalar(&writer->json, type, &text))
        return false;
    wrong = scalar_read(field, text.data, text.bytes, writer->arena, ret_scalar);
    if (wrong)
        return refuse(writer, place, wrong, false);
    *ret_good = true;
    return true;
}

/* *ret_present: not zero, or wrong. */
static bool write_scalar(struct writer *writer, const struct field *field, const struct place *place, bool *ret_present)
{
    struct scalar scalar;
    bool good;

    *ret_present = true;
    if (!take_scalar(writer, field, place, &scalar, &good))
        return false;
    if (!good)
        return true;
    *ret_present = field->_form->presence || !scalar_is_zero(field, &scalar);
    if (*ret_present)
        rules_check_scalar(&writer->report, place, field, &scalar);
    wire_put_field(writer->out, field, &scalar, field->_form->presence);
    return true;
}

static bool write_submessage(struct writer *writer, const struct field *field, const struct place *place)
{
    enum json_type type = json_peek(&writer->json);
    size_t begin;

    if (type == JSON_WRONG)
        return false;
    if (type != JSON_OBJECT)
        return refuse(writer, place, type == JSON_NULL ? "must not be null" : "must be an object", true);
    begin = wire_begin(writer->out, field);
    if (!write_message(writer, field->message, place))
        return false;
    wire_end(writer->out, begin);
    return true;
}

/* ---- lists and maps ---- */

static bool write_scalar_item(struct writer *writer, const struct field *field, const struct place *place,
                              struct unique *unique, bool packed)
{
    struct scalar scalar;
    bool good;

    if (!take_scalar(writer, field, place, &scalar, &good))
        return false;
    if (!good)
        return true;
    rules_check_scalar(&writer->report, place, field, &scalar);
    if (rule_wants_unique(field, place->index))
        unique_add(unique, writer->arena, &scalar, (size_t)place->index);
    if (packed)
        wire_put_scalar(writer->out, field, &scalar);
    else
        wire_put_field(writer->out, field, &scalar, true);
    return true;
}

static bool write_items(struct writer *writer, const struct field *field, const struct place *place, bool packed,
                        size_t *ret_count)
{
    struct place item = { .parent = place, .index = 0 };
    struct unique unique = { 0 };

    for (; json_item(&writer->json, item.index == 0); item.index++) {
        bool going = plain_message(field) ? write_submessage(writer, field, &item)
                                          : write_scalar_item(writer, field, &item, &unique, packed);

        if (!going)
            return false;
    }
    if (writer->json.wrong)
        return false;
    rules_check_unique(&writer->report, place, &unique);
    *ret_count = (size_t)item.index;
    return true;
}

static bool write_list(struct writer *writer, const struct field *field, const struct place *place, size_t *ret_count)
{
    bool packed = field->_form->wire_type != WIRE_BYTES;
    size_t start = writer->out->len, begin;

    if (!packed)
        return write_items(writer, field, place, false, ret_count);
    begin = wire_begin(writer->out, field);
    if (!write_items(writer, field, place, true, ret_count))
        return false;
    if (*ret_count)
        wire_end(writer->out, begin);
    else
        writer->out->len = start;
    return true;
}

/* Key and value are always written, as other writers of protobuf do. */
static bool write_entry(struct writer *writer, const struct field *field, const struct place *place,
                        const struct scalar *key)
{
    const struct field *value = &field->message->fields[1];
    size_t begin = wire_begin(writer->out, field);

    wire_put_field(writer->out, &field->message->fields[0], key, true);
    if (plain_message(value)) {
        if (!write_submessage(writer, value, place))
            return false;
    } else {
        struct scalar scalar;
        bool good;

        if (!take_scalar(writer, value, place, &scalar, &good))
            return false;
        if (good)
            wire_put_field(writer->out, value, &scalar, true);
    }
    wire_end(writer->out, begin);
    return true;
}

static void report_repeated_keys(struct writer *writer, const struct place *parent, struct unique *keys)
{
    const struct unique_item *key;
    size_t at = 0;

    while ((key = unique_next(keys, &at)))
        report_add(&writer->report, parent, "holds a key more than once");
}

static bool write_map(struct writer *writer, const struct field *field, const struct place *place, size_t *ret_count)
{
    const struct field *key_field = &field->message->fields[0];
    struct unique keys = { 0 };
    struct json_text name;

    for (*ret_count = 0; json_member(&writer->json, *ret_count == 0, &name); ++*ret_count) {
        struct place member = { .parent = place, .index = NO_INDEX, .key = name.data, .key_bytes = name.bytes };
        struct scalar key;
        const char *wrong = scalar_read(key_field, name.data, name.bytes, writer->arena, &key);

        if (wrong)
            report_add(&writer->report, &member, "has a key that %s", wrong);
        else if (*ret_count < MAP_ITEMS_MAX)
            unique_add(&keys, writer->arena, &key, *ret_count);
        if (!write_entry(writer, field, &member, &key))
            return false;
    }
    if (writer->json.wrong)
        return false;
    report_repeated_keys(writer, place, &keys);
    if (*ret_count > MAP_ITEMS_MAX)
        report_add(&writer->report, place, "must have at most %d items", MAP_ITEMS_MAX);
    return true;
}

static bool write_repeated(struct writer *writer, const struct field *field, const struct place *place,
                           bool *ret_present)
{
    enum json_type type = json_peek(&writer->json);
    size_t count = 0;

    *ret_present = true;
    if (type == JSON_WRONG)
        return false;
    if (type != (field->map ? JSON_OBJECT : JSON_ARRAY))
        return refuse(writer, place, field->map ? "must be an object" : "must be a list", true);
    if (!json_enter(&writer->json))
        return false;
    if (!(field->map ? write_map(writer, field, place, &count) : write_list(writer, field, place, &count)))
        return false;
    rules_check_count(&writer->report, place, field, count);
    *ret_present = count > 0;
    return true;
}

/* ---- members of a message ---- */

static bool write_member(struct writer *writer, struct members *members, const struct place *place)
{
    const struct field *field = place->field;
    struct json_text ignored;
    size_t from = writer->out->len;
    bool present = true;
    bool going;

    if (json_peek(&writer->json) == JSON_NULL) /* as if it were not there */
        return json_scalar(&writer->json, JSON_NULL, &ignored);
    if (members_oneof_taken(members, &writer->report, place))
        return json_skip(&writer->json);
    if (field->repeated)
        going = write_repeated(writer, field, place, &present);
    else if (plain_message(field))
        going = write_submessage(writer, field, place);
    else
        going = write_scalar(writer, field, place, &present);
    members_wrote(members, field, from, writer->out, present);
    return going;
}

/* The field that usually comes next is tried before the name is looked up. */
static const struct field *find_field(const struct message_type *type, size_t hint, const struct json_text *name)
{
    if (hint < type->fields_count && type->fields[hint]._form->json_name_bytes == name->bytes &&
        memcmp(type->fields[hint].json_name, name->data, name->bytes) == 0)
        return &type->fields[hint];
    return message_field_by_json(type, name->data, name->bytes);
}

static bool write_unknown(struct writer *writer, const struct place *parent, const struct json_text *name)
{
    struct place place = { .parent = parent, .index = NO_INDEX, .key = name->data, .key_bytes = name->bytes };

    return refuse(writer, &place, "is not a field of this request", true);
}

/* The object that comes next, into `members` that may hold what path and query gave. */
static bool write_object(struct writer *writer, struct members *members, const struct place *parent)
{
    struct json_text name;
    size_t hint = 0;

    if (!json_enter(&writer->json))
        return false;
    for (bool first = true; json_member(&writer->json, first, &name); first = false) {
        struct place place = { .parent = parent, .field = find_field(members->type, hint, &name) };
        bool going;

        if (!place.field)
            going = write_unknown(writer, parent, &name);
        else if (members_name(members, &writer->report, &place))
            going = write_member(writer, members, &place);
        else
            going = json_skip(&writer->json);
        if (!going)
            return false;
        if (place.field)
            hint = field_index(members->type, place.field) + 1;
    }
    return !writer->json.wrong;
}

static bool write_message(struct writer *writer, const struct message_type *type, const struct place *place)
{
    struct members members;

    members_open(&members, type, writer->out);
    if (!write_object(writer, &members, place))
        return false;
    members_sort(&members, writer->arena, &writer->scratch, writer->out);
    rules_check_required(&writer->report, place, type, members.present);
    return true;
}

/* ---- path and query ---- */

/* Whether it counts as present. */
static bool write_text(struct writer *writer, const struct field *field, const struct place *place, const char *text,
                       struct scalar *ret_scalar)
{
    const char *wrong = scalar_read(field, text, strlen(text), writer->arena, ret_scalar);
    bool present;

    if (wrong)
        return refuse(writer, place, wrong, false);
    present = field->repeated || field->_form->presence || !scalar_is_zero(field, ret_scalar);
    if (present)
        rules_check_scalar(&writer->report, place, field, ret_scalar);
    wire_put_field(writer->out, field, ret_scalar, field->repeated || field->_form->presence);
    return present;
}

static void write_path(struct writer *writer, struct members *members, const struct route_match *match)
{
    for (size_t i = 0; i < match->variables_count; i++) {
        struct place place = { .field = match->variables[i].field };
        size_t from = writer->out->len;
        struct scalar scalar;
        bool present;

        if (!members_name(members, &writer->report, &place))
            continue;
        present = write_text(writer, place.field, &place, match->variables[i].value, &scalar);
        members_wrote(members, place.field, from, writer->out, present);
    }
}

/* Every parameter of the name at `first`; items of a list are written one by one, which readers of packed lists take
 * too. */
static void write_parameter(struct writer *writer, struct members *members, const struct place *place,
                            const struct parameter *query, size_t query_count, size_t first)
{
    size_t from = writer->out->len;
    struct place item = { .parent = place, .index = 0 };
    struct unique unique = { 0 };
    struct scalar scalar;
    bool present = false;

    for (size_t i = first; i < query_count; i++) {
        if (strcmp(query[i].name, query[first].name) != 0)
            continue;
        if (item.index && !place->field->repeated) {
            report_add(&writer->report, place, "is given more than once");
            break;
        }
        present |= write_text(writer, place->field, place->field->repeated ? &item : place, query[i].value, &scalar);
        if (rule_wants_unique(place->field, item.index))
            unique_add(&unique, writer->arena, &scalar, (size_t)item.index);
        item.index++;
    }
    rules_check_unique(&writer->report, place, &unique);
    if (place->field->repeated)
        rules_check_count(&writer->report, place, place->field, (size_t)item.index);
    members_wrote(members, place->field, from, writer->out, present);
}

static bool named_before(const struct parameter *query, size_t index)
{
    for (size_t i = 0; i < index; i++)
        if (strcmp(query[i].name, query[index].name) == 0)
            return true;
    return false;
}

static void write_query(struct writer *writer, struct members *members, const struct parameter *query,
                        size_t query_count, bool has_query)
{
    for (size_t i = 0; i < query_count; i++) {
        const char *name = query[i].name;
        const struct field *field = has_query ? message_field_by_json(members->type, name, strlen(name)) : NULL;
        struct place place = { .field = field, .index = NO_INDEX, .key = name, .key_bytes = strlen(name) };

        if (named_before(query, i))
            continue;
        if (!field)
            report_add(&writer->report, &place, "is not a parameter of this request");
        else if (field->map || plain_message(field))
            report_add(&writer->report, &place, "can't be given in the query");
        else if (members_name(members, &writer->report, &place) &&
                 !members_oneof_taken(members, &writer->report, &place))
            write_parameter(writer, members, &place, query, query_count, i);
    }
}

/* ---- the request ---- */

static bool takes_query(const struct route_match *match)
{
    return !match || !match->method || match->method->rpc->upload || strcmp(match->method->http_method, "GET") == 0 ||
           strcmp(match->method->http_method, "DELETE") == 0;
}

static struct status write_body(struct writer *writer, struct members *members, const char *json, size_t json_bytes)
{
    enum json_type type;

    json_open(&writer->json, writer->arena, json, json_bytes);
    type = json_peek(&writer->json);
    if (type != JSON_WRONG && type != JSON_OBJECT)
        return fail(BAD_REQUEST, "the body must be a JSON object");
    if (type == JSON_OBJECT && write_object(writer, members, NULL) && json_close(&writer->json))
        return OK;
    return fail(BAD_REQUEST, "the body is not good JSON: %s (at byte %zu)", writer->json.wrong,
                (size_t)(writer->json.at - writer->json.start));
}

struct status json_to_wire(const struct message_type *type, struct arena *arena, const char *json, size_t json_bytes,
                           const struct route_match *match, const struct parameter *query, size_t query_count,
                           struct buf *out)
{
    struct writer writer = { .report = { .arena = arena }, .arena = arena, .out = out };
    struct members members;

    members_open(&members, type, out);
    if (match)
        write_path(&writer, &members, match);
    write_query(&writer, &members, query, query_count, takes_query(match));
    if (json && json_bytes)
        TRY(write_body(&writer, &members, json, json_bytes));
    members_sort(&members, arena, &writer.scratch, out);
    rules_check_required(&writer.report, NULL, type, members.present);
    return writer.report.violations ? fail_fields(writer.report.violations) : OK;
}
