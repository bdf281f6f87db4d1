/* A leader's round between its cut-off and pick-up: frozen sheets, goods that come, who goes short. */
#ifndef GROUPBUY_RECEIVING_H
#define GROUPBUY_RECEIVING_H

#include "events/events.h"
#include "linli/groupbuy/v1/receiving.pb-c.h"
#include "rpc/operation.h"

#define NOT_TO_BE_RECEIVED CODE_FAILED_PRECONDITION, "NOT_TO_BE_RECEIVED"
#define PROPOSAL_CHANGED   CODE_FAILED_PRECONDITION, "PROPOSAL_CHANGED"
#define ITEM_NOT_COUNTED   CODE_FAILED_PRECONDITION, "ITEM_NOT_COUNTED"
#define NOT_FROZEN         CODE_FAILED_PRECONDITION, "NOT_FROZEN"
#define BOOKS_DIFFER       CODE_FAILED_PRECONDITION, "BOOKS_DIFFER"
#define NOT_TO_BE_WEIGHED  CODE_FAILED_PRECONDITION, "NOT_TO_BE_WEIGHED"
#define WEIGHED_BEFORE     CODE_FAILED_PRECONDITION, "WEIGHED_BEFORE"
#define NOT_SUBSTITUTABLE  CODE_FAILED_PRECONDITION, "NOT_SUBSTITUTABLE"
#define SUBSTITUTION_OPEN  CODE_FAILED_PRECONDITION, "SUBSTITUTION_OPEN"
#define SUBSTITUTION_OVER  CODE_FAILED_PRECONDITION, "SUBSTITUTION_OVER"

#define RECEIVING_OPERATIONS(X)                                                                                        \
    X(Gb, ListRoundPlaces, Gb__ListRoundPlacesResponse, groupbuy_list_round_places)                                    \
    X(Gb, GetReceiving, Gb__PlaceReceiving, groupbuy_get_receiving)                                                    \
    X(Gb, RecordArrival, Gb__PlaceReceiving, groupbuy_record_arrival)                                                  \
    X(Gb, ConfirmReceiving, Gb__PlaceReceiving, groupbuy_confirm_receiving)                                            \
    X(Gb, ListShortages, Gb__ListShortagesResponse, groupbuy_list_shortages)                                           \
    X(Gb, GetPurchaseSheet, Gb__PurchaseSheet, groupbuy_get_purchase_sheet)                                            \
    X(Gb, GetDeliveryList, Gb__DeliveryList, groupbuy_get_delivery_list)                                               \
    X(Gb, AdjustRoundSheet, Gb__DeliveryList, groupbuy_adjust_round_sheet)                                             \
    X(Gb, ListParcels, Gb__ListParcelsResponse, groupbuy_list_parcels)                                                 \
    X(Gb, RecordWeights, Gb__RecordWeightsResponse, groupbuy_record_weights)                                           \
    X(Gb, AskSubstitution, Gb__Substitution, groupbuy_ask_substitution)                                                \
    X(Gb, AnswerSubstitution, Gb__OrderSubstitution, groupbuy_answer_substitution)                                     \
    X(Gb, ListSubstitutions, Gb__ListSubstitutionsResponse, groupbuy_list_substitutions)                               \
    X(Gb, ListOrderSubstitutions, Gb__ListOrderSubstitutionsResponse, groupbuy_list_order_substitutions)               \
    X(Gb, GetRoundBooks, Gb__RoundBooks, groupbuy_get_round_books)                                                     \
    X(Gb, ExportSheet, Gb__SheetFile, groupbuy_export_sheet)

RECEIVING_OPERATIONS(OPERATION_PROTOTYPE)

#define JOB_SETTLE_PLACE          "settle_place" /* key: round:place; what was confirmed comes true, order by order */
#define JOB_FIND_ENDED_ROUNDS     "find_ended_rounds"
#define FIND_ENDED_ROUNDS_EVERY_S 5

#define RECEIVING_JOBS(X)                                                                                              \
    X(JOB_SETTLE_PLACE, groupbuy_settle_place)                                                                         \
    X(JOB_FIND_ENDED_ROUNDS, groupbuy_find_ended_rounds, FIND_ENDED_ROUNDS_EVERY_S)

RECEIVING_JOBS(JOB_PROTOTYPE)

#endif
