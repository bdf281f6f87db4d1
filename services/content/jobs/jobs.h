/* Timers of content. */
#ifndef LINLI_CONTENT_JOBS_JOBS_H
#define LINLI_CONTENT_JOBS_JOBS_H

#include "content/rpc/posting.h"
#include "content/rpc/writing.h"
#include "events/events.h"

#define CONTENT_JOBS(X)                   \
    X(HELD_POST, content_check_held_post) \
    X(HELD_COMMENT, content_check_held_comment)

CONTENT_JOBS(JOB_PROTOTYPE)

#endif
