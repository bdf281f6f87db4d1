#include "content/rpc/posting.h"
#include "content/store/word_store.h"
#include "events/audit.h"

/* A word that is not on the list is off it already. */
struct status content_delete_word(struct call *call, const Ct__DeleteWordRequest *in, Ct__DeleteWordResponse *out)
{
    const char *folded = word_fold(call->arena, in->text);

    (void)out;
    if (!caller_reviews(call, ""))
        return fail(FORBIDDEN, "the list is in force in every community");
    TRY(word_delete(call->tx, folded));
    return audit(call, &(struct audit_line){ .action = "delete_word",
                                             .object_type = "word",
                                             .object_id = folded });
}
