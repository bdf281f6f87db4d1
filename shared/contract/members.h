/* Private to shared/contract: the members of a message while it is written from JSON, path and query. */
#ifndef LINLI_CONTRACT_MEMBERS_H
#define LINLI_CONTRACT_MEMBERS_H

#include "base/buf.h"
#include "contract/report.h"
#include "contract/tables.h"

/* What has been written of a message, by index of field. */
struct members {
    const struct message_type *type;
    uint64_t named;   /* occurred, be it as null */
    uint64_t given;   /* with a value */
    uint64_t present; /* with a value that is not zero, or with a wrong one */
    size_t last;      /* highest index so far */
    bool sorted;
    size_t start; /* in the output */
    struct {
        uint32_t from, to;
    } bytes[MESSAGE_FIELDS_MAX];
};

void members_open(struct members *members, const struct message_type *type, const struct buf *out);
/* Both report what is wrong. False when it was named before. */
bool members_name(struct members *members, struct report *report, const struct place *place);
/* Whether another member of its oneof was given. */
bool members_oneof_taken(struct members *members, struct report *report, const struct place *place);
/* The field's bytes stand from `from` to the end of `out`. */
void members_wrote(struct members *members, const struct field *field, size_t from, const struct buf *out,
                   bool present);
/* Puts what was written into the order of the fields' numbers; `scratch` is kept for the next time. */
void members_sort(const struct members *members, struct arena *arena, struct buf *scratch, struct buf *out);

#endif
