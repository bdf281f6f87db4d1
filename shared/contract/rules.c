#include "contract/rules.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"

#define ID_BYTES 32

static bool is_id(const char *text, size_t bytes)
{
    if (bytes != ID_BYTES)
        return false;
    for (size_t i = 0; i < bytes; i++)
        if (!((text[i] >= '0' && text[i] <= '9') || (text[i] >= 'a' && text[i] <= 'f')))
            return false;
    return true;
}

static void check_signed(struct report *report, const struct place *place, const Api__Rule *rule, int64_t value)
{
    if (rule->has_min && value < rule->min)
        report_add(report, place, "must be at least %" PRId64, rule->min);
    if (rule->has_max && value > rule->max)
        report_add(report, place, "must be at most %" PRId64, rule->max);
}

/* Bounds of unsigned fields are not negative: the contract was checked. */
static void check_unsigned(struct report *report, const struct place *place, const Api__Rule *rule, uint64_t value)
{
    if (rule->has_min && value < (uint64_t)rule->min)
        report_add(report, place, "must be at least %" PRId64, rule->min);
    if (rule->has_max && value > (uint64_t)rule->max)
        report_add(report, place, "must be at most %" PRId64, rule->max);
}

/* Written so that NaN lies outside of every bound. */
static void check_float(struct report *report, const struct place *place, const Api__Rule *rule, double value)
{
    if (rule->has_min && !(value >= (double)rule->min))
        report_add(report, place, "must be at least %" PRId64, rule->min);
    if (rule->has_max && !(value <= (double)rule->max))
        report_add(report, place, "must be at most %" PRId64, rule->max);
}

static const char *plural(uint32_t count)
{
    return count == 1 ? "" : "s";
}

/* False when it is too long: then its pattern is not even tried. */
static bool check_length(struct report *report, const struct place *place, const Api__Rule *rule, size_t length,
                         const char *unit)
{
    if (rule->has_min_len && length < rule->min_len)
        report_add(report, place, "must be at least %" PRIu32 " %s%s long", rule->min_len, unit, plural(rule->min_len));
    if (rule->has_max_len && length > rule->max_len) {
        report_add(report, place, "must be at most %" PRIu32 " %s%s long", rule->max_len, unit, plural(rule->max_len));
        return false;
    }
    return true;
}

static void check_string(struct report *report, const struct place *place, const struct field *field,
                         const struct scalar *scalar)
{
    const Api__Rule *rule = field->rule;

    if (rule->id && !is_id(scalar->data, scalar->bytes))
        report_add(report, place, "must be an id, 32 lower-case hexadecimal digits");
    if (!rule->has_min_len && !rule->has_max_len)
        return;
    if (check_length(report, place, rule, utf8_length(scalar->data, scalar->bytes), "character") &&
        field->_form->pattern && !pattern_matches(field->_form->pattern, scalar->data, scalar->bytes))
        report_add(report, place, "must match %s", rule->pattern);
}

void rules_check_scalar(struct report *report, const struct place *place, const struct field *field,
                        const struct scalar *scalar)
{
    if (!field->rule)
        return;
    switch (field_value(field)->kind) {
    case FIELD_INT32:
    case FIELD_INT64:
    case FIELD_SINT32:
    case FIELD_SINT64:
    case FIELD_SFIXED32:
    case FIELD_SFIXED64:
        check_signed(report, place, field->rule, (int64_t)scalar->bits);
        break;
    case FIELD_UINT32:
    case FIELD_UINT64:
    case FIELD_FIXED32:
    case FIELD_FIXED64:
        check_unsigned(report, place, field->rule, scalar->bits);
        break;
    case FIELD_FLOAT:
    case FIELD_DOUBLE:
        check_float(report, place, field->rule, scalar->number);
        break;
    case FIELD_STRING:
        check_string(report, place, field, scalar);
        break;
    case FIELD_ENUM:
        if (!rule_admits(field->rule, (int64_t)scalar->bits))
            report_add(report, place, "%s", field->_form->enum_complaint);
        break;
    case FIELD_BYTES:
        check_length(report, place, field->rule, scalar->bytes, "byte");
        break;
    default:
        break;
    }
}

void rules_check_count(struct report *report, const struct place *place, const struct field *field, size_t count)
{
    const Api__Rule *rule = field->rule;

    if (!rule || count == 0)
        return;
    if (rule->has_min_items && count < rule->min_items)
        report_add(report, place, "must have at least %" PRIu32 " item%s", rule->min_items, plural(rule->min_items));
    if (rule->has_max_items && count > rule->max_items)
        report_add(report, place, "must have at most %" PRIu32 " item%s", rule->max_items, plural(rule->max_items));
}

static void report_oneof(struct report *report, const struct place *parent, const struct message_type *type,
                         uint64_t members)
{
    struct buf names;

    buf_init(&names, report->arena, 0);
    for (size_t i = 0; i < type->fields_count; i++)
        if (members >> i & 1)
            buf_printf(&names, "%s%s", names.len ? ", " : "", type->fields[i].json_name);
    for (size_t i = 0; i < type->fields_count; i++)
        if (members >> i & 1) {
            struct place place = { .parent = parent, .field = &type->fields[i] };

            report_add(report, &place, "is required, or another of %s", names.data);
            return;
        }
}

void rules_check_required(struct report *report, const struct place *parent, const struct message_type *type,
                          uint64_t present)
{
    const struct message_form *form = type->_form;
    uint64_t missing = form->required & ~present;

    for (; missing; missing &= missing - 1) {
        struct place place = { .parent = parent, .field = &type->fields[__builtin_ctzll(missing)] };

        report_add(report, &place, "is required");
    }
    for (uint64_t oneofs = form->oneofs_required; oneofs; oneofs &= oneofs - 1) {
        uint64_t members = form->oneof_members[__builtin_ctzll(oneofs)];

        if (!(members & present))
            report_oneof(report, parent, type, members);
    }
}

void rules_check_text(struct report *report, const struct place *place, const struct field *field, const char *text)
{
    struct scalar scalar;
    const char *wrong = scalar_read(field, text, strlen(text), report->arena, &scalar);

    if (wrong)
        report_add(report, place, "%s", wrong);
    else
        rules_check_scalar(report, place, field, &scalar);
}

static void make_room(struct unique *unique, struct arena *arena)
{
    size_t room = unique->room ? unique->room * 2 : 16;
    struct unique_item *items = arena_array(arena, struct unique_item, room);

    if (unique->count)
        memcpy(items, unique->items, unique->count * sizeof(*items));
    unique->items = items;
    unique->room = room;
}

void unique_add(struct unique *unique, struct arena *arena, const struct scalar *scalar, size_t index)
{
    struct unique_item item = { scalar->data, scalar->bytes, index };

    if (unique->count == unique->room)
        make_room(unique, arena);
    if (!scalar->data)
        item = (struct unique_item){ arena_memdup(arena, &scalar->bits, sizeof(scalar->bits)), sizeof(scalar->bits),
                                     index };
    unique->items[unique->count++] = item;
}

static int compare_bytes(const struct unique_item *left, const struct unique_item *right)
{
    if (left->bytes != right->bytes)
        return left->bytes < right->bytes ? -1 : 1;
    return left->bytes ? memcmp(left->data, right->data, left->bytes) : 0;
}

/* Equal ones side by side, the earlier first. */
static int compare_items(const void *a, const void *b)
{
    const struct unique_item *left = a, *right = b;
    int order = compare_bytes(left, right);

    return order ? order : left->index < right->index ? -1 : 1;
}

const struct unique_item *unique_next(struct unique *unique, size_t *at)
{
    if (*at == 0 && unique->count > 1)
        qsort(unique->items, unique->count, sizeof(*unique->items), compare_items);
    while (++*at < unique->count)
        if (compare_bytes(&unique->items[*at - 1], &unique->items[*at]) == 0)
            return &unique->items[*at];
    return NULL;
}

void rules_check_unique(struct report *report, const struct place *parent, struct unique *unique)
{
    const struct unique_item *item;
    size_t at = 0;

    while ((item = unique_next(unique, &at))) {
        struct place place = { .parent = parent, .index = (int64_t)item->index };

        report_add(report, &place, "is the same as item %zu", item[-1].index);
    }
}
