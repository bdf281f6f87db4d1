#include "auth/domain/keyring.h"

#include "support/check.h"

#define T0 INT64_C(1000000000000)

static void the_one_that_began_last_signs(void **state)
{
    const struct key_times keys[] = { { T0 }, { T0 + 100 }, { T0 + 200 } };

    (void)state;
    assert_int_equal(keyring_signer(keys, 3, T0 - 1), 3);
    assert_int_equal(keyring_signer(keys, 3, T0), 0);
    assert_int_equal(keyring_signer(keys, 3, T0 + 199), 1);
    assert_int_equal(keyring_signer(keys, 3, T0 + 200), 2);
    assert_int_equal(keyring_signer(keys, 0, T0), 0);
}

static void the_first_signs_at_once_and_later_ones_are_announced(void **state)
{
    const struct key_times keys[KEYS_MAX] = { { T0 } };
    int64_t from;

    (void)state;
    assert_true(keyring_due(keys, 0, T0, &from));
    assert_int_equal(from, T0);
    assert_false(keyring_due(keys, 1, T0 + KEY_LIFE_US - KEY_ANNOUNCE_US - 1, &from));
    assert_true(keyring_due(keys, 1, T0 + KEY_LIFE_US - KEY_ANNOUNCE_US, &from));
    assert_int_equal(from, T0 + KEY_LIFE_US);
    assert_false(keyring_due(keys, KEYS_MAX, T0 + 2 * KEY_LIFE_US, &from));
}

/* At every moment the key that signed a token that is still good is there. */
static void nothing_goes_while_its_tokens_live(void **state)
{
    const struct key_times keys[] = { { T0 }, { T0 + KEY_LIFE_US }, { T0 + 2 * KEY_LIFE_US } };
    const int64_t token_us = INT64_C(15) * 60 * 1000000;

    (void)state;
    assert_int_equal(keyring_retired(keys, 3, T0 + KEY_LIFE_US + token_us), 0);
    assert_int_equal(keyring_retired(keys, 3, T0 + KEY_LIFE_US + KEY_RETIRE_US), 1);
    assert_int_equal(keyring_retired(keys, 3, T0 + 10 * KEY_LIFE_US), 2);
    assert_int_equal(keyring_retired(keys, 1, T0 + 10 * KEY_LIFE_US), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_one_that_began_last_signs),
        cmocka_unit_test(the_first_signs_at_once_and_later_ones_are_announced),
        cmocka_unit_test(nothing_goes_while_its_tokens_live),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
