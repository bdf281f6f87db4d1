/* Invoices (发票): asked for by buyers, issued by finance, taken back by refunds. */
#ifndef GROUPBUY_INVOICES_H
#define GROUPBUY_INVOICES_H

#include "linli/groupbuy/v1/invoices.pb-c.h"
#include "rpc/operation.h"

#define INVOICE_EXISTS  CODE_ALREADY_EXISTS, "INVOICE_EXISTS"
#define INVOICE_NOT_YET CODE_FAILED_PRECONDITION, "INVOICE_NOT_YET"
#define INVOICE_NOTHING CODE_FAILED_PRECONDITION, "INVOICE_NOTHING"
#define INVOICE_SETTLED CODE_FAILED_PRECONDITION, "INVOICE_SETTLED"
#define INVOICE_NUMBER  CODE_ALREADY_EXISTS, "INVOICE_NUMBER"

#define INVOICES_OPERATIONS(X)                                                                                         \
    X(Gb, RequestInvoice, Gb__Invoice, groupbuy_request_invoice)                                                       \
    X(Gb, ListMyInvoices, Gb__ListInvoicesResponse, groupbuy_list_my_invoices)                                         \
    X(Gb, ListInvoices, Gb__ListInvoicesResponse, groupbuy_list_invoices)                                              \
    X(Gb, IssueInvoice, Gb__Invoice, groupbuy_issue_invoice)

INVOICES_OPERATIONS(OPERATION_PROTOTYPE)

#endif
