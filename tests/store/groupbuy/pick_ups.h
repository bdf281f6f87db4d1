/* Pick-up for tests: points with their leader and staff, orders that lie there, codes, hand-overs. On a shop of its own
 * (baskets.h). */
#ifndef LINLI_TESTS_STORE_GROUPBUY_PICK_UPS_H
#define LINLI_TESTS_STORE_GROUPBUY_PICK_UPS_H

#include "groupbuy/pickup.h"
#include "store/groupbuy/baskets.h"

#define POINTS_COMMUNITY "00000000000000000000000000000c01"

/* An approved point of that leader, who leads in COMMUNITY. */
static inline const char *new_point(const char *leader)
{
    const char *point = id_make(&shop.clerk.arena);

    test_sql(shop.db,
             "insert into leaders (user_id, community_id, status) values ($1, $2, 'ACTIVE') on conflict do nothing",
             db_id(leader), db_id(POINTS_COMMUNITY));
    test_sql(shop.db,
             "insert into pick_up_points (id, leader_id, community_id, name, address, latitude_e6, longitude_e6, hours,"
             " image_urls, status) values ($1, $2, $3, '3 栋小卖部', '3 栋', 0, 0, '9–21', '{}', 'APPROVED')",
             db_id(point), db_id(leader), db_id(POINTS_COMMUNITY));
    return point;
}

static inline void hire(const char *point, const char *user)
{
    test_sql(shop.db, "insert into point_staff (point_id, user_id, added_by) values ($1, $2, $2)", db_id(point),
             db_id(user));
}

static inline void dismiss(const char *point, const char *user)
{
    test_sql(shop.db, "delete from point_staff where point_id = $1 and user_id = $2", db_id(point), db_id(user));
}

static inline const char *known_as(const char *user, const char *nickname)
{
    test_sql(shop.db, "insert into people (user_id, nickname, avatar_url, version) values ($1, $2, '', 1)", db_id(user),
             db_text(nickname));
    return user;
}

/* Three apples and a pear (37.77), ordered to that point, not paid. */
static inline struct seat order_at(const struct goods *goods, const char *user, const char *point)
{
    Gb__PlaceOrderRequest in = GB__PLACE_ORDER_REQUEST__INIT;
    Gb__BasketLine apples = GB__BASKET_LINE__INIT, pears = GB__BASKET_LINE__INIT, *lines[] = { &apples, &pears };
    Gb__Order out = GB__ORDER__INIT;

    apples.sku_id = goods->apples;
    apples.quantity = 3;
    pears.sku_id = goods->pears;
    pears.quantity = 1;
    in.lines = lines;
    in.n_lines = 2;
    in.point_id = point;
    assert_ok(clerk_end(&shop.clerk, groupbuy_place_order(clerk_call(&shop.clerk, user), &in, &out)));
    return seat_of(user, &out);
}

/* The same, paid: it lies there. */
static inline struct seat parcel_at(const struct goods *goods, const char *user, const char *point)
{
    struct seat seat = order_at(goods, user, point);

    pay(&seat);
    assert_order(&seat, "READY");
    return seat;
}

static inline Gb__ListMyPickUpsResponse my_pick_ups(const char *user)
{
    Gb__ListMyPickUpsRequest in = GB__LIST_MY_PICK_UPS_REQUEST__INIT;
    Gb__ListMyPickUpsResponse out = GB__LIST_MY_PICK_UPS_RESPONSE__INIT;

    assert_ok(CALL_IN_TX(user, groupbuy_list_my_pick_ups, &in, &out));
    return out;
}

static inline struct status show_code(const char *user, const char *point, Gb__PickUpCode *out)
{
    Gb__ShowPickUpCodeRequest in = GB__SHOW_PICK_UP_CODE_REQUEST__INIT;

    gb__pick_up_code__init(out);
    in.point_id = point;
    return CALL_IN_TX(user, groupbuy_show_pick_up_code, &in, out);
}

static inline const char *code_of(const char *user, const char *point)
{
    Gb__PickUpCode code;

    assert_ok(show_code(user, point, &code));
    return code.code;
}

static inline struct status name_member(const char *buyer, const char *member)
{
    Gb__NameHouseholdMemberRequest in = GB__NAME_HOUSEHOLD_MEMBER_REQUEST__INIT;
    Gb__Household out = GB__HOUSEHOLD__INIT;

    in.user_id = member;
    return CALL_IN_TX(buyer, groupbuy_name_household_member, &in, &out);
}

static inline struct status agree_to(const char *member, const char *buyer)
{
    Gb__AgreeToHouseholdRequest in = GB__AGREE_TO_HOUSEHOLD_REQUEST__INIT;
    Gb__Household out = GB__HOUSEHOLD__INIT;

    in.user_id = buyer;
    return CALL_IN_TX(member, groupbuy_agree_to_household, &in, &out);
}

static inline const char *share_code(const char *user, const char *point, int64_t valid_s)
{
    Gb__SharePickUpCodeRequest in = GB__SHARE_PICK_UP_CODE_REQUEST__INIT;
    Gb__SharedPickUpCode out = GB__SHARED_PICK_UP_CODE__INIT;

    in.point_id = point;
    in.valid_s = valid_s;
    assert_ok(CALL_IN_TX(user, groupbuy_share_pick_up_code, &in, &out));
    return out.code;
}

/* ---- at the counter ---- */

struct shown {
    const char *code;
    const char *signed_code;
};

static inline struct status find_as(struct clerk *clerk, const char *staff, const char *point, struct shown shown,
                                    int64_t number, const char *last_four, Gb__FindParcelsResponse *out)
{
    Gb__FindParcelsRequest in = GB__FIND_PARCELS_REQUEST__INIT;

    gb__find_parcels_response__init(out);
    in.point_id = point;
    in.code = shown.code ? shown.code : "";
    in.signed_code = shown.signed_code ? shown.signed_code : "";
    in.number = number;
    in.phone_last_four = last_four;
    return clerk_end(clerk, groupbuy_find_parcels(clerk_call(clerk, staff), &in, out));
}

/* What becomes of a code that is typed there. */
static inline struct status try_code(const char *staff, const char *point, const char *code)
{
    Gb__FindParcelsResponse out;

    return find_as(&shop.clerk, staff, point, (struct shown){ code, NULL }, 0, "", &out);
}

struct part {
    const char *order;
    int position;
    int32_t units;
};

static inline struct status hand_over_as(struct clerk *clerk, const char *staff, const char *point, struct shown shown,
                                         const struct part *parts, size_t count, Gb__HandOverRecord *out)
{
    Gb__HandOverRequest in = GB__HAND_OVER_REQUEST__INIT;
    struct call *call = clerk_call(clerk, staff);

    gb__hand_over_record__init(out);
    in.point_id = point;
    in.code = shown.code ? shown.code : "";
    in.signed_code = shown.signed_code ? shown.signed_code : "";
    in.n_lines = count;
    in.lines = arena_array(&clerk->arena, Gb__HandOverAsk *, count + 1);
    for (size_t i = 0; i < count; i++) {
        in.lines[i] = message_new(&clerk->arena, &gb__hand_over_ask__descriptor);
        in.lines[i]->order_id = parts[i].order;
        in.lines[i]->position = parts[i].position;
        in.lines[i]->units = parts[i].units;
    }
    return clerk_end(clerk, groupbuy_hand_over(call, &in, out));
}

#define CODE(code)                              ((struct shown){ (code), NULL })
#define SIGNED(signed)                          ((struct shown){ NULL, (signed)})
#define NO_CODE                                 ((struct shown){ NULL, NULL })
#define HAND_OVER_ALL(staff, point, shown, out) hand_over_as(&shop.clerk, staff, point, shown, NULL, 0, out)
#define HAND_OVER(staff, point, shown, out, ...)                                                                       \
    hand_over_as(&shop.clerk, staff, point, shown, (const struct part[]){ __VA_ARGS__ },                               \
                 sizeof((const struct part[]){ __VA_ARGS__ }) / sizeof(struct part), out)

static inline struct status undo_as(struct clerk *clerk, const char *staff, const char *point, const char *hand_over,
                                    Gb__HandOverRecord *out)
{
    Gb__UndoHandOverRequest in = GB__UNDO_HAND_OVER_REQUEST__INIT;
    struct call *call = clerk_call(clerk, staff);

    gb__hand_over_record__init(out);
    in.point_id = point;
    in.hand_over_id = hand_over;
    in.reason = "拿错了袋子";
    return clerk_end(clerk, call_in_tx(call) ? groupbuy_undo_hand_over(call, &in, out) : fail(NOT_AVAILABLE, "no tx"));
}

/* Whoever looks at the tables afterwards sees each unit handed over as often as the lines say. */
static inline int picked_up_balances(void **state)
{
    assert_int_equal(test_sql_int(shop.db,
                                  "select count(*) from orders o join order_lines l on l.order_id = o.id where"
                                  " o.delivery = 'PICK_UP' and l.fulfilled <> (select coalesce(sum(h.units), 0) from"
                                  " hand_over_lines h where h.order_id = l.order_id and h.position = l.position and"
                                  " h.hand_over_id not in (select hand_over_id from hand_over_undos))"),
                     0);
    assert_int_equal(test_sql_int(shop.db,
                                  "select count(*) from orders o left join parcels p on p.order_id = o.id where"
                                  " o.delivery = 'PICK_UP' and coalesce(p.open, false) <>"
                                  " (o.status in ('READY', 'PARTLY_FULFILLED'))"),
                     0);
    assert_int_equal(test_sql_int(shop.db,
                                  "select count(*) from pick_up_codes c join outbox e on position(c.code::bytea in"
                                  " e.payload) > 0"),
                     0);
    return balanced(state);
}

#define PICK_UP_TEST(name) cmocka_unit_test_setup_teardown(name, fresh, picked_up_balances)

#endif
