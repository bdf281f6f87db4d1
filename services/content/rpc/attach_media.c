#include "content/rpc/picturing.h"

struct status content_attach_media(struct call *call, const Ct__AttachMediaRequest *in, Ct__AttachMediaResponse *out)
{
    (void)out;
    return media_attach_all(call, (const char *const *)in->media_ids, in->n_media_ids, in->owner_id, in->subject_type,
                            in->subject_id);
}
