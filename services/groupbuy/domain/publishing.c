#include "groupbuy/domain/publishing.h"

#include <stdarg.h>
#include <stdio.h>

#define LONG_S   (30 * 86400)
#define BP_WHOLE 10000

void finding_add(struct findings *findings, enum finding_kind kind, enum severity severity, const char *format, ...)
{
    const char *about = findings->about ? findings->about : "";
    struct finding *finding = &findings->list[findings->count];
    char text[FINDING_CHARS];
    va_list args;

    findings->red |= severity == SEVERITY_RED;
    findings->refused |= severity == SEVERITY_REFUSED;
    if (findings->count == FINDINGS_MAX)
        return;
    findings->count++;
    finding->kind = kind;
    finding->severity = severity;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    snprintf(finding->text, sizeof finding->text, "%s%s", about, text);
}

bool findings_red(const struct findings *findings)
{
    return findings->red;
}

fen publish_loss(const struct publish_facts *facts)
{
    fen loss;

    if (facts->price >= facts->cost_price)
        return 0;
    return money_mul(facts->cost_price - facts->price, facts->units, &loss) ? loss : FEN_MAX;
}

/* In proportion to the list price; amounts are within what a SKU may cost, so nothing overflows. */
static bool cheaper_than(const struct publish_facts *facts, int64_t percent)
{
    return facts->price * 100 < facts->list_price * percent;
}

static void check_price(const struct publish_facts *facts, struct findings *findings)
{
    fen shares = facts->price * facts->shares_bp / BP_WHOLE;

    if (facts->price < facts->cost_price)
        finding_add(findings, FINDING_LOSS, SEVERITY_RED, "%ld fen a unit are below the cost of %ld: %ld fen in all",
                    (long)facts->price, (long)facts->cost_price, (long)publish_loss(facts));
    else if (facts->price - shares < facts->cost_price)
        finding_add(findings, FINDING_SHARES, SEVERITY_YELLOW,
                    "what leaders and partners may earn, %ld fen a unit, is more than the margin of %ld", (long)shares,
                    (long)(facts->price - facts->cost_price));
    if (cheaper_than(facts, facts->red_percent))
        finding_add(findings, FINDING_DISCOUNT, SEVERITY_RED, "it costs less than %ld %% of the list price of %ld fen",
                    (long)facts->red_percent, (long)facts->list_price);
    else if (cheaper_than(facts, facts->yellow_percent))
        finding_add(findings, FINDING_DISCOUNT, SEVERITY_YELLOW,
                    "it costs less than %ld %% of the list price of %ld fen", (long)facts->yellow_percent,
                    (long)facts->list_price);
}

void publish_check_goods(const struct publish_facts *facts, struct findings *findings)
{
    check_price(facts, findings);
    if (facts->units >= facts->sku_units)
        finding_add(findings, FINDING_STOCK, SEVERITY_YELLOW,
                    "it takes all units that the SKU has: none is left on the shelf");
    if (facts->rivals > 0)
        finding_add(findings, FINDING_WINDOW, SEVERITY_YELLOW, "%ld other campaigns sell the same meanwhile",
                    (long)facts->rivals);
    if (*facts->licence_ends_on)
        finding_add(findings, FINDING_LICENCE, SEVERITY_RED, "a licence of the supplier ends on %s, while it runs",
                    facts->licence_ends_on);
}

void publish_check_window(const struct publish_facts *facts, struct findings *findings)
{
    if (facts->seconds > LONG_S)
        finding_add(findings, FINDING_WINDOW, SEVERITY_YELLOW, "it runs for more than %d days", LONG_S / 86400);
    if (facts->members_only && !facts->members_known)
        finding_add(findings, FINDING_AUDIENCE, SEVERITY_YELLOW, "nobody is known to be a member who may buy");
}

void publish_check(const struct publish_facts *facts, struct findings *findings)
{
    publish_check_goods(facts, findings);
    publish_check_window(facts, findings);
}
