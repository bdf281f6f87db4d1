/* Questions whether something else may come for what is short, and their answers. What is returned lives in the
 * transaction's arena; the round's row is held by who writes. */
#ifndef GROUPBUY_STORE_SUBSTITUTION_STORE_H
#define GROUPBUY_STORE_SUBSTITUTION_STORE_H

#include "groupbuy/store/receiving_store.h"

struct substitution {
    const char *id;
    const char *round_id, *place_id;
    const char *item_id;       /* what is short */
    const char *sku_id;        /* what comes for it */
    const char *hall_goods_id; /* its line of the hall, "": none; of one that is inserted */
    const char *product_title, *sku_title;
    fen price;     /* of a unit */
    int64_t units; /* there are of it */
    int64_t until_us;
    /* of those that were read: buyers who were asked, who said yes, no */
    int64_t asked, yes, no;
    int64_t given; /* units, as shared out */
};

/* Who supplies it, and for how much, is the SKU's now. *ret_new false: there is one for this item at this place. */
struct status substitution_insert(struct tx *tx, const struct substitution *substitution, const char *asked_by,
                                  bool *ret_new);
/* The question travels with the next. */
struct status substitution_ask(struct tx *tx, const char *substitution_id, const struct pick *pick);
struct status substitution_get(struct tx *tx, const char *id, struct substitution *ret_substitution); /* NOT_HERE */
struct status substitution_list(struct tx *tx, const char *round_id, const char *place_id,
                                struct substitution **ret_list, size_t *ret_count);

enum substitution_answer { ANSWER_NONE = 0, ANSWER_YES = 1, ANSWER_NO = 2 };

struct substitution_part {
    const char *substitution_id;
    const char *order_id;
    int position;
    int64_t units; /* he would go short of */
    int64_t given;
    enum substitution_answer answer;
    struct substitution substitution; /* what comes, at what price, until when */
    const char *instead_of;           /* product and SKU that are short */
};

/* Of an order, whoever's. */
struct status substitution_of_order(struct tx *tx, const char *order_id, struct substitution_part **ret_parts,
                                    size_t *ret_count);
struct status substitution_answer(struct tx *tx, const char *order_id, const char *substitution_id, bool takes);
/* Questions at a place that may still be answered. */
struct status substitution_open(struct tx *tx, const char *round_id, const char *place_id, int64_t *ret_open);
/* Who said yes at a place, by number; `substitution.units` is what there is. */
struct status substitution_accepted(struct tx *tx, const char *round_id, const char *place_id,
                                    struct substitution_part **ret_parts, size_t *ret_count);
/* `part->given` units are his. Fewer than at the sharing-out: those are back in their stock. Travels
 * with the next. */
struct status substitution_give(struct tx *tx, const struct substitution_part *part);
/* At the sharing-out: what was not given is back in its stock and in the hall, once. */
struct status substitution_return_rest(struct tx *tx, const char *round_id, const char *place_id);

#endif
