#include "groupbuy/flow/invoices.h"
#include "groupbuy/store/order_store.h"

static struct status made_out(const Gb__RequestInvoiceRequest *in)
{
    bool company = in->kind == GB__INVOICE_KIND__INVOICE_FOR_COMPANY;

    if (company && !tax_number_valid(in->tax_number))
        return fail_field("tax_number", "is no unified social credit number: its last character does not fit");
    if (!company && *in->tax_number)
        return fail_field("tax_number", "is for companies");
    return OK;
}

/* The order is locked, so that no refund comes between. */
static struct status invoiceable(struct call *call, const char *order_id, fen *ret_kept)
{
    struct invoice before;
    struct order order;
    bool found;

    TRY(order_lock(call->tx, order_id, call->caller->user_id, &order));
    if (!order.completed_us)
        return fail(INVOICE_NOT_YET, "order %s is not completed", order_id);
    TRY(invoice_lock_live(call->tx, order_id, &before, &found));
    if (found)
        return fail(INVOICE_EXISTS, "order %s has invoice %s", order_id, before.id);
    TRY(invoice_kept(call->tx, order_id, ret_kept));
    return *ret_kept > 0 ? OK : fail(INVOICE_NOTHING, "nothing was kept of order %s", order_id);
}

struct status groupbuy_request_invoice(struct call *call, const Gb__RequestInvoiceRequest *in, Gb__Invoice *out)
{
    struct invoice invoice = {
        .order_id = in->order_id,
        .user_id = call->caller->user_id,
        .state = INVOICE_REQUESTED,
        .kind = (enum invoice_kind)in->kind,
        .title = in->title,
        .tax_number = in->tax_number,
        .number = "",
        .issued_on = "",
        .file_url = "",
        .reason = "",
        .requested_us = call->now_us,
    };

    TRY(made_out(in));
    TRY(invoiceable(call, in->order_id, &invoice.amount));
    TRY(invoice_insert(call->tx, &invoice));
    invoice_view(call, &invoice, out);
    return OK;
}
