/* A whole-SKU refund: where it stands. Pure. GATHERING → READY → RUNNING → DONE; before it runs it may be CANCELLED. */
#ifndef GROUPBUY_DOMAIN_SKU_REFUND_H
#define GROUPBUY_DOMAIN_SKU_REFUND_H

/* The numbers of linli.groupbuy.v1.SkuRefundState. */
enum sku_refund_state {
    SKU_REFUND_NONE = 0,
    SKU_REFUND_GATHERING = 1,
    SKU_REFUND_READY = 2,
    SKU_REFUND_RUNNING = 3,
    SKU_REFUND_DONE = 4,
    SKU_REFUND_CANCELLED = 5,
};

/* The numbers of linli.groupbuy.v1.SkuRefundLineState. */
enum sku_refund_line_state {
    SKU_REFUND_LINE_NONE = 0,
    SKU_REFUND_LINE_PLANNED = 1,
    SKU_REFUND_LINE_DONE = 2,
    SKU_REFUND_LINE_SKIPPED = 3,
};

const char *sku_refund_state_name(enum sku_refund_state state);
enum sku_refund_state sku_refund_state_of(const char *name);
const char *sku_refund_line_state_name(enum sku_refund_line_state state);
enum sku_refund_line_state sku_refund_line_state_of(const char *name);

#endif
