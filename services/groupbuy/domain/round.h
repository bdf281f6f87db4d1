/* A leader's group-buy: its states, what a draft must be like, its price steps, how a shortage is shared out. Pure.
 *
 * round_moves is the one table of what may follow what; the database has the same (round_moves), and a test compares.
 */
#ifndef GROUPBUY_DOMAIN_ROUND_H
#define GROUPBUY_DOMAIN_ROUND_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/money.h"
#include "base/status.h"

#define ROUND_ITEMS_MAX       50
#define ROUND_STEPS_MAX       5
#define ROUND_POINTS_MAX      20
#define ROUND_LENGTH_S_MAX    (30 * 86400)
#define ROUND_AHEAD_S_MAX     (90 * 86400) /* how far ahead a start may lie */
#define ROUND_EXTENSION_S_MAX (7 * 86400)
#define ROUND_READY_S_MAX     (60 * 86400) /* from the end to the goods */

/* The numbers of linli.groupbuy.v1.RoundStatus. */
enum round_status {
    ROUND_NONE = 0,
    ROUND_DRAFT = 1,
    ROUND_SCHEDULED = 2,
    ROUND_OPEN = 3,
    ROUND_CLOSING = 4,
    ROUND_CLOSED = 5,
    ROUND_RECEIVING = 6,
    ROUND_READY = 7,
    ROUND_DONE = 8,
    ROUND_CANCELLED = 9,
};

struct round_move {
    enum round_status from;
    enum round_status to;
};

extern const struct round_move round_moves[];
extern const size_t round_moves_count;

bool round_may_move(enum round_status from, enum round_status to);
const char *round_status_name(enum round_status status);
enum round_status round_status_of(const char *name);

/* ---- what a draft must be like ---- */

struct round_step {
    int64_t from_units;
    fen price;
};

struct round_item_draft {
    fen list_price;
    fen cost_price;
    fen price; /* before any step */
    int64_t stock;
    int32_t per_user_limit; /* 0: none */
    bool weighed;           /* sold by weight */
    int32_t weight_g;       /* of one unit; 0: unknown */
    struct round_step steps[ROUND_STEPS_MAX];
    size_t steps_count;
};

struct round_draft {
    int64_t starts_at_us;
    int64_t ends_at_us;
    int64_t ready_at_us;
    size_t points_count;
    bool door;
    size_t door_buildings_count;
    fen door_fee;
    fen door_minimum;
    fen minimum;
    bool refunds_part; /* of what nobody collects */
    int32_t uncollected_refund_percent;
    const struct round_item_draft *items;
    size_t items_count;
};

/* FIELDS_INVALID naming every fault, by the contract's names. */
struct status round_check(const struct round_draft *draft, int64_t now_us);

/* ---- price steps ---- */

/* What a unit costs when `units` are sold together: the price of the last step that is reached, `price` before any. */
fen round_price_at(fen price, const struct round_step *steps, size_t count, int64_t units);

/* ---- sharing out what came ---- */

enum shortage_rule { SHORTAGE_FIRST_COME = 1, SHORTAGE_EVEN = 2 };

/* `arrived` units among buyers who want wanted[i] each, in the order of their numbers: of EVEN a person is one buyer,
 * however many orders he has. served[i] ≤ wanted[i]; the sum
 * is the smaller of `arrived` and all that is wanted. EVEN: everybody gets one before anybody gets one more; what is
 * left over in the last lap goes to who came first. */
void shortage_share(enum shortage_rule rule, int64_t arrived, const int64_t *wanted, size_t count, int64_t *served);

/* ---- goods by weight ---- */

/* What goes back of `paid` for `upper_g` grams when it weighs `grams`: the buyer pays no fen for a gram that he does
 * not get, and never more than he has paid. False: not a weight. */
bool weight_difference(fen paid, int64_t grams, int64_t upper_g, fen *ret_refund);

#endif
