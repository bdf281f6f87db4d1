#include "groupbuy/domain/bill.h"

#include <stddef.h>
#include <string.h>

#include "groupbuy/domain/names.h"

static const char *const names[] = {
    [BILL_OTHER] = "OTHER",       [BILL_PAYMENT] = "PAYMENT",
    [BILL_REFUND] = "REFUND",     [BILL_FEE] = "FEE",
    [BILL_SHARE] = "SHARE",       [BILL_SHARE_BACK] = "SHARE_BACK",
    [BILL_TRANSFER] = "TRANSFER", [BILL_TRANSFER_BACK] = "TRANSFER_BACK",
};

static const struct {
    const char *type;
    enum bill_kind kind;
} words[] = {
    { "交易", BILL_PAYMENT },
    { "退款", BILL_REFUND },
    { "扣除交易手续费", BILL_FEE },
    { "分账", BILL_SHARE },
    { "分账回退", BILL_SHARE_BACK },
    { "商家转账", BILL_TRANSFER },
    { "商家转账退回", BILL_TRANSFER_BACK },
};

const char *bill_kind_name(enum bill_kind kind)
{
    return NAME_OF(names, kind);
}

enum bill_kind bill_kind_of(const char *type)
{
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strcmp(words[i].type, type) == 0)
            return words[i].kind;
    return BILL_OTHER;
}
