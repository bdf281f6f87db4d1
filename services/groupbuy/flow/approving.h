/* A second pair of eyes (四眼原则): what is above a limit is done only with the yes of somebody else than who asked.
 *
 * The operation that does the thing calls approval_take() when its limit is passed, in the transaction in which it does
 * it. Without a yes it fails with APPROVAL_NEEDED, which it names among its reasons, and nothing has happened. Then
 * somebody asks (AskApproval, or the area's own operation by approval_ask()), another one decides (DecideApproval), and
 * the operation is called again: the yes is used up with what is done by it, or neither is.
 *
 * A yes is for one kind, one subject in one version (0 where there are none), up to an amount, and for a time
 * (LINLI_GROUPBUY_APPROVAL_S). Everything in the caller's transaction; audited here.
 *
 *     if (payout.amount > groupbuy_of(call)->second_pair_fen)
 *         TRY(approval_take(call, APPROVAL_PAYOUT, payout.id, 0, payout.amount));
 */
#ifndef GROUPBUY_FLOW_APPROVING_H
#define GROUPBUY_FLOW_APPROVING_H

#include "groupbuy/approvals.h"
#include "groupbuy/store/approval_store.h"

/* Uses up the yes that waits for this. APPROVAL_NEEDED: there is none, for less, or for another version. */
struct status approval_take(struct call *call, enum approval_kind kind, const char *subject, int64_t version,
                            fen amount);

/* Asks in the caller's name. APPROVAL_ASKED: a question or a yes is waiting for the same. */
struct status approval_ask(struct call *call, enum approval_kind kind, const char *subject, int64_t version, fen amount,
                           const char *why, struct approval *ret_approval);

/* A refund of the order was just started by somebody's decision: all of that kind together, many small ones too, above
 * the house's sum need a yes for that much. */
struct status approval_for_refunds(struct call *call, const char *order_id);

void approval_view(struct call *call, const struct approval *approval, Gb__Approval *out);

#endif
