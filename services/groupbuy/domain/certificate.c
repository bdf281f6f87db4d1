#include "groupbuy/domain/certificate.h"

#include "base/clock.h"

#define DAY_US (86400 * US_PER_S)

int32_t certificate_stage_days(int64_t until_us, int64_t now_us)
{
    static const int32_t stages_days[] = { 1, 7, 30 };

    for (size_t i = 0; i < sizeof stages_days / sizeof stages_days[0]; i++)
        if (until_us <= now_us + stages_days[i] * DAY_US)
            return stages_days[i];
    return 0;
}
