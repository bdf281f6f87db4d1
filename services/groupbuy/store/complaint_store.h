/* Complaints at WeChat Pay, what was said, what we do about them. Texts live in the transaction's arena. */
#ifndef GROUPBUY_STORE_COMPLAINT_STORE_H
#define GROUPBUY_STORE_COMPLAINT_STORE_H

#include "base/money.h"
#include "db/db.h"
#include "groupbuy/domain/complaint.h"

struct complaint {
    const char *id;
    const char *wechat_id;
    const char *merchant_id; /* the account it is about a payment of; "": the installation's own */
    enum complaint_state state;
    int64_t told, seen; /* what WeChat has told of, and what of that was read */
    int64_t complained_us;
    const char *detail, *problem, *problem_type;
    const uint8_t *phone_sealed;
    size_t phone_sealed_bytes;
    const char *phone_key, *phone_masked; /* "": not told */
    fen refund_wanted;
    int64_t times, times_told;
    bool fully_refunded, user_waits, platform_helps;
    const char *const *images;
    size_t images_count;
    const char *out_trade_no;
    const char *order_id, *user_id, *leader_id, *community_id; /* "": none known */
    int64_t waits_us, overdue_us, read_us;                     /* 0: not */
    const char *after_sale_id, *after_sale_status;             /* of what was read to be shown; "": none */
    const char *product_title;                                 /* likewise */
    const char *answer;                                        /* likewise: our latest word */
};

struct complaint_entry {
    const char *log_id, *who, *type, *details;
    int64_t at_us;
    const char *const *images;
    size_t images_count;
};

struct complaint_step {
    const char *id;
    const char *complaint_id;
    enum complaint_step_kind kind;
    const char *content;
    int days;
    const char *asked_by;
    int64_t asked_us;
    enum complaint_step_state state;
    int64_t tried_us, done_us;
    const char *refused_why;
};

/* One of WeChat's was told of to this account; *ret_id is its row, new or not; "": it is another account's. */
struct status complaint_told(struct tx *tx, const char *merchant_id, const char *wechat_id, const char **ret_id);
/* The account's list shows it so: told of, unless it was read like that. */
struct status complaint_listed(struct tx *tx, const char *merchant_id, const char *wechat_id,
                               enum complaint_state state, bool user_waits, int64_t times);
/* Open ones that nobody has read for an hour are told of, at most `limit`. */
struct status complaint_refresh(struct tx *tx, int limit);
/* What was told of and not read gets its job, at most `limit`. */
struct status complaint_add_jobs(struct tx *tx, int limit);

/* NOT_HERE: also of what was not read yet, unless `unread`. */
struct status complaint_get(struct tx *tx, const char *id, bool unread, struct complaint *ret_complaint);
struct status complaint_lock(struct tx *tx, const char *id, bool unread, struct complaint *ret_complaint);
/* Everything but id, wechat_id, merchant_id, told, waits_us and overdue_us, which follow. */
struct status complaint_save(struct tx *tx, const struct complaint *complaint);
/* Newest first, as WeChat gives them; what is known already stays. */
struct status complaint_add_entries(struct tx *tx, const char *id, const struct complaint_entry *entries, size_t count);
/* Since when the buyer waits, by what was said; the alarm of an older wait is over. */
struct status complaint_follow_wait(struct tx *tx, const char *id);

/* Those that wait for longer than `after_s`, marked as such, each once. */
struct status complaint_take_overdue(struct tx *tx, int64_t after_s, int limit, struct complaint **ret_complaints,
                                     size_t *ret_count);

struct status complaint_step_insert(struct tx *tx, const struct complaint_step *step);
struct status complaint_step_lock(struct tx *tx, const char *id, struct complaint_step *ret_step);
struct status complaint_step_tried(struct tx *tx, const char *id);
struct status complaint_step_end(struct tx *tx, const char *id, enum complaint_step_state state, const char *why);

/* Newest first; COMPLAINT_NONE: all; user_id "": everybody's, order_id "": of all orders. */
struct status complaint_list(struct tx *tx, enum complaint_state state, const char *after, int limit,
                             struct complaint **ret_complaints, size_t *ret_count);
struct status complaint_list_of(struct tx *tx, const char *user_id, const char *order_id, const char *after, int limit,
                                struct complaint **ret_complaints, size_t *ret_count);
/* About orders of the leader's. */
struct status complaint_list_led(struct tx *tx, const char *leader_id, const char *after, int limit,
                                 struct complaint **ret_complaints, size_t *ret_count);
struct status complaint_entries(struct tx *tx, const char *id, struct complaint_entry **ret_entries, size_t *ret_count);
struct status complaint_steps(struct tx *tx, const char *id, struct complaint_step **ret_steps, size_t *ret_count);

/* The days of an account to be listed, 2026-11-21: from the day before the last list to today, at most 30. */
struct status complaint_watch_days(struct tx *tx, const char *merchant_id, const char **ret_first,
                                   const char **ret_last);
struct status complaint_watched(struct tx *tx, const char *merchant_id, int64_t now_us);

struct complaint_counts {
    int64_t open, overdue, unread;
};
struct status complaint_count(struct tx *tx, struct complaint_counts *ret_counts);

#endif
