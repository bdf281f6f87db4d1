/* Money on its way to leaders and partners. A payout is a row from the first moment, and taken out of their account; a
 * job drives it until WeChat has paid it out, or it is theirs again. */
#ifndef GROUPBUY_FLOW_PAYOUTS_H
#define GROUPBUY_FLOW_PAYOUTS_H

#include "groupbuy/flow/transfers.h"
#include "groupbuy/payouts.h"

/* What he gave, sealed; and his name in clear again. NULL: it does not open. */
void payee_seal(struct call *call, struct payee *payee, const char *name, const char *identity);
const char *payee_name(struct call *call, const struct payee *payee);
const char *payee_identity(struct call *call, const struct payee *payee);

/* Takes `gross` out of what is the earner's with payout->merchant_id, of which no other account pays a fen: row with
 * what is withheld, movements, ledger; and the job that drives it, unless it waits for approval. payout's earner, way,
 * order, account, openid and state are set; the payee is locked. BAD_REQUEST when there is less. */
struct status payout_begin(struct call *call, struct payout *payout, fen gross);
/* It is approved: on its way. The payout is locked; so below. */
struct status payout_go(struct call *call, struct payout *payout);
/* Somebody says no: it is the earner's again. */
struct status payout_decline(struct call *call, struct payout *payout, const char *reason);

enum payout_outcome {
    PAYOUT_OUTCOME_APPLIED,  /* or known before */
    PAYOUT_OUTCOME_UNKNOWN,  /* there is no such payout of ours: a case for somebody */
    PAYOUT_OUTCOME_MISMATCH, /* person or amount are not those we asked for: a case, nothing else changed */
};

/* What WeChat says has become of it, by answer, query or notice, in any order and any number. In a transaction. */
struct status payout_apply(struct call *call, const struct payout_fact *fact, enum payout_outcome *ret_outcome);

void payout_view(struct call *call, const struct payout *payout, Gb__Payout *out);

#endif
