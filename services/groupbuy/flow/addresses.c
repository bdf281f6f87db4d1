#include "groupbuy/flow/addresses.h"

#include <string.h>

#include "groupbuy/service.h"

static const char *purpose_of(struct call *call, const struct address *address)
{
    return arena_printf(call->arena, "address phone %s", address->user_id);
}

void address_set_phone(struct call *call, struct address *address, const char *phone)
{
    const struct vault *vault = groupbuy_vault(call);

    address->phone_sealed =
        vault_seal(vault, call->arena, purpose_of(call, address), phone, strlen(phone), &address->phone_sealed_bytes);
    address->phone_key = vault_key_id(vault);
    address->phone_masked = arena_printf(call->arena, "%.3s****%s", phone, phone + strlen(phone) - 4);
}

const char *address_phone(struct call *call, const struct address *address)
{
    uint8_t *phone;
    size_t bytes;

    if (!vault_open(groupbuy_vault(call), call->arena, purpose_of(call, address), address->phone_key,
                    address->phone_sealed, address->phone_sealed_bytes, &phone, &bytes))
        return NULL;
    return arena_strndup(call->arena, (const char *)phone, bytes);
}

void address_view(const struct address *address, Gb__Address *out)
{
    out->address_id = address->id;
    out->name = address->name;
    out->phone_masked = address->phone_masked;
    out->region_code = address->region_code;
    out->region_name = address->region_name;
    out->street = address->street;
    out->is_default = address->is_default;
}

struct status addresses_show(struct call *call, Gb__ListAddressesResponse *out)
{
    struct address *addresses;
    size_t count;

    TRY(address_list(call->tx, call->caller->user_id, ADDRESSES_MAX, &addresses, &count));
    out->n_addresses = count;
    out->addresses = arena_array(call->arena, Gb__Address *, count);
    for (size_t i = 0; i < count; i++) {
        out->addresses[i] = MESSAGE(call, Gb__Address, gb__address);
        address_view(&addresses[i], out->addresses[i]);
    }
    return OK;
}
