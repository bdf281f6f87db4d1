#include "groupbuy/flow/round_checks.h"

#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "groupbuy/flow/approving.h"
#include "groupbuy/service.h"
#include "groupbuy/store/publish_store.h"

static void check_item(const struct groupbuy *house, struct publish_item *item, struct findings *findings)
{
    item->facts.yellow_percent = house->publish_yellow_percent;
    item->facts.red_percent = house->publish_red_percent;
    publish_check_goods(&item->facts, findings);
    if (item->facts.units > item->facts.sku_units)
        finding_add(findings, FINDING_STOCK, SEVERITY_REFUSED, "the SKU has %ld units", (long)item->facts.sku_units);
    if (item->of_hall && item->facts.units > item->hall_left)
        finding_add(findings, FINDING_STOCK, SEVERITY_REFUSED, "the hall has %ld units left", (long)item->hall_left);
}

struct status round_findings(struct call *call, const struct round *round, struct findings *findings)
{
    struct publish_facts window = { .seconds = (round->ends_at_us - round->starts_at_us) / US_PER_S,
                                    .members_only = true };
    struct publish_item *items;
    char about[32];
    size_t count;

    TRY(publish_items_read(call->tx, round->id, &items, &count));
    findings->about = about;
    for (size_t i = 0; i < count; i++) {
        snprintf(about, sizeof about, "items[%zu]: ", i);
        check_item(groupbuy_of(call), &items[i], findings);
        if (strcmp(items[i].merchant_id, items[0].merchant_id) != 0)
            finding_add(findings, FINDING_MERCHANTS, SEVERITY_RED,
                        "it is paid into another account than items[0]: no order takes both");
    }
    findings->about = NULL;
    TRY(publish_members_known(call->tx, *round->circle_id ? round->circle_id : round->community_id,
                              round->min_level, &window.members_known));
    publish_check_window(&window, findings);
    return OK;
}

struct status round_approved(struct call *call, const struct round *round)
{
    struct findings findings = { 0 };

    TRY(round_findings(call, round, &findings));
    return findings_red(&findings) ? approval_take(call, APPROVAL_PUBLISH_ROUND, round->id, round->version, 0) : OK;
}

struct status round_not_red(struct call *call, const struct round *round)
{
    struct findings findings = { 0 };

    TRY(round_findings(call, round, &findings));
    if (findings_red(&findings))
        return fail(APPROVAL_NEEDED, "round %s is published: what is red needs a round of its own", round->id);
    return OK;
}

struct status round_licences_last(struct call *call, const struct round *round)
{
    struct publish_item *items;
    size_t count;

    TRY(publish_items_read(call->tx, round->id, &items, &count));
    for (size_t i = 0; i < count; i++)
        if (*items[i].facts.licence_ends_on)
            return fail_field("endsAt", "a licence of the supplier of items[%zu] ends on %s", i,
                              items[i].facts.licence_ends_on);
    return OK;
}
