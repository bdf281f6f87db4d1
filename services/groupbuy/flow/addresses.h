/* The address book: phones sealed, shown masked. */
#ifndef GROUPBUY_FLOW_ADDRESSES_H
#define GROUPBUY_FLOW_ADDRESSES_H

#include "groupbuy/delivery.h"
#include "groupbuy/groupbuy.h"
#include "groupbuy/store/address_store.h"

/* Seals `phone` (11 digits) into the address, for its owner. */
void address_set_phone(struct call *call, struct address *address, const char *phone);
/* The phone as it was given; NULL when the key that sealed it is not there any more. For who has to deliver. */
const char *address_phone(struct call *call, const struct address *address);

void address_view(const struct address *address, Gb__Address *out);
/* The caller's, in call->tx. */
struct status addresses_show(struct call *call, Gb__ListAddressesResponse *out);

#endif
