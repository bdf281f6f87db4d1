#include <string.h>

#include "content/rpc/picturing.h"
#include "content/store/media_store.h"

/* They come by thing, each thing's together. */
struct status content_list_pictures(struct call *call, const Ct__ListPicturesRequest *in, Ct__ListPicturesResponse *out)
{
    Ct__SubjectPictures *subject = NULL;
    struct media *media;
    size_t count;

    TRY(media_of_subjects(call->tx, call->arena, (const char *const *)in->subject_ids, in->n_subject_ids, &media, &count));
    out->subjects = arena_array(call->arena, Ct__SubjectPictures *, count);
    for (size_t i = 0; i < count; i++) {
        if (!subject || strcmp(subject->subject_id, media[i].subject_id) != 0) {
            subject = out->subjects[out->n_subjects++] = MESSAGE(call, Ct__SubjectPictures, ct__subject_pictures);
            subject->subject_id = media[i].subject_id;
            subject->pictures = arena_array(call->arena, Ct__Picture *, count - i);
        }
        subject->pictures[subject->n_pictures++] = picture_view(call, &media[i], in->viewer_id);
    }
    return OK;
}
