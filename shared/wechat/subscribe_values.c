/* The rules of WeChat's value kinds (wechat_value_problem, wechat_value_fit). A key is a kind and a number: thing1. */
#include <string.h>

#include "base/utf8.h"
#include "wechat/subscribe.h"

#define COUNT(table)     (sizeof(table) / sizeof((table)[0]))
#define STRING_CHARS_MAX 32

/* ---- a cursor over code points
 * --------------------------------------------------------------------------------------- */

static unsigned next_point(const char **text)
{
    const unsigned char *p = (const unsigned char *)*text;
    size_t length = utf8_sequence(*text, strlen(*text));

    if (length == 0) { /* not UTF-8: a byte at a time, as what cannot be shown */
        (*text)++;
        return 0xFFFD;
    }
    unsigned point = length == 1 ? p[0] : p[0] & (0xFFu >> (length + 1));

    for (size_t i = 1; i < length; i++)
        point = point << 6 | (p[i] & 0x3Fu);
    *text += length;
    return point;
}

static bool digit(unsigned point)
{
    return point >= '0' && point <= '9';
}

static bool latin(unsigned point)
{
    return (point >= 'A' && point <= 'Z') || (point >= 'a' && point <= 'z');
}

static bool chinese(unsigned point)
{
    return (point >= 0x4E00 && point <= 0x9FFF) || (point >= 0x3400 && point <= 0x4DBF) ||
           (point >= 0x20000 && point <= 0x3134F);
}

static bool all(const char *value, bool (*fits)(unsigned point))
{
    while (*value)
        if (!fits(next_point(&value)))
            return false;
    return true;
}

static bool any(const char *value, bool (*fits)(unsigned point))
{
    while (*value)
        if (fits(next_point(&value)))
            return true;
    return false;
}

static size_t chars(const char *value)
{
    return utf8_length(value, strlen(value));
}

/* ---- numbers and amounts
 * --------------------------------------------------------------------------------------------- */

static const char *skip_digits(const char *text, size_t *count)
{
    size_t length = strspn(text, "0123456789");

    *count += length;
    return text + length;
}

/* Digits with an optional fraction; where it ends, or NULL. */
static const char *skip_decimal(const char *text, size_t digits_max)
{
    size_t whole = 0, fraction = 0;

    text = skip_digits(text, &whole);
    if (*text == '.') {
        text = skip_digits(text + 1, &fraction);
        if (fraction == 0)
            return NULL;
    }
    return whole > 0 && whole + fraction <= digits_max ? text : NULL;
}

static const char *number_problem(const char *value)
{
    const char *end = skip_decimal(value, 32);

    return end && *end == '\0' ? NULL : "must be at most 32 digits, with at most one decimal point";
}

static bool currency(unsigned point)
{
    return point == '$' || point == 0xA3 || point == 0xA5 || point == 0xFFE5 || (point >= 0x20A0 && point <= 0x20BF);
}

static const char *amount_problem(const char *value)
{
    const char *at = value;

    if (currency(next_point(&at)))
        value = at;
    value = skip_decimal(value, 10);
    return value && (*value == '\0' || strcmp(value, "元") == 0)
               ? NULL
               : "must be a currency sign and at most 10 digits, and may end in 元";
}

/* ---- dates and times
 * ------------------------------------------------------------------------------------------------- */

/* A number of min to max in one or two digits (year: exactly four); where it ends, or NULL. */
static const char *skip_part(const char *text, size_t digits_min, size_t digits_max, int min, int max)
{
    size_t length = strspn(text, "0123456789");
    int number = 0;

    if (length < digits_min || length > digits_max)
        return NULL;
    for (size_t i = 0; i < length; i++)
        number = number * 10 + (text[i] - '0');
    return number >= min && number <= max ? text + length : NULL;
}

static const char *skip_text(const char *text, const char *expected)
{
    size_t length = strlen(expected);

    return text && strncmp(text, expected, length) == 0 ? text + length : NULL;
}

static const char *skip_clock(const char *text)
{
    text = skip_text(skip_part(text, 1, 2, 0, 23), ":");
    text = text ? skip_part(text, 2, 2, 0, 59) : NULL;
    if (text && *text == ':')
        text = skip_part(text + 1, 2, 2, 0, 59);
    return text;
}

static const char *skip_day_with(const char *text, const char *after_year, const char *after_month,
                                 const char *after_day)
{
    text = skip_text(skip_part(text, 4, 4, 1, 9999), after_year);
    text = text ? skip_text(skip_part(text, 1, 2, 1, 12), after_month) : NULL;
    return text ? skip_text(skip_part(text, 1, 2, 1, 31), after_day) : NULL;
}

static const char *skip_day(const char *text, bool only_chinese)
{
    const char *end = skip_day_with(text, "年", "月", "日");

    if (!end && !only_chinese)
        end = skip_day_with(text, "-", "-", "");
    if (!end && !only_chinese)
        end = skip_day_with(text, "/", "/", "");
    if (!end && !only_chinese)
        end = skip_day_with(text, ".", ".", "");
    return end;
}

/* 15:01, or 2019年10月1日 15:01. */
static const char *skip_time(const char *text)
{
    const char *day = skip_day(text, true);

    if (!day)
        return skip_clock(text);
    return *day == ' ' ? skip_clock(day + 1) : NULL;
}

/* 2019年10月1日, or that with a time. */
static const char *skip_date(const char *text)
{
    const char *day = skip_day(text, false);

    return day && *day == ' ' ? skip_clock(day + 1) : day;
}

/* One, or a range of two. */
static bool one_or_range(const char *value, const char *(*skip)(const char *text))
{
    const char *end = skip(value);

    if (end && *end == '~')
        end = skip(end + (end[1] == ' ' ? 2 : 1));
    return end && *end == '\0';
}

static const char *time_problem(const char *value)
{
    return one_or_range(value, skip_time) ? NULL : "must be like 15:01 or 2019年10月1日 15:01, a range with ~";
}

static const char *date_problem(const char *value)
{
    return one_or_range(value, skip_date) ? NULL : "must be like 2019年10月1日 or 2019-10-01, a range with ~";
}

/* ---- texts
 * ----------------------------------------------------------------------------------------------------------- */

static bool ascii_graph(unsigned point)
{
    return point > ' ' && point < 0x7F;
}

static bool symbol(unsigned point)
{
    return point > ' ' && !digit(point) && !latin(point) && !chinese(point);
}

static bool phone_char(unsigned point)
{
    return ascii_graph(point) && !latin(point);
}

static bool plate_char(unsigned point)
{
    return digit(point) || latin(point) || chinese(point);
}

static bool beyond_ascii(unsigned point)
{
    return point > 0x7F;
}

static size_t name_chars_max(const char *value)
{
    return any(value, beyond_ascii) ? 10 : 20;
}

static const char *thing_problem(const char *value)
{
    return chars(value) <= 20 ? NULL : "must be at most 20 characters";
}

static const char *letter_problem(const char *value)
{
    return chars(value) <= 32 && all(value, latin) ? NULL : "must be at most 32 letters";
}

static const char *symbol_problem(const char *value)
{
    return chars(value) <= 5 && all(value, symbol) ? NULL : "must be at most 5 symbols";
}

static const char *character_string_problem(const char *value)
{
    return chars(value) <= STRING_CHARS_MAX && all(value, ascii_graph)
               ? NULL
               : "must be at most 32 digits, letters or symbols";
}

static const char *phone_number_problem(const char *value)
{
    return chars(value) <= 17 && all(value, phone_char) ? NULL : "must be at most 17 digits or symbols";
}

static const char *car_number_problem(const char *value)
{
    return chars(value) <= 8 && all(value, plate_char) ? NULL
                                                       : "must be at most 8 letters, digits or Chinese characters";
}

static const char *name_problem(const char *value)
{
    return chars(value) <= name_chars_max(value) ? NULL : "must be at most 10 characters, or 20 Latin ones";
}

static const char *phrase_problem(const char *value)
{
    return chars(value) <= 5 && all(value, chinese) ? NULL : "must be at most 5 Chinese characters";
}

/* ---- the kinds
 * ------------------------------------------------------------------------------------------------------- */

struct kind {
    const char *name;
    const char *(*problem)(const char *value);
};

static const struct kind kinds[] = {
    { "thing", thing_problem },
    { "number", number_problem },
    { "letter", letter_problem },
    { "symbol", symbol_problem },
    { "character_string", character_string_problem },
    { "time", time_problem },
    { "date", date_problem },
    { "amount", amount_problem },
    { "phone_number", phone_number_problem },
    { "car_number", car_number_problem },
    { "name", name_problem },
    { "phrase", phrase_problem },
    { "enum", thing_problem }, /* one of the template's own words */
    { "enum_string", thing_problem },
};

static const struct kind *find_kind(const char *key)
{
    size_t length = strcspn(key, "0123456789"), digits = strspn(key + length, "0123456789");

    if (digits == 0 || digits > 3 || key[length + digits] != '\0')
        return NULL;
    for (size_t i = 0; i < COUNT(kinds); i++)
        if (strlen(kinds[i].name) == length && memcmp(kinds[i].name, key, length) == 0)
            return &kinds[i];
    return NULL;
}

static bool control(unsigned point)
{
    return point < ' ' || (point >= 0x7F && point < 0xA0) || point == 0x2028 || point == 0x2029;
}

const char *wechat_value_problem(const char *key, const char *value)
{
    const struct kind *kind = find_kind(key);

    if (!kind)
        return "is for no kind that WeChat knows";
    if (value[0] == '\0')
        return "must not be empty";
    if (!utf8_valid(value, strlen(value)))
        return "must be UTF-8";
    if (any(value, control))
        return "must be one line without control characters";
    return kind->problem(value);
}

static char *without_controls(struct arena *arena, const char *value)
{
    char *fit = arena_strdup(arena, value), *out = fit;

    while (*value) {
        const char *from = value;

        if (control(next_point(&value))) {
            *out++ = ' ';
            continue;
        }
        memmove(out, from, (size_t)(value - from));
        out += value - from;
    }
    *out = '\0';
    return fit;
}

const char *wechat_value_fit(struct arena *arena, const char *key, const char *value)
{
    const struct kind *kind = find_kind(key);
    const char *fit = without_controls(arena, value);
    size_t limit = 0;

    if (kind && kind->problem == thing_problem && strncmp(key, "thing", 5) == 0)
        limit = 20;
    else if (kind && kind->problem == name_problem)
        limit = chars(fit) > name_chars_max(fit) ? 10 : 20; /* with the … it is no longer ASCII */
    if (kind && kind->problem == character_string_problem && chars(fit) > STRING_CHARS_MAX)
        return arena_printf(arena, "%.*s...", (int)utf8_prefix(fit, strlen(fit), STRING_CHARS_MAX - 3), fit);
    if (limit == 0 || chars(fit) <= limit)
        return fit;
    return arena_printf(arena, "%.*s…", (int)utf8_prefix(fit, strlen(fit), limit - 1), fit);
}
