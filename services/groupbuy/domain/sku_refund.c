#include "groupbuy/domain/sku_refund.h"

#include "groupbuy/domain/names.h"

static const char *const states[] = {
    [SKU_REFUND_NONE] = "",           [SKU_REFUND_GATHERING] = "GATHERING", [SKU_REFUND_READY] = "READY",
    [SKU_REFUND_RUNNING] = "RUNNING", [SKU_REFUND_DONE] = "DONE",           [SKU_REFUND_CANCELLED] = "CANCELLED",
};

static const char *const line_states[] = {
    [SKU_REFUND_LINE_NONE] = "",
    [SKU_REFUND_LINE_PLANNED] = "PLANNED",
    [SKU_REFUND_LINE_DONE] = "DONE",
    [SKU_REFUND_LINE_SKIPPED] = "SKIPPED",
};

const char *sku_refund_state_name(enum sku_refund_state state)
{
    return NAME_OF(states, state);
}

enum sku_refund_state sku_refund_state_of(const char *name)
{
    return (enum sku_refund_state)NUMBER_OF(states, name);
}

const char *sku_refund_line_state_name(enum sku_refund_line_state state)
{
    return NAME_OF(line_states, state);
}

enum sku_refund_line_state sku_refund_line_state_of(const char *name)
{
    return (enum sku_refund_line_state)NUMBER_OF(line_states, name);
}
