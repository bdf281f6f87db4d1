/* Codes that stand for a coupon each, one function a statement. Results live in the transaction's arena. */
#ifndef LINLI_COUPONS_STORE_CODE_STORE_H
#define LINLI_COUPONS_STORE_CODE_STORE_H

#include "db/db.h"

#define CODE_CHARS 12

struct coupon_code {
    const char *code;
    const char *template_id;
    const char *coupon_id; /* "": nobody has used it */
};

struct status codes_insert(struct tx *tx, const char *template_id, const char *const *codes, size_t count,
                           int64_t now_us);
/* Holds it; *ret_found false when there is none. */
struct status code_lock(struct tx *tx, const char *code, struct coupon_code *ret_code, bool *ret_found);
struct status code_use(struct tx *tx, const char *code, const char *coupon_id);
/* In order, those above `after`. */
struct status code_list(struct tx *tx, struct arena *arena, const char *template_id, const char *after, int limit,
                        struct coupon_code **ret_codes, size_t *ret_count);

#endif
