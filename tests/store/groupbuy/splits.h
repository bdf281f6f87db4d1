/* Profit sharing as WeChat does it, as a script, and orders that somebody earned of: sharings_test.c,
 * share_returns_test.c. */
#ifndef LINLI_TESTS_STORE_GROUPBUY_SPLITS_H
#define LINLI_TESTS_STORE_GROUPBUY_SPLITS_H

#include "groupbuy/finance.h"
#include "groupbuy/flow/refunding.h"
#include "groupbuy/flow/settling.h"
#include "groupbuy/store/earner_store.h"
#include "store/groupbuy/accounts.h"
#include "store/groupbuy/earnings.h"

#define LEADER  "0000000000000000000000000000e001"
#define PARTNER "0000000000000000000000000000e002"
#define ANOTHER "0000000000000000000000000000e003"
#define PLACE   "0000000000000000000000000000e0c0"

/* ---- WeChat's part of sharing, as a script ---- */

#define PARTS_MAX 4

static struct {
    const char *merchant;                             /* the account that was asked last */
    char split[ID_CHARS + 1], unfreeze[ID_CHARS + 1]; /* the numbers it has; "": none */
    fen nets[PARTS_MAX];
    size_t count;
    bool finished, freed;
    const char *closed; /* the openid that gets nothing; NULL: all get theirs */
    const char *no;     /* the code of its no to splits; NULL: yes */
    int splits, unfreezes;
    bool away, answer_lost, still_frozen;
    int calls, lose_at; /* the answer of that call is lost; 0: of none */
} sharing;

/* WeChat has done what was asked for, and we never hear so. */
static inline bool lost(void)
{
    return ++sharing.calls == sharing.lose_at || sharing.answer_lost;
}

#define ANSWER return lost() ? fail(PAYMENT_UNAVAILABLE, "the answer was lost") : OK

#define IS_THERE(call)                                                                                                 \
    do {                                                                                                               \
        assert_null((call)->tx);                                                                                       \
        if (sharing.away)                                                                                              \
            return fail(PAYMENT_UNAVAILABLE, "WeChat is away");                                                        \
    } while (0)

static inline struct payout_fact part_of(struct call *call, const struct payout *payout, fen net)
{
    bool closed = sharing.closed && strstr(payout->openid, sharing.closed);

    return (struct payout_fact){ .payout_id = payout->id,
                                 .merchant_id = payout->merchant_id,
                                 .wechat_number = arena_printf(call->arena, "wxs-%s", payout->id),
                                 .openid = payout->openid,
                                 .net = net,
                                 .state = !sharing.finished ? PAYOUT_SENT
                                          : closed          ? PAYOUT_FAILED
                                                            : PAYOUT_PAID,
                                 .package_info = "",
                                 .reason = closed ? "NO_RELATION" : "" };
}

static inline struct split_fact told(struct call *call, const struct payout *payouts, size_t count)
{
    struct split_fact fact = { .state = sharing.finished ? SPLIT_FINISHED : SPLIT_UNDER_WAY, .reason = "" };

    assert_int_equal(count, sharing.count);
    fact.parts = arena_array(call->arena, struct payout_fact, count);
    for (size_t i = 0; i < count; i++)
        fact.parts[i] = part_of(call, &payouts[i], sharing.nets[i]);
    return fact;
}

static inline void take_split(const struct sharing *row, const struct payout *payouts, size_t count)
{
    snprintf(sharing.split, sizeof sharing.split, "%s", row->split_number);
    sharing.count = count;
    for (size_t i = 0; i < count; i++)
        sharing.nets[i] = payout_net(&payouts[i]);
}

struct status channel_split(struct call *call, const struct sharing *row, const struct payout *payouts, size_t count,
                            struct split_fact *ret_fact)
{
    IS_THERE(call);
    assert_true(count > 0 && count <= PARTS_MAX);
    sharing.splits++;
    sharing.merchant = arena_strdup(&shop.clerk.arena, row->merchant_id);
    if (sharing.no) {
        *ret_fact =
            (struct split_fact){ .state = strcmp(sharing.no, "INVALID_REQUEST") == 0 ? SPLIT_TOO_SOON : SPLIT_REFUSED,
                                 .reason = sharing.no };
        return OK;
    }
    if (*sharing.split)
        assert_string_equal(sharing.split, row->split_number); /* never under another number */
    take_split(row, payouts, count);
    *ret_fact = told(call, payouts, count);
    ANSWER;
}

struct status channel_split_query(struct call *call, const struct sharing *row, const struct payout *payouts,
                                  size_t count, struct split_fact *ret_fact)
{
    IS_THERE(call);
    if (strcmp(sharing.split, row->split_number) != 0)
        return fail(NOT_HERE, "never heard of it");
    *ret_fact = told(call, payouts, count);
    return OK;
}

struct status channel_unfreeze(struct call *call, const struct sharing *row, bool *ret_done, const char **ret_reason)
{
    IS_THERE(call);
    sharing.unfreezes++;
    sharing.merchant = arena_strdup(&shop.clerk.arena, row->merchant_id);
    *ret_reason = "";
    *ret_done = false;
    if (sharing.still_frozen) {
        *ret_reason = "INVALID_REQUEST";
        return OK;
    }
    if (*sharing.unfreeze)
        assert_string_equal(sharing.unfreeze, row->unfreeze_number);
    assert_string_not_equal(sharing.split, row->unfreeze_number); /* else it silently does nothing */
    snprintf(sharing.unfreeze, sizeof sharing.unfreeze, "%s", row->unfreeze_number);
    *ret_done = sharing.freed;
    ANSWER;
}

/* ---- doing ---- */

static inline void share_rule(int selling, int partner)
{
    Gb__PublishShareRuleRequest in = GB__PUBLISH_SHARE_RULE_REQUEST__INIT;
    Gb__ShareRule out = GB__SHARE_RULE__INIT;
    struct call *call = clerk_call(&shop.clerk, OPERATOR);

    in.selling_basis_points = selling;
    in.partner_basis_points = partner;
    in.why = "十二月起";
    assert_ok(call_begin(call));
    assert_ok(clerk_end(&shop.clerk, groupbuy_publish_share_rule(call, &in, &out)));
}

static inline void rule(bool on, int most_bp)
{
    Gb__PublishSettlementRuleRequest in = GB__PUBLISH_SETTLEMENT_RULE_REQUEST__INIT;
    Gb__SettlementRule out = GB__SETTLEMENT_RULE__INIT;
    struct call *call = clerk_call(&shop.clerk, OPERATOR);

    in.sharing = on;
    in.most_basis_points = most_bp;
    in.why = "分账权限已开通";
    assert_ok(call_begin(call));
    assert_ok(clerk_end(&shop.clerk, groupbuy_publish_settlement_rule(call, &in, &out)));
    assert_int_equal(out.version, test_sql_int(shop.db, "select max(version) from settlement_rules"));
}

static inline void payee(const char *user)
{
    Gb__SetPayeeRequest in = GB__SET_PAYEE_REQUEST__INIT;
    Gb__Payee out = GB__PAYEE__INIT;
    struct call *call = clerk_call(&shop.clerk, user);

    in.real_name = "李梅";
    in.identity_number = "11010519491231002X";
    assert_ok(call_begin(call));
    assert_ok(clerk_end(&shop.clerk, groupbuy_set_payee(call, &in, &out)));
}

static inline int splits_up(void **state, const char *name)
{
    seats_up(state, name);
    merchant_up(MERCHANT);
    shop.house.payout_limits =
        (struct payout_limits){ .least = 100, .most = 10000, .day_most = 500000, .approve_from = 5000 };
    for (int i = 0; i < 2; i++)
        test_sql(shop.db, "insert into leaders (user_id, community_id, status) values ($1, $2, 'ACTIVE')",
                 db_id(i ? LEADER : ANOTHER), db_id(PLACE));
    test_sql(shop.db, "insert into partners (channel, user_id, active) values ('school', $1, true)", db_id(PARTNER));
    test_sql(shop.db, "insert into links (link_key, sharer_id, channel) values ('first', $1, 'school')",
             db_id(PARTNER));
    share_rule(2000, 1000);
    return 0;
}

static inline int fresh_sharing(void **state)
{
    memset(&sharing, 0, sizeof sharing);
    sharing.freed = true;
    return fresh(state);
}

/* Accounts are what their rows and the ledger say, whatever became of it. */
static inline int adds_up(void **state)
{
    assert_int_equal(test_sql_int(shop.db, "select count(*) from payouts p where (state = 'FAILED') <>"
                                           " (select coalesce(sum(amount_fen), 0) = 0 from earner_moves m"
                                           "  where m.payout_id = p.id and m.return_id is null)"),
                     0);
    assert_int_equal(test_sql_int(shop.db, "select coalesce(sum(amount_fen), 0)::bigint from ledger_entries where"
                                           " account = 'payouts'"),
                     test_sql_int(shop.db, "select -coalesce(sum(gross_fen - withheld_fen), 0)::bigint from payouts"
                                           " where done_at is null"));
    assert_int_equal(test_sql_int(shop.db, "select count(*) from sharings s where split_fen <> (select"
                                           " coalesce(sum(gross_fen - withheld_fen), 0) from payouts p"
                                           " where p.order_id = s.order_id)"),
                     0);
    return each_balances(state);
}

#define SHARES(name) cmocka_unit_test_setup_teardown(name, fresh_sharing, adds_up)

/* A team of two that the leader sold to, first brought by a link; received, completed. Of 999 the leader has 199, with
 * that account. */
static inline struct seat sold_into(const char *merchant, const char *leader, const char *first_link, int user)
{
    const char *campaign = shop_team_buy(&shop, 9, 2, 999);
    struct seat seat = start_team(*merchant ? sold_for(merchant, campaign) : campaign, user);
    struct seat other = join_team(seat.team, user + 1);

    test_sql(shop.db, "update orders set sharer_id = $2, first_link_key = $3, version = version + 1 where id = $1",
             db_id(seat.order), db_id(leader), db_text(first_link));
    pay(&seat);
    pay(&other);
    receive(&seat);
    complete(&seat);
    return seat;
}

static inline struct seat sold_by(const char *leader, const char *first_link, int user)
{
    return sold_into("", leader, first_link, user);
}

/* By the partner's link: 99 are his. */
static inline struct seat sold(int user)
{
    return sold_by(LEADER, "first", user);
}

static inline void refund_all(const struct seat *seat)
{
    const struct refund_ask ask = { .reason = REFUND_BY_OPERATOR, .actor = OPERATOR, .key = "all" };
    struct call *call = clerk_call(&shop.clerk, OPERATOR);
    struct order order;

    assert_ok(call_begin(call));
    assert_ok(order_lock(call->tx, seat->order, NULL, &order));
    assert_ok(clerk_end(&shop.clerk, refund_start(call, &order, &ask, NULL)));
}

static inline struct status drive(const struct seat *seat)
{
    return run_job(JOB_DRIVE_SHARING, seat->order, groupbuy_drive_sharing);
}

static inline void assert_sharing(const struct seat *seat, const char *state)
{
    assert_string_equal(
        rows_text(test_sql(shop.db, "select state from sharings where order_id = $1", db_id(seat->order)), 0, 0),
        state);
}

static inline void assert_settled(const struct seat *seat, const char *user, const char *way, const char *why)
{
    struct rows *rows = test_sql(shop.db, "select way, why from settlements where order_id = $1 and earner_id = $2",
                                 db_id(seat->order), db_id(user));

    assert_int_equal(rows_count(rows), 1);
    assert_string_equal(rows_text(rows, 0, 0), way);
    assert_string_equal(rows_text(rows, 0, 1), why);
}

static inline int64_t parts(const struct seat *seat, const char *state)
{
    return test_sql_int(shop.db, "select count(*) from payouts where order_id = $1 and way = 'SHARING' and state = $2",
                        db_id(seat->order), db_text(state));
}

#endif
