#include "groupbuy/domain/schedule.h"

#include "base/clock.h"

int64_t payment_look_us(int64_t began_us, int look, int64_t pay_by_us)
{
    static const int after_s[] = { 5, 30, 120, 300, 600, 1200, 2400, 4800 };
    int64_t at;

    if (look < 0 || look >= (int)(sizeof after_s / sizeof *after_s))
        return 0;
    at = began_us + after_s[look] * US_PER_S;
    return at < pay_by_us ? at : 0;
}
