/* Private to shared/contract: where the fields of a message stand on the wire. One pass checks the frame of every field
 * (its type, its length) and notes where each begins, so that they can then be visited in the order of their numbers.
 *
 * Stricter than protobuf: a singular field stands there once, and one member of a oneof. No writer of ours does
 * otherwise, and two readers could take such bytes for two different messages. */
#ifndef LINLI_CONTRACT_WIRE_INDEX_H
#define LINLI_CONTRACT_WIRE_INDEX_H

#include "contract/tables.h"
#include "contract/wire.h"

struct wire_index {
    const uint8_t *start;
    uint64_t present; /* by index of field */
    struct wire_span {
        uint32_t from, to; /* from the tag of the first occurrence to the end of the last, counted from `start` */
    } spans[MESSAGE_FIELDS_MAX];
};

/* False: not a message of that type. Fields that the type does not know are passed over. */
bool wire_index(const struct message_type *type, struct wire wire, struct wire_index *ret_index);

/* The value of a singular field; zero when it is not there. */
struct wire_value wire_value_of(const struct wire_index *index, size_t at);

/* The items of a list, packed or not. */
struct wire_items {
    struct wire rest;   /* occurrences to come */
    struct wire packed; /* what is left of a packed one */
    const struct field *field;
};

struct wire_items wire_items(const struct wire_index *index, size_t at, const struct field *field);
enum wire_next { WIRE_ITEM, WIRE_END, WIRE_BROKEN } wire_next(struct wire_items *items, struct wire_value *ret_value);

/* Timestamp or wrapper from its bytes. A FieldMask's text, in quotes and camel case, goes to `mask` (NULL: is only
 * judged). */
bool wire_well_known(const struct field *field, struct wire bytes, struct buf *mask, struct scalar *ret_scalar);

#endif
