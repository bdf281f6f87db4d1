/* What people write and others will read: content knows the word list and asks WeChat. */
#ifndef LINLI_AUTH_RPC_TEXT_CHECK_H
#define LINLI_AUTH_RPC_TEXT_CHECK_H

#include "auth/auth.h"
#include "linli/content/v1/internal.pb-c.h"

/* TEXT_REFUSED; CHECK_UNAVAILABLE: a text that nobody could judge is not taken. No transaction may be open. */
struct status text_check(struct call *call, Ct__TextScene scene, const char *openid, const char *text);

#endif
