#include "groupbuy/flow/invoices.h"

#include "rpc/timestamp.h"

struct status invoice_follow_refund(struct call *call, const char *order_id)
{
    struct invoice invoice;
    bool found;
    fen kept;

    TRY(invoice_lock_live(call->tx, order_id, &invoice, &found));
    if (!found)
        return OK;
    TRY(invoice_kept(call->tx, order_id, &kept));
    if (kept == invoice.amount)
        return OK;
    if (invoice.state == INVOICE_ISSUED || kept == 0) {
        invoice.state = INVOICE_REVERSED;
        invoice.reason = "REFUND";
    } else
        invoice.amount = kept;
    return invoice_save(call->tx, &invoice);
}

void invoice_view(struct call *call, const struct invoice *invoice, Gb__Invoice *out)
{
    out->invoice_id = invoice->id;
    out->order_id = invoice->order_id;
    out->state = (Gb__InvoiceState)invoice->state;
    out->kind = (Gb__InvoiceKind)invoice->kind;
    out->title = invoice->title;
    out->tax_number = invoice->tax_number;
    out->amount_fen = invoice->amount;
    out->number = invoice->number;
    out->issued_on = invoice->issued_on;
    out->file_url = invoice->file_url;
    out->reason = invoice->reason;
    out->requested_at = timestamp_new(call->arena, invoice->requested_us);
    out->issued_at = timestamp_new(call->arena, invoice->issued_us);
    out->reversed_at = timestamp_new(call->arena, invoice->reversed_us);
}
