/* Who takes parts of payments as a merchant, and what comes back of them. */
#ifndef GROUPBUY_RECEIVERS_H
#define GROUPBUY_RECEIVERS_H

#include "events/events.h"
#include "linli/groupbuy/v1/receivers.pb-c.h"
#include "rpc/operation.h"

#define RECEIVER_TAKEN CODE_ALREADY_EXISTS, "RECEIVER_TAKEN"

#define RECEIVERS_OPERATIONS(X)                                                                                        \
    X(Gb, SetReceiver, Gb__Receiver, groupbuy_set_receiver)                                                            \
    X(Gb, RemoveReceiver, Gb__Receiver, groupbuy_remove_receiver)                                                      \
    X(Gb, ListReceivers, Gb__ListReceiversResponse, groupbuy_list_receivers)                                           \
    X(Gb, ListShareReturns, Gb__ListShareReturnsResponse, groupbuy_list_share_returns)

#define JOB_DRIVE_RECEIVER     "drive_receiver"     /* key: the receiver */
#define JOB_DRIVE_SHARE_RETURN "drive_share_return" /* key: the return */

#define RECEIVERS_JOBS(X)                                                                                              \
    X(JOB_DRIVE_RECEIVER, groupbuy_drive_receiver)                                                                     \
    X(JOB_DRIVE_SHARE_RETURN, groupbuy_drive_share_return)

RECEIVERS_OPERATIONS(OPERATION_PROTOTYPE)
RECEIVERS_JOBS(JOB_PROTOTYPE)

#endif
