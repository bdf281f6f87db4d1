#include "groupbuy/flow/limits.h"

#include <string.h>

#include "groupbuy/domain/address.h"
#include "groupbuy/flow/addresses.h"
#include "groupbuy/service.h"

static void digest_phone(struct call *call, const char *phone, struct limit_keys *keys)
{
    vault_digest(groupbuy_vault(call), "limit phone", phone, keys->phone);
    keys->has_phone = true;
}

static void digest_address(struct call *call, const char *region, const char *street, struct limit_keys *keys)
{
    vault_digest(groupbuy_vault(call), "limit address", address_plain(call->arena, region, street), keys->address);
    keys->has_address = true;
}

void limit_own_phone(struct call *call, const char *user_id, uint8_t ret_key[SHA256_BYTES])
{
    vault_digest(groupbuy_vault(call), "limit own phone", user_id, ret_key);
}

struct status limit_keys_of(struct call *call, const struct address *address, struct limit_keys *ret_keys)
{
    struct limit_keys keys = { .user_id = call->caller->user_id };
    const char *phone;

    if (address) {
        phone = address_phone(call, address);
        if (!phone)
            return fail_field("addressId", "its phone cannot be read any more: give it again");
        digest_phone(call, phone, &keys);
        digest_address(call, address->region_code, address->street, &keys);
    } else {
        limit_own_phone(call, keys.user_id, keys.phone);
        keys.has_phone = keys.own_phone = true;
    }
    *ret_keys = keys;
    return OK;
}

void limit_keys_of_neighbour(struct call *call, const char *community_id, const char *name, const char *door,
                             const char *phone, struct limit_keys *ret_keys)
{
    *ret_keys = (struct limit_keys){ .user_id = NULL };
    digest_address(call, community_id, door, ret_keys);
    digest_phone(
        call, *phone ? phone : arena_printf(call->arena, "%s %s", name, address_plain(call->arena, community_id, door)),
        ret_keys);
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

struct status limits_admit(struct call *call, const struct limit_keys *keys, const struct order_line *lines,
                           size_t count)
{
    TRY(limits_hold(call, keys, lines, count));
    return limits_check(call, keys, lines, count);
}

struct status limits_apply(struct call *call, const struct order_line *lines, size_t count, bool *ret_any)
{
    return limits_any(call->tx, products_of(call, lines, count), count, ret_any);
}
