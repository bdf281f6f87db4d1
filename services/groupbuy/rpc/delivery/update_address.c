#include "groupbuy/flow/addresses.h"

/* Orders keep their own snapshot. */
struct status groupbuy_update_address(struct call *call, const Gb__UpdateAddressRequest *in, Gb__Address *out)
{
    struct address address;
    int64_t count;

    TRY(address_lock_all(call->tx, call->caller->user_id, &count));
    TRY(address_get(call->tx, in->address_id, call->caller->user_id, &address));
    address.name = in->name;
    address.region_code = in->region_code;
    address.region_name = in->region_name;
    address.street = in->street;
    address.is_default = in->is_default;
    if (*in->phone)
        address_set_phone(call, &address, in->phone);
    TRY(address_save(call->tx, &address));
    address_view(&address, out);
    return OK;
}
