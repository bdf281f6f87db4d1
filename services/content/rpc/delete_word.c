#include "content/content.h"
#include "content/store/word_store.h"

/* A word that is not on the list is off it already. */
struct status content_delete_word(struct call *call, const Ct__DeleteWordRequest *in, Ct__DeleteWordResponse *out)
{
    (void)out;
    return word_delete(call->tx, word_fold(call->arena, in->text));
}
