#include "content/rpc/picturing.h"
#include "content/rpc/posting.h"
#include "content/store/media_store.h"
#include "events/audit.h"
#include "rpc/timestamp.h"

struct status content_decide_media(struct call *call, const Ct__DecideMediaRequest *in, Ct__Media *out)
{
    enum media_state state;
    struct media media;

    if (in->decision == CT__MEDIA_STATE__MEDIA_HELD)
        return fail_field("decision", "must be PASSED or MEDIA_REFUSED");
    if (!caller_reviews(call, ""))
        return fail(FORBIDDEN, "pictures are judged for every community");
    TRY(media_lock(call->tx, in->media_id, &media));
    TRY(media_decide(&media, in->decision == CT__MEDIA_STATE__PASSED, &state));
    TRY(media_settle(call, &media, state));
    media.state = state;
    TRY(audit(call, &(struct audit_line){ .action = "decide_media",
                                          .object_type = "media",
                                          .object_id = media.id,
                                          .before = "held",
                                          .after = state == MEDIA_PASSED ? "passed" : "refused",
                                          .reason = in->why }));

    out->picture = picture_view(call, &media, media.owner_id);
    out->created_at = timestamp_new(call->arena, media.created_us);
    return OK;
}
