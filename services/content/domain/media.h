/* The rules of pictures: who sees them when, what becomes of them. Pure. */
#ifndef LINLI_CONTENT_DOMAIN_MEDIA_H
#define LINLI_CONTENT_DOMAIN_MEDIA_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/status.h"
#include "content/domain/post.h"

/* The numbers of linli.content.v1.MediaState. */
enum media_state { MEDIA_RECEIVED = 1, MEDIA_CHECKING = 2, MEDIA_PASSED = 3, MEDIA_HELD = 4, MEDIA_STATE_REFUSED = 5 };

#define MEDIA_A_DAY_MAX   200 /* pictures a person may send in 24 hours */
#define MEDIA_SUBJECT_MAX 9   /* pictures of one thing */
#define MEDIA_LOOSE_S     (INT64_C(24) * 3600) /* what belongs to nothing by then is thrown away … */
#define MEDIA_USABLE_S    (INT64_C(23) * 3600) /* … and may not be used any more a while before */
#define MEDIA_ANSWER_S    (INT64_C(30) * 60)   /* WeChat answers within; after that a person decides */
#define MEDIA_LINK_S      3600                 /* a link to a picture lasts */

struct media {
    const char *id;
    const char *owner_id;
    enum media_state state;
    int width, height;
    int64_t bytes;
    const char *sha256;
    const char *trace_id;     /* "": WeChat has not been asked */
    const char *subject_type; /* "": it belongs to nothing yet */
    const char *subject_id;
    int64_t created_us;
    bool gone;
};

/* MEDIA_TYPE_REFUSED unless the sniffed type is one that we read. */
struct status media_type_check(const char *type);
/* MEDIA_TOO_MANY */
struct status media_quota_check(int64_t sent_in_a_day);
/* MEDIA_UNUSABLE unless the person may let it belong to that thing, or it does already. */
struct status media_usable(const struct media *media, const char *owner_id, const char *subject_type, const char *subject_id,
                           int64_t now_us);
/* What it becomes by WeChat's verdict; what has been judged stays. */
enum media_state media_judge(enum media_state state, enum verdict verdict);
/* What a person makes of one that waits for him: MEDIA_PASSED or MEDIA_STATE_REFUSED. ALREADY_DECIDED. */
struct status media_decide(const struct media *media, bool passes, enum media_state *ret_state);
/* Where its `size` ("large", "medium", "small") lies in the object store. */
char *media_key(struct arena *arena, const char *media_id, const char *size);

#endif
