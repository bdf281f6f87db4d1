/* Picking up: codes, who hands what to whom, what nobody collects. */
#ifndef GROUPBUY_PICKUP_H
#define GROUPBUY_PICKUP_H

#include "events/events.h"
#include "linli/groupbuy/v1/pickup.pb-c.h"
#include "rpc/operation.h"

#define NOTHING_TO_PICK_UP CODE_FAILED_PRECONDITION, "NOTHING_TO_PICK_UP"
#define CODE_WRONG         CODE_NOT_FOUND, "CODE_WRONG"
#define CODE_EXPIRED       CODE_FAILED_PRECONDITION, "CODE_EXPIRED"
#define CODE_CLOSED        CODE_RESOURCE_EXHAUSTED, "CODE_CLOSED"
#define ALREADY_PICKED_UP  CODE_FAILED_PRECONDITION, "ALREADY_PICKED_UP"
#define UNDO_TOO_LATE      CODE_FAILED_PRECONDITION, "UNDO_TOO_LATE"
#define ALREADY_UNDONE     CODE_FAILED_PRECONDITION, "ALREADY_UNDONE"
#define HOUSEHOLD_FULL     CODE_FAILED_PRECONDITION, "HOUSEHOLD_FULL"

#define PARCELS_MAX          200 /* shown at once */
#define HOUSEHOLD_MAX        10  /* whom a buyer has named */
#define HOUSEHOLDS_SHOWN_MAX 100

#define PICK_UPS_OPERATIONS(X)                                                                                         \
    X(Gb, ListMyPickUps, Gb__ListMyPickUpsResponse, groupbuy_list_my_pick_ups)                                         \
    X(Gb, ShowPickUpCode, Gb__PickUpCode, groupbuy_show_pick_up_code)                                                  \
    X(Gb, SharePickUpCode, Gb__SharedPickUpCode, groupbuy_share_pick_up_code)                                          \
    X(Gb, GetHousehold, Gb__Household, groupbuy_get_household)                                                         \
    X(Gb, NameHouseholdMember, Gb__Household, groupbuy_name_household_member)                                          \
    X(Gb, RemoveHouseholdMember, Gb__Household, groupbuy_remove_household_member)                                      \
    X(Gb, AgreeToHousehold, Gb__Household, groupbuy_agree_to_household)                                                \
    X(Gb, LeaveHousehold, Gb__Household, groupbuy_leave_household)                                                     \
    X(Gb, FindParcels, Gb__FindParcelsResponse, groupbuy_find_parcels)                                                 \
    X(Gb, HandOver, Gb__HandOverRecord, groupbuy_hand_over)                                                            \
    X(Gb, UndoHandOver, Gb__HandOverRecord, groupbuy_undo_hand_over)                                                   \
    X(Gb, ListHandOvers, Gb__ListHandOversResponse, groupbuy_list_hand_overs)

PICK_UPS_OPERATIONS(OPERATION_PROTOTYPE)

#define JOB_REMIND_PICK_UP       "remind_pick_up"     /* key: the order */
#define JOB_SETTLE_UNCOLLECTED   "settle_uncollected" /* key: the order */
#define FIND_UNCOLLECTED_EVERY_S 5

#define PICK_UPS_JOBS(X)                                                                                               \
    X("find_uncollected", groupbuy_find_uncollected, FIND_UNCOLLECTED_EVERY_S)                                         \
    X(JOB_REMIND_PICK_UP, groupbuy_remind_pick_up)                                                                     \
    X(JOB_SETTLE_UNCOLLECTED, groupbuy_settle_uncollected)

PICK_UPS_JOBS(JOB_PROTOTYPE)

#endif
