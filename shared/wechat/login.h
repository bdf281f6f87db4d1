/* Who is it: the login code of wx.login, the phone code of the phone button. Both codes live 5 minutes and serve once.
 * Fails with WECHAT_CODE_INVALID, WECHAT_USER_BLOCKED and the general reasons; after WECHAT_UNCLEAR the code is best
 * thrown away: the client gets another. */
#ifndef LINLI_WECHAT_LOGIN_H
#define LINLI_WECHAT_LOGIN_H

#include "wechat/client.h"

struct wechat_session {
    const char *openid;
    const char *unionid;     /* "": the mini-program is bound to no open platform account */
    const char *session_key; /* a secret: never to the client, never into a log */
};

struct wechat_phone {
    const char *number;       /* without the area code */
    const char *country_code; /* 86 */
};

struct status wechat_login(struct wechat *wechat, struct arena *arena, const char *code,
                           struct wechat_session *ret_session, struct wechat_failure *failure);
/* `openid` NULL: not compared. */
struct status wechat_phone(struct wechat *wechat, struct arena *arena, const char *code, const char *openid,
                           struct wechat_phone *ret_phone, struct wechat_failure *failure);

#endif
