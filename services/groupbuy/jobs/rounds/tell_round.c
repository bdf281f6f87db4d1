#include "groupbuy/flow/round_news.h"

#define PEOPLE_MAX 100 /* an event */

/* So many at once, in one transaction with what they are told: nobody twice, nobody forgotten. */
struct status groupbuy_tell_round(struct call *call, const struct job *job)
{
    struct round_news news;
    size_t count;

    TRY(round_news_of(call, job->key, &news));
    do {
        TRY(call_begin(call));
        TRY(round_news_tell(call, &news, PEOPLE_MAX, &count));
        TRY(call_commit(call));
    } while (count == PEOPLE_MAX);
    return OK;
}
