/* Faults of our own making in what stands between the domain's decisions: each must be caught by the rule named with it
 * (mutants.c), or the simulator would not see such a fault in the services either. */
#ifndef SIMULATION_MUTANTS_H
#define SIMULATION_MUTANTS_H

enum mutant {
    MUTANT_NONE,
    MUTANT_NO_INBOX,
    MUTANT_RELEASE_BEFORE_CLOSE,
    MUTANT_UNLOCK_WITHOUT_TOMBSTONE,
    MUTANT_REFUND_NUMBER_RANDOM,
    MUTANT_MARK_BEFORE_ACK,
    MUTANT_LIMIT_OUTSIDE_THE_LOCK,
    MUTANT_STOCK_READ_THEN_WRITTEN,
    MUTANT_ACK_BEFORE_COMMIT,
    MUTANT_OUTBOX_OUTSIDE_THE_TRANSACTION,
    MUTANT_POLL_BY_LAST_ID,
    MUTANT_NO_REWIND,
    MUTANT_CALLBACK_WITHOUT_STATE,
    MUTANT_LATE_PAYMENT_KEPT,
    MUTANT_RETRY_WITHOUT_KEY,
    MUTANT_DEADLINE_IGNORED,
    MUTANT_COUNTER_IS_THE_AUTHORITY,
    MUTANT_SOLD_OUT_FOR_GOOD,
    MUTANT_SEAT_KEPT,
    MUTANT_EXPIRED_WITHOUT_REFUND,
    MUTANT_LOCK_FREED_BY_AGE,
    MUTANT_UNITS_GO_BACK_TWICE,
    MUTANT_REFUND_BEFORE_RECORD,
    MUTANT_RELEASE_APART,
    MUTANTS,
};

struct mutant_of {
    const char *name;
    const char *rule; /* that catches it */
};

extern const struct mutant_of mutants[MUTANTS];
/* MUTANTS when there is none of that name. */
enum mutant mutant_named(const char *name);

#endif
