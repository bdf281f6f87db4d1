/* Invoices (发票): their states, and who they are made out to. Pure. */
#ifndef GROUPBUY_DOMAIN_INVOICE_H
#define GROUPBUY_DOMAIN_INVOICE_H

#include <stdbool.h>

#define TAX_NUMBER_CHARS 18

/* The numbers of linli.groupbuy.v1.InvoiceState and InvoiceKind. */
enum invoice_state { INVOICE_NONE = 0, INVOICE_REQUESTED, INVOICE_ISSUED, INVOICE_REVERSED };
enum invoice_kind { INVOICE_FOR_NONE = 0, INVOICE_FOR_PERSON, INVOICE_FOR_COMPANY };

/* "REQUESTED" …, "" for the 0 of each. */
const char *invoice_state_name(enum invoice_state state);
enum invoice_state invoice_state_of(const char *name);
const char *invoice_kind_name(enum invoice_kind kind);
enum invoice_kind invoice_kind_of(const char *name);

/* A company's unified social credit number (GB 32100), which is its tax number: its characters, and the last that
 * checks them. */
bool tax_number_valid(const char *number);

/* 2026-11-21, and a day that there is. `text` has that form. */
bool day_exists(const char *text);

#endif
