/* Telling a person something because of an event: into the inbox, a hint to whoever is looking, and over WeChat when the
 * person has granted a message: a delivery, and the job that sends it. */
#ifndef LINLI_NOTIFICATIONS_RPC_TELLING_H
#define LINLI_NOTIFICATIONS_RPC_TELLING_H

#include "notifications/domain/texts.h"
#include "notifications/notifications.h"

/* In call->tx. Telling again changes nothing. `args` as the kind's texts want them. */
struct status tell(struct call *call, const char *user_id, enum message_kind kind, const char *link_id,
                   const char *const *args, size_t args_count);
/* Everybody who is an operator of the platform, or of that place (""). */
struct status tell_operators(struct call *call, const char *scope_id, enum message_kind kind, const char *link_id,
                             const char *const *args, size_t args_count);
/* The same of something that no event told: `event_id` stands for it. */
struct status tell_operators_of(struct call *call, const char *event_id, const char *scope_id, enum message_kind kind,
                                const char *link_id, const char *const *args, size_t args_count);

#define TELL_ARGS(...)                                                                                                 \
    (const char *const[]){ __VA_ARGS__ }, sizeof((const char *const[]){ __VA_ARGS__ }) / sizeof(char *)

#endif
