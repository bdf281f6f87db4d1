#include "wechat/pay_notice.h"

#include <string.h>

#include "wechat/client.h"
#include "wechat/pay_internal.h"

#define INVALID(why) fail(WXPAY_NOTICE_INVALID, "the notice " why)

static enum wxpay_notice_kind kind_of(const char *original_type)
{
    static const char *const types[] = {
        [WXPAY_NOTICE_TRANSACTION] = "transaction", [WXPAY_NOTICE_REFUND] = "refund",
        [WXPAY_NOTICE_TRANSFER] = "mch_payment",    [WXPAY_NOTICE_SHARE] = "profitsharing",
        [WXPAY_NOTICE_COMPLAINT] = "complaint",
    };
    int kind = 0;

    while (kind < WXPAY_NOTICE_OTHER && strcmp(types[kind], original_type) != 0)
        kind++;
    return (enum wxpay_notice_kind)kind;
}

static struct status read_resource(const struct wxpay *pay, struct arena *arena, struct wxpay_notice *notice)
{
    const char *merchant_id = wechat_text(arena, notice->resource, "mchid", "");

    switch (notice->kind) {
    case WXPAY_NOTICE_TRANSACTION:
        if (!wxpay_transaction_read(pay, arena, notice->resource, &notice->transaction))
            return INVALID("is of no payment of this merchant's");
        break;
    case WXPAY_NOTICE_REFUND:
        if (strcmp(merchant_id, wxpay_merchant_id(pay)) != 0 ||
            !wxpay_refund_read(arena, notice->resource, &notice->refund))
            return INVALID("is of no refund of this merchant's");
        break;
    case WXPAY_NOTICE_TRANSFER:
        if (!wxpay_transfer_read(pay, arena, notice->resource, &notice->transfer) || notice->transfer.amount < 1)
            return INVALID("is of no transfer of this merchant's");
        break;
    case WXPAY_NOTICE_SHARE:
        if (!wxpay_received_share_read(pay, arena, notice->resource, &notice->share))
            return INVALID("is of no share of this merchant's");
        break;
    case WXPAY_NOTICE_COMPLAINT:
        if (!wxpay_complaint_change_read(arena, notice->resource, &notice->complaint))
            return INVALID("is of no complaint");
        break;
    case WXPAY_NOTICE_OTHER:
        break;
    }
    return OK;
}

struct status wxpay_notice_read(const struct wxpay *pay, struct arena *arena, const char *body, size_t bytes,
                                struct wxpay_notice *ret_notice)
{
    const json_t *json = wechat_json(arena, body, bytes), *sealed = json_object_get(json, "resource");
    struct wxpay_notice notice = {
        .id = wechat_text(arena, json, "id", ""),
        .event_type = wechat_text(arena, json, "event_type", ""),
        .created_us = wxpay_time_read(json, "create_time"),
        .kind = kind_of(wechat_text(arena, sealed, "original_type", "")),
    };
    size_t text_bytes;

    if (!notice.id[0] || !notice.event_type[0])
        return INVALID("does not say what it is");
    if (!wxpay_open_resource(pay, arena, sealed, &notice.text, &text_bytes))
        return INVALID("cannot be opened with our APIv3 key");
    notice.resource = wechat_json(arena, notice.text, text_bytes);
    if (!notice.resource)
        return INVALID("holds no JSON object");
    TRY(read_resource(pay, arena, &notice));
    *ret_notice = notice;
    return OK;
}

struct status wxpay_notice_open(struct wxpay *pay, struct arena *arena, const struct wxpay_signature *signature,
                                const char *body, size_t bytes, int64_t now_s, struct wxpay_notice *ret_notice)
{
    if (bytes > WXPAY_NOTICE_BYTES_MAX)
        return INVALID("is too long");
    TRY(wxpay_verify(pay, arena, signature, body, bytes, now_s));
    return wxpay_notice_read(pay, arena, body, bytes, ret_notice);
}
