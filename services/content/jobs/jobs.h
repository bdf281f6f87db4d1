/* Timers of content. */
#ifndef LINLI_CONTENT_JOBS_JOBS_H
#define LINLI_CONTENT_JOBS_JOBS_H

#include "content/rpc/picturing.h"
#include "content/rpc/posting.h"
#include "content/rpc/writing.h"
#include "events/events.h"

#define COPIES_BATCH 1000 /* rows a transaction */

#define CONTENT_JOBS(X)                         \
    X(HELD_POST, content_check_held_post)       \
    X(HELD_COMMENT, content_check_held_comment) \
    X(COPY_VISIBILITY, content_copy_visibility) \
    X("fill_copies", content_fill_copies, 10)   \
    X(CHECK_MEDIA, content_check_media)         \
    X("sweep_media", content_sweep_media, 600)

CONTENT_JOBS(JOB_PROTOTYPE)

#endif
