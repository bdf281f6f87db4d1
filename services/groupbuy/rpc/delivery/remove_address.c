#include "groupbuy/flow/addresses.h"

struct status groupbuy_remove_address(struct call *call, const Gb__RemoveAddressRequest *in,
                                      Gb__ListAddressesResponse *out)
{
    TRY(address_remove(call->tx, in->address_id, call->caller->user_id));
    return addresses_show(call, out);
}
