/* A rule must fit the type of its field, and say something that can be met. */
#include <string.h>

#include "contract/rules.h"
#include "contract/scalar.h"
#include "contract/tables.h"

struct place_of_rule {
    const struct contract *contract;
    const struct message_type *type;
    const struct field *field;
};

static struct status unfit(const struct place_of_rule *at, const char *why)
{
    return fail(CONTRACT_UNFIT, "field %s.%s: %s", at->type->full_name, at->field->name, why);
}

static bool is_number(enum field_kind kind)
{
    return kind != FIELD_BOOL && kind != FIELD_STRING && kind != FIELD_BYTES && kind != FIELD_ENUM &&
           kind != FIELD_MESSAGE;
}

static bool is_unsigned(enum field_kind kind)
{
    return kind == FIELD_UINT32 || kind == FIELD_UINT64 || kind == FIELD_FIXED32 || kind == FIELD_FIXED64;
}

static bool is_32_bits(enum field_kind kind)
{
    return kind == FIELD_INT32 || kind == FIELD_SINT32 || kind == FIELD_SFIXED32 || kind == FIELD_UINT32 ||
           kind == FIELD_FIXED32 || kind == FIELD_ENUM;
}

static bool within(enum field_kind kind, int64_t bound)
{
    if (is_unsigned(kind))
        return bound >= 0 && (!is_32_bits(kind) || bound <= UINT32_MAX);
    return !is_32_bits(kind) || (bound >= INT32_MIN && bound <= INT32_MAX);
}

static struct status check_bounds(const struct place_of_rule *at, const Api__Rule *rule, enum field_kind kind)
{
    if (!rule->has_min && !rule->has_max)
        return OK;
    if (!is_number(kind) && kind != FIELD_ENUM)
        return unfit(at, "min and max are for numbers and enums");
    if ((rule->has_min && !within(kind, rule->min)) || (rule->has_max && !within(kind, rule->max)))
        return unfit(at, "min or max lies outside of what its type can hold");
    if (rule->has_min && rule->has_max && rule->min > rule->max)
        return unfit(at, "min is larger than max");
    return OK;
}

static struct status check_length(const struct place_of_rule *at, const Api__Rule *rule, enum field_kind kind)
{
    if (!rule->has_min_len && !rule->has_max_len)
        return OK;
    if (kind != FIELD_STRING && kind != FIELD_BYTES)
        return unfit(at, "min_len and max_len are for strings and bytes");
    if (rule->has_min_len && rule->has_max_len && rule->min_len > rule->max_len)
        return unfit(at, "min_len is larger than max_len");
    if (rule->has_max_len && rule->max_len == 0)
        return unfit(at, "max_len is 0");
    return OK;
}

static struct status check_text(const struct place_of_rule *at, const Api__Rule *rule, enum field_kind kind)
{
    if (rule->id && kind != FIELD_STRING)
        return unfit(at, "id is for strings");
    if (rule->id && (rule->pattern || rule->has_min_len || rule->has_max_len))
        return unfit(at, "id says it all; drop the pattern and the lengths");
    if (!rule->pattern)
        return OK;
    if (kind != FIELD_STRING)
        return unfit(at, "pattern is for strings");
    if (!rule->has_max_len)
        return unfit(at, "pattern needs a max_len, so that matching has a bound");
    return OK;
}

static struct status check_items(const struct place_of_rule *at, const Api__Rule *rule)
{
    if ((rule->has_min_items || rule->has_max_items || rule->unique) && !at->field->repeated)
        return unfit(at, "min_items, max_items and unique are for lists");
    if (rule->unique && at->field->message)
        return unfit(at, "unique is for lists of plain values");
    if (rule->unique && !rule->has_max_items)
        return unfit(at, "unique needs max_items, so that comparing has a bound");
    if (rule->unique && rule->max_items > UNIQUE_ITEMS_MAX)
        return unfit(at, "max_items of a list whose items are unique is 1000 at most");
    if (at->field->map && rule->has_max_items && rule->max_items > MAP_ITEMS_MAX)
        return unfit(at, "max_items of a map is 1000 at most");
    if (rule->has_min_items && rule->has_max_items && rule->min_items > rule->max_items)
        return unfit(at, "min_items is larger than max_items");
    return OK;
}

/* The example goes through the same conversion and the same rules as a value that a caller sends. */
static struct status check_example(const struct place_of_rule *at, const Api__Rule *rule)
{
    struct report report;
    struct place place = { .field = at->field };
    struct arena arena;
    struct status status = OK;

    if (!rule->example)
        return OK;
    if (at->field->map || (at->field->message && at->field->message->well_known == WELL_KNOWN_NONE))
        return unfit(at, "an example belongs on the fields of a message, not on the message");
    arena_init(&arena, ARENA_BYTES_MAX);
    report = (struct report){ .arena = &arena };
    rules_check_text(&report, &place, at->field, rule->example);
    if (report.violations)
        status = fail(CONTRACT_UNFIT, "field %s.%s: its example %s", at->type->full_name, at->field->name,
                      report.violations->list[0].reason);
    arena_finish(&arena);
    return status;
}

static struct status check_rule(const struct place_of_rule *at, const Api__Rule *rule)
{
    enum field_kind kind = at->field->map ? FIELD_MESSAGE : field_value(at->field)->kind;

    TRY(check_bounds(at, rule, kind));
    TRY(check_length(at, rule, kind));
    TRY(check_text(at, rule, kind));
    TRY(check_items(at, rule));
    if (rule->json && kind != FIELD_BYTES)
        return unfit(at, "json is for bytes");
    return check_example(at, rule);
}

struct status check_rules(const struct contract *contract)
{
    for (size_t m = 0; m < contract->plain_messages_count; m++) {
        const struct message_type *type = &contract->messages[m];

        for (size_t i = 0; i < type->fields_count; i++) {
            struct place_of_rule at = { contract, type, &type->fields[i] };

            if (type->fields[i].rule)
                TRY(check_rule(&at, type->fields[i].rule));
        }
    }
    return OK;
}
