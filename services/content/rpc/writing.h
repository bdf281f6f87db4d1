/* What must hold before somebody writes: a verified phone, membership, a text that passes. */
#ifndef LINLI_CONTENT_RPC_WRITING_H
#define LINLI_CONTENT_RPC_WRITING_H

#include "content/content.h"
#include "content/domain/post.h"
#include "linli/auth/v1/internal.pb-c.h"

/* PHONE_NOT_VERIFIED. The standing has the openid that WeChat's check wants. Asks auth: no transaction may be open. */
struct status writer_standing(struct call *call, const Au__Standing **ret_standing);

/* Anybody's. */
struct status standing_of(struct call *call, const char *user_id, const Au__Standing **ret_standing);

/* Word list first, then WeChat; no transaction may be open. Where WeChat cannot be asked the verdict is VERDICT_REVIEW:
 * held, never published unseen, never lost. */
struct status text_check(struct call *call, Ct__TextScene scene, const char *openid, const char *text, enum verdict *ret_verdict);
/* The same for a held text of that author; fails while WeChat cannot be asked, so that a job comes again. */
struct status text_check_again(struct call *call, Ct__TextScene scene, const char *author_id, const char *text,
                               enum verdict *ret_verdict);

/* The post and its circle, both readable by the caller; in call->tx. */
struct status post_open(struct call *call, const char *post_id, struct post *ret_post, struct circle *ret_circle);

#endif
