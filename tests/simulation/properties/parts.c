/* Parts make the whole: refunds of a line, units that came too few, freight, seats and units of a sale. */
#include <string.h>

#include "groupbuy/domain/card.h"
#include "groupbuy/domain/delivery.h"
#include "groupbuy/domain/flash.h"
#include "groupbuy/domain/reasons.h"
#include "groupbuy/domain/round.h"
#include "groupbuy/domain/round_books.h"
#include "simulation/properties/properties.h"

static struct refund_line some_line(struct world *world)
{
    return (struct refund_line){ .quantity = (int32_t)any_between(world, 1, 9),
                                 .goods = any_between(world, 0, 10000),
                                 .delivery = any_between(world, 0, 900),
                                 .coupon = any_between(world, 0, 500),
                                 .points = any_between(world, 0, 500) };
}

/* In whatever parts: never more than the line, and all of it in the end. */
void refunds_in_parts_make_the_whole(struct world *world)
{
    struct refund_line line = some_line(world);
    const struct refund_share none = { 0 };
    struct refund_share share;

    while (line.units_before < line.quantity && !is_broken(world)) {
        int32_t units = (int32_t)any_between(world, 1, line.quantity - line.units_before);

        HOLDS(world, ok(refund_share_of(&line, units, REFUND_BY_UNITS, true, &share)));
        HOLDS(world, refund_takes_all(&line, &share) == (units == line.quantity - line.units_before) ||
                         line.goods + line.delivery < line.quantity * 2);
        refund_promise(&line, &share);
        HOLDS(world, line.goods_before <= line.goods && line.delivery_before <= line.delivery && share.goods >= 0);
    }
    HOLDS(world, refund_takes_all(&line, &none));
    HOLDS(world, line.goods_before == line.goods && line.delivery_before == line.delivery &&
                     line.coupon_before == line.coupon && line.points_before == line.points);
}

/* What a promise does not pay is kept, whatever else is claimed. */
void parts_of_nothing(struct world *world)
{
    struct refund_line line = some_line(world);
    struct refund_share share;
    struct card_share unused = card_unused(10, any_below(world, 11), any_below(world, 101));
    fen kept;

    HOLDS(world, !ok(refund_share_of(&line, line.quantity + 1, REFUND_BY_UNITS, true, &share)));
    HOLDS(world, !ok(refund_share_of(&line, 0, line.goods + 1, true, &share)) &&
                     !ok(refund_share_of(&line, 0, -7, true, &share)));
    HOLDS(world, ok(refund_claim_of(&line, line.quantity, REFUND_BY_UNITS, any_below(world, 101), perhaps(world, 50),
                                    &share)));
    HOLDS(world, share.goods + share.kept == line.goods && share.goods >= 0 && share.kept >= 0);
    refund_promise(&line, &share);
    kept = line.kept_before;
    HOLDS(world, !ok(refund_claim_of(&line, 0, line.goods - line.goods_before - kept + 1, 50, false, &share)));
    HOLDS(world, ok(refund_share_of(&line, 0, line.goods - line.goods_before, false, &share)));
    share = refund_share_in_part(&line, unused.part, unused.whole);
    HOLDS(world, share.goods >= 0 && share.goods <= line.goods - line.goods_before && share.units == 0);
    HOLDS(world, unused.part >= 0 && unused.part <= unused.whole);
}

static void the_narrowest_zone_decides(struct world *world)
{
    static const char *const prefixes[] = { "", "31", "3101" };
    struct delivery_zone zones[3];
    int from = any_below(world, 3);
    fen fee;

    for (int i = 0; i < 3; i++)
        zones[(from + i) % 3] = (struct delivery_zone){ .region_prefix = prefixes[i], .base_fen = 100 * (i + 1) };
    HOLDS(world, ok(delivery_fee(zones, 3, "310115", 0, 0, &fee)) && fee == 300);
    HOLDS(world, ok(delivery_fee(zones, 3, "310200", 0, 0, &fee)) && fee == 200);
    HOLDS(world, ok(delivery_fee(zones, 3, "320000", 0, 0, &fee)) && fee == 100);
}

void freight_is_asked_once(struct world *world)
{
    struct delivery_zone zones[3];
    fen goods = any_between(world, 0, 30000), light, heavy;
    int64_t weight_g = any_between(world, 0, 20000);

    for (int i = 0; i < 3; i++)
        zones[i] = (struct delivery_zone){ .region_prefix = ANY_OF(world, "", "31", "3101", "54"),
                                           .excluded = perhaps(world, 20),
                                           .base_fen = any_between(world, 0, 900),
                                           .base_g = any_below(world, 3000),
                                           .step_fen = any_below(world, 200),
                                           .step_g = any_below(world, 3) * 500,
                                           .free_from_fen = any_below(world, 3) * 9900 };
    if (ok(delivery_fee(zones, 3, "310115", goods, weight_g, &light))) {
        HOLDS(world,
              ok(delivery_fee(zones, 3, "310115", goods, weight_g + 1000, &heavy)) && heavy >= light && light >= 0);
        HOLDS(world, ok(delivery_fee(zones, 3, "310115", goods + 30000, weight_g, &heavy)) && heavy <= light);
    }
    the_narrowest_zone_decides(world);
    HOLDS(world, !ok(delivery_fee(zones, 0, "310115", goods, weight_g, &light)));
    if (ok(delivery_zones_check(zones, 3)))
        HOLDS(world, strcmp(zones[0].region_prefix, zones[1].region_prefix) != 0);
    zones[0] = (struct delivery_zone){ .region_prefix = "", .step_fen = FEN_MAX, .step_g = 1 };
    HOLDS(world, !ok(delivery_fee(zones, 1, "310115", 0, 100, &light)));
}

static int64_t sum_of(const int64_t *units, size_t count)
{
    int64_t sum = 0;

    for (size_t i = 0; i < count; i++)
        sum += units[i];
    return sum;
}

/* All that came is shared out, nobody gets more than he wants, and evenly means evenly. */
void shortages_are_shared_out(struct world *world)
{
    int64_t wanted[8], served[8], arrived = any_between(world, 0, 40), all;
    size_t count = (size_t)any_between(world, 1, 8);
    enum shortage_rule rule = perhaps(world, 50) ? SHORTAGE_EVEN : SHORTAGE_FIRST_COME;

    for (size_t i = 0; i < count; i++)
        wanted[i] = any_between(world, 0, 9);
    all = sum_of(wanted, count);
    shortage_share(rule, arrived, wanted, count, served);
    HOLDS(world, sum_of(served, count) == (arrived < all ? arrived : all));
    for (size_t i = 0; i < count; i++) {
        HOLDS(world, served[i] >= 0 && served[i] <= wanted[i]);
        for (size_t k = 0; k < count && rule == SHORTAGE_EVEN; k++)
            HOLDS(world, served[i] == wanted[i] || served[k] <= served[i] + 1);
    }
}

void weights_settle(struct world *world)
{
    struct round_step steps[] = { { 10, 900 }, { 20, 800 }, { 50, 700 } };
    fen paid = any_between(world, -1, 5000), back, less;
    int64_t upper_g = any_between(world, 0, 2000), grams = any_between(world, 0, 2500),
            units = any_between(world, 0, 80);

    if (weight_difference(paid, grams, upper_g, &back)) {
        HOLDS(world, back >= 0 && back <= paid && (grams < upper_g || back == 0));
        HOLDS(world, weight_difference(paid, grams + 1, upper_g, &less) && less <= back);
    } else {
        HOLDS(world, paid < 0 || grams <= 0 || upper_g <= 0);
    }
    HOLDS(world, !weight_difference(FEN_MAX * 80000, 1, INT64_MAX, &back) || back <= FEN_MAX * 80000);
    HOLDS(world, round_price_at(1000, steps, 3, units + 1) <= round_price_at(1000, steps, 3, units));
}

/* Books that agree are proved; one that is off by one is named. */
void books_of_rounds(struct world *world)
{
    struct books_units rows[2];
    struct books_difference differences[2 * BOOKS_DIFFERENCES_A_ROW_MAX];
    static const size_t first[] = { 0, 0 };
    int64_t *const off[] = { &rows[0].sheet, &rows[0].taken, &rows[1].ordered, &rows[1].waiting, &rows[1].served };
    int which = any_below(world, 5);

    for (int i = 0; i < 2; i++) {
        rows[i] = (struct books_units){ .picked_up = any_below(world, 5),
                                        .lacking = any_below(world, 3),
                                        .refunded = any_below(world, 3),
                                        .waiting = any_below(world, 3) };
        rows[i].ordered = rows[i].listed = rows[i].picked_up + rows[i].lacking + rows[i].refunded + rows[i].waiting;
        rows[i].served = rows[i].usable = any_below(world, 9);
    }
    for (int i = 0; i < 2; i++)
        rows[i].taken = rows[i].sheet = rows[0].listed + rows[1].listed;
    HOLDS(world, books_compare(rows, first, 2, differences) == 0);
    ++*off[which];
    HOLDS(world, books_compare(rows, first, 2, differences) >= 1);
    HOLDS(world, differences[0].expected != differences[0].found);
}

/* ---- what stories come to seldom ---- */

void teams_by_hand(struct world *world)
{
    struct team team = { .id = "t",
                         .starter_id = "ann",
                         .founder_id = "ann",
                         .status = TEAM_OPEN,
                         .size = 4,
                         .held = 1,
                         .paid = any_below(world, 3),
                         .sponsored_max = any_below(world, 4),
                         .deadline_us = 1000 };
    const struct team_member others[] = { { "cat", "2", MEMBER_HELD, 0, 5 },
                                          { "bob", "1", MEMBER_PAID, 9, 5 },
                                          { "dan", "0", MEMBER_PAID, 9, 5 } };
    struct team other = team, third = team;
    int32_t seats, sponsored = team_sponsors_now(&team, 500);

    HOLDS(world, sponsored == 0 || (sponsored <= team.sponsored_max && team.paid > 0));
    HOLDS(world, ok(team_sponsor_rest(&other, &seats)) == (team.paid > 0));
    HOLDS(world,
          team.paid ? other.status == TEAM_COMPLETED && other.paid + other.sponsored == other.size : other.held == 1);
    HOLDS(world, !ok(team_sponsor(&third, 9)) && third.status == TEAM_OPEN);
    HOLDS(world, ok(team_call_off(&third)) && failed_with(team_call_off(&third), TEAM_CLOSED));
    HOLDS(world, failed_with(team_sponsor(&third, 1), TEAM_CLOSED) && failed_with(team_count_in(&third), TEAM_CLOSED) &&
                     team_sponsors_now(&third, 500) == 0);
    team_let_go(&third, "ann", MEMBER_HELD, others, 3);
    HOLDS(world, third.held == 1);
    team_let_go(&team, "ann", MEMBER_HELD, others, 3);
    HOLDS(world, strcmp(team.starter_id, "dan") == 0 && team.held == 0 && !ok(team_count_in(&team)));
    HOLDS(world, !team_expire(&team, 999, &seats) && team_expire(&team, 1000, &seats) && !ok(team_admit(&team, 10)));
}

/* Each who may not buy hears why, and nobody gets more than is left. */
void flash_by_hand(struct world *world)
{
    int64_t homes_held[1] = { 0 };
    size_t home = 0;
    const struct flash_sale sale = { .campaign_id = "c",
                                     .product_id = "p",
                                     .level_name = "gold",
                                     .starts_at_us = 10,
                                     .ends_at_us = 20,
                                     .per_user_limit = 5,
                                     .per_household_limit = any_below(world, 3),
                                     .per_phone_limit = any_below(world, 3),
                                     .homes_held = homes_held,
                                     .unsold = any_below(world, 6) };
    struct flash_item items[6];
    int64_t given = 0, taken, now_us = any_between(world, 5, 22);
    bool dry;

    for (int i = 0; i < 6; i++)
        items[i] =
            (struct flash_item){ .quantity = 1 + any_below(world, 3),
                                 .held = any_below(world, 5),
                                 .homes = &home,
                                 .homes_count = perhaps(world, 50),
                                 .phone_held = any_below(world, 3),
                                 .key_known = perhaps(world, 10),
                                 .same_body = perhaps(world, 50),
                                 .standing = perhaps(world, 50) ? STANDING_MEMBER : (enum standing)any_below(world, 5),
                                 .deadline_us = perhaps(world, 10) ? 7 : 0 };
    taken = flash_decide(&sale, now_us, items, 6, &dry);
    for (int i = 0; i < 6; i++) {
        given += items[i].outcome == FLASH_ORDERED ? items[i].quantity : 0;
        HOLDS(world, ok(flash_status(items[i].outcome, &sale)) ==
                         (items[i].outcome == FLASH_ORDERED || items[i].outcome == FLASH_REPLAY));
        HOLDS(world, items[i].outcome != FLASH_ORDERED ||
                         (now_us >= 10 && now_us < 20 && items[i].standing == STANDING_MEMBER));
    }
    HOLDS(world, given == taken && taken <= sale.unsold && (taken < sale.unsold || dry || sale.unsold == 0));
    HOLDS(world, sale.per_household_limit == 0 || homes_held[0] <= sale.per_household_limit);
    HOLDS(world, flash_status(FLASH_UNDECIDED, &sale).code == CODE_INTERNAL);
}
