/* Before a leader's round is published: what should somebody know. For looking and for publishing. In call->tx. */
#ifndef GROUPBUY_FLOW_ROUND_CHECKS_H
#define GROUPBUY_FLOW_ROUND_CHECKS_H

#include "groupbuy/checks.h"
#include "groupbuy/domain/publishing.h"
#include "groupbuy/store/round_store.h"

/* What should be known of its goods, its time and its buyers, and what of its goods is not there. */
struct status round_findings(struct call *call, const struct round *round, struct findings *findings);
/* What is red has an operator's yes for this very version, which is used up. APPROVAL_NEEDED */
struct status round_approved(struct call *call, const struct round *round);
/* Nothing is red: what is published already gets no yes any more. APPROVAL_NEEDED */
struct status round_not_red(struct call *call, const struct round *round);
/* The licences of its goods last to its end as it is now. FIELDS_INVALID naming endsAt. */
struct status round_licences_last(struct call *call, const struct round *round);

#endif
