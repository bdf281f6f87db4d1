/* Rules by which points are earned, what was earned by them, and sign-ins; one function a statement. Results live in
 * the transaction's arena. */
#ifndef LINLI_COUPONS_STORE_EARNING_STORE_H
#define LINLI_COUPONS_STORE_EARNING_STORE_H

#include "coupons/domain/earning.h"
#include "db/db.h"

struct status points_rule_insert(struct tx *tx, const struct points_rule *rule, const char *operator_id);
/* NOT_HERE */
struct status points_rule_get(struct tx *tx, const char *rule_id, struct points_rule *ret_rule);
struct status points_rule_set_active(struct tx *tx, const char *rule_id, bool active);
/* Those in force, in the order of their ids. */
struct status points_rules_in_force(struct tx *tx, struct arena *arena, enum earn_trigger trigger, int64_t now_us,
                                    struct points_rule **ret_rules, size_t *ret_count);
/* Active and not ended, newest first, ids below `before_id`. */
struct status points_rule_list(struct tx *tx, struct arena *arena, int64_t now_us, const char *before_id, int limit,
                               struct points_rule **ret_rules, size_t *ret_count);

/* What the rule still lets the person earn that day, at most `points`; counted. */
struct status points_rule_count_day(struct tx *tx, const struct points_rule *rule, const char *user_id, int64_t day,
                                    int64_t points, int64_t *ret_points);
/* What its budget still allows, at most `points`; counted. */
struct status points_rule_count_budget(struct tx *tx, const struct points_rule *rule, int64_t points,
                                       int64_t *ret_points);

struct earning {
    struct points_rule rule; /* with what is needed to take back: id, title, trigger, per_yuan */
    const char *source_id;
    const char *user_id;
    fen amount;
    int64_t points;
    int64_t taken_back;
    const char *lot_id; /* "": none */
};

struct status earning_known(struct tx *tx, const char *source_id, const char *rule_id, bool *ret_known);
struct status earning_insert(struct tx *tx, const struct earning *earning);
struct status earnings_of(struct tx *tx, struct arena *arena, const char *source_id, struct earning **ret_earnings,
                          size_t *ret_count);
struct status earning_save(struct tx *tx, const struct earning *earning);

/* Adds to what went back of an order; the sums are *ret_…. */
struct status order_refund_add(struct tx *tx, const char *order_id, fen refunded, bool whole, fen *ret_refunded,
                               bool *ret_whole);
/* 0 and false when nothing did. */
struct status order_refund_get(struct tx *tx, const char *order_id, fen *ret_refunded, bool *ret_whole);

struct sign_in {
    int64_t day;
    int streak;
    int64_t points;
};

/* The days [first, after), in order. */
struct status sign_in_list(struct tx *tx, struct arena *arena, const char *user_id, int64_t first, int64_t after,
                           struct sign_in **ret_days, size_t *ret_count);
struct status sign_in_insert(struct tx *tx, const char *user_id, const struct sign_in *day, int64_t now_us);

#endif
