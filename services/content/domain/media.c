#include "content/domain/media.h"

#include <string.h>

#include "content/domain/reasons.h"

#define US INT64_C(1000000)

struct status media_type_check(const char *type)
{
    if (strcmp(type, "image/jpeg") == 0 || strcmp(type, "image/png") == 0 || strcmp(type, "image/webp") == 0)
        return OK;
    return fail(MEDIA_TYPE_REFUSED, "by its content the file is %s; pictures are JPEG, PNG or WebP", type);
}

struct status media_quota_check(int64_t sent_in_a_day)
{
    if (sent_in_a_day >= MEDIA_A_DAY_MAX)
        return fail(MEDIA_TOO_MANY, "%d pictures in 24 hours", MEDIA_A_DAY_MAX);
    return OK;
}

struct status media_usable(const struct media *media, const char *owner_id, const char *subject_type, const char *subject_id,
                           int64_t now_us)
{
    bool fresh = media->created_us + MEDIA_USABLE_S * US > now_us;
    bool free = !*media->subject_id && fresh;
    bool there = strcmp(media->subject_id, subject_id) == 0 && strcmp(media->subject_type, subject_type) == 0;

    if (strcmp(media->owner_id, owner_id) != 0 || media->gone || media->state == MEDIA_RECEIVED ||
        media->state == MEDIA_STATE_REFUSED || !(free || there))
        return fail(MEDIA_UNUSABLE, "picture %s", media->id);
    return OK;
}

enum media_state media_judge(enum media_state state, enum verdict verdict)
{
    if (state != MEDIA_CHECKING)
        return state;
    return verdict == VERDICT_PASS ? MEDIA_PASSED : verdict == VERDICT_REVIEW ? MEDIA_HELD : MEDIA_STATE_REFUSED;
}

struct status media_decide(const struct media *media, bool passes, enum media_state *ret_state)
{
    if (media->state != MEDIA_HELD || media->gone)
        return fail(ALREADY_DECIDED, "picture %s waits for nobody", media->id);
    *ret_state = passes ? MEDIA_PASSED : MEDIA_STATE_REFUSED;
    return OK;
}

/* Ids begin with their time: their ends spread them over 256 folders. */
char *media_key(struct arena *arena, const char *media_id, const char *size)
{
    return arena_printf(arena, "media/%s/%s-%s.jpg", media_id + strlen(media_id) - 2, media_id, size);
}
