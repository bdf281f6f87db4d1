/* Complaints at WeChat Pay: where one stands, what may be done about it. Pure.
 *
 *     PENDING → PROCESSING (we have answered) → PROCESSED (completed); who complains again makes it PENDING.
 */
#ifndef GROUPBUY_DOMAIN_COMPLAINT_H
#define GROUPBUY_DOMAIN_COMPLAINT_H

#include <stdbool.h>

/* The numbers of linli.groupbuy.v1.ComplaintState, TOLD apart. */
enum complaint_state {
    COMPLAINT_NONE = 0,
    COMPLAINT_PENDING = 1,
    COMPLAINT_PROCESSING = 2,
    COMPLAINT_PROCESSED = 3,
    COMPLAINT_TOLD = 4, /* heard of, and not read yet: nobody sees it */
};

/* The numbers of linli.groupbuy.v1.ComplaintStepKind. */
enum complaint_step_kind {
    COMPLAINT_STEP_NONE = 0,
    COMPLAINT_REPLY = 1,
    COMPLAINT_COMPLETE = 2,
    COMPLAINT_APPROVE_REFUND = 3,
    COMPLAINT_REJECT_REFUND = 4,
};

/* The numbers of linli.groupbuy.v1.ComplaintStepState. */
enum complaint_step_state {
    COMPLAINT_STEP_STATE_NONE = 0,
    COMPLAINT_STEP_WAITING = 1,
    COMPLAINT_STEP_DONE = 2,
    COMPLAINT_STEP_REFUSED = 3,
};

const char *complaint_state_name(enum complaint_state state);
enum complaint_state complaint_state_of(const char *name);
const char *complaint_step_kind_name(enum complaint_step_kind kind);
enum complaint_step_kind complaint_step_kind_of(const char *name);
const char *complaint_step_state_name(enum complaint_step_state state);
enum complaint_step_state complaint_step_state_of(const char *name);

/* Of WeChat's history: this entry is what such a step leaves there. */
bool complaint_entry_is(enum complaint_step_kind kind, const char *entry_type);

#endif
