#include "groupbuy/flow/payouts.h"

#include <string.h>

#include "db/jobs.h"
#include "groupbuy/domain/ledger.h"
#include "groupbuy/service.h"
#include "groupbuy/store/case_store.h"
#include "groupbuy/store/earner_store.h"
#include "groupbuy/store/ledger_store.h"
#include "rpc/timestamp.h"

/* ---- who ---- */

static struct sealed_text seal(struct call *call, const char *what, const char *user_id, const char *text)
{
    const struct vault *vault = groupbuy_vault(call);
    struct sealed_text sealed = { .key = vault_key_id(vault) };

    sealed.bytes = vault_seal(vault, call->arena, arena_printf(call->arena, "payee %s %s", what, user_id), text,
                              strlen(text), &sealed.count);
    return sealed;
}

static const char *unseal(struct call *call, const char *what, const char *user_id, const struct sealed_text *sealed)
{
    uint8_t *text;
    size_t bytes;

    if (!vault_open(groupbuy_vault(call), call->arena, arena_printf(call->arena, "payee %s %s", what, user_id),
                    sealed->key, sealed->bytes, sealed->count, &text, &bytes))
        return NULL;
    return arena_strndup(call->arena, (const char *)text, bytes);
}

void payee_seal(struct call *call, struct payee *payee, const char *name, const char *identity)
{
    payee->name = seal(call, "name", payee->user_id, name);
    payee->identity = seal(call, "identity", payee->user_id, identity);
}

const char *payee_name(struct call *call, const struct payee *payee)
{
    return unseal(call, "name", payee->user_id, &payee->name);
}

const char *payee_identity(struct call *call, const struct payee *payee)
{
    return unseal(call, "identity", payee->user_id, &payee->identity);
}

/* ---- on its way ---- */

static struct ledger_payout parts_of(const struct payout *payout)
{
    return (struct ledger_payout){ payout->leaders, payout->partners, payout->withheld };
}

static struct status post(struct call *call, const struct payout *payout, struct ledger_posting posting)
{
    return ledger_post(call->tx, &posting, payout->id, NULL, NULL);
}

/* Both accounts; sign -1: out of them. */
static struct status move(struct call *call, const struct payout *payout, enum earner_move_kind kind, int sign)
{
    struct earner_move moved = {
        .earner_id = payout->earner_id, .kind = kind, .amount = sign * payout->leaders, .payout_id = payout->id
    };

    TRY(earner_move_insert(call->tx, &moved));
    moved.partner = true;
    moved.amount = sign * payout->partners;
    return earner_move_insert(call->tx, &moved);
}

static struct status tell(struct call *call, const struct payout *payout)
{
    Gb__PayoutDecided event = GB__PAYOUT_DECIDED__INIT;

    event.payout_id = payout->id;
    event.earner_id = payout->earner_id;
    event.way = (Gb__PayoutWay)payout->way;
    event.state = (Gb__PayoutState)payout->state;
    event.gross_fen = payout->gross;
    event.withheld_fen = payout->withheld;
    event.net_fen = payout_net(payout);
    event.reason = payout->reason;
    return emit(call, payout->id, &event.base);
}

static struct status withhold(struct call *call, struct payout *payout)
{
    struct payout_income income;
    struct tax_rule rule;

    TRY(earner_month_now(call->tx, &payout->month));
    TRY(payout_income_of(call->tx, payout->earner_id, NULL, payout->month, &income));
    TRY(tax_rule_now(call->tx, &rule));
    payout->tax_version = rule.version;
    if (payout->to_merchant)
        return OK; /* a company pays its own */
    return tax_withhold(&rule, income.gross, income.withheld, payout->gross, &payout->withheld);
}

static struct status drive(struct call *call, const struct payout *payout)
{
    return payout->way == PAYOUT_BY_TRANSFER ? job_add(call->tx, JOB_DRIVE_PAYOUT, payout->id, 0, NULL, 0) : OK;
}

struct status payout_begin(struct call *call, struct payout *payout, fen gross)
{
    struct ledger_payout parts;
    struct earner_balance has;

    payout->gross = gross;
    payout->asked_us = call->now_us;
    payout->wechat_number = payout->package_info = payout->reason = "";
    TRY(earner_balance_of(call->tx, payout->earner_id, payout->merchant_id, &has));
    TRY(payout_split(has.leaders, has.partners, gross, &payout->leaders, &payout->partners));
    TRY(withhold(call, payout));
    TRY(payout_insert(call->tx, payout));
    TRY(move(call, payout, MOVE_PAYOUT, -1));
    parts = parts_of(payout);
    TRY(post(call, payout, ledger_payout_asked(&parts)));
    return payout->state == PAYOUT_ASKED ? drive(call, payout) : OK;
}

struct status payout_go(struct call *call, struct payout *payout)
{
    payout->state = PAYOUT_ASKED;
    TRY(payout_save(call->tx, payout));
    return drive(call, payout);
}

/* It is the earner's again, and nobody's income. */
static struct status give_back(struct call *call, const struct payout *payout)
{
    const struct ledger_payout parts = parts_of(payout);

    TRY(move(call, payout, MOVE_PAYOUT_BACK, 1));
    return post(call, payout, ledger_payout_back(&parts));
}

static struct status settle(struct call *call, struct payout *payout)
{
    const struct ledger_payout parts = parts_of(payout);

    payout->done_us = call->now_us;
    payout->package_info = "";
    TRY(payout_save(call->tx, payout));
    TRY(payout->state == PAYOUT_PAID ? post(call, payout, ledger_payout_paid(&parts)) : give_back(call, payout));
    return tell(call, payout);
}

struct status payout_decline(struct call *call, struct payout *payout, const char *reason)
{
    payout->state = PAYOUT_DECLINED;
    payout->reason = reason;
    return settle(call, payout);
}

/* ---- what WeChat says ---- */

static struct status open_case(struct call *call, enum case_reason reason, const struct payout_fact *fact, fen expected)
{
    return case_open(call->tx, &(struct payment_case){ .reason = reason,
                                                       .subject = fact->payout_id,
                                                       .wechat_number = fact->wechat_number,
                                                       .order_id = "",
                                                       .merchant_id = fact->merchant_id,
                                                       .expected = expected,
                                                       .told = fact->net });
}

static bool fits(const struct payout *payout, const struct payout_fact *fact)
{
    return strcmp(fact->merchant_id, payout->merchant_id) == 0 && (fact->net == 0 || fact->net == payout_net(payout)) &&
           (!*fact->openid || strcmp(fact->openid, payout->openid) == 0) &&
           (!*fact->wechat_number || !*payout->wechat_number ||
            strcmp(fact->wechat_number, payout->wechat_number) == 0);
}

/* Sent, and to be confirmed: the person is told once, when there is what to confirm with. */
static struct status take_sent(struct call *call, const struct payout_fact *fact, struct payout *payout)
{
    bool is_news = *fact->package_info && !*payout->package_info && !fact->confirmed;

    payout->state = fact->state;
    if (fact->confirmed)
        payout->package_info = "";
    else if (*fact->package_info)
        payout->package_info = fact->package_info;
    TRY(payout_save(call->tx, payout));
    return is_news ? tell(call, payout) : OK;
}

/* Locked; the fact fits. */
static struct status take(struct call *call, const struct payout_fact *fact, struct payout *payout)
{
    if (payout->state != fact->state && !payout_may_move(payout->state, fact->state))
        return OK; /* known, or older than what is known */
    if (payout_is_settled(payout->state))
        return OK;
    if (*fact->wechat_number)
        payout->wechat_number = fact->wechat_number;
    if (!payout_is_settled(fact->state))
        return take_sent(call, fact, payout);
    payout->state = fact->state;
    payout->reason = fact->state == PAYOUT_FAILED ? fact->reason : "";
    return settle(call, payout);
}

static struct status find(struct call *call, const char *payout_id, struct payout *ret_payout)
{
    return id_valid(payout_id) ? payout_lock(call->tx, payout_id, ret_payout)
                               : fail(NOT_HERE, "payout number %s", payout_id);
}

struct status payout_apply(struct call *call, const struct payout_fact *fact, enum payout_outcome *ret_outcome)
{
    struct payout payout;
    struct status found = find(call, fact->payout_id, &payout);

    if (failed_with(found, NOT_HERE)) {
        *ret_outcome = PAYOUT_OUTCOME_UNKNOWN;
        return open_case(call, CASE_PAYOUT_UNKNOWN, fact, 0);
    }
    TRY(found);
    *ret_outcome = fits(&payout, fact) ? PAYOUT_OUTCOME_APPLIED : PAYOUT_OUTCOME_MISMATCH;
    if (*ret_outcome == PAYOUT_OUTCOME_MISMATCH)
        return open_case(call, CASE_PAYOUT_MISMATCH, fact, payout_net(&payout));
    return take(call, fact, &payout);
}

/* ---- shown ---- */

void payout_view(struct call *call, const struct payout *payout, Gb__Payout *out)
{
    out->payout_id = payout->id;
    out->way = (Gb__PayoutWay)payout->way;
    out->order_id = payout->order_id;
    out->merchant_id = payout->merchant_id;
    out->state = (Gb__PayoutState)payout->state;
    out->gross_fen = payout->gross;
    out->withheld_fen = payout->withheld;
    out->net_fen = payout_net(payout);
    out->tax_version = payout->tax_version;
    out->month = payout->month;
    out->reason = payout->reason;
    out->asked_at = timestamp_new(call->arena, payout->asked_us);
    out->done_at = timestamp_new(call->arena, payout->done_us);
}
