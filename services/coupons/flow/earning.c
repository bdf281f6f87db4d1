#include "coupons/flow/earning.h"

#include <inttypes.h>

#include "coupons/domain/calendar.h"
#include "coupons/flow/growth.h"

/* What the rule gives, by its caps. An order of which something went back already earns by what is left. */
static struct status points_by(struct call *call, const struct points_rule *rule, const struct earn *earn, fen refunded,
                               int64_t *ret_points)
{
    fen amount = refunded < earn->amount ? earn->amount - refunded : 0;
    int64_t points = points_rule_earns(rule, amount, earn->streak);

    TRY(points_rule_count_day(call->tx, rule, earn->user_id, day_of(call->now_us), points, &points));
    return points_rule_count_budget(call->tx, rule, points, ret_points);
}

static struct status give_points(struct call *call, struct points_account *account, const struct earn *earn,
                                 const char *key, struct earning *earning)
{
    const struct income income = { .kind = POSTING_EARNED,
                                   .key = key,
                                   .title = earning->rule.title,
                                   .order_id = earn->order_id,
                                   .points = earning->points,
                                   .vest_days = earning->rule.vest_days,
                                   .valid_days = earning->rule.valid_days };

    return points_issue(call, account, &income, &earning->lot_id);
}

static struct status give_growth(struct call *call, const char *key, const struct earning *earning)
{
    return growth_change(call, earning->user_id,
                         &(struct growth_change){ .kind = GROWTH_EARNED,
                                                  .key = key,
                                                  .source_id = earning->source_id,
                                                  .title = earning->rule.title,
                                                  .growth = earning->points });
}

static struct status earn_by(struct call *call, struct points_account *account, const struct points_rule *rule,
                             const struct earn *earn, fen refunded, int64_t *points)
{
    struct earning earning = {
        .rule = *rule, .source_id = earn->source_id, .user_id = earn->user_id, .amount = earn->amount, .lot_id = ""
    };
    const char *key = arena_printf(call->arena, "%s:%s", rule->id, earn->source_id);
    bool is_growth = rule->earns == EARNS_GROWTH, known;

    TRY(earning_known(call->tx, earn->source_id, rule->id, &known));
    if (known)
        return OK;
    TRY(points_by(call, rule, earn, refunded, &earning.points));
    if (earning.points)
        TRY(is_growth ? give_growth(call, key, &earning) : give_points(call, account, earn, key, &earning));
    if (!is_growth)
        *points += earning.points;
    return earning_insert(call->tx, &earning);
}

struct status points_earn(struct call *call, const struct earn *earn, int64_t *ret_points)
{
    struct points_account account;
    struct points_rule *rules;
    int64_t points = 0;
    fen refunded = 0;
    bool whole = false;
    size_t count;

    *ret_points = 0;
    TRY(points_rules_in_force(call->tx, call->arena, earn->trigger, call->now_us, &rules, &count));
    if (count == 0)
        return OK;
    TRY(points_open(call, earn->user_id, &account));
    if (*earn->order_id)
        TRY(order_refund_get(call->tx, earn->order_id, &refunded, &whole));
    for (size_t i = 0; i < count; i++)
        TRY(earn_by(call, &account, &rules[i], earn, whole ? earn->amount : refunded, &points));
    *ret_points = points;
    return points_close(call, &account);
}

static struct status take_points(struct call *call, struct points_account *account, const char *key,
                                 const struct earning *earning, int64_t points)
{
    struct outgo outgo = { .kind = POSTING_CLAWED_BACK,
                           .key = key,
                           .title = earning->rule.title,
                           .points = points,
                           .lot_id = earning->lot_id };

    outgo.order_id = earning->rule.trigger == EARN_ORDER_PAID ? earning->source_id : "";
    TRY(lot_take_pending(call->tx, earning->lot_id, points, &outgo.pending_points));
    return points_take_back(call, account, &outgo);
}

static struct status take_growth(struct call *call, const char *key, const struct earning *earning, int64_t growth)
{
    return growth_change(call, earning->user_id,
                         &(struct growth_change){ .kind = GROWTH_TAKEN_BACK,
                                                  .key = key,
                                                  .source_id = earning->source_id,
                                                  .title = earning->rule.title,
                                                  .growth = -growth });
}

static struct status take_back(struct call *call, struct points_account *account, struct earning *earning,
                               int64_t points)
{
    const char *key;

    earning->taken_back += points;
    key = arena_printf(call->arena, "%s:%s:%" PRId64, earning->rule.id, earning->source_id, earning->taken_back);
    TRY(earning->rule.earns == EARNS_GROWTH ? take_growth(call, key, earning, points)
                                            : take_points(call, account, key, earning, points));
    return earning_save(call->tx, earning);
}

struct status points_unearn(struct call *call, const char *user_id, const char *source_id, fen refunded, bool whole)
{
    struct points_account account;
    struct earning *earnings;
    size_t count;

    TRY(points_open(call, user_id, &account));
    TRY(earnings_of(call->tx, call->arena, source_id, &earnings, &count));
    for (size_t i = 0; i < count; i++) {
        struct earning *earning = &earnings[i];
        int64_t keeps = whole ? 0 : points_rule_keeps(&earning->rule, earning->points, earning->amount, refunded);
        int64_t back = earning->points - earning->taken_back - keeps;

        if (back > 0)
            TRY(take_back(call, &account, earning, back));
    }
    return points_close(call, &account);
}
