#include "groupbuy/flow/sharing.h"

#include "groupbuy/domain/ledger.h"
#include "groupbuy/store/earner_store.h"
#include "groupbuy/store/hall_store.h"
#include "groupbuy/store/ledger_store.h"
#include "groupbuy/store/share_store.h"

static struct status tell_accrued(struct call *call, const struct share *share)
{
    Gb__ShareAccrued event = GB__SHARE_ACCRUED__INIT;

    event.share_id = share->id;
    event.order_id = share->order_id;
    event.earner_id = share->earner_id;
    event.role = (Gb__ShareRole)share->role;
    event.amount_fen = share->accrued;
    return emit(call, share->id, &event.base);
}

static struct status accrue(struct call *call, struct share *share)
{
    struct ledger_posting posting = ledger_share_accrued(share->role == SHARE_PARTNER, share->accrued);

    TRY(share_insert(call->tx, share));
    TRY(ledger_post(call->tx, &posting, share->id, share->order_id, NULL));
    return tell_accrued(call, share);
}

/* By the commission that held when the goods were taken from the hall; *of_hall is what of the order they are. */
static struct status accrue_hall(struct call *call, const struct order *order, const struct share_rule *rule,
                                 const struct share_parties *parties, fen *of_hall)
{
    struct hall_part *parts;
    size_t count;

    TRY(hall_parts_of(call->tx, order->id, &parts, &count));
    for (size_t i = 0; i < count; i++) {
        struct share share = {
            .order_id = order->id,
            .role = SHARE_HALL,
            .earner_id = parties->hall_earner,
            .rule_version = rule->version,
            .hall_goods_id = parts[i].hall_goods_id,
            .base = parts[i].base,
            .basis_points = share_hall_bp(rule, parts[i].commission_bp),
        };

        *of_hall += parts[i].base;
        TRY(share_hall(rule, parties, share.basis_points, share.base, &share.accrued));
        if (share.accrued > 0)
            TRY(accrue(call, &share));
    }
    return OK;
}

static struct status accrue_by_rule(struct call *call, const struct order *order, const struct share_rule *rule,
                                    const struct share_parties *parties, fen base, fen of_hall)
{
    fen amounts[SHARE_ROLES];

    TRY(share_out(rule, parties, base, of_hall, amounts));
    for (int role = SHARE_PICK_UP; role < SHARE_ROLES; role++) {
        struct share share = {
            .order_id = order->id,
            .role = (enum share_role)role,
            .earner_id = parties->earners[role],
            .rule_version = rule->version,
            .hall_goods_id = "",
            .base = role == SHARE_SELLING ? base - of_hall : base,
            .basis_points = rule->basis_points[role],
            .accrued = amounts[role],
        };

        if (share.accrued > 0)
            TRY(accrue(call, &share));
    }
    return OK;
}

struct status shares_accrue(struct call *call, const struct order *order)
{
    struct share_parties parties;
    struct share_rule rule;
    fen base, of_hall = 0;

    TRY(share_parties_of(call->tx, order->id, &rule, &parties, &base));
    TRY(accrue_hall(call, order, &rule, &parties, &of_hall));
    return accrue_by_rule(call, order, &rule, &parties, base, of_hall);
}

/* What is the earner's already moves on his account, too. */
static struct status move(struct call *call, const struct share *share, enum earner_move_kind kind, fen amount,
                          const char *refund_id)
{
    return earner_move_insert(call->tx, &(struct earner_move){ .earner_id = share->earner_id,
                                                               .kind = kind,
                                                               .partner = share->role == SHARE_PARTNER,
                                                               .amount = amount,
                                                               .share_id = share->id,
                                                               .refund_id = refund_id });
}

static struct status tell_reversed(struct call *call, const struct share *share, fen back)
{
    Gb__ShareReversed event = GB__SHARE_REVERSED__INIT;

    event.share_id = share->id;
    event.order_id = share->order_id;
    event.earner_id = share->earner_id;
    event.amount_fen = back;
    event.vested = share->vested_us != 0;
    return emit(call, share->id, &event.base);
}

/* *taken grows by what goes back of it. */
static struct status reverse(struct call *call, const struct share *share, const char *refund_id, fen *taken)
{
    fen left, back;

    TRY(share_left(share->accrued, share->base, share->kept, &left));
    back = share->accrued - left - share->reversed;
    *taken += back;
    if (share->vested_us)
        TRY(move(call, share, MOVE_REVERSED, -back, refund_id));
    if (back > 0)
        TRY(tell_reversed(call, share, back));
    return share_set_reversed(call->tx, share->id, share->accrued - left);
}

struct status shares_reverse(struct call *call, const struct order *order, const struct refund *refund)
{
    fen of_leaders = 0, of_partners = 0;
    struct ledger_posting posting;
    struct share *shares;
    size_t count;

    TRY(share_lock_of(call->tx, order->id, &shares, &count));
    for (size_t i = 0; i < count; i++)
        TRY(reverse(call, &shares[i], refund->id, shares[i].role == SHARE_PARTNER ? &of_partners : &of_leaders));
    posting = ledger_shares_reversed(of_leaders, of_partners);
    return ledger_post(call->tx, &posting, refund->id, order->id, refund->id);
}

static struct status vest(struct call *call, const struct share *share)
{
    Gb__ShareVested event = GB__SHARE_VESTED__INIT;

    TRY(share_set_vested(call->tx, share->id));
    TRY(move(call, share, MOVE_VESTED, share->accrued - share->reversed, NULL));
    event.share_id = share->id;
    event.order_id = share->order_id;
    event.earner_id = share->earner_id;
    event.amount_fen = share->accrued - share->reversed;
    return emit(call, share->id, &event.base);
}

struct status shares_vest(struct call *call, const struct order *order)
{
    struct share *shares;
    size_t count;

    TRY(share_lock_of(call->tx, order->id, &shares, &count));
    for (size_t i = 0; i < count; i++)
        if (!shares[i].vested_us)
            TRY(vest(call, &shares[i]));
    return OK;
}
