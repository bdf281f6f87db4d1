#include "groupbuy/domain/after_sale.h"

#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "groupbuy/domain/names.h"

const struct after_sale_move after_sale_moves[] = {
    { AFTER_SALE_REQUESTED, AFTER_SALE_WITH_LEADER },
    { AFTER_SALE_REQUESTED, AFTER_SALE_ESCALATED },
    { AFTER_SALE_WITH_LEADER, AFTER_SALE_ESCALATED },
    { AFTER_SALE_WITH_LEADER, AFTER_SALE_APPROVED },
    { AFTER_SALE_WITH_LEADER, AFTER_SALE_DECLINED },
    { AFTER_SALE_WITH_LEADER, AFTER_SALE_WITHDRAWN },
    { AFTER_SALE_ESCALATED, AFTER_SALE_APPROVED },
    { AFTER_SALE_ESCALATED, AFTER_SALE_DECLINED },
    { AFTER_SALE_ESCALATED, AFTER_SALE_WITHDRAWN },
    { AFTER_SALE_APPROVED, AFTER_SALE_AWAITING_RETURN },
    { AFTER_SALE_APPROVED, AFTER_SALE_REFUNDING },
    { AFTER_SALE_APPROVED, AFTER_SALE_DONE },
    { AFTER_SALE_AWAITING_RETURN, AFTER_SALE_RETURNED },
    { AFTER_SALE_AWAITING_RETURN, AFTER_SALE_ESCALATED },
    { AFTER_SALE_AWAITING_RETURN, AFTER_SALE_WITHDRAWN },
    { AFTER_SALE_RETURNED, AFTER_SALE_REFUNDING },
    { AFTER_SALE_RETURNED, AFTER_SALE_DONE },
    { AFTER_SALE_RETURNED, AFTER_SALE_ESCALATED },
    { AFTER_SALE_REFUNDING, AFTER_SALE_DONE },
    { AFTER_SALE_DECLINED, AFTER_SALE_ESCALATED },
};
const size_t after_sale_moves_count = sizeof after_sale_moves / sizeof after_sale_moves[0];

static const char *const statuses[] = { "NONE",     "REQUESTED",       "WITH_LEADER", "ESCALATED",
                                        "APPROVED", "AWAITING_RETURN", "RETURNED",    "REFUNDING",
                                        "DONE",     "DECLINED",        "WITHDRAWN" };
static const char *const kinds[] = { "", "REFUND", "PART_REFUND", "RETURN", "EXCHANGE", "SEND_AGAIN" };
static const char *const causes[] = { "",        "DAMAGED",    "WRONG_GOODS", "MISSING", "NOT_AS_SHOWN",
                                      "SPOILED", "NOT_WANTED", "OTHER" };

bool after_sale_may_move(enum after_sale_status from, enum after_sale_status to)
{
    for (size_t i = 0; i < after_sale_moves_count; i++)
        if (after_sale_moves[i].from == from && after_sale_moves[i].to == to)
            return true;
    return false;
}

bool after_sale_is_open(enum after_sale_status status)
{
    return status >= AFTER_SALE_REQUESTED && status <= AFTER_SALE_REFUNDING;
}

/* ---- what may be asked for ---- */

static void check_line(enum after_sale_kind kind, const struct after_sale_line *line, const char *field,
                       struct violations *faults)
{
    bool by_money = kind == AFTER_SALE_PART_REFUND;

    if (by_money && (line->units || line->goods <= 0))
        violations_add(faults, field, "a part refund is an amount, without units");
    if (!by_money && (line->goods || line->units <= 0))
        violations_add(faults, field, "units are needed, and no amount: it is computed");
}

struct status after_sale_check(enum after_sale_kind kind, const struct after_sale_line *lines, size_t count)
{
    struct violations faults = { 0 };
    char field[32];

    for (size_t i = 0; i < count; i++) {
        snprintf(field, sizeof field, "lines[%zu]", i);
        check_line(kind, &lines[i], field, &faults);
        for (size_t other = 0; other < i; other++)
            if (lines[other].position == lines[i].position)
                violations_add(&faults, field, "the position stands there twice");
    }
    return faults.count ? fail_fields(&faults) : OK;
}

bool after_sale_fits(enum after_sale_kind kind, enum order_status status)
{
    bool received = status == ORDER_PARTLY_FULFILLED || status == ORDER_FULFILLED;

    switch (kind) {
    case AFTER_SALE_REFUND:
    case AFTER_SALE_PART_REFUND:
        return received || status == ORDER_SHIPPED || status == ORDER_READY;
    case AFTER_SALE_SEND_AGAIN:
        return received || status == ORDER_SHIPPED;
    case AFTER_SALE_RETURN:
    case AFTER_SALE_EXCHANGE:
        return received;
    case AFTER_SALE_NO_KIND:
        break;
    }
    return false;
}

/* ---- promises ---- */

bool after_sale_is_claim(enum after_sale_kind kind, enum after_sale_cause cause)
{
    return (kind == AFTER_SALE_REFUND || kind == AFTER_SALE_PART_REFUND) &&
           (cause == AFTER_SALE_DAMAGED || cause == AFTER_SALE_SPOILED);
}

bool after_sale_in_time(const struct promise *promise, enum after_sale_kind kind, enum after_sale_cause cause,
                        int64_t received_us, int64_t now_us)
{
    bool by_law = kind == AFTER_SALE_RETURN && promise->no_return == NO_RETURN_NONE;

    if (promise->claim_hours == 0 || received_us == 0 || cause == AFTER_SALE_MISSING || by_law)
        return true;
    return now_us < received_us + promise->claim_hours * 3600 * US_PER_S;
}

/* ---- where it goes ---- */

enum after_sale_status after_sale_first(const char *leader_id, const char *buyer_id, const char *asked_by)
{
    bool party = strcmp(leader_id, buyer_id) == 0 || strcmp(leader_id, asked_by) == 0;

    return *leader_id && !party ? AFTER_SALE_WITH_LEADER : AFTER_SALE_ESCALATED;
}

enum after_sale_status after_sale_approved_to(enum after_sale_kind kind, bool sent_back)
{
    switch (kind) {
    case AFTER_SALE_REFUND:
    case AFTER_SALE_PART_REFUND:
        return AFTER_SALE_REFUNDING;
    case AFTER_SALE_RETURN:
        return sent_back ? AFTER_SALE_REFUNDING : AFTER_SALE_AWAITING_RETURN;
    case AFTER_SALE_EXCHANGE:
        return sent_back ? AFTER_SALE_APPROVED : AFTER_SALE_AWAITING_RETURN;
    case AFTER_SALE_SEND_AGAIN:
    case AFTER_SALE_NO_KIND:
        break;
    }
    return AFTER_SALE_APPROVED;
}

enum after_sale_status after_sale_when_late(enum after_sale_status status, enum after_sale_kind kind)
{
    if (status == AFTER_SALE_WITH_LEADER || status == AFTER_SALE_AWAITING_RETURN)
        return AFTER_SALE_ESCALATED;
    if (status == AFTER_SALE_RETURNED && kind == AFTER_SALE_RETURN)
        return AFTER_SALE_REFUNDING;
    return AFTER_SALE_NONE;
}

int64_t after_sale_deadline_us(const struct after_sale_times *times, enum after_sale_status status, int64_t now_us)
{
    switch (status) {
    case AFTER_SALE_WITH_LEADER:
        return now_us + times->leader_s * US_PER_S;
    case AFTER_SALE_ESCALATED:
    case AFTER_SALE_APPROVED:
        return now_us + times->operator_s * US_PER_S;
    case AFTER_SALE_AWAITING_RETURN:
        return now_us + times->return_s * US_PER_S;
    case AFTER_SALE_RETURNED:
        return now_us + times->check_s * US_PER_S;
    default:
        return 0; /* it is over, or goes on by itself */
    }
}

/* ---- names ---- */

const char *after_sale_status_name(enum after_sale_status status)
{
    return NAME_OF(statuses, status);
}

enum after_sale_status after_sale_status_of(const char *name)
{
    return (enum after_sale_status)NUMBER_OF(statuses, name);
}

const char *after_sale_kind_name(enum after_sale_kind kind)
{
    return NAME_OF(kinds, kind);
}

enum after_sale_kind after_sale_kind_of(const char *name)
{
    return (enum after_sale_kind)NUMBER_OF(kinds, name);
}

const char *after_sale_cause_name(enum after_sale_cause cause)
{
    return NAME_OF(causes, cause);
}

enum after_sale_cause after_sale_cause_of(const char *name)
{
    return (enum after_sale_cause)NUMBER_OF(causes, name);
}
