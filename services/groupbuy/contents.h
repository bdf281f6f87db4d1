/* Paid articles and columns. */
#ifndef GROUPBUY_CONTENTS_H
#define GROUPBUY_CONTENTS_H

#include "groupbuy/domain/reasons.h"
#include "linli/groupbuy/v1/contents.pb-c.h"
#include "rpc/operation.h"

#define CHANNEL_MISSING CODE_FAILED_PRECONDITION, "CHANNEL_MISSING"
#define BOUGHT_ALREADY  CODE_ALREADY_EXISTS, "BOUGHT_ALREADY"

#define VIRTUAL_PAY "VIRTUAL_PAY" /* the channel of virtual goods */

#define CONTENTS_OPERATIONS(X)                                                                                         \
    X(Gb, GetContentOffer, Gb__ContentOffer, groupbuy_get_content_offer)                                               \
    X(Gb, QuoteContent, Gb__ContentQuote, groupbuy_quote_content)                                                      \
    X(Gb, PlaceContentOrder, Gb__Order, groupbuy_place_content_order)

CONTENTS_OPERATIONS(OPERATION_PROTOTYPE)

#endif
