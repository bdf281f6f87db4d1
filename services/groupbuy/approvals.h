/* A second pair of eyes: what one person may not do alone. */
#ifndef GROUPBUY_APPROVALS_H
#define GROUPBUY_APPROVALS_H

#include "linli/groupbuy/v1/approvals.pb-c.h"
#include "rpc/operation.h"

#define APPROVAL_NEEDED  CODE_FAILED_PRECONDITION, "APPROVAL_NEEDED"
#define APPROVAL_ASKED   CODE_ALREADY_EXISTS, "APPROVAL_ASKED"
#define APPROVAL_DECIDED CODE_FAILED_PRECONDITION, "APPROVAL_DECIDED"
#define APPROVAL_OWN     CODE_PERMISSION_DENIED, "APPROVAL_OWN"

#define APPROVALS_OPERATIONS(X)                                                                                        \
    X(Gb, AskApproval, Gb__Approval, groupbuy_ask_approval)                                                            \
    X(Gb, DecideApproval, Gb__Approval, groupbuy_decide_approval)                                                      \
    X(Gb, ListApprovals, Gb__ListApprovalsResponse, groupbuy_list_approvals)

APPROVALS_OPERATIONS(OPERATION_PROTOTYPE)

#endif
