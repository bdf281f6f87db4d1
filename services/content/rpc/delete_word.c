#include "content/rpc/posting.h"
#include "content/store/word_store.h"

/* A word that is not on the list is off it already. */
struct status content_delete_word(struct call *call, const Ct__DeleteWordRequest *in, Ct__DeleteWordResponse *out)
{
    (void)out;
    if (!caller_reviews(call, ""))
        return fail(FORBIDDEN, "the list is in force in every community");
    return word_delete(call->tx, word_fold(call->arena, in->text));
}
