#include "content/jobs/jobs.h"
#include "content/store/post_store.h"

/* From the newest down, in short transactions. Doing it twice, or two at once, changes nothing: each batch asks the circle. */
struct status content_copy_visibility(struct call *call, const struct job *job)
{
    const char *circle_id = arena_strndup(call->arena, (const char *)job->payload, job->payload_bytes);
    struct post_place place = { .id = "" };
    size_t count;

    do {
        TRY(call_begin(call));
        TRY(post_copy_visibility(call->tx, circle_id, &place, COPIES_BATCH, &place, &count));
        TRY(call_commit(call));
    } while (count == COPIES_BATCH);
    return OK;
}
