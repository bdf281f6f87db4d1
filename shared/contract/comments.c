#include "contract/comments.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"

typedef Google__Protobuf__SourceCodeInfo__Location Location;

struct comments {
    const Location **commented; /* in order of their paths */
    size_t count;
};

struct element_path element_child(struct element_path path, int32_t field, size_t index)
{
    if (path.count + 2 <= ELEMENT_PATH_MAX) {
        path.steps[path.count++] = field;
        path.steps[path.count++] = (int32_t)index;
    }
    return path;
}

static int compare_paths(const int32_t *a, size_t a_count, const int32_t *b, size_t b_count)
{
    for (size_t i = 0; i < a_count && i < b_count; i++)
        if (a[i] != b[i])
            return a[i] < b[i] ? -1 : 1;
    return a_count == b_count ? 0 : a_count < b_count ? -1 : 1;
}

static int compare_locations(const void *a, const void *b)
{
    const Location *left = *(Location *const *)a, *right = *(Location *const *)b;

    return compare_paths(left->path, left->n_path, right->path, right->n_path);
}

const struct comments *comments_read(struct arena *arena, const Google__Protobuf__FileDescriptorProto *file)
{
    struct comments *comments = arena_new(arena, struct comments);
    size_t locations = file->source_code_info ? file->source_code_info->n_location : 0;

    comments->commented = arena_array(arena, const Location *, locations + 1);
    for (size_t i = 0; i < locations; i++) {
        const Location *location = file->source_code_info->location[i];

        if (location->leading_comments || location->trailing_comments)
            comments->commented[comments->count++] = location;
    }
    qsort(comments->commented, comments->count, sizeof(*comments->commented), compare_locations);
    return comments;
}

/* Each line loses the space after the slashes and what blank stands at its end; so do the text's own ends. */
static const char *tidy(struct arena *arena, const char *raw)
{
    struct buf text;

    buf_init(&text, arena, strlen(raw));
    while (*raw) {
        size_t length = strcspn(raw, "\n");
        size_t skip = *raw == ' ' ? 1 : 0, end = length;

        while (end > skip && isspace((unsigned char)raw[end - 1]))
            end--;
        buf_add(&text, raw + skip, end - skip);
        raw += length;
        if (*raw == '\n') {
            raw++;
            buf_add_char(&text, '\n');
        }
    }
    while (text.len && isspace((unsigned char)text.data[text.len - 1]))
        text.data[--text.len] = '\0';
    while (isspace((unsigned char)*text.data))
        text.data++;
    return text.data;
}

const char *comments_find(const struct comments *comments, struct arena *arena, const struct element_path *path)
{
    size_t low = 0, high = comments->count;

    while (low < high) {
        size_t middle = (low + high) / 2;
        const Location *location = comments->commented[middle];
        int order = compare_paths(path->steps, path->count, location->path, location->n_path);

        if (order == 0)
            return tidy(arena, location->leading_comments ? location->leading_comments : location->trailing_comments);
        if (order < 0)
            high = middle;
        else
            low = middle + 1;
    }
    return "";
}
