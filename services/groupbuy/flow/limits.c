#include "groupbuy/flow/limits.h"

#include <string.h>

#include "groupbuy/domain/address.h"
#include "groupbuy/flow/addresses.h"
#include "groupbuy/service.h"

struct status limit_keys_of(struct call *call, const struct address *address, struct limit_keys *ret_keys)
{
    const struct vault *vault = &groupbuy_of(call)->vault;
    const char *phone;

    *ret_keys = (struct limit_keys){ .user_id = call->caller->user_id, .brought = address };
    if (!address)
        return OK;
    phone = address_phone(call, address);
    if (!phone)
        return fail_field("addressId", "its phone cannot be read any more: give it again");
    vault_digest(vault, "limit phone", phone, ret_keys->phone);
    vault_digest(vault, "limit address", address_plain(call->arena, address->region_code, address->street),
                 ret_keys->address);
    return OK;
}

static const char **products_of(struct call *call, const struct order_line *lines, size_t count)
{
    const char **products = arena_array(call->arena, const char *, count);

    for (size_t i = 0; i < count; i++)
        products[i] = lines[i].product_id;
    return products;
}

struct status limits_hold(struct call *call, const struct limit_keys *keys, const struct order_line *lines,
                          size_t count)
{
    return limits_lock(call->tx, keys, products_of(call, lines, count), count);
}

static bool has_room(const struct shared_limit *limit, int64_t units)
{
    return limit->most == 0 || limit->held + units <= limit->most;
}

static struct status check_one(const struct product_limits *limits, int64_t units)
{
    if (!has_room(&limits->household, units))
        return fail(SHARED_LIMIT_REACHED, "%d of product %s a household", limits->household.most, limits->product_id);
    if (!has_room(&limits->address, units))
        return fail(SHARED_LIMIT_REACHED, "%d of product %s an address", limits->address.most, limits->product_id);
    if (!has_room(&limits->phone, units))
        return fail(SHARED_LIMIT_REACHED, "%d of product %s a phone", limits->phone.most, limits->product_id);
    return OK;
}

struct status limits_check(struct call *call, const struct limit_keys *keys, const struct order_line *lines,
                           size_t count)
{
    struct product_limits *limits;
    size_t limits_count;

    TRY(limits_read(call->tx, keys, products_of(call, lines, count), count, &limits, &limits_count));
    for (size_t i = 0; i < limits_count; i++) {
        int64_t units = 0;

        for (size_t j = 0; j < count; j++)
            if (strcmp(lines[j].product_id, limits[i].product_id) == 0)
                units += lines[j].quantity;
        TRY(check_one(&limits[i], units));
    }
    return OK;
}
