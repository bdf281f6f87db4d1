/* Within shared/wechat and its tests only. */
#ifndef LINLI_WECHAT_PAY_INTERNAL_H
#define LINLI_WECHAT_PAY_INTERNAL_H

#include "base/buf.h"
#include "wechat/pay.h"
#include "wechat/pay_complaints.h"
#include "wechat/pay_keys.h"
#include "wechat/pay_orders.h"
#include "wechat/pay_refunds.h"
#include "wechat/pay_sharing.h"
#include "wechat/pay_transfers.h"

struct wxpay {
    char *base_url, *merchant_id, *merchant_serial, *public_key_id, *proxy_url;
    uint8_t api_key[WXPAY_API_KEY_BYTES];
    EVP_PKEY *private_key;
    int64_t merchant_until_s; /* of its certificate; 0: unknown */
    struct pay_keys keys;
    int64_t connect_timeout_ms, timeout_ms;
    _Atomic int64_t refreshed_ms; /* monotonic */
};

/* wxpay_verify() with these keys. */
struct status wxpay_verify_with(struct pay_keys *keys, struct arena *arena, const struct wxpay_signature *signature,
                                const char *body, size_t bytes, int64_t now_s);

/* The header line that signs a request. `body` "" for GET. */
const char *wxpay_authorization(const struct wxpay *pay, struct arena *arena, const char *method,
                                const char *path_and_query, const char *body, int64_t now_s, const char *nonce);

/* A signed answer without what it should have. */
struct status wxpay_answer_incomplete(struct wechat_failure *failure);

/* The objects of answers and notices; false when something that must be there is not, or is another merchant's. */
bool wxpay_transaction_read(const struct wxpay *pay, struct arena *arena, const json_t *object,
                            struct wxpay_transaction *ret_transaction);
bool wxpay_refund_read(struct arena *arena, const json_t *object, struct wxpay_refund *ret_refund);

bool wxpay_transfer_read(const struct wxpay *pay, struct arena *arena, const json_t *object,
                         struct wxpay_transfer *ret_transfer);
bool wxpay_received_share_read(const struct wxpay *pay, struct arena *arena, const json_t *object,
                               struct wxpay_received_share *ret_share);
bool wxpay_complaint_change_read(struct arena *arena, const json_t *object, struct wxpay_complaint_change *ret_change);

/* RFC 3339 at +08:00, as WeChat writes it. */
const char *wxpay_time(struct arena *arena, int64_t unix_us);
/* 0 when it is missing or none. */
int64_t wxpay_time_read(const json_t *object, const char *name);
/* An amount in fen; false when it is missing, negative or larger than ours get. */
bool wxpay_fen_read(const json_t *object, const char *name, int64_t *ret_fen);
/* Adds "name":"value" to an object that was begun, after a comma when it is not the first; nothing when value is NULL. */
void wxpay_add_member(struct buf *body, const char *name, const char *value);
/* Whether text is UTF-8 of min to max characters; false for NULL. */
bool wxpay_chars_within(const char *text, size_t min, size_t max);
/* Whether text has min to max characters out of digits, letters and `more`. */
bool wxpay_number_valid(const char *text, size_t min, size_t max, const char *more);
/* Adds such a text to a path; the bar and the at sign, which a path should not have, are escaped. */
void wxpay_path_add(struct buf *path, const char *number);
/* Whether a notification address is one that WeChat takes (http only for a stand-in). */
bool wxpay_notify_url_valid(const char *url);

#endif
