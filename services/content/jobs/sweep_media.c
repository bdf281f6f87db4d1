#include "base/clock.h"
#include "content/jobs/jobs.h"
#include "content/service.h"
#include "content/store/media_store.h"

#define SWEEP_BATCH       100
#define INCOMING          "incoming"
#define INCOMING_LIFE_US  (INT64_C(3600) * US_PER_S) /* far longer than it takes to become a picture */

/* First nobody may use it any more, then it goes: a sweep that stops between the two is finished by the next. */
static struct status sweep_picture(struct call *call, const char *media_id)
{
    static const char *const sizes[] = { "large", "medium", "small" };
    struct objects *objects = ((struct content *)call->service)->objects;
    bool moved;

    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++)
        TRY(object_remove(objects, media_key(call->arena, media_id, sizes[i])));
    TRY(call_begin(call));
    TRY(media_save_gone(call->tx, media_id, call->now_us, &moved));
    return call_commit(call);
}

static struct status sweep_pictures(struct call *call)
{
    struct media *media;
    size_t count;

    do {
        TRY(call_begin_read(call));
        TRY(media_list_sweepable(call->tx, call->arena, call->now_us - MEDIA_LOOSE_S * US_PER_S, SWEEP_BATCH, &media, &count));
        TRY(call_commit(call));
        for (size_t i = 0; i < count; i++)
            TRY(sweep_picture(call, media[i].id));
    } while (count == SWEEP_BATCH);
    return OK;
}

/* Files that a gateway put there and no call took: it died, or the call did. The store's files are dated by clocks of
 * machines, so this is, too. */
static struct status sweep_incoming(struct call *call)
{
    struct objects *objects = ((struct content *)call->service)->objects;
    struct object_info *list;
    size_t count;

    TRY(objects_list(objects, call->arena, INCOMING, &list, &count));
    for (size_t i = 0; i < count; i++)
        if (list[i].modified_us < clock_unix_us() - INCOMING_LIFE_US)
            TRY(object_remove(objects, list[i].key));
    return OK;
}

struct status content_sweep_media(struct call *call, const struct job *job)
{
    (void)job;
    if (!((struct content *)call->service)->objects)
        return OK;
    TRY(sweep_pictures(call));
    return sweep_incoming(call);
}
