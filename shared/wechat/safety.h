/* Content safety: what WeChat thinks of a text (at once), of a picture or sound (by a push within 30 minutes, see
 * push_events.h), and of a user. Whatever cannot be judged is for a human: failures mean «hold», never «publish».
 *
 * Who must have been seen in the mini-program within 2 hours and was not: WECHAT_USER_NOT_ACTIVE. WeChat's documents:
 * msgSecCheck, mediaCheckAsync, getUserRiskRank. */
#ifndef LINLI_WECHAT_SAFETY_H
#define LINLI_WECHAT_SAFETY_H

#include "wechat/client.h"

#define WECHAT_CHECK_CHARS_MAX 2500

enum wechat_scene { WECHAT_PROFILE = 1, WECHAT_COMMENT = 2, WECHAT_FORUM = 3, WECHAT_SOCIAL_LOG = 4 };
enum wechat_media { WECHAT_AUDIO = 1, WECHAT_IMAGE = 2 };
/* A word that we do not know counts as REVIEW. */
enum wechat_advice { WECHAT_PASS, WECHAT_REVIEW, WECHAT_RISKY };

struct wechat_text_check {
    const char *openid; /* seen in the mini-program within 2 hours, else WECHAT_USER_NOT_ACTIVE */
    enum wechat_scene scene;
    const char *content;            /* at most 2,500 characters, else WECHAT_CONTENT_INVALID */
    const char *title, *nickname;   /* NULL: none */
};

struct wechat_judgement {
    enum wechat_advice advice;
    int64_t label;       /* 100 fine, 10001 advertising, 20001 politics, 20002 pornography … */
    const char *keyword; /* what gave offence; "": not said */
    const char *trace_id;
};

struct status wechat_check_text(struct wechat *wechat, struct arena *arena, const struct wechat_text_check *check,
                                struct wechat_judgement *ret_judgement, struct wechat_failure *failure);
/* WeChat fetches `url` (10 MiB at most); `*ret_trace_id` comes again in the push. */
struct status wechat_check_media(struct wechat *wechat, struct arena *arena, const char *openid,
                                 enum wechat_scene scene, enum wechat_media media, const char *url,
                                 const char **ret_trace_id, struct wechat_failure *failure);

enum wechat_risk_scene { WECHAT_REGISTRATION = 0, WECHAT_MARKETING = 1, WECHAT_CONTENT = 2 };

struct wechat_risk_question {
    const char *openid;
    enum wechat_risk_scene scene;
    const char *client_ip;
    const char *phone; /* NULL: not told */
};

#define WECHAT_RISK_RANK_MAX 4

/* 0 (harmless) to WECHAT_RISK_RANK_MAX (do not give this one a coupon). */
struct status wechat_risk_rank(struct wechat *wechat, struct arena *arena, const struct wechat_risk_question *question,
                               int *ret_rank, struct wechat_failure *failure);

/* `result` and `detail` as answers and pushes have them. */
struct wechat_judgement wechat_judgement_read(struct arena *arena, const json_t *object);

#endif
