#include <string.h>

#include "app/app.h"
#include "content/content.h"
#include "content/events/people.h"
#include "content/jobs/jobs.h"
#include "content/picture/picture.h"
#include "content/reading.h"
#include "content/reviews.h"
#include "content/service.h"
#include "wechat/figures.h"

OPERATIONS(content_operations, CONTENT_OPERATIONS, Ct__Content_Service, ct__content__descriptor)
OPERATIONS(content_internal_operations, CONTENT_INTERNAL_OPERATIONS, Ct__Internal_Service, ct__internal__descriptor)
OPERATIONS(content_reading_operations, READING_OPERATIONS, Ct__Reading_Service, ct__reading__descriptor)
OPERATIONS(content_reviews_operations, REVIEWS_OPERATIONS, Ct__Reviews_Service, ct__reviews__descriptor)
#define CONTENT_ALL_EVENTS(X) CONTENT_EVENTS(X) READING_EVENTS(X) REVIEWS_EVENTS(X)
#define CONTENT_ALL_JOBS(X) CONTENT_JOBS(X) REVIEWS_JOBS(X)
EVENTS(content_events, CONTENT_ALL_EVENTS)
JOBS(content_jobs, CONTENT_ALL_JOBS)

int main(int argc, char **argv)
{
    if (argc == 2 && strcmp(argv[1], PICTURE_WORD) == 0)
        return picture_process();

    static const struct operation_set *const sets[] = { &content_operations, &content_internal_operations,
                                                           &content_reading_operations, &content_reviews_operations };
    const struct service content = {
        .name = "content",
        LISTED(operations, sets),
        LISTED(events, content_events),
        LISTED(jobs, content_jobs),
        .migrations = content_migrations,
        .migrations_count = &content_migrations_count,
        .settings = content_settings,
        .settings_count = content_settings_count,
        .start = content_start,
        .metrics = wechat_metrics,
        .stop = content_stop,
    };

    return app_main(&content, argc, argv);
}
