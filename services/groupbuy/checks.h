/* The publishing check of leaders' rounds: proto/linli/groupbuy/v1/checks.proto. */
#ifndef GROUPBUY_CHECKS_H
#define GROUPBUY_CHECKS_H

#include "groupbuy/domain/reasons.h"
#include "linli/groupbuy/v1/checks.pb-c.h"
#include "rpc/operation.h"

#define APPROVAL_NOT_NEEDED CODE_FAILED_PRECONDITION, "APPROVAL_NOT_NEEDED"

#define CHECKS_OPERATIONS(X)                                                                                           \
    X(Gb, CheckRound, Gb__RoundCheck, groupbuy_check_round)                                                            \
    X(Gb, AskRoundApproval, Gb__Approval, groupbuy_ask_round_approval)

CHECKS_OPERATIONS(OPERATION_PROTOTYPE)

#endif
