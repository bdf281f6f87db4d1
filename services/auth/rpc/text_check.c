#include "auth/rpc/text_check.h"

#define CHECK_TEXT "linli.content.v1.Internal.CheckText"

/* A neighbour that does not answer is back in a moment; somebody who must look at a text takes longer, as the reason
 * says. */
#define NEIGHBOUR_BACK_S 1

static struct status not_checked(struct status status)
{
    struct status refusal = fail(CHECK_UNAVAILABLE, "content: %s: %s", status.reason, status.text);

    refusal.retry_after_s = NEIGHBOUR_BACK_S;
    return refusal;
}

struct status text_check(struct call *call, Ct__TextScene scene, const char *openid, const char *text)
{
    Ct__CheckTextRequest question = CT__CHECK_TEXT_REQUEST__INIT;
    Ct__CheckTextResponse *answer;
    struct status status;

    question.text = text;
    question.scene = scene;
    question.openid = openid;
    status = call_rpc(call, CHECK_TEXT, &question.base, &ct__check_text_response__descriptor, &answer);
    if (!ok(status))
        return not_checked(status);
    if (answer->verdict == CT__TEXT_VERDICT__REFUSED)
        return fail(TEXT_REFUSED, "the text breaks the rules");
    if (answer->verdict != CT__TEXT_VERDICT__PASS)
        return fail(CHECK_UNAVAILABLE, "a person must look at this text");
    return OK;
}
