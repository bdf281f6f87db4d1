/* Shares to the fen: in 5,000 random lives of an order, of random rules, what was accrued less what was reversed is
 * what was paid out and what is open, never above the cap, and the same whatever the parts a refund came in. */
#include "groupbuy/domain/share.h"

#include <stdlib.h>

#include "groupbuy/domain/ledger.h"
#include "support/check.h"

#define LIVES 5000

static const struct share_rule rule = { .version = 1, .basis_points = { 0, 300, 800, 100 } };
static const struct share_parties parties = { .buyer = "b", .earners = { "", "p", "s", "c" } };

static uint64_t seed = 20261121;

static int64_t draw(int64_t below)
{
    seed = seed * 6364136223846793005U + 1442695040888963407U;
    return (int64_t)((seed >> 20) % (uint64_t)below);
}

static void a_share_is_a_part_rounded_down(void **state)
{
    fen shares[SHARE_ROLES];

    (void)state;
    assert_ok(share_out(&rule, &parties, 1999, 0, shares));
    assert_int_equal(shares[SHARE_PICK_UP], 59); /* 59.97 */
    assert_int_equal(shares[SHARE_SELLING], 159);
    assert_int_equal(shares[SHARE_PARTNER], 19);
    assert_ok(share_out(&rule, &parties, 0, 0, shares));
    assert_int_equal(shares[SHARE_SELLING], 0);
}

static void nobody_earns_of_his_own_purchases(void **state)
{
    struct share_parties own = parties;
    struct share_rule generous = rule;
    fen shares[SHARE_ROLES];

    (void)state;
    own.buyer = "s";
    assert_ok(share_out(&rule, &own, 10000, 0, shares));
    assert_int_equal(shares[SHARE_SELLING], 0);
    assert_int_equal(shares[SHARE_PICK_UP], 300);
    generous.own_purchases = true;
    assert_ok(share_out(&generous, &own, 10000, 0, shares));
    assert_int_equal(shares[SHARE_SELLING], 800);
    own.earners[SHARE_PARTNER] = "";
    assert_ok(share_out(&generous, &own, 10000, 0, shares));
    assert_int_equal(shares[SHARE_PARTNER], 0);
}

static void the_cap_holds_for_all_parts_together(void **state)
{
    struct share_rule edge = { .version = 1, .basis_points = { 0, 1000, 1000, 1000 } };
    fen shares[SHARE_ROLES];

    (void)state;
    assert_true(share_rule_holds(&edge));
    edge.basis_points[SHARE_PARTNER]++;
    assert_false(share_rule_holds(&edge));
    assert_fails(share_out(&edge, &parties, 100, 0, shares), INTERNAL);
    edge = (struct share_rule){ .basis_points = { 0, INT32_MAX, INT32_MAX, 2 } };
    assert_false(share_rule_holds(&edge));
    edge = (struct share_rule){ .basis_points = { 0, 3100, -100, 0 } };
    assert_false(share_rule_holds(&edge));
}

static void what_is_no_amount_is_refused(void **state)
{
    fen shares[SHARE_ROLES] = { 7, 7, 7, 7 }, left = 7;

    (void)state;
    assert_fails(share_out(&rule, &parties, -1, 0, shares), AMOUNT_OVERFLOW);
    assert_fails(share_out(&rule, &parties, INT64_MAX, 0, shares), AMOUNT_OVERFLOW);
    assert_int_equal(shares[SHARE_SELLING], 7);
    assert_fails(share_left(10, 100, 101, &left), AMOUNT_OVERFLOW);
    assert_fails(share_left(10, 100, -1, &left), AMOUNT_OVERFLOW);
    assert_int_equal(left, 7);
}

struct life {
    fen base, kept;
    fen accrued, reversed, paid_out, together;
    fen leaders_cost, shares; /* accounts */
};

static void book(struct life *life, struct ledger_posting posting)
{
    fen total = 0;

    for (size_t i = 0; i < posting.count; i++) {
        total += posting.entries[i].amount;
        *(posting.entries[i].amount && strncmp(posting.entries[i].account, "shares:", 7) == 0 ? &life->shares
                                                                                              : &life->leaders_cost) +=
            posting.entries[i].amount;
    }
    assert_int_equal(total, 0);
}

static void refund(struct life *life, fen part, const fen shares[SHARE_ROLES], fen reversed[SHARE_ROLES])
{
    life->kept -= part;
    for (int role = SHARE_PICK_UP; role < SHARE_ROLES; role++) {
        fen left, now;

        assert_ok(share_left(shares[role], life->base, life->kept, &left));
        assert_true(left == (fen)((__int128)shares[role] * life->kept / life->base));
        now = shares[role] - left - reversed[role];
        assert_true(now >= 0); /* a refund never gives a share more */
        reversed[role] += now;
        life->reversed += now;
        book(life, role == SHARE_PARTNER ? ledger_shares_reversed(0, now) : ledger_shares_reversed(now, 0));
    }
}

static void live(void)
{
    int32_t first = (int32_t)draw(SHARE_CAP_BP + 1), second = (int32_t)draw(SHARE_CAP_BP - first + 1);
    struct share_rule random = {
        .version = 1, .basis_points = { 0, first, second, (int32_t)draw(SHARE_CAP_BP - first - second + 1) }
    };
    struct life life = { .base = 1 + draw(draw(2) ? 100 : 10000000) };
    fen shares[SHARE_ROLES], reversed[SHARE_ROLES] = { 0 };

    life.kept = life.base;
    assert_ok(share_out(&random, &parties, life.base, 0, shares));
    for (int role = SHARE_PICK_UP; role < SHARE_ROLES; role++) {
        life.accrued += shares[role];
        book(&life, ledger_share_accrued(role == SHARE_PARTNER, shares[role]));
    }
    assert_true((__int128)life.accrued * BASIS_POINTS <= (__int128)life.base * SHARE_CAP_BP);
    for (int64_t steps = draw(8); steps > 0 && life.kept > 0; steps--) {
        fen open = life.accrued - life.reversed - life.paid_out;

        if (draw(3) == 0 && open > 0)
            life.paid_out += 1 + draw(open);
        else
            refund(&life, 1 + draw(life.kept), shares, reversed);
        /* What is open may be below 0 once more was paid out than is left: a debt, netted against the next one. */
        assert_int_equal(-life.shares, life.accrued - life.reversed);
        assert_int_equal(life.leaders_cost, life.accrued - life.reversed);
        assert_true((__int128)(life.accrued - life.reversed) * BASIS_POINTS <= (__int128)life.kept * SHARE_CAP_BP);
    }
    if (life.kept > 0)
        refund(&life, life.kept, shares, reversed);
    assert_int_equal(life.accrued, life.reversed);
    assert_int_equal(life.shares, 0);
}

static void five_thousand_lives_add_up(void **state)
{
    (void)state;
    for (int i = 0; i < LIVES; i++)
        live();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_share_is_a_part_rounded_down),       cmocka_unit_test(nobody_earns_of_his_own_purchases),
        cmocka_unit_test(the_cap_holds_for_all_parts_together), cmocka_unit_test(what_is_no_amount_is_refused),
        cmocka_unit_test(five_thousand_lives_add_up),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
