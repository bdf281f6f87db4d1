/* People who live together, goods with limits that they share, and plain orders of them. On a shop of its own
 * (pick_ups.h). */
#ifndef LINLI_TESTS_STORE_GROUPBUY_HOUSEHOLDS_H
#define LINLI_TESTS_STORE_GROUPBUY_HOUSEHOLDS_H

#include "store/groupbuy/pick_ups.h"

static inline struct goods limited(int32_t household, int32_t address, int32_t phone)
{
    struct goods goods = put_on_shelf(100, 0);

    test_sql(shop.db,
             "update products set per_household_limit = $2, per_address_limit = $3, per_phone_limit = $4 where id = $1",
             db_id(goods.product), db_int(household), db_int(address), db_int(phone));
    return goods;
}

static inline const char *home_of(const char *user, const char *phone, const char *street)
{
    Gb__AddAddressRequest in = GB__ADD_ADDRESS_REQUEST__INIT;
    Gb__Address out = GB__ADDRESS__INIT;

    in.name = "李梅";
    in.phone = phone;
    in.region_code = "530102";
    in.region_name = "云南省昆明市";
    in.street = street;
    assert_ok(CALL_IN_TX(user, groupbuy_add_address, &in, &out));
    return out.address_id;
}

/* Where he alone lives. */
static inline const char *own_home(const char *user, int n)
{
    return home_of(user, arena_printf(&shop.clerk.arena, "139%08d", n),
                   arena_printf(&shop.clerk.arena, "青年路 %d 号", n));
}

static inline const char *person(int n)
{
    return known_as(user_n(&shop.clerk, n), "邻居");
}

static inline void lives_with(const char *member, const char *buyer)
{
    assert_ok(name_member(buyer, member));
    assert_ok(agree_to(member, buyer));
}

static inline struct status buy(const char *user, const char *home, const char *sku, int32_t units,
                                struct seat *ret_seat)
{
    Gb__Order order;

    TRY(ORDER(user, home, "", &order, { sku, units }));
    if (ret_seat)
        *ret_seat = seat_of(user, &order);
    return OK;
}

#endif
