/* Pictures: put where they belong, shown to WeChat, linked to. */
#ifndef LINLI_CONTENT_RPC_PICTURING_H
#define LINLI_CONTENT_RPC_PICTURING_H

#include "content/content.h"
#include "content/domain/media.h"

/* The job that asks WeChat again, and leaves to a person what it has not judged in time; its key is the picture's id. */
#define CHECK_MEDIA "check_media"

/* A place among those who make pictures, or OVERLOADED at once. */
struct status pictures_enter(struct call *call);
void pictures_leave(struct call *call);

/* Makes the file that was received into the picture's sizes, in the object store, and sets size and bytes of *media. MEDIA_UNREADABLE.
 * No transaction may be open, in the next one neither. */
struct status media_make(struct call *call, const char *file_key, struct media *media);
/* Asks WeChat about it on behalf of its owner; "" when it cannot be asked now. */
const char *media_ask_wechat(struct call *call, const struct media *media, const char *openid);

/* The picture as the viewer may see it: with links when it has passed or is his own. */
Ct__Picture *picture_view(struct call *call, const struct media *media, const char *viewer_id);

/* In call->tx: it is judged, and what it belongs to hears of it. */
struct status media_settle(struct call *call, const struct media *media, enum media_state state);
/* In call->tx: they belong to that thing from now on. MEDIA_UNUSABLE. */
struct status media_attach_all(struct call *call, const char *const *media_ids, size_t count, const char *owner_id,
                               const char *subject_type, const char *subject_id);

#endif
