#include "base/money.h"

#include <stdlib.h>

__extension__ typedef __int128 wide;

static bool give(wide value, fen *ret)
{
    if (value > FEN_MAX || value < -FEN_MAX)
        return false;
    *ret = (fen)value;
    return true;
}

bool money_add(fen a, fen b, fen *ret)
{
    return give((wide)a + b, ret);
}

bool money_sub(fen a, fen b, fen *ret)
{
    return give((wide)a - b, ret);
}

bool money_mul(fen a, int64_t quantity, fen *ret)
{
    return give((wide)a * quantity, ret);
}

bool money_part(fen amount, int64_t numerator, int64_t denominator, fen *ret)
{
    if (amount < 0 || numerator < 0 || denominator <= 0)
        return false;
    return give((wide)amount * numerator / denominator, ret);
}

struct remainder {
    wide value;
    size_t index;
};

static int larger_first(const void *left, const void *right)
{
    const struct remainder *a = left, *b = right;

    if (a->value != b->value)
        return a->value > b->value ? -1 : 1;
    return a->index < b->index ? -1 : 1;
}

static bool sum_weights(const int64_t *weights, size_t count, wide *ret_sum)
{
    wide sum = 0;

    for (size_t i = 0; i < count; i++) {
        if (weights[i] < 0)
            return false;
        sum += weights[i];
    }
    *ret_sum = sum;
    return true;
}

bool money_share(fen total, const int64_t *weights, size_t count, fen *ret_shares)
{
    struct remainder *remainders;
    fen left = total;
    wide sum;

    if (total < 0 || total > FEN_MAX || count > MONEY_SHARES_MAX || !sum_weights(weights, count, &sum) ||
        (sum == 0 && total > 0))
        return false;
    remainders = calloc(count + 1, sizeof(*remainders));
    if (!remainders)
        abort();
    for (size_t i = 0; i < count; i++) {
        wide product = (wide)total * weights[i];

        ret_shares[i] = sum ? (fen)(product / sum) : 0;
        remainders[i] = (struct remainder){ .value = sum ? product % sum : 0, .index = i };
        left -= ret_shares[i];
    }
    qsort(remainders, count, sizeof(*remainders), larger_first);
    for (size_t i = 0; left > 0; i++, left--)
        ret_shares[remainders[i].index]++;
    free(remainders);
    return true;
}
