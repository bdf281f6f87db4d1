/* Texts: what is written is read back, and what is shown to people is never empty. */
#include <string.h>

#include "auth/domain/link.h"
#include "base/buf.h"
#include "base/utf8.h"
#include "content/domain/words.h"
#include "groupbuy/domain/address.h"
#include "groupbuy/domain/csv.h"
#include "groupbuy/domain/sheet.h"
#include "groupbuy/domain/shipping.h"
#include "simulation/properties/properties.h"

/* ---- sheets ---- */

static bool is_same(const char *written, const char *read)
{
    return strcmp(written, *read == '\'' && *written != '\'' ? read + 1 : read) == 0;
}

/* What a sheet writes as CSV is what reading gives, but for the apostrophe before formulas; a page has no markup of
 * theirs. */
void sheets_are_read_back(struct world *world)
{
    struct sheet_head head = { .title = any_text(world, 4),
                               .note = any_text(world, 4),
                               .columns = { "one", "two", "n" },
                               .numeric = { false, false, true },
                               .columns_count = 3 };
    const char *cells[] = { any_text(world, 8), any_text(world, 8), "42" };
    const struct label_goods goods[] = {
        { any_text(world, 4), "1" }, { "a", "2" }, { "b", "3" }, { "c", "4" }, { "d", "5" }
    };
    struct label label = { "7", any_text(world, 3), "A1", any_text(world, 3), goods, (size_t)any_below(world, 6) };
    struct buf csv, page, labels;
    struct csv reader;
    struct csv_row row;

    buf_init(&csv, &world->arena, 64);
    sheet_begin(&csv, SHEET_CSV, &head);
    sheet_row(&csv, SHEET_CSV, &head, cells);
    sheet_end(&csv, SHEET_CSV);
    reader = csv_open(csv.data, csv.len);
    HOLDS(world, csv_next(&reader, &row) && row.count == 3 && strcmp(row.cells[1], "two") == 0);
    HOLDS(world, csv_next(&reader, &row) && !row.fault && row.count == 3 && strcmp(row.cells[2], "42") == 0);
    HOLDS(world, row.count == 3 && is_same(cells[0], row.cells[0]) && is_same(cells[1], row.cells[1]));
    HOLDS(world, !csv_next(&reader, &row));
    buf_init(&page, &world->arena, 64);
    sheet_begin(&page, SHEET_PAGE, &head);
    sheet_row(&page, SHEET_PAGE, &head, cells);
    sheet_end(&page, SHEET_PAGE);
    HOLDS(world, strstr(page.data, "</tbody></table>") && (!strchr(cells[0], '"') || strstr(page.data, "&quot;")) &&
                     (!strchr(cells[0], '<') || strstr(page.data, "&lt;")));
    buf_init(&labels, &world->arena, 64);
    labels_begin(&labels, head.title);
    labels_add(&labels, &label);
    labels_end(&labels);
    HOLDS(world, (label.goods_count > LABEL_GOODS_LINES_MAX) == (strstr(labels.data, "2/2") != NULL));
    HOLDS(world, strcmp(sheet_media_type(SHEET_CSV), sheet_media_type(SHEET_PAGE)) != 0);
}

/* Whatever is read: lines go up, cells lie in the text, and it ends. */
void csv_reads_anything(struct world *world)
{
    struct buf text;
    struct csv csv;
    struct csv_row row;
    int last = 0, rows = 0;

    buf_init(&text, &world->arena, 64);
    if (perhaps(world, 30))
        buf_add_str(&text, "\xef\xbb\xbf");
    for (int i = any_below(world, 20); i > 0; i--)
        buf_add_str(&text,
                    ANY_OF(world, "a", "\"", "\"\"", ",", "\n", "\r\n", " ", "\t", "\x01", "\xff", "é", "\"b c\""));
    for (int i = 0; perhaps(world, 5) && i < 80; i++)
        buf_add_char(&text, ',');
    csv = csv_open(text.data, text.len);
    while (csv_next(&csv, &row) && rows++ < 100) {
        HOLDS(world, row.line > last && row.count >= 1 && row.count <= CSV_CELLS_MAX);
        last = row.line;
        for (size_t i = 0; i < row.count && !row.fault; i++)
            HOLDS(world, row.cells[i] >= text.data && row.cells[i] <= text.data + text.len &&
                             utf8_valid(row.cells[i], strlen(row.cells[i])));
    }
    HOLDS(world, rows <= 100);
}

/* ---- words ---- */

/* Once plain, plain for good; and blanks make no difference. */
void addresses_are_plain(struct world *world)
{
    const char *street = any_text(world, 8), *plain = address_plain(&world->arena, "31", street);

    HOLDS(world, strcmp(address_plain(&world->arena, "", plain), plain) == 0);
    HOLDS(world, strcmp(address_plain(&world->arena, "31", arena_printf(&world->arena, " %s　", street)), plain) == 0);
    HOLDS(world, utf8_valid(plain, strlen(plain)) && !strchr(plain, ' ') && !strchr(plain, ','));
    HOLDS(world,
          strcmp(address_plain(&world->arena, "3101", "青年路 １ 号, A 座 3－12 〇"), "3101青年路1号a座3-12〇") == 0);
    HOLDS(world, strcmp(address_plain(&world->arena, "", "Ａ"), "a") == 0);
}

/* A word of the list is found wherever it stands, and folding twice changes nothing. */
void words_are_found(struct world *world)
{
    const char *base[] = { any_text(world, 3), any_text(world, 4), "赌博", "abc", "bcd", "é🍎" };
    struct word list[6];
    struct words *words;
    size_t which = (size_t)any_below(world, 6);
    const char *text = arena_printf(&world->arena, "%s%s%s", any_text(world, 4), base[which], any_text(world, 4));
    int found;

    for (size_t i = 0; i < 6; i++)
        list[i] = (struct word){ word_fold(&world->arena, base[i]), perhaps(world, 50) ? WORD_BLOCK : WORD_HOLD };
    words = words_build(&world->arena, list, 6);
    found = words_find(words, &world->arena, text);
    HOLDS(world, *list[which].folded == 0 || (found != 0 && found <= (int)list[which].action));
    HOLDS(world, strcmp(word_fold(&world->arena, list[which].folded), list[which].folded) == 0);
    HOLDS(world, words_find(words, &world->arena, "…") == 0);
    words = words_build(&world->arena, (const struct word[]){ { "abcd", WORD_HOLD }, { "bc", WORD_BLOCK } }, 2);
    HOLDS(world, words_find(words, &world->arena, "xa-B.cy") == WORD_BLOCK);
}

void links_lead_somewhere(struct world *world)
{
    const struct link link = { .key = "0123456789",
                               .target = (enum link_target)(1 + any_below(world, 6)),
                               .target_id = "id",
                               .expires_us = any_below(world, 3) * 10 };

    HOLDS(world, *link_target_name(link.target) && !*link_target_name((enum link_target)(7 + any_below(world, 9))));
    HOLDS(world, strncmp(link_path(&world->arena, &link), link_page(&world->arena, link.target),
                         strlen(link_page(&world->arena, link.target))) == 0);
    HOLDS(world, link_expired(&link, 15) == (link.expires_us == 10));
}

/* WeChat takes so many characters, and no half ones. */
void shipping_is_short(struct world *world)
{
    struct shipping_goods goods[12];
    const char *item;
    size_t count = (size_t)any_below(world, 13);

    for (size_t i = 0; i < count; i++)
        goods[i] = (struct shipping_goods){ any_text(world, 30), any_text(world, 2), any_below(world, 4) };
    item = shipping_item(&world->arena, goods, count);
    HOLDS(world, utf8_valid(item, strlen(item)) && utf8_length(item, strlen(item)) <= SHIPPING_ITEM_CHARS_MAX);
}
