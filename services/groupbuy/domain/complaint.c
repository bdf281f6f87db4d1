#include "groupbuy/domain/complaint.h"

#include "groupbuy/domain/names.h"

static const char *const states[] = {
    [COMPLAINT_NONE] = "",
    [COMPLAINT_PENDING] = "PENDING",
    [COMPLAINT_PROCESSING] = "PROCESSING",
    [COMPLAINT_PROCESSED] = "PROCESSED",
    [COMPLAINT_TOLD] = "TOLD",
};

static const char *const kinds[] = {
    [COMPLAINT_STEP_NONE] = "",
    [COMPLAINT_REPLY] = "REPLY",
    [COMPLAINT_COMPLETE] = "COMPLETE",
    [COMPLAINT_APPROVE_REFUND] = "APPROVE_REFUND",
    [COMPLAINT_REJECT_REFUND] = "REJECT_REFUND",
};

static const char *const step_states[] = {
    [COMPLAINT_STEP_STATE_NONE] = "",
    [COMPLAINT_STEP_WAITING] = "WAITING",
    [COMPLAINT_STEP_DONE] = "DONE",
    [COMPLAINT_STEP_REFUSED] = "REFUSED",
};

const char *complaint_state_name(enum complaint_state state)
{
    return NAME_OF(states, state);
}

enum complaint_state complaint_state_of(const char *name)
{
    return (enum complaint_state)NUMBER_OF(states, name);
}

const char *complaint_step_kind_name(enum complaint_step_kind kind)
{
    return NAME_OF(kinds, kind);
}

enum complaint_step_kind complaint_step_kind_of(const char *name)
{
    return (enum complaint_step_kind)NUMBER_OF(kinds, name);
}

const char *complaint_step_state_name(enum complaint_step_state state)
{
    return NAME_OF(step_states, state);
}

enum complaint_step_state complaint_step_state_of(const char *name)
{
    return (enum complaint_step_state)NUMBER_OF(step_states, name);
}

/* WeChat's own spelling is REFUSE_RERUND; the other one is what its notices say. */
bool complaint_entry_is(enum complaint_step_kind kind, const char *entry_type)
{
    switch (kind) {
    case COMPLAINT_REPLY:
        return strcmp(entry_type, "MERCHANT_RESPONSE") == 0;
    case COMPLAINT_COMPLETE:
        return strcmp(entry_type, "MERCHANT_CONFIRM_COMPLETE") == 0;
    case COMPLAINT_APPROVE_REFUND:
        return strcmp(entry_type, "MERCHANT_APPROVE_REFUND") == 0;
    case COMPLAINT_REJECT_REFUND:
        return strcmp(entry_type, "MERCHANT_REFUSE_RERUND") == 0 || strcmp(entry_type, "MERCHANT_REJECT_REFUND") == 0;
    default:
        return false;
    }
}
