#include "groupbuy/flow/addresses.h"

struct status groupbuy_list_addresses(struct call *call, const Gb__ListAddressesRequest *in,
                                      Gb__ListAddressesResponse *out)
{
    (void)in;
    return addresses_show(call, out);
}
