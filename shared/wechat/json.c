#include "base/json.h"

#include <stdlib.h>

#include "wechat/client.h"

#define DEPTH_MAX 16

static void release(void *data)
{
    json_decref(data);
}

json_t *wechat_json(struct arena *arena, const char *text, size_t bytes)
{
    json_t *object;

    if (json_depth(text, bytes) > DEPTH_MAX)
        return NULL;
    object = json_loadb(text, bytes, 0, NULL);
    if (object)
        arena_defer(arena, release, object);
    return json_is_object(object) ? object : NULL;
}

const char *wechat_text(struct arena *arena, const json_t *object, const char *name, const char *missing)
{
    const char *text = json_string_value(json_object_get(object, name));

    return text ? arena_strdup(arena, text) : missing;
}

int64_t wechat_int(const json_t *object, const char *name, int64_t missing)
{
    const json_t *value = json_object_get(object, name);

    return json_is_integer(value) ? json_integer_value(value) : missing;
}
