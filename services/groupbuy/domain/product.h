/* What a product must say of itself before it is put on the shelf, and what it promises. Pure. */
#ifndef GROUPBUY_DOMAIN_PRODUCT_H
#define GROUPBUY_DOMAIN_PRODUCT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/status.h"

/* The numbers of linli.groupbuy.v1.NoReturn. */
enum no_return {
    NO_RETURN_NONE = 0, /* it can be sent back within seven days */
    NO_RETURN_FRESH = 1,
    NO_RETURN_MADE_TO_ORDER = 2,
    NO_RETURN_DIGITAL = 3,
    NO_RETURN_PERIODICAL = 4,
    NO_RETURN_AGREED = 5,
};

/* The numbers of linli.groupbuy.v1.Bearer. */
enum bearer { BEARER_NOBODY = 0, BEARER_SUPPLIER = 1, BEARER_LEADER = 2, BEARER_PLATFORM = 3 };

struct food {
    bool is;
    const char *origin, *storage, *licence;
    int32_t shelf_life_days;
};

struct promise {
    enum no_return no_return;
    int32_t claim_hours, claim_percent; /* both or neither */
    enum bearer claim_borne_by;
};

/* Units in live orders that several accounts have together; 0: any number. */
struct shared_limits {
    int32_t household, address, phone;
};

const char *no_return_name(enum no_return no_return);
enum no_return no_return_of(const char *name);
const char *bearer_name(enum bearer bearer);
enum bearer bearer_of(const char *name);

/* What is promised makes sense: adds what does not. */
void promise_check(const struct promise *promise, struct violations *faults);
/* What is missing for the shelf. */
void food_check(const struct food *food, struct violations *faults);
/* Goods go somewhere and services are done somewhere, and are counted by it; everything is bought by a household. */
void shared_limits_check(const struct shared_limits *limits, bool goes_somewhere, struct violations *faults);

#endif
