#include "simulation/mutants.h"

#include <string.h>

#include "simulation/rules/names.h"

const struct mutant_of mutants[MUTANTS] = {
    [MUTANT_NONE] = { "none", "" },
    [MUTANT_NO_INBOX] = { "no-inbox", RULE_ONE_EFFECT },
    [MUTANT_RELEASE_BEFORE_CLOSE] = { "release-before-close", RULE_CLOSED_FIRST },
    [MUTANT_UNLOCK_WITHOUT_TOMBSTONE] = { "unlock-without-tombstone", RULE_NO_LOCK_AFTER_ITS_END },
    [MUTANT_REFUND_NUMBER_RANDOM] = { "refund-number-random", RULE_NUMBERS_ARE_ONE },
    [MUTANT_MARK_BEFORE_ACK] = { "mark-before-ack", RULE_EVENTS_ARRIVE },
    [MUTANT_LIMIT_OUTSIDE_THE_LOCK] = { "limit-outside-the-lock", RULE_LIMITS },
    [MUTANT_STOCK_READ_THEN_WRITTEN] = { "stock-read-then-written", RULE_STOCK_ADDS_UP },
    [MUTANT_ACK_BEFORE_COMMIT] = { "ack-before-commit", RULE_EVENTS_ARRIVE },
    [MUTANT_OUTBOX_OUTSIDE_THE_TRANSACTION] = { "outbox-outside-the-transaction", RULE_ONE_EVENT_A_CHANGE },
    [MUTANT_POLL_BY_LAST_ID] = { "poll-by-last-id", RULE_EVENTS_ARRIVE },
    [MUTANT_NO_REWIND] = { "no-rewind", RULE_EVENTS_ARRIVE },
    [MUTANT_CALLBACK_WITHOUT_STATE] = { "callback-without-state", RULE_ONE_BOOKING },
    [MUTANT_LATE_PAYMENT_KEPT] = { "late-payment-kept", RULE_PAID_IS_SERVED_OR_BACK },
    [MUTANT_RETRY_WITHOUT_KEY] = { "retry-without-key", RULE_ONE_ORDER_A_KEY },
    [MUTANT_DEADLINE_IGNORED] = { "deadline-ignored", RULE_NOTHING_AFTER_ITS_DEADLINE },
    [MUTANT_COUNTER_IS_THE_AUTHORITY] = { "counter-is-the-authority", RULE_STOCK_IN_BOUNDS },
    [MUTANT_SOLD_OUT_FOR_GOOD] = { "sold-out-for-good", RULE_SOLD_OUT_IS_SOLD },
    [MUTANT_SEAT_KEPT] = { "seat-kept", RULE_SEATS },
    [MUTANT_EXPIRED_WITHOUT_REFUND] = { "expired-without-refund", RULE_FAILED_TEAM_REFUNDED },
    [MUTANT_LOCK_FREED_BY_AGE] = { "lock-freed-by-age", RULE_PAID_COUPON_IS_USED },
    [MUTANT_UNITS_GO_BACK_TWICE] = { "units-go-back-twice", RULE_STOCK_ADDS_UP },
    [MUTANT_RELEASE_APART] = { "release-apart", RULE_PAID_COUPON_IS_USED },
    [MUTANT_REFUND_BEFORE_RECORD] = { "refund-before-record", RULE_NUMBERS_ARE_ONE },
};

enum mutant mutant_named(const char *name)
{
    int i = 0;

    while (i < MUTANTS && strcmp(mutants[i].name, name) != 0)
        i++;
    return (enum mutant)i;
}
