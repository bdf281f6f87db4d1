/* Private to shared/contract: the rules of fields. JSON → wire and wire_check() both come here, so that a value is
 * refused with the same words wherever it came from.
 *
 * In proto3 zero and absent are one thing, so a zero value passes every rule but `required`; items of lists, members of
 * a oneof and values of wrappers are present whatever they hold.
 */
#ifndef LINLI_CONTRACT_RULES_H
#define LINLI_CONTRACT_RULES_H

#include "contract/report.h"
#include "contract/scalar.h"
#include "contract/tables.h"

#define UNIQUE_ITEMS_MAX 1000
#define MAP_ITEMS_MAX    1000 /* of any map, so that looking for repeated keys has a bound */

/* A value that is there. `field` carries the rule; a wrapper's value is checked against the wrapper's field. */
void rules_check_scalar(struct report *report, const struct place *place, const struct field *field,
                        const struct scalar *scalar);
/* The number of items of a list or map. */
void rules_check_count(struct report *report, const struct place *place, const struct field *field, size_t count);
/* What is required and not among `present`, a set of indices of fields. */
void rules_check_required(struct report *report, const struct place *place, const struct message_type *type,
                          uint64_t present);
/* Whether text would do for the field: conversion and rules. For examples and for routes. */
void rules_check_text(struct report *report, const struct place *place, const struct field *field, const char *text);

/* Items of a list that must differ, gathered as bytes. */
struct unique {
    struct unique_item {
        const char *data;
        size_t bytes;
        size_t index;
    } * items;
    size_t count, room;
};

/* Bytes are borrowed; a value without bytes of its own is copied. */
void unique_add(struct unique *unique, struct arena *arena, const struct scalar *scalar, size_t index);
/* Sorts at the first call; the next item that equals the one before it, or NULL. `at` starts at 0. */
const struct unique_item *unique_next(struct unique *unique, size_t *at);
void rules_check_unique(struct report *report, const struct place *place, struct unique *unique);

/* Items beyond the most that may be there are not gathered: the list is refused anyway. */
static inline bool rule_wants_unique(const struct field *field, int64_t index)
{
    return field->rule && field->rule->unique && index < (int64_t)field->rule->max_items;
}

#endif
