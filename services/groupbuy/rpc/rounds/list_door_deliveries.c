#include <string.h>

#include "groupbuy/flow/entry_views.h"
#include "groupbuy/flow/neighbours.h"
#include "groupbuy/flow/round_orders.h"
#include "groupbuy/store/delivery_store.h"
#include "rpc/page.h"

static struct status own_round(struct call *call, const char *round_id)
{
    struct round round;

    TRY(round_get(call->tx, round_id, &round));
    if (strcmp(round.leader_id, call->caller->user_id) != 0)
        return fail(NOT_HERE, "round %s", round_id);
    return leading(call, round.community_id, false);
}

static void show(struct call *call, const struct entry *entry, const struct door_address *to,
                 const Gb__RoundEntry *listed, Gb__DoorDelivery *out)
{
    out->order_id = entry->order_id;
    out->number = entry->number;
    out->status = (Gb__OrderStatus)to->status;
    out->door = door_view(call, entry);
    out->name = to->address.name;
    out->phone = door_phone(call, entry, &to->address);
    out->street = to->address.street;
    out->goods = listed->goods;
    out->remark = entry->remark;
}

static struct status show_all(struct call *call, const struct entry *entries, size_t count,
                              Gb__DoorDelivery *const *outs)
{
    Gb__RoundEntry **listed = MESSAGES(call, Gb__RoundEntry, gb__round_entry, count);
    const char **ids = arena_array(call->arena, const char *, count);
    struct door_address *addresses;

    for (size_t i = 0; i < count; i++)
        ids[i] = entries[i].order_id;
    TRY(entries_show(call, entries, count, listed));
    TRY(door_addresses_get(call->tx, ids, count, &addresses));
    for (size_t i = 0; i < count; i++)
        show(call, &entries[i], &addresses[i], listed[i], outs[i]);
    return OK;
}

struct status groupbuy_list_door_deliveries(struct call *call, const Gb__ListDoorDeliveriesRequest *in,
                                            Gb__ListDoorDeliveriesResponse *out)
{
    struct entry *entries;
    struct page page;

    TRY(own_round(call, in->round_id));
    TRY(page_open(call, in, PAGE_BY_ID, in->round_id, &page));
    TRY(entry_doors(call->tx, in->round_id, page.after, page.rows_max, &entries, &page.count));
    out->next_page_token = page_next(call, &page, entries[page.count - 1].order_id);
    out->n_deliveries = page.count;
    out->deliveries = MESSAGES(call, Gb__DoorDelivery, gb__door_delivery, page.count);
    return show_all(call, entries, page.count, out->deliveries);
}
