/* Telling a person something because of an event: into the inbox, and a hint to whoever is looking. */
#ifndef LINLI_NOTIFICATIONS_RPC_TELLING_H
#define LINLI_NOTIFICATIONS_RPC_TELLING_H

#include "notifications/domain/texts.h"
#include "notifications/notifications.h"

/* In call->tx. Telling again changes nothing. `args` as the kind's texts want them. */
struct status tell(struct call *call, const char *user_id, enum message_kind kind, const char *link_id,
                   const char *const *args, size_t args_count);
/* Also over WeChat, when the person granted it: a delivery and the job that sends it. */
struct status tell_by_wechat(struct call *call, const char *user_id, enum message_kind kind, const char *link_id,
                             const char *const *args, size_t args_count);

/* Everybody who is an operator of the platform, or of that place (""). */
struct status tell_operators(struct call *call, const char *scope_id, enum message_kind kind, const char *link_id,
                             const char *const *args, size_t args_count);

#define TELL_ARGS(...)                                                                                                 \
    (const char *const[]){ __VA_ARGS__ }, sizeof((const char *const[]){ __VA_ARGS__ }) / sizeof(char *)

#endif
