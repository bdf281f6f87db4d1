/* Session cards. */
#ifndef GROUPBUY_CARDS_H
#define GROUPBUY_CARDS_H

#include "events/events.h"
#include "groupbuy/domain/reasons.h"
#include "linli/groupbuy/v1/cards.pb-c.h"
#include "rpc/operation.h"

#define CARD_ELSEWHERE CODE_FAILED_PRECONDITION, "CARD_ELSEWHERE"
#define SESSIONS_SHORT CODE_FAILED_PRECONDITION, "SESSIONS_SHORT"
#define CARD_CODE_USED CODE_FAILED_PRECONDITION, "CARD_CODE_USED"

#define CARD_USES_SHOWN_MAX 100 /* of a single card, the newest */

#define CARDS_OPERATIONS(X)                                                                                            \
    X(Gb, PublishCardTerms, Gb__CardTerms, groupbuy_publish_card_terms)                                                \
    X(Gb, GetCardTerms, Gb__CardTerms, groupbuy_get_card_terms)                                                        \
    X(Gb, QuoteCard, Gb__CardQuote, groupbuy_quote_card)                                                               \
    X(Gb, PlaceCardOrder, Gb__Card, groupbuy_place_card_order)                                                         \
    X(Gb, GetCard, Gb__Card, groupbuy_get_card)                                                                        \
    X(Gb, ListMyCards, Gb__ListMyCardsResponse, groupbuy_list_my_cards)                                                \
    X(Gb, ShowCardCode, Gb__CardCode, groupbuy_show_card_code)                                                         \
    X(Gb, RefundCard, Gb__Card, groupbuy_refund_card)                                                                  \
    X(Gb, UseCard, Gb__CardUse, groupbuy_use_card)                                                                     \
    X(Gb, UndoCardUse, Gb__CardUse, groupbuy_undo_card_use)                                                            \
    X(Gb, ListCardUses, Gb__ListCardUsesResponse, groupbuy_list_card_uses)

#define JOB_REMIND_CARD "remind_card" /* key: the card */
#define JOB_EXPIRE_CARD "expire_card" /* key: the card */

#define CARDS_JOBS(X)                                                                                                  \
    X(JOB_REMIND_CARD, groupbuy_remind_card)                                                                           \
    X(JOB_EXPIRE_CARD, groupbuy_expire_card)

CARDS_OPERATIONS(OPERATION_PROTOTYPE)
CARDS_JOBS(JOB_PROTOTYPE)

#endif
