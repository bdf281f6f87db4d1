/* Events of auth about people, kept as content's own view of them; and what WeChat pushes of pictures. */
#ifndef LINLI_CONTENT_EVENTS_PEOPLE_H
#define LINLI_CONTENT_EVENTS_PEOPLE_H

#include "events/events.h"
#include "linli/auth/v1/events.pb-c.h"
#include "linli/notifications/v1/events.pb-c.h"

#define CONTENT_EVENTS(X)                                                              \
    X(Au__UserRegistered, au__user_registered__descriptor, content_on_user_registered) \
    X(Au__UserUpdated, au__user_updated__descriptor, content_on_user_updated)          \
    X(Au__UserBlocked, au__user_blocked__descriptor, content_on_user_blocked)          \
    X(Au__UserUnblocked, au__user_unblocked__descriptor, content_on_user_unblocked)    \
    X(Nt__WechatPushed, nt__wechat_pushed__descriptor, content_on_wechat_pushed)

CONTENT_EVENTS(EVENT_PROTOTYPE)

#endif
