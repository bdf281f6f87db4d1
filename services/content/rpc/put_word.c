#include "content/rpc/posting.h"
#include "content/store/word_store.h"
#include "events/audit.h"

struct status content_put_word(struct call *call, const Ct__PutWordRequest *in, Ct__Word *out)
{
    struct word_row word = { word_fold(call->arena, in->text), in->text, (enum word_action)in->action };

    if (!caller_reviews(call, ""))
        return fail(FORBIDDEN, "the list is in force in every community");
    if (!*word.folded)
        return fail_field("text", "must hold a letter or a digit");
    TRY(word_save(call->tx, &word));
    TRY(audit(call, &(struct audit_line){ .action = "put_word",
                                          .object_type = "word",
                                          .object_id = word.folded,
                                          .after = word.action == WORD_BLOCK ? "block" : "hold" }));

    out->text = word.word;
    out->action = in->action;
    return OK;
}
