/* Money: int64 fen, never floating point, every step checked. Functions return false on a nonsense input or a result
 * beyond ±FEN_MAX, and then leave *ret alone. */
#ifndef LINLI_BASE_MONEY_H
#define LINLI_BASE_MONEY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef int64_t fen;

#define FEN_MAX INT64_C(100000000000) /* 1 billion yuan: no amount of ours is larger, sums stay far below 2^53 */
#define MONEY_SHARES_MAX ((size_t)100000)

bool money_add(fen a, fen b, fen *ret);
bool money_sub(fen a, fen b, fen *ret);
bool money_mul(fen a, int64_t quantity, fen *ret);
/* amount × numerator ÷ denominator, rounded down (towards zero); amounts ≥ 0, denominator > 0. */
bool money_part(fen amount, int64_t numerator, int64_t denominator, fen *ret);
/* Shares `total` ≥ 0 in proportion to weights ≥ 0 by largest remainder, ties to the lower index: Σ shares = total.
 * False when every weight is 0 and total is not, or when count is 0 and total is not; when count is beyond MONEY_SHARES_MAX. */
bool money_share(fen total, const int64_t *weights, size_t count, fen *ret_shares);

#endif
