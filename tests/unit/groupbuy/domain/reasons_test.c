/* The pairs in C say what the contract says. */
#include "groupbuy/domain/reasons.h"

#include "contract/contract.h"
#include "linli/groupbuy/v1/groupbuy.pb-c.h"
#include "support/check.h"

extern const char contracts_binpb[], contracts_binpb_end[];

struct pair {
    enum code code;
    const char *reason;
};

static const struct pair pairs[] = {
    { SOLD_OUT },      { LIMIT_REACHED },     { NOT_STARTED },         { ENDED },
    { CAMPAIGN_KIND }, { PRODUCT_OFF_SHELF }, { STOCK_SHORT },         { TEAM_FULL },
    { TEAM_CLOSED },   { ALREADY_IN_TEAM },   { COUPON_NOT_USABLE },   { ORDER_NOT_PAYABLE },
    { ORDER_EXPIRED }, { PAYER_UNKNOWN },     { PAYMENT_UNAVAILABLE }, { ORDER_NOT_CANCELLABLE },
    { MEMBERS_ONLY },  { CASE_SETTLED },      { NEW_MEMBERS_ONLY },    { LEVEL_TOO_LOW },
};

static void every_pair_is_in_the_contract(void **state)
{
    struct contract *contract;
    const struct method *method;

    (void)state;
    assert_ok(contract_load(contracts_binpb, (size_t)(contracts_binpb_end - contracts_binpb), &contract));
    method = contract_method(contract, "linli.groupbuy.v1.GroupBuy.PayOrder");
    assert_non_null(method);
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        const struct enum_value *value = contract_reason(contract, method, pairs[i].reason);

        if (!value)
            fail_msg("%s is not in the contract", pairs[i].reason);
        assert_int_equal(value->reason->code, pairs[i].code);
    }
    contract_destroy(contract);
}

/* REASON_UNSPECIFIED apart. */
static void every_reason_of_the_contract_has_its_pair(void **state)
{
    (void)state;
    assert_int_equal(gb__reason__descriptor.n_values, sizeof pairs / sizeof *pairs + 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_pair_is_in_the_contract),
        cmocka_unit_test(every_reason_of_the_contract_has_its_pair),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
