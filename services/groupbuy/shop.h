/* The ordinary shop: baskets, plain orders, the cart. */
#ifndef GROUPBUY_SHOP_H
#define GROUPBUY_SHOP_H

#include "groupbuy/domain/reasons.h"
#include "linli/groupbuy/v1/shop.pb-c.h"
#include "rpc/operation.h"

#define CART_ITEMS_MAX 100

#define SHOP_OPERATIONS(X)                                                                                             \
    X(Gb, QuoteBasket, Gb__BasketQuote, groupbuy_quote_basket)                                                         \
    X(Gb, PlaceOrder, Gb__Order, groupbuy_place_order)                                                                 \
    X(Gb, GetReceipt, Gb__Receipt, groupbuy_get_receipt)                                                               \
    X(Gb, PutCartItem, Gb__Cart, groupbuy_put_cart_item)                                                               \
    X(Gb, RemoveCartItem, Gb__Cart, groupbuy_remove_cart_item)                                                         \
    X(Gb, GetCart, Gb__Cart, groupbuy_get_cart)                                                                        \
    X(Gb, ClearCart, Gb__Cart, groupbuy_clear_cart)

SHOP_OPERATIONS(OPERATION_PROTOTYPE)

#endif
