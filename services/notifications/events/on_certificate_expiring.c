#include "notifications/rpc/telling.h"

struct status notifications_on_certificate_expiring(struct call *call, const Gb__CertificateExpiring *event)
{
    return tell_operators(call, "", CERTIFICATE_EXPIRING, "",
                          TELL_ARGS(event->serial, text_time(call->arena, event->ends_at_us)));
}
