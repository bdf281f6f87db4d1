/* Within shared/wechat only. */
#ifndef LINLI_WECHAT_CLIENT_INTERNAL_H
#define LINLI_WECHAT_CLIENT_INTERNAL_H

#include "wechat/client.h"

/* The path of code2session, which has the app's secret in it: for wechat_call_without_token() and nothing else. */
const char *wechat_login_path(const struct wechat *wechat, struct arena *arena, const char *code);

/* An answer of 200 without an errcode, and without what it should have. */
struct status wechat_answer_incomplete(const struct wechat_answer *answer, struct wechat_failure *failure);

#endif
