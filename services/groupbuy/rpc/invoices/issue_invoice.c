#include "events/audit.h"
#include "groupbuy/flow/invoices.h"
#include "groupbuy/flow/scope.h"

static struct status note(struct call *call, const struct invoice *invoice)
{
    return audit(call, &(struct audit_line){ .action = "issue_invoice",
                                             .object_type = "invoice",
                                             .object_id = invoice->id,
                                             .before = "REQUESTED",
                                             .after = arena_printf(call->arena, "%s, %s, %ld fen", invoice->number,
                                                                   invoice->issued_on, (long)invoice->amount) });
}

struct status groupbuy_issue_invoice(struct call *call, const Gb__IssueInvoiceRequest *in, Gb__Invoice *out)
{
    struct invoice invoice;
    struct status saved;

    TRY(platform_act(call, "finance", "operator"));
    if (!day_exists(in->issued_on))
        return fail_field("issued_on", "there is no such day");
    TRY(invoice_lock(call->tx, in->invoice_id, &invoice));
    if (invoice.state != INVOICE_REQUESTED)
        return fail(INVOICE_SETTLED, "invoice %s is %s", invoice.id, invoice_state_name(invoice.state));
    invoice.state = INVOICE_ISSUED;
    invoice.number = in->number;
    invoice.issued_on = in->issued_on;
    invoice.file_url = in->file_url;
    invoice.issued_us = call->now_us;
    saved = invoice_save(call->tx, &invoice);
    if (failed_with(saved, UNIQUE_VIOLATION))
        return fail(INVOICE_NUMBER, "number %s is another invoice's", in->number);
    TRY(saved);
    TRY(note(call, &invoice));
    invoice_view(call, &invoice, out);
    return OK;
}
