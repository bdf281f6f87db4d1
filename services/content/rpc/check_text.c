#include "content/rpc/writing.h"

struct status content_check_text(struct call *call, const Ct__CheckTextRequest *in, Ct__CheckTextResponse *out)
{
    static const Ct__TextVerdict shown[] = {
        [VERDICT_PASS] = CT__TEXT_VERDICT__PASS,
        [VERDICT_REVIEW] = CT__TEXT_VERDICT__REVIEW,
        [VERDICT_REFUSED] = CT__TEXT_VERDICT__REFUSED,
    };
    enum verdict verdict;

    TRY(text_check(call, in->scene, in->openid, in->text, &verdict));
    out->verdict = shown[verdict];
    return OK;
}
