/* Leaders' group-buys, a round (期) each. */
#ifndef GROUPBUY_ROUNDS_H
#define GROUPBUY_ROUNDS_H

#include "events/events.h"
#include "linli/groupbuy/v1/rounds.pb-c.h"
#include "rpc/operation.h"

#define ROUND_FROZEN       CODE_FAILED_PRECONDITION, "ROUND_FROZEN"
#define EXTENDED_BEFORE    CODE_FAILED_PRECONDITION, "EXTENDED_BEFORE"
#define POINT_NOT_APPROVED CODE_FAILED_PRECONDITION, "POINT_NOT_APPROVED"
#define POINT_NOT_OFFERED  CODE_FAILED_PRECONDITION, "POINT_NOT_OFFERED"
#define BUYER_REFUSED      CODE_FAILED_PRECONDITION, "BUYER_REFUSED"
#define ORDER_NOT_PAID     CODE_FAILED_PRECONDITION, "ORDER_NOT_PAID"
#define HELP_NOT_OFFERED   CODE_FAILED_PRECONDITION, "HELP_NOT_OFFERED"
#define CIRCLE_TAKEN       CODE_FAILED_PRECONDITION, "CIRCLE_TAKEN"
#define BELOW_DOOR_MINIMUM CODE_FAILED_PRECONDITION, "BELOW_DOOR_MINIMUM"

#define ROUNDS_OPERATIONS(X)                                                                                           \
    X(Gb, CreateRound, Gb__Round, groupbuy_create_round)                                                               \
    X(Gb, CopyRound, Gb__Round, groupbuy_copy_round)                                                                   \
    X(Gb, UpdateRound, Gb__Round, groupbuy_update_round)                                                               \
    X(Gb, PublishRound, Gb__Round, groupbuy_publish_round)                                                             \
    X(Gb, AddRoundStock, Gb__Round, groupbuy_add_round_stock)                                                          \
    X(Gb, ExtendRound, Gb__Round, groupbuy_extend_round)                                                               \
    X(Gb, LowerRoundMinimum, Gb__Round, groupbuy_lower_round_minimum)                                                  \
    X(Gb, CloseRound, Gb__Round, groupbuy_close_round)                                                                 \
    X(Gb, CancelRound, Gb__Round, groupbuy_cancel_round)                                                               \
    X(Gb, GetRound, Gb__Round, groupbuy_get_round)                                                                     \
    X(Gb, ListRounds, Gb__ListRoundsResponse, groupbuy_list_rounds)                                                    \
    X(Gb, ListMyRounds, Gb__ListMyRoundsResponse, groupbuy_list_my_rounds)                                             \
    X(Gb, ListRoundEntries, Gb__ListRoundEntriesResponse, groupbuy_list_round_entries)                                 \
    X(Gb, PlaceRoundOrder, Gb__RoundOrder, groupbuy_place_round_order)                                                 \
    X(Gb, QuoteRoundOrder, Gb__BasketQuote, groupbuy_quote_round_order)                                                \
    X(Gb, ListDoorDeliveries, Gb__ListDoorDeliveriesResponse, groupbuy_list_door_deliveries)                           \
    X(Gb, DeliverRoundOrder, Gb__RoundOrder, groupbuy_deliver_round_order)                                             \
    X(Gb, PlaceNeighbourOrder, Gb__RoundOrder, groupbuy_place_neighbour_order)                                         \
    X(Gb, ReduceRoundOrder, Gb__RoundOrder, groupbuy_reduce_round_order)                                               \
    X(Gb, CreatePayLink, Gb__PayLink, groupbuy_create_pay_link)                                                        \
    X(Gb, OpenPayLink, Gb__PayLink, groupbuy_open_pay_link)                                                            \
    X(Gb, PayByLink, Gb__Payment, groupbuy_pay_by_link)                                                                \
    X(Gb, GetRoundOrder, Gb__RoundOrder, groupbuy_get_round_order)                                                     \
    X(Gb, ListRoundOrders, Gb__ListRoundOrdersResponse, groupbuy_list_round_orders)                                    \
    X(Gb, SetOpenToHelpers, Gb__Round, groupbuy_set_open_to_helpers)                                                   \
    X(Gb, OfferRound, Gb__RoundHelper, groupbuy_offer_round)                                                           \
    X(Gb, HelpSellRound, Gb__HelpSell, groupbuy_help_sell_round)                                                       \
    X(Gb, StopHelpSelling, Gb__StopHelpSellingResponse, groupbuy_stop_help_selling)                                    \
    X(Gb, WithdrawRoundOffer, Gb__RoundHelper, groupbuy_withdraw_round_offer)                                          \
    X(Gb, ListRoundHelpers, Gb__ListRoundHelpersResponse, groupbuy_list_round_helpers)                                 \
    X(Gb, ListHelpOffers, Gb__ListHelpOffersResponse, groupbuy_list_help_offers)                                       \
    X(Gb, ListHelpSells, Gb__ListHelpSellsResponse, groupbuy_list_help_sells)                                          \
    X(Gb, LookAtRound, Gb__LookAtRoundResponse, groupbuy_look_at_round)                                                \
    X(Gb, GetLeaderMinute, Gb__LeaderMinute, groupbuy_get_leader_minute)                                               \
    X(Gb, SetEntryHidden, Gb__SetEntryHiddenResponse, groupbuy_set_entry_hidden)

ROUNDS_OPERATIONS(OPERATION_PROTOTYPE)

#define JOB_OPEN_ROUND          "open_round"          /* at its start */
#define JOB_END_ROUND           "end_round"           /* at its end */
#define JOB_SETTLE_ROUND        "settle_round"        /* after the grace: closed, or off */
#define JOB_REFUND_PRICE_STEP   "refund_price_step"   /* what a reached step makes cheaper */
#define JOB_TELL_ROUND          "tell_round"          /* news for who looked, ordered, has not paid */
#define JOB_CANCEL_ROUND_ORDERS "cancel_round_orders" /* of a round that is off */

#define JOB_FIND_WAITING_DOORS     "find_waiting_doors"
#define FIND_WAITING_DOORS_EVERY_S 60

#define ROUNDS_JOBS(X)                                                                                                 \
    X(JOB_OPEN_ROUND, groupbuy_open_round)                                                                             \
    X(JOB_END_ROUND, groupbuy_end_round)                                                                               \
    X(JOB_SETTLE_ROUND, groupbuy_settle_round)                                                                         \
    X(JOB_REFUND_PRICE_STEP, groupbuy_refund_price_step)                                                               \
    X(JOB_TELL_ROUND, groupbuy_tell_round)                                                                             \
    X(JOB_FIND_WAITING_DOORS, groupbuy_find_waiting_doors, FIND_WAITING_DOORS_EVERY_S)                                 \
    X(JOB_CANCEL_ROUND_ORDERS, groupbuy_cancel_round_orders)

ROUNDS_JOBS(JOB_PROTOTYPE)

#endif
