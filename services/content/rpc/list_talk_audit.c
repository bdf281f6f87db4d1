#include "content/content.h"
#include "events/audit.h"

struct status content_list_talk_audit(struct call *call, const Ct__ListTalkAuditRequest *in,
                                      Ct__ListTalkAuditResponse *out)
{
    return audit_list(call, in, out);
}
