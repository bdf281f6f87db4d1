#include <string.h>

#include "content/rpc/picturing.h"
#include "content/store/media_store.h"
#include "rpc/timestamp.h"

/* Whose it is not learns nothing of it: things that have pictures show theirs themselves. */
struct status content_get_media(struct call *call, const Ct__GetMediaRequest *in, Ct__Media *out)
{
    struct media media;

    TRY(media_get(call->tx, in->media_id, &media));
    if (strcmp(media.owner_id, call->caller->user_id) != 0 || (media.gone && media.state != MEDIA_STATE_REFUSED))
        return fail(NOT_HERE, "picture %s", in->media_id);
    out->picture = picture_view(call, &media, call->caller->user_id);
    out->created_at = timestamp_new(call->arena, media.created_us);
    return OK;
}
