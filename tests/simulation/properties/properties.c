#include "simulation/properties/properties.h"

#include "base/buf.h"

#define A_SEED 5 /* so many are drawn of them */

static void (*const properties[])(struct world *world) = {
    names_go_there_and_back,
    names_of_nothing,
    every_state_is_reached,
    after_sales_go_on,
    refunds_follow_wechat,
    days_and_months,
    days_as_texts,
    keys_come_and_go,
    refresh_tokens,
    looks_and_reminders,
    sources_fade,
    bookings_have_times,
    taxes_are_within_income,
    shares_are_within_the_cap,
    settlements_have_one_way,
    reserves_add_up,
    postings_balance,
    prices_add_up,
    refunds_in_parts_make_the_whole,
    parts_of_nothing,
    freight_is_asked_once,
    shortages_are_shared_out,
    weights_settle,
    books_of_rounds,
    teams_by_hand,
    flash_by_hand,
    templates_are_checked,
    templates_fit,
    coupons_are_usable,
    points_are_offered,
    rules_earn,
    levels_decay,
    campaigns_are_checked,
    rounds_are_checked,
    publishing_warns,
    products_say_what_they_are,
    promises_are_claimed,
    minutes_have_words,
    identities_check_themselves,
    phones_are_masked,
    roles_are_given,
    circles_and_posts,
    pictures_are_judged,
    audiences,
    sheets_are_read_back,
    csv_reads_anything,
    product_files,
    addresses_are_plain,
    words_are_found,
    messages_are_filled,
    links_lead_somewhere,
    shipping_is_short,
    subscriptions_are_chosen,
};
#define PROPERTIES ((int)(sizeof properties / sizeof *properties))

int any_below(struct world *world, int below)
{
    return chance_below(&world->chance, below);
}

int64_t any_between(struct world *world, int64_t from, int64_t to)
{
    return chance_between(&world->chance, from, to);
}

struct arena *any_arena(struct world *world)
{
    return &world->arena;
}

bool perhaps(struct world *world, int percent)
{
    return chance_in_100(&world->chance, percent);
}

const char *any_text(struct world *world, int words)
{
    static const char *const pieces[] = { "a",  "Z", "7", " ", ",",  "\"", "\n", "=1", "-",  "@",  "+",
                                          "&",  "<", ">", "'", "\t", "苹", "果", "，", "Ａ", "１", "\r\n",
                                          "号", "é", "🍎", "/", ".",  "x",  "12", "座", "　", "(" };
    struct buf text;

    buf_init(&text, &world->arena, 32);
    for (int i = any_below(world, words + 1); i > 0; i--)
        buf_add_str(&text, pieces[any_below(world, (int)(sizeof pieces / sizeof *pieces))]);
    return text.data;
}

void properties_hold(struct world *world)
{
    for (int i = 0; i < A_SEED && !is_broken(world); i++) {
        int number = any_below(world, PROPERTIES);

        properties[number](world);
        note(world, "property", number, world->chance.state & 0xffff);
        arena_reset(&world->arena);
    }
}
