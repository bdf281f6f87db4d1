#include "auth/auth.h"
#include "events/audit.h"

struct status auth_list_people_audit(struct call *call, const Au__ListPeopleAuditRequest *in,
                                     Au__ListPeopleAuditResponse *out)
{
    return audit_list(call, in, out);
}
