#include "coupons/flow/points.h"

static struct status tell(struct call *call, const struct points_account *account, const struct posting *posting)
{
    Cp__PointsChanged event = CP__POINTS_CHANGED__INIT;

    event.user_id = posting->user_id;
    event.posting_id = posting->id;
    event.kind = posting_kind_name(posting->kind);
    event.points = posting->entries.of[ACCOUNT_AVAILABLE];
    event.available = account->available;
    event.debt = account->debt;
    event.order_id = posting->order_id;
    return emit(call, posting->user_id, &event.base);
}

struct status points_post(struct call *call, struct points_account *account, struct posting posting)
{
    posting.id = id_make(call->arena);
    posting.user_id = account->user_id;
    posting.posted_us = call->now_us;
    if (!posting.key)
        posting.key = posting.id;
    TRY(points_apply(account, &posting.entries));
    TRY(posting_insert(call->tx, call->arena, &posting));
    return tell(call, account, &posting);
}

/* ---- opening and closing ---- */

static struct status post_own(struct call *call, struct points_account *account, enum posting_kind kind,
                              struct points_entries entries)
{
    return points_post(call, account,
                       (struct posting){ .kind = kind, .order_id = "", .title = "", .entries = entries });
}

static struct status vest(struct call *call, struct points_account *account)
{
    int64_t points;

    TRY(lots_vest(call->tx, account->user_id, call->now_us, &points));
    if (points == 0)
        return OK;
    return post_own(call, account, POSTING_VESTED, points_move(ACCOUNT_PENDING, ACCOUNT_AVAILABLE, points));
}

static struct status expire(struct call *call, struct points_account *account)
{
    int64_t points;

    TRY(lots_expire(call->tx, account->user_id, call->now_us, &points));
    if (points == 0)
        return OK;
    return post_own(call, account, POSTING_EXPIRED, points_move(ACCOUNT_AVAILABLE, ACCOUNT_EXPIRED, points));
}

static struct status pay_debt(struct call *call, struct points_account *account)
{
    int64_t points = account->debt < account->available ? account->debt : account->available;
    struct lot_part *parts;
    size_t count;

    if (points == 0)
        return OK;
    TRY(lots_draw(call->tx, call->arena, account->user_id, points, "", &parts, &count));
    return post_own(call, account, POSTING_DEBT_PAID, points_move(ACCOUNT_AVAILABLE, ACCOUNT_DEBT, points));
}

struct status points_open(struct call *call, const char *user_id, struct points_account *ret_account)
{
    TRY(points_account_lock(call->tx, user_id, ret_account));
    if (ret_account->pending)
        TRY(vest(call, ret_account));
    return ret_account->available ? expire(call, ret_account) : OK;
}

struct status points_close(struct call *call, struct points_account *account)
{
    TRY(pay_debt(call, account));
    return points_account_save(call->tx, account);
}

/* ---- in and out ---- */

struct status points_issue(struct call *call, struct points_account *account, const struct income *income,
                           const char **ret_lot_id)
{
    int64_t spendable_us = call->now_us + income->vest_days * POINTS_DAY_US;
    const struct lot lot = {
        .id = id_make(call->arena),
        .user_id = account->user_id,
        .points = income->points,
        .vests_us = income->vest_days ? spendable_us : 0,
        .expires_us = spendable_us + income->valid_days * POINTS_DAY_US,
    };
    struct posting posting = {
        .kind = income->kind, .key = income->key, .title = income->title, .order_id = income->order_id
    };

    posting.entries =
        points_move(ACCOUNT_ISSUED, income->vest_days ? ACCOUNT_PENDING : ACCOUNT_AVAILABLE, income->points);
    TRY(lot_insert(call->tx, &lot));
    *ret_lot_id = lot.id;
    return points_post(call, account, posting);
}

struct status points_take_back(struct call *call, struct points_account *account, const struct outgo *outgo)
{
    int64_t rest = outgo->points - outgo->pending_points;
    int64_t there = rest < account->available ? rest : account->available;
    struct posting posting = {
        .kind = outgo->kind, .key = outgo->key, .title = outgo->title, .order_id = outgo->order_id
    };
    struct lot_part *parts;
    size_t count;

    posting.entries.of[ACCOUNT_ISSUED] = outgo->points;
    posting.entries.of[ACCOUNT_PENDING] = -outgo->pending_points;
    posting.entries.of[ACCOUNT_AVAILABLE] = -there;
    posting.entries.of[ACCOUNT_DEBT] = -(rest - there);
    if (there)
        TRY(lots_draw(call->tx, call->arena, account->user_id, there, outgo->lot_id, &parts, &count));
    return points_post(call, account, posting);
}
