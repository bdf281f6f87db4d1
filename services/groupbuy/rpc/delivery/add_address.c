#include "groupbuy/flow/addresses.h"

struct status groupbuy_add_address(struct call *call, const Gb__AddAddressRequest *in, Gb__Address *out)
{
    struct address address = {
        .id = id_make(call->arena),
        .user_id = call->caller->user_id,
        .name = in->name,
        .region_code = in->region_code,
        .region_name = in->region_name,
        .street = in->street,
    };
    int64_t count;

    TRY(address_lock_all(call->tx, address.user_id, &count));
    if (count >= ADDRESSES_MAX)
        return fail(TOO_MANY_ADDRESSES, "user %s has %ld addresses", address.user_id, (long)count);
    address.is_default = in->is_default || count == 0;
    address_set_phone(call, &address, in->phone);
    TRY(address_insert(call->tx, &address));
    address_view(&address, out);
    return OK;
}
