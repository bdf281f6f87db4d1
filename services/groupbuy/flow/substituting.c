#include "groupbuy/flow/substituting.h"

#include <string.h>

#include "rpc/timestamp.h"

static int64_t smaller(int64_t a, int64_t b)
{
    return a < b ? a : b;
}

/* What the line goes short of. */
static int64_t lacking_of(const struct pick *less, size_t count, const struct substitution_part *part)
{
    for (size_t i = 0; i < count; i++)
        if (less[i].position == part->position && strcmp(less[i].order_id, part->order_id) == 0)
            return less[i].wanted - less[i].served;
    return 0;
}

struct status substitutions_share(struct call *call, const struct round *round, const struct place_row *place,
                                  const struct pick *less, size_t count)
{
    struct substitution_part *parts;
    int64_t open, left = 0;
    size_t parts_count;

    TRY(substitution_open(call->tx, round->id, place->place_id, &open));
    if (open > 0)
        return fail(SUBSTITUTION_OPEN, "%ld may still answer at place %s", (long)open, place->place_id);
    TRY(substitution_accepted(call->tx, round->id, place->place_id, &parts, &parts_count));
    for (size_t i = 0; i < parts_count; i++) {
        if (i == 0 || strcmp(parts[i].substitution_id, parts[i - 1].substitution_id) != 0)
            left = parts[i].substitution.units;
        parts[i].given = smaller(left, smaller(parts[i].units, lacking_of(less, count, &parts[i])));
        left -= parts[i].given;
        TRY(substitution_give(call->tx, &parts[i]));
    }
    return substitution_return_rest(call->tx, round->id, place->place_id);
}

fen substitution_difference(const struct order_line *line, int64_t units, fen price)
{
    int64_t here = line->quantity - line->refunded_units - line->fulfilled;
    fen paid = line->payable - line->delivery - line->refunded, others = 0;

    /* A fen that cannot be divided is the buyer's. */
    if (units < here && !money_part(paid, here - units, here, &others))
        return 0;
    return paid - others > units * price ? paid - others - units * price : 0;
}

void substitution_view(struct call *call, const struct substitution *substitution, Gb__Substitution *out)
{
    out->substitution_id = substitution->id;
    out->item_id = substitution->item_id;
    out->sku_id = substitution->sku_id;
    out->product_title = substitution->product_title;
    out->sku_title = substitution->sku_title;
    out->price_fen = substitution->price;
    out->units = substitution->units;
    out->until = timestamp_new(call->arena, substitution->until_us);
    out->asked = substitution->asked;
    out->yes = substitution->yes;
    out->no = substitution->no;
    out->given = substitution->given;
}

void substitution_part_view(struct call *call, const struct substitution_part *part, Gb__OrderSubstitution *out)
{
    out->substitution_id = part->substitution_id;
    out->instead_of = part->instead_of;
    out->product_title = part->substitution.product_title;
    out->sku_title = part->substitution.sku_title;
    out->price_fen = part->substitution.price;
    out->units = part->units;
    out->until = timestamp_new(call->arena, part->substitution.until_us);
    out->answer = (Gb__SubstitutionAnswer)part->answer;
    out->given = part->given;
}
