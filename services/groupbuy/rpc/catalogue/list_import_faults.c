#include <stdio.h>

#include "groupbuy/flow/importing.h"
#include "groupbuy/flow/scope.h"
#include "rpc/page.h"

/* A place among the faults, as a text that sorts like it. */
static const char *place_of(struct call *call, const struct import_fault *fault)
{
    return arena_printf(call->arena, "%d:%d", fault->line, fault->position);
}

static struct status place_read(const char *text, int32_t *ret_line, int32_t *ret_position)
{
    *ret_line = 0;
    *ret_position = -1;
    if (*text && sscanf(text, "%9d:%9d", ret_line, ret_position) != 2)
        return fail(PAGE_TOKEN_INVALID, "no place in this list");
    return OK;
}

struct status groupbuy_list_import_faults(struct call *call, const Gb__ListImportFaultsRequest *in,
                                          Gb__ListImportFaultsResponse *out)
{
    struct page page;
    struct product_import import;
    struct import_fault *faults;
    int32_t line, position;

    TRY(platform_act(call, "operator"));
    TRY(page_open(call, in, PAGE_BY_TEXT, in->import_key, &page));
    TRY(place_read(page.after, &line, &position));
    TRY(import_get(call->tx, in->import_key, &import));
    TRY(import_faults(call->tx, import.id, line, position, page.rows_max, &faults, &page.count));

    out->next_page_token = page_next(call, &page, place_of(call, &faults[page.count - 1]));
    out->n_faults = page.count;
    out->faults = MESSAGES(call, Gb__ImportFault, gb__import_fault, page.count);
    for (size_t i = 0; i < page.count; i++) {
        out->faults[i]->line = faults[i].line;
        out->faults[i]->column = faults[i].column;
        out->faults[i]->what = faults[i].what;
    }
    return OK;
}
