/* Calls of WeChat, for /metrics: by function, how they ended, how long they took. Functions are told apart by their
 * paths, without what is a number in them; past WECHAT_FUNCTIONS_MAX they share one row. Safe from any thread. */
#ifndef LINLI_WECHAT_FIGURES_H
#define LINLI_WECHAT_FIGURES_H

#include <stdint.h>

#include "base/buf.h"

#define WECHAT_FUNCTIONS_MAX      64
#define WECHAT_FUNCTION_BYTES_MAX 96

enum wechat_outcome {
    WECHAT_CALL_OK,
    WECHAT_CALL_REFUSED,   /* WeChat said no, and would again */
    WECHAT_CALL_BUSY,      /* 5xx, 429, or its words for them: later */
    WECHAT_CALL_NOT_SENT,  /* it could not be reached */
    WECHAT_CALL_NO_ANSWER, /* it may have been done */
    WECHAT_CALL_OUTCOMES
};

/* /v3/refund/domestic/refunds/0190…?mchid=1 becomes /v3/refund/domestic/refunds/{id}. */
void wechat_function_of(const char *path, char function[WECHAT_FUNCTION_BYTES_MAX]);

/* Also writes its span, within what the thread is at. */
void wechat_call_ended(const char *method, const char *path, enum wechat_outcome outcome, int64_t us);
void wechat_metrics(struct buf *out);

#endif
