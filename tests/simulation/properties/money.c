/* Money: what is taken is within what there is, and every posting adds up. */
#include <string.h>

#include "groupbuy/domain/payout.h"
#include "groupbuy/domain/reserve.h"
#include "groupbuy/domain/settlement.h"
#include "groupbuy/domain/tax.h"
#include "simulation/properties/properties.h"

static fen some_fen(struct world *world)
{
    static const fen magnitudes[] = { 1, 100, 10000, 10000000, FEN_MAX };

    return any_between(world, 0, magnitudes[any_below(world, 5)]);
}

/* The more the month brings, the more the tax; what is withheld in parts is the month's tax. */
void taxes_are_within_income(struct world *world)
{
    const struct tax_rule rule = { .version = 1,
                                   .bands = { { 0, 0, 0, 0, 0 },
                                              { 80000, 80000, 0, 2000, 0 },
                                              { 400000, 0, 2000, 2000, 0 },
                                              { 2500000, 0, 2000, 3000, 200000 } },
                                   .count = 4 };
    const struct tax_rule none = { 0 };
    fen first = some_fen(world) / 4, second = some_fen(world) / 4, before, both, withheld, more;

    HOLDS(world, ok(tax_of(&rule, first, &before)) && before >= 0 && before <= first);
    HOLDS(world, ok(tax_of(&rule, first + second, &both)) && both <= first + second);
    HOLDS(world, ok(tax_withhold(&rule, 0, 0, first, &withheld)) && withheld == before);
    HOLDS(world, ok(tax_withhold(&rule, first, withheld, second, &more)) && more >= 0 && more <= second);
    HOLDS(world, both < before || both - before > second || withheld + more == both);
    HOLDS(world, !ok(tax_of(&none, first, &both)) && !ok(tax_of(&rule, -1, &both)));
    HOLDS(world, !ok(tax_withhold(&rule, first, 0, -1, &more)) && !ok(tax_withhold(&rule, FEN_MAX, 0, FEN_MAX, &more)));
}

void shares_are_within_the_cap(struct world *world)
{
    const struct share_parties parties = { .buyer = "ann",
                                           .earners = { "", ANY_OF(world, "ann", "bob", ""), "bob", NULL },
                                           .hall_earner = ANY_OF(world, "cat", "") };
    struct share_rule rule = { .version = any_below(world, 2), .own_purchases = perhaps(world, 50) };
    fen base = some_fen(world), of_hall = base / 2, shares[SHARE_ROLES], hall, left, most = 0;
    int32_t commission = any_below(world, 4000), together = 0;
    bool sound = true;

    for (int role = SHARE_PICK_UP; role < SHARE_ROLES; role++)
        rule.basis_points[role] = (int32_t)any_between(world, -20, 1200);
    for (int role = SHARE_PICK_UP; role < SHARE_ROLES; role++) {
        sound = sound && rule.basis_points[role] >= 0;
        together += rule.basis_points[role];
    }
    HOLDS(world, share_rule_holds(&rule) == (sound && together <= SHARE_CAP_BP));
    if (!share_rule_holds(&rule)) {
        HOLDS(world, !ok(share_out(&rule, &parties, base, of_hall, shares)));
        return;
    }
    HOLDS(world, ok(share_out(&rule, &parties, base, of_hall, shares)));
    HOLDS(world, ok(share_hall(&rule, &parties, share_hall_bp(&rule, commission), of_hall, &hall)));
    HOLDS(world, share_hall_fits(&rule, commission) == (share_hall_bp(&rule, commission) == commission));
    for (int role = SHARE_PICK_UP; role < SHARE_ROLES; role++) {
        most += shares[role];
        HOLDS(world, ok(share_left(shares[role], base ? base : 1, 0, &left)) && left == 0);
        HOLDS(world, base == 0 || (ok(share_left(shares[role], base, base, &left)) && left == shares[role]));
    }
    HOLDS(world, most + hall <= base && most * BASIS_POINTS <= base * SHARE_CAP_BP);
    HOLDS(world, rule.version || most == 0);
    HOLDS(world, !ok(share_left(1, base, base + 1, &left)));
    HOLDS(world, !ok(share_out(&rule, &parties, -1, 0, shares)) || !rule.version || most == 0);
}

/* All of it goes one way, never more than there is, and why not by sharing is said. */
void settlements_have_one_way(struct world *world)
{
    const struct settlement_rule rule = { 1, true, 3000 };
    struct settlement_case one = { .earned = any_between(world, -10, 1000),
                                   .balance = any_between(world, -10, 1000),
                                   .shared_before = perhaps(world, 10) ? SHARING_MONTH_FEN_MAX : 0,
                                   .approve_from = any_between(world, 1, 3000),
                                   .most = any_between(world, 1, 3000),
                                   .receivers = perhaps(world, 10) ? SHARING_RECEIVERS_MAX : 0,
                                   .known = perhaps(world, 90),
                                   .merchant = perhaps(world, 20),
                                   .reserve_short = perhaps(world, 10) };
    fen kept = some_fen(world), given = some_fen(world) / 10, leaders = any_between(world, -100, 1000),
        partners = any_between(world, 0, 1000);
    fen gross = any_between(world, -1, 2000), of_leaders, of_partners;
    struct settlement settlement;

    HOLDS(world, ok(settlement_room(&rule, kept, given, &one.room)) && one.room >= 0 && one.room <= kept);
    HOLDS(world, !ok(settlement_room(&rule, -1, 0, &one.room)));
    settlement = settle(&one);
    HOLDS(world, settlement.way != SETTLED_NONE && (settlement.way == SETTLED_BY_SHARING) == (*settlement.why == 0));
    HOLDS(world, settlement.gross >= 0 &&
                     (settlement.gross == 0 || (settlement.gross <= one.earned && settlement.gross <= one.balance &&
                                                settlement.gross <= one.room)));
    if (ok(payout_split(leaders, partners, gross, &of_leaders, &of_partners)))
        HOLDS(world,
              of_leaders + of_partners == gross && of_leaders >= 0 && of_partners >= 0 && of_partners <= partners);
    else
        HOLDS(world, gross <= 0 || gross > leaders + partners);
}

void reserves_add_up(struct world *world)
{
    const struct reserve_rule rule = { 1, any_below(world, 10001) };
    struct reserve_facts facts = { .balance = some_fen(world) / 2,
                                   .claimable = some_fen(world) / 4,
                                   .after_sales = some_fen(world) / 4,
                                   .promised = some_fen(world) / 4,
                                   .payouts = some_fen(world) / 4 };
    struct reserve reserve, without;

    HOLDS(world, ok(reserve_reckon(&rule, &facts, &reserve)));
    HOLDS(world,
          reserve.wanted >= facts.after_sales + facts.promised && reserve.there == facts.balance - facts.payouts);
    HOLDS(world, reserve_allows(&reserve, 0) == !reserve_is_alarming(&reserve, false));
    HOLDS(world, !reserve_is_alarming(&reserve, false) || reserve_is_alarming(&reserve, true));
    facts.promised = 0;
    HOLDS(world, ok(reserve_reckon(&rule, &facts, &without)) && without.wanted <= reserve.wanted);
    facts.promised = facts.after_sales = FEN_MAX;
    HOLDS(world, !ok(reserve_reckon(&rule, &facts, &without)));
    facts.claimable = -1;
    HOLDS(world, !ok(reserve_reckon(&rule, &facts, &without)));
}

static fen sum_of(const struct ledger_posting *posting)
{
    fen sum = 0;

    for (size_t i = 0; i < posting->count && i < LEDGER_ENTRIES_MAX; i++)
        sum += posting->entries[i].amount;
    return sum;
}

static fen of(const struct ledger_posting *posting, const char *account)
{
    for (size_t i = 0; i < posting->count; i++)
        if (strcmp(posting->entries[i].account, account) == 0)
            return posting->entries[i].amount;
    return 0;
}

/* A payout that comes back leaves nothing behind; what is asked for and paid leaves as much as reached somebody. */
void postings_balance(struct world *world)
{
    const struct ledger_payout payout = { any_below(world, 1000), any_below(world, 1000), any_below(world, 10) };
    struct ledger_posting asked = ledger_payout_asked(&payout), paid = ledger_payout_paid(&payout),
                          back = ledger_payout_back(&payout);
    struct ledger_posting returned = ledger_share_returned(payout.leaders, payout.partners),
                          fees = ledger_wechat_fees(payout.withheld), many = { .kind = "MANY" };

    HOLDS(world, sum_of(&asked) == 0 && sum_of(&paid) == 0 && sum_of(&back) == 0 && sum_of(&returned) == 0 &&
                     sum_of(&fees) == 0);
    HOLDS(world, of(&asked, ACCOUNT_PAYOUTS) + of(&paid, ACCOUNT_PAYOUTS) == 0);
    HOLDS(world, of(&asked, ACCOUNT_LEADER_SHARES) + of(&back, ACCOUNT_LEADER_SHARES) == 0);
    HOLDS(world, of(&fees, ACCOUNT_WECHAT) == -payout.withheld);
    for (int i = 0; i <= LEDGER_ENTRIES_MAX; i++)
        ledger_add(&many, arena_printf(&world->arena, "account-%d", i), 1);
    HOLDS(world, many.count == LEDGER_ENTRIES_MAX + 1);
    ledger_add(&fees, ACCOUNT_WECHAT, 0);
    HOLDS(world, fees.count == (payout.withheld ? 2u : 0u));
}

/* Lines make the order, to the fen, and nobody pays less than nothing. */
void prices_add_up(struct world *world)
{
    struct price_line lines[PRICE_LINES_MAX];
    struct price price = { .lines = lines,
                           .lines_count = (size_t)any_between(world, 0, perhaps(world, 5) ? PRICE_LINES_MAX + 1 : 6),
                           .coupon_discount = some_fen(world),
                           .points_discount = some_fen(world),
                           .delivery = any_between(world, -1, 2000) };
    fen most = perhaps(world, 10) ? FEN_MAX : 100000, list = 0, payable = 0, delivery = 0;

    for (size_t i = 0; i < price.lines_count && i < PRICE_LINES_MAX; i++) {
        fen off = any_between(world, -1, 300);

        lines[i] = (struct price_line){ .quantity = any_below(world, 8),
                                        .list_price = any_between(world, 0, most),
                                        .coupon_eligible = perhaps(world, 60) };
        lines[i].campaign_price = perhaps(world, 50) ? lines[i].list_price : lines[i].list_price - off;
        lines[i].starter_discount = perhaps(world, 30) ? any_between(world, -1, 50) : 0;
        if (perhaps(world, 90) && (lines[i].quantity == 0 || lines[i].campaign_price < lines[i].starter_discount))
            lines[i] = (struct price_line){ .quantity = 1, .list_price = most, .campaign_price = most };
    }
    if (!ok(price_compute(&price)))
        return;
    for (size_t i = 0; i < price.lines_count; i++) {
        list += lines[i].list;
        payable += lines[i].payable;
        delivery += lines[i].delivery;
        HOLDS(world, lines[i].payable >= 0 && lines[i].coupon_discount >= 0 && lines[i].points_discount >= 0);
        HOLDS(world, lines[i].coupon_eligible || lines[i].coupon_discount == 0);
    }
    HOLDS(world, list == price.list && payable == price.amount && delivery == price.delivery);
    HOLDS(world, price.amount == price.list - price.campaign_discount - price.starter_discount - price.coupon_discount -
                                     price.points_discount + price.delivery);
}
