#include "rpc/timestamp.h"

#include "base/clock.h"

Google__Protobuf__Timestamp *timestamp_new(struct arena *arena, int64_t unix_us)
{
    if (unix_us == 0)
        return NULL;
    Google__Protobuf__Timestamp *timestamp = arena_new(arena, Google__Protobuf__Timestamp);
    google__protobuf__timestamp__init(timestamp);
    timestamp->seconds = unix_us / US_PER_S;
    timestamp->nanos = (int32_t)(unix_us % US_PER_S * 1000);
    return timestamp;
}

int64_t timestamp_us(const Google__Protobuf__Timestamp *timestamp)
{
    return timestamp ? timestamp->seconds * US_PER_S + timestamp->nanos / 1000 : 0;
}
