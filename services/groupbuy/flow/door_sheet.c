#include "groupbuy/flow/entry_views.h"
#include "groupbuy/flow/neighbours.h"
#include "groupbuy/flow/sheets.h"
#include "groupbuy/store/delivery_store.h"
#include "groupbuy/store/entry_store.h"

/* The orders of a file, and what is written of each. */
struct doors {
    struct entry *entries;
    struct door_address *addresses;
    Gb__RoundEntry **listed;
    size_t count;
};

static struct status doors_read(struct call *call, const struct round *round, int64_t after, struct doors *doors)
{
    const char *after_id = "";
    const char **ids;

    if (after > 0)
        TRY(entry_order_at(call->tx, round->id, after, &after_id));
    TRY(entry_doors(call->tx, round->id, after_id, SHEET_ORDERS_MAX, &doors->entries, &doors->count));
    ids = arena_array(call->arena, const char *, doors->count);
    for (size_t i = 0; i < doors->count; i++)
        ids[i] = doors->entries[i].order_id;
    doors->listed = MESSAGES(call, Gb__RoundEntry, gb__round_entry, doors->count);
    TRY(entries_show(call, doors->entries, doors->count, doors->listed));
    return door_addresses_get(call->tx, ids, doors->count, &doors->addresses);
}

static void write_row(struct call *call, const struct doors *doors, size_t i, enum sheet_format format,
                      const struct sheet_head *head, struct buf *out)
{
    const struct entry *entry = &doors->entries[i];
    const struct address *address = &doors->addresses[i].address;

    sheet_row(out, format, head,
              (const char *const[]){
                  entry->door_building, entry->door_unit, arena_printf(call->arena, "%d", (int)entry->door_floor),
                  arena_printf(call->arena, "%ld", (long)entry->number), address->name,
                  door_phone(call, entry, address), address->street, doors->listed[i]->goods, entry->remark });
}

/* A file that is full ends; the next one begins after its last number. */
struct status sheet_write_doors(struct call *call, const struct round *round, enum sheet_format format, int64_t after,
                                struct buf *out, int64_t *ret_next)
{
    const struct sheet_head head = {
        .title = arena_printf(call->arena, "送货单 · %s", round->title),
        .note = "按楼栋、单元、楼层；含个人信息，送完请销毁",
        .columns = { "楼栋", "单元", "楼层", "跟团号", "收货人", "电话", "地址", "商品", "备注" },
        .numeric = { false, false, true, true, false, false, false, false, false },
        .columns_count = 9,
    };
    struct doors doors;
    size_t i = 0;

    *ret_next = 0;
    TRY(doors_read(call, round, after, &doors));
    sheet_begin(out, format, &head);
    while (i < doors.count && out->len <= SHEET_BYTES_MAX)
        write_row(call, &doors, i++, format, &head, out);
    if (i > 0 && (i < doors.count || doors.count == SHEET_ORDERS_MAX))
        *ret_next = doors.entries[i - 1].number;
    sheet_end(out, format);
    return OK;
}
