/* Complaints of users at WeChat Pay (消费者投诉 2.0): read, answered, completed; pictures both ways; and the address that
 * is told of them.
 *
 * WeChat wants a first answer within 24 hours. A notice (pay_notice.h) names a complaint and what happened, no more: read
 * it then, and also list by day, since notices can be lost. A complainant's telephone number comes sealed and is opened
 * here; it is personal data, as is the text.
 *
 * What WeChat would refuse by form fails with WECHAT_CONTENT_INVALID before anything is sent; WXPAY_NOT_FOUND for a
 * complaint that is not the merchant's; WECHAT_REFUSED for an answer that its state does not allow.
 *
 * Sources: WeChat's documents «查询投诉单列表», «查询投诉单详情», «查询投诉协商历史», «提交回复», «反馈处理完成», «更新退款审批结果»,
 * «商户上传反馈图片», «图片下载», «创建/查询/更新/删除投诉通知回调».
 */
#ifndef LINLI_WECHAT_PAY_COMPLAINTS_H
#define LINLI_WECHAT_PAY_COMPLAINTS_H

#include "base/money.h"
#include "wechat/pay.h"

#define WXPAY_COMPLAINTS_MAX            50 /* of one page */
#define WXPAY_COMPLAINT_DAYS_MAX        30 /* of one list */
#define WXPAY_COMPLAINT_ENTRIES_MAX     300 /* of one page of history */
#define WXPAY_COMPLAINT_PARTS_MAX       64  /* orders or pictures of one complaint */
#define WXPAY_COMPLAINT_REPLY_CHARS_MAX 200
#define WXPAY_COMPLAINT_IMAGES_MAX      4 /* of one answer */
#define WXPAY_IMAGE_BYTES_MAX           ((size_t)2 << 20)

enum wxpay_complaint_state { WXPAY_COMPLAINT_PENDING, WXPAY_COMPLAINT_PROCESSING, WXPAY_COMPLAINT_PROCESSED };

struct wxpay_complaint_order {
    const char *transaction_id, *out_trade_no;
    fen amount;
};

struct wxpay_complaint {
    const char *complaint_id, *merchant_id;
    int64_t at_us;
    enum wxpay_complaint_state state;
    const char *detail;              /* what the user wrote */
    const char *problem, *problem_type; /* WeChat's words; REFUND, SERVICE_NOT_WORK, OTHERS; "": not said */
    const char *openid;              /* "": not said (lists) */
    const char *phone;               /* in clear; "": not told */
    fen refund_wanted;               /* 0: none */
    int64_t times;                   /* how often the user has complained of this */
    bool fully_refunded;
    bool user_waits;      /* a message of the user's has no answer yet */
    bool platform_helps;  /* WeChat's people look at it */
    struct wxpay_complaint_order *orders;
    size_t orders_count;
    const char **images; /* addresses for wxpay_complaint_image() */
    size_t images_count;
};

struct wxpay_complaint_page {
    struct wxpay_complaint *list;
    size_t count;
    int64_t total; /* on all pages */
};

/* Those of the days `first` to `last` (2026-11-21, both counted, at most 30), at most `limit` of them from `offset` on. */
struct status wxpay_complaints(struct wxpay *pay, struct arena *arena, const char *first, const char *last,
                               int64_t offset, int limit, struct wxpay_complaint_page *ret_page,
                               struct wechat_failure *failure);
struct status wxpay_complaint(struct wxpay *pay, struct arena *arena, const char *complaint_id,
                              struct wxpay_complaint *ret_complaint, struct wechat_failure *failure);

struct wxpay_complaint_entry {
    const char *log_id, *who, *details;
    const char *type; /* USER_CREATE_COMPLAINT, USER_RESPONSE, MERCHANT_RESPONSE, PLATFORM_RESPONSE … */
    int64_t at_us;
    const char **images;
    size_t images_count;
};

struct wxpay_complaint_history {
    struct wxpay_complaint_entry *list;
    size_t count;
    int64_t total;
};

struct status wxpay_complaint_history(struct wxpay *pay, struct arena *arena, const char *complaint_id, int64_t offset,
                                      int limit, struct wxpay_complaint_history *ret_history,
                                      struct wechat_failure *failure);

/* ---- answering ------------------------------------------------------------------------------------------------------ */

struct wxpay_complaint_reply {
    const char *content; /* for the user: 1..200 characters */
    const char *media_ids[WXPAY_COMPLAINT_IMAGES_MAX];
    size_t media_count;
    const char *app_id, *page, *page_text; /* a page of the mini-program with its title; NULL: none */
};

/* An answer is no key of its own: sent twice it is there twice. After WECHAT_UNCLEAR read the history. */
struct status wxpay_complaint_reply(struct wxpay *pay, struct arena *arena, const char *complaint_id,
                                    const struct wxpay_complaint_reply *reply, struct wechat_failure *failure);
/* It is settled. Only after an answer, and once; after WECHAT_REFUSED read the complaint. */
struct status wxpay_complaint_complete(struct wxpay *pay, struct arena *arena, const char *complaint_id,
                                       struct wechat_failure *failure);
/* What is decided about a wanted refund: yes, within `days` days (0: now); or no, with the reason (1..200 characters). */
struct status wxpay_complaint_approve(struct wxpay *pay, struct arena *arena, const char *complaint_id, int days,
                                      struct wechat_failure *failure);
struct status wxpay_complaint_reject(struct wxpay *pay, struct arena *arena, const char *complaint_id,
                                     const char *reason, struct wechat_failure *failure);

/* ---- pictures ------------------------------------------------------------------------------------------------------- */

/* A JPEG, PNG or BMP of at most 2 MiB, by its bytes. */
struct status wxpay_image_upload(struct wxpay *pay, struct arena *arena, const void *bytes, size_t count,
                                 const char **ret_media_id, struct wechat_failure *failure);
/* A picture of a complaint by the address that was read; at most 2 MiB, unsigned: sniff before use. */
struct status wxpay_complaint_image(struct wxpay *pay, struct arena *arena, const char *url, const void **ret_bytes,
                                    size_t *ret_count, struct wechat_failure *failure);

/* ---- the address that is told --------------------------------------------------------------------------------------- */

/* Makes `url` the one address: sets, changes or leaves it. NULL: none. */
struct status wxpay_complaint_notify(struct wxpay *pay, struct arena *arena, const char *url,
                                     struct wechat_failure *failure);
/* "": none. */
struct status wxpay_complaint_notify_url(struct wxpay *pay, struct arena *arena, const char **ret_url,
                                         struct wechat_failure *failure);

/* What a notice COMPLAINT.CREATE or COMPLAINT.STATE_CHANGE says. */
struct wxpay_complaint_change {
    const char *complaint_id;
    const char *action; /* CREATE_COMPLAINT, CONTINUE_COMPLAINT, USER_RESPONSE, MERCHANT_RESPONSE, REFUND_SUCCESS … */
};

#endif
