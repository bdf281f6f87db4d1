/* Events of auth, content and coupons about people, links, memberships and levels, kept as groupbuy's own view of them; and what WeChat
 * pushes about goods on their way. */
#ifndef GROUPBUY_EVENTS_NEIGHBOURS_H
#define GROUPBUY_EVENTS_NEIGHBOURS_H

#include "events/events.h"
#include "linli/auth/v1/events.pb-c.h"
#include "linli/content/v1/events.pb-c.h"
#include "linli/coupons/v1/events.pb-c.h"
#include "linli/notifications/v1/events.pb-c.h"

#define GROUPBUY_EVENTS(X)                                                                                             \
    X(Au__UserRegistered, au__user_registered__descriptor, groupbuy_on_user_registered)                                \
    X(Au__UserUpdated, au__user_updated__descriptor, groupbuy_on_user_updated)                                         \
    X(Au__LinkCreated, au__link_created__descriptor, groupbuy_on_link_created)                                         \
    X(Au__CommunityJoined, au__community_joined__descriptor, groupbuy_on_community_joined)                             \
    X(Ct__CircleJoined, ct__circle_joined__descriptor, groupbuy_on_circle_joined)                                      \
    X(Ct__CircleLeft, ct__circle_left__descriptor, groupbuy_on_circle_left)                                            \
    X(Cp__LevelChanged, cp__level_changed__descriptor, groupbuy_on_level_changed)                                      \
    X(Nt__WechatPushed, nt__wechat_pushed__descriptor, groupbuy_on_wechat_pushed)

GROUPBUY_EVENTS(EVENT_PROTOTYPE)

#endif
