#include "auth/domain/refresh.h"

enum refresh_verdict refresh_judge(const struct refresh_state *state, int64_t now_us)
{
    if (state->session_ended || now_us >= state->expires_us)
        return REFRESH_ENDED;
    if (state->spent_us == 0)
        return REFRESH_ROTATE;
    return now_us - state->spent_us <= REFRESH_GRACE_US ? REFRESH_REPEAT : REFRESH_REUSED;
}
