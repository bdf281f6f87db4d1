#include "wechat/pay_bill_rows.h"

#include <inttypes.h>
#include <string.h>

#include "base/clock.h"
#include "base/planted.h"

#define MARK               '`'
#define BOM                "\xEF\xBB\xBF"
#define ROW_CHARS_OF_TIME  19
#define FEE_DECIMALS       5
#define INVALID(why)       fail(WXPAY_BILL_INVALID, "line %" PRId64 " of a bill " why, reader->line)
#define INVALID_IN(column) fail(WXPAY_BILL_INVALID, "line %" PRId64 " of a bill has no good %s", reader->line, column)

/* ---- columns by name. An other spelling stands after a bar. --------------------------------------------------------
 */

enum trade_column {
    TRADE_TIME,
    APP_ID,
    MERCHANT_ID,
    TRANSACTION_ID,
    OUT_TRADE_NO,
    OPENID,
    TRADE_TYPE,
    TRADE_STATE,
    BANK,
    CURRENCY,
    SETTLED,
    COUPON,
    REFUND_ID,
    OUT_REFUND_NO,
    REFUND,
    REFUND_STATE,
    DESCRIPTION,
    ATTACH,
    FEE,
    RATE,
    ORDER_TOTAL,
    REFUND_ASKED,
    TRADE_COLUMNS
};

static const char *const trade_names[TRADE_COLUMNS] = {
    "交易时间", "公众账号ID", "商户号",       "微信订单号", "商户订单号",   "用户标识",     "交易类型", "交易状态",
    "付款银行", "货币种类",   "应结订单金额", "代金券金额", "微信退款单号", "商户退款单号", "退款金额", "退款状态",
    "商品名称", "商户数据包", "手续费",       "费率",       "订单金额",     "申请退款金额",
};

enum flow_column {
    FLOW_TIME,
    BUSINESS_ID,
    FLOW_ID,
    NAME,
    TYPE,
    DIRECTION,
    AMOUNT,
    BALANCE,
    APPLICANT,
    NOTE,
    VOUCHER,
    FLOW_COLUMNS
};

static const char *const flow_names[FLOW_COLUMNS] = {
    "记账时间",
    "微信支付业务单号",
    "资金流水单号",
    "业务名称",
    "业务类型",
    "收支类型",
    "收支金额(元)|收支金额（元）",
    "账户结余(元)|账户结余（元）",
    "资金变更提交申请人",
    "备注",
    "业务凭证号",
};

static const char *const trade_total_names = "总交易单数";
static const char *const flow_total_names = "资金流水总笔数";

_Static_assert(TRADE_COLUMNS <= WXPAY_BILL_COLUMNS_MAX && FLOW_COLUMNS <= WXPAY_BILL_COLUMNS_MAX, "room for columns");

static bool is_name(const char *cell, const char *names)
{
    size_t bytes = strcspn(names, "|");

    return (strlen(cell) == bytes && strncmp(cell, names, bytes) == 0) ||
           (names[bytes] && strcmp(cell, names + bytes + 1) == 0);
}

/* ---- lines and cells
 * ------------------------------------------------------------------------------------------------------ */

/* The next line that is not empty, without its end; false in `*ret_there` at the end of the file. */
static struct status read_line(struct wxpay_bill_reader *reader, bool *ret_there)
{
    size_t bytes = 0;
    int c;

    reader->line++;
    while ((c = getc_unlocked(reader->_file)) != EOF && (c != '\n' || bytes == 0)) {
        if (c == '\n') {
            reader->line++;
            continue;
        }
        if (c == '\0' || bytes + 1 >= sizeof(reader->_text))
            return INVALID("is too long, or no text");
        if (c != '\r')
            reader->_text[bytes++] = (char)c;
    }
    if (ferror(reader->_file))
        return INVALID("cannot be read");
    reader->_text[bytes] = '\0';
    *ret_there = bytes > 0;
    return OK;
}

static struct status add_cell(struct wxpay_bill_reader *reader, char *cell)
{
    if (reader->_cells_count == WXPAY_BILL_COLUMNS_MAX + PLANTED_FAULT)
        return INVALID("has too many cells");
    reader->_cells[reader->_cells_count++] = cell;
    return OK;
}

/* Names stand between commas, with or without backticks. */
static struct status split_names(struct wxpay_bill_reader *reader)
{
    char *at = reader->_text;

    if (strncmp(at, BOM, strlen(BOM)) == 0)
        at += strlen(BOM);
    reader->_cells_count = 0;
    for (char *end; at; at = end) {
        end = strchr(at, ',');
        if (end)
            *end++ = '\0';
        TRY(add_cell(reader, at + (*at == MARK)));
    }
    return OK;
}

/* Values begin with a backtick: a comma within one is a comma. */
static struct status split_values(struct wxpay_bill_reader *reader)
{
    char *at = reader->_text;

    reader->_cells_count = 0;
    if (*at != MARK)
        return INVALID("does not begin with a backtick");
    for (char *end; at; at = end) {
        end = strstr(at + 1, ",`");
        if (end)
            *end++ = '\0';
        TRY(add_cell(reader, at + 1));
    }
    return OK;
}

static const char *cell(const struct wxpay_bill_reader *reader, int column)
{
    return reader->_cells[reader->_columns[column]];
}

/* "0" stands where a payment has no refund. */
static const char *number(const struct wxpay_bill_reader *reader, int column)
{
    const char *text = cell(reader, column);

    return strcmp(text, "0") == 0 ? "" : text;
}

/* ---- values
 * --------------------------------------------------------------------------------------------------------------- */

static bool digit(char c)
{
    return c >= '0' && c <= '9';
}

bool wxpay_yuan_read(const char *text, int decimals, int64_t *ret_value)
{
    bool minus = *text == '-';
    int64_t limit = FEN_MAX * (decimals > 2 ? 1000 : 1), value = 0;
    int right = -1; /* digits right of the point so far; -1: none yet */

    text += minus;
    if (!digit(*text))
        return false;
    for (; *text; text++) {
        if (*text == '.' && right < 0 && digit(text[1]))
            right = 0;
        else if (!digit(*text) || (right == decimals && *text != '0'))
            return false;
        else if (right < decimals) {
            value = value * 10 + (*text - '0');
            right += right >= 0;
            if (value > limit)
                return false;
        }
    }
    for (right = right < 0 ? 0 : right; right < decimals; right++) {
        value *= 10;
        if (value > limit)
            return false;
    }
    *ret_value = minus ? -value : value;
    return true;
}

static bool time_read(const char *text, int64_t *ret_us)
{
    char zoned[TIME_RFC3339_BYTES];

    if (strlen(text) != ROW_CHARS_OF_TIME)
        return false;
    snprintf(zoned, sizeof(zoned), "%s+08:00", text);
    return time_parse_rfc3339(zoned, strlen(zoned), ret_us) == 0;
}

static struct status amount(const struct wxpay_bill_reader *reader, const char *const *names, int column, fen *ret_fen)
{
    fen value;

    if (!wxpay_yuan_read(cell(reader, column), 2, &value) || value < 0)
        return INVALID_IN(names[column]);
    *ret_fen = value;
    return OK;
}

/* ---- the totals
 * ----------------------------------------------------------------------------------------------------------- */

static struct status total(const struct wxpay_bill_reader *reader, int place, fen *ret_fen)
{
    if (place >= reader->_cells_count || !wxpay_yuan_read(reader->_cells[place], 2, ret_fen))
        return INVALID("has totals that are no amounts");
    return OK;
}

static struct status count(const struct wxpay_bill_reader *reader, int place, int64_t *ret_count)
{
    if (place >= reader->_cells_count || !wxpay_yuan_read(reader->_cells[place], 0, ret_count))
        return INVALID("has totals that are no counts");
    return OK;
}

/* 总交易单数,应结订单总金额,退款总金额,充值券退款总金额,手续费总金额,订单总金额,申请退款总金额 */
static struct status trade_totals(struct wxpay_bill_reader *reader)
{
    struct wxpay_bill_totals *said = &reader->totals, *counted = &reader->_counted;

    TRY(count(reader, 0, &said->rows));
    TRY(total(reader, 1, &said->settled));
    TRY(total(reader, 2, &said->refund));
    TRY(total(reader, 5, &said->order_total));
    TRY(total(reader, 6, &said->refund_asked));
    if (said->rows != counted->rows || said->settled != counted->settled || said->refund != counted->refund ||
        said->order_total != counted->order_total || said->refund_asked != counted->refund_asked)
        return INVALID("has totals that are not those of its rows");
    return OK;
}

/* 资金流水总笔数,收入笔数,收入金额,支出笔数,支出金额 */
static struct status flow_totals(struct wxpay_bill_reader *reader)
{
    struct wxpay_bill_totals *said = &reader->totals, *counted = &reader->_counted;

    TRY(count(reader, 0, &said->rows));
    TRY(count(reader, 1, &said->income_rows));
    TRY(total(reader, 2, &said->income));
    TRY(count(reader, 3, &said->expense_rows));
    TRY(total(reader, 4, &said->expense));
    if (said->rows != counted->rows || said->income_rows != counted->income_rows || said->income != counted->income ||
        said->expense_rows != counted->expense_rows || said->expense != counted->expense)
        return INVALID("has totals that are not those of its rows");
    return OK;
}

static struct status read_totals(struct wxpay_bill_reader *reader)
{
    bool there;

    TRY(read_line(reader, &there));
    if (!there)
        return INVALID("lacks its totals");
    TRY(split_values(reader));
    TRY(reader->_bill == WXPAY_BILL_TRADE ? trade_totals(reader) : flow_totals(reader));
    TRY(read_line(reader, &there));
    if (there)
        return INVALID("stands after the totals");
    reader->ended = true;
    return OK;
}

/* ---- opening, and the next line of whatever kind
 * --------------------------------------------------------------------------------- */

static struct status find_columns(struct wxpay_bill_reader *reader, const char *const *names, int names_count)
{
    for (int i = 0; i < names_count; i++) {
        reader->_columns[i] = -1;
        for (int place = 0; place < reader->_cells_count && reader->_columns[i] < 0; place++)
            if (is_name(reader->_cells[place], names[i]))
                reader->_columns[i] = (int8_t)place;
        if (reader->_columns[i] < 0)
            return fail(WXPAY_BILL_INVALID, "a bill has no column %s", names[i]);
    }
    return OK;
}

struct status wxpay_bill_open(struct wxpay_bill_reader *reader, enum wxpay_bill bill, FILE *file)
{
    bool there;

    reader->_file = file;
    reader->_bill = bill;
    reader->line = 0;
    reader->ended = false;
    reader->totals = reader->_counted = (struct wxpay_bill_totals){ 0 };
    TRY(read_line(reader, &there));
    TRY(split_names(reader));
    return bill == WXPAY_BILL_TRADE ? find_columns(reader, trade_names, TRADE_COLUMNS)
                                    : find_columns(reader, flow_names, FLOW_COLUMNS);
}

/* The cells of a row; at the totals these are read, and there is no row. */
static struct status next_cells(struct wxpay_bill_reader *reader, bool *ret_there)
{
    const char *totals = reader->_bill == WXPAY_BILL_TRADE ? trade_total_names : flow_total_names;
    int names_count = reader->_cells_count;
    bool there;

    *ret_there = false;
    if (reader->ended)
        return OK;
    TRY(read_line(reader, &there));
    if (!there)
        return INVALID("is the last, and there were no totals");
    if (strncmp(reader->_text + (reader->_text[0] == MARK), totals, strlen(totals)) == 0)
        return read_totals(reader);
    TRY(split_values(reader));
    if (reader->_cells_count != names_count)
        return INVALID("has more or fewer cells than names");
    *ret_there = true;
    return OK;
}

/* ---- rows
 * ----------------------------------------------------------------------------------------------------------------- */

static struct status trade_state(const struct wxpay_bill_reader *reader, enum wxpay_row_state *ret_state)
{
    static const char *const states[] = {
        [WXPAY_ROW_PAID] = "SUCCESS", [WXPAY_ROW_REFUND] = "REFUND", [WXPAY_ROW_REVOKED] = "REVOKED"
    };

    for (size_t i = 0; i < sizeof(states) / sizeof(*states); i++)
        if (strcmp(cell(reader, TRADE_STATE), states[i]) == 0) {
            *ret_state = (enum wxpay_row_state)i;
            return OK;
        }
    return INVALID_IN(trade_names[TRADE_STATE]);
}

static struct status trade_amounts(const struct wxpay_bill_reader *reader, struct wxpay_trade_row *row)
{
    TRY(amount(reader, trade_names, SETTLED, &row->settled));
    TRY(amount(reader, trade_names, COUPON, &row->coupon));
    TRY(amount(reader, trade_names, REFUND, &row->refund));
    TRY(amount(reader, trade_names, ORDER_TOTAL, &row->order_total));
    TRY(amount(reader, trade_names, REFUND_ASKED, &row->refund_asked));
    if (!wxpay_yuan_read(cell(reader, FEE), FEE_DECIMALS, &row->fee_millifen))
        return INVALID_IN(trade_names[FEE]);
    if (strcmp(cell(reader, CURRENCY), "CNY") != 0)
        return INVALID_IN(trade_names[CURRENCY]);
    return OK;
}

static struct status add_trade(struct wxpay_bill_reader *reader, const struct wxpay_trade_row *row)
{
    struct wxpay_bill_totals *counted = &reader->_counted;

    counted->rows++;
    if (!money_add(counted->settled, row->settled, &counted->settled) ||
        !money_add(counted->refund, row->refund, &counted->refund) ||
        !money_add(counted->order_total, row->order_total, &counted->order_total) ||
        !money_add(counted->refund_asked, row->refund_asked, &counted->refund_asked))
        return INVALID("makes the sum too large");
    return OK;
}

struct status wxpay_bill_next_trade(struct wxpay_bill_reader *reader, struct wxpay_trade_row *ret_row, bool *ret_there)
{
    struct wxpay_trade_row row;

    TRY(next_cells(reader, ret_there));
    if (!*ret_there)
        return OK;
    row = (struct wxpay_trade_row){
        .app_id = cell(reader, APP_ID),
        .merchant_id = cell(reader, MERCHANT_ID),
        .transaction_id = cell(reader, TRANSACTION_ID),
        .out_trade_no = cell(reader, OUT_TRADE_NO),
        .openid = cell(reader, OPENID),
        .trade_type = cell(reader, TRADE_TYPE),
        .bank_type = cell(reader, BANK),
        .refund_id = number(reader, REFUND_ID),
        .out_refund_no = number(reader, OUT_REFUND_NO),
        .refund_state = cell(reader, REFUND_STATE),
        .description = cell(reader, DESCRIPTION),
        .attach = cell(reader, ATTACH),
        .rate = cell(reader, RATE),
    };
    if (!time_read(cell(reader, TRADE_TIME), &row.at_us))
        return INVALID_IN(trade_names[TRADE_TIME]);
    TRY(trade_state(reader, &row.state));
    TRY(trade_amounts(reader, &row));
    TRY(add_trade(reader, &row));
    *ret_row = row;
    return OK;
}

static struct status add_flow(struct wxpay_bill_reader *reader, const struct wxpay_flow_row *row)
{
    struct wxpay_bill_totals *counted = &reader->_counted;
    fen *sum = row->income ? &counted->income : &counted->expense;

    counted->rows++;
    counted->income_rows += row->income;
    counted->expense_rows += !row->income;
    if (!money_add(*sum, row->amount, sum))
        return INVALID("makes the sum too large");
    return OK;
}

struct status wxpay_bill_next_flow(struct wxpay_bill_reader *reader, struct wxpay_flow_row *ret_row, bool *ret_there)
{
    struct wxpay_flow_row row;

    TRY(next_cells(reader, ret_there));
    if (!*ret_there)
        return OK;
    row = (struct wxpay_flow_row){
        .business_id = cell(reader, BUSINESS_ID),
        .flow_id = cell(reader, FLOW_ID),
        .name = cell(reader, NAME),
        .type = cell(reader, TYPE),
        .income = strcmp(cell(reader, DIRECTION), "收入") == 0,
        .applicant = cell(reader, APPLICANT),
        .note = cell(reader, NOTE),
        .voucher = cell(reader, VOUCHER),
    };
    if (!row.income && strcmp(cell(reader, DIRECTION), "支出") != 0)
        return INVALID_IN(flow_names[DIRECTION]);
    if (!time_read(cell(reader, FLOW_TIME), &row.at_us))
        return INVALID_IN(flow_names[FLOW_TIME]);
    TRY(amount(reader, flow_names, AMOUNT, &row.amount));
    if (!wxpay_yuan_read(cell(reader, BALANCE), 2, &row.balance))
        return INVALID_IN(flow_names[BALANCE]);
    TRY(add_flow(reader, &row));
    *ret_row = row;
    return OK;
}
