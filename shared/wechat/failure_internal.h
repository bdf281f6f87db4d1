/* Within shared/wechat only. */
#ifndef LINLI_WECHAT_FAILURE_INTERNAL_H
#define LINLI_WECHAT_FAILURE_INTERNAL_H

#include "wechat/failure.h"

/* `failure` may be NULL. */
void wechat_failure_set(struct wechat_failure *failure, enum wechat_failure_kind kind, int http_status);

/* Returns `status`, having noted that the same call would fail again. */
struct status wechat_permanent(struct wechat_failure *failure, struct status status);

#endif
