#include "contract/members.h"

#include <string.h>

void members_open(struct members *members, const struct message_type *type, const struct buf *out)
{
    members->type = type;
    members->named = members->given = members->present = 0;
    members->last = 0;
    members->sorted = true;
    members->start = out->len;
}

bool members_name(struct members *members, struct report *report, const struct place *place)
{
    size_t index = field_index(members->type, place->field);

    if (members->named >> index & 1) {
        report_add(report, place, "is given more than once");
        return false;
    }
    members->named |= UINT64_C(1) << index;
    return true;
}

bool members_oneof_taken(struct members *members, struct report *report, const struct place *place)
{
    uint64_t others =
        place->field->oneof < 0 ? 0 : members->type->_form->oneof_members[place->field->oneof] & members->given;

    if (!others)
        return false;
    report_add(report, place, "may not stand beside %s", members->type->fields[__builtin_ctzll(others)].json_name);
    return true;
}

void members_wrote(struct members *members, const struct field *field, size_t from, const struct buf *out, bool present)
{
    size_t index = field_index(members->type, field);

    members->given |= UINT64_C(1) << index;
    members->present |= (uint64_t)present << index;
    members->bytes[index].from = (uint32_t)from;
    members->bytes[index].to = (uint32_t)out->len;
    if (index < members->last)
        members->sorted = false;
    members->last = index;
}

void members_sort(const struct members *members, struct arena *arena, struct buf *scratch, struct buf *out)
{
    char *at = out->data + members->start;

    if (members->sorted)
        return;
    if (!scratch->data)
        buf_init(scratch, arena, 0);
    buf_clear(scratch);
    buf_add(scratch, at, out->len - members->start);
    for (uint64_t given = members->given; given; given &= given - 1) {
        size_t index = (size_t)__builtin_ctzll(given);
        size_t length = members->bytes[index].to - members->bytes[index].from;

        memcpy(at, scratch->data + (members->bytes[index].from - members->start), length);
        at += length;
    }
}
