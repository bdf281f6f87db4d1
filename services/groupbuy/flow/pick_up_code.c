#include "groupbuy/flow/pick_up_code.h"

#include "base/crypto.h"

#define DIGITS_FAIR 250 /* bytes below are spread evenly over ten digits; others are thrown away */

static char digit_make(void)
{
    uint8_t byte;

    do
        random_bytes(&byte, 1);
    while (byte >= DIGITS_FAIR);
    return (char)('0' + byte % 10);
}

void pick_up_code_make(char ret_code[PICK_UP_CODE_DIGITS + 1])
{
    for (int i = 0; i < PICK_UP_CODE_DIGITS; i++)
        ret_code[i] = digit_make();
    ret_code[PICK_UP_CODE_DIGITS] = '\0';
}
