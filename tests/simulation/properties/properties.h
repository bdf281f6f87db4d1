/* What must hold of pure functions, whatever they are given. Each property draws its inputs from the world's chance. */
#ifndef SIMULATION_PROPERTIES_H
#define SIMULATION_PROPERTIES_H

#include "simulation/properties/any.h"
#include "simulation/world.h"

/* names.c */
void names_go_there_and_back(struct world *world);
void names_of_nothing(struct world *world);
/* moves.c */
void every_state_is_reached(struct world *world);
void after_sales_go_on(struct world *world);
void refunds_follow_wechat(struct world *world);
/* times.c */
void days_and_months(struct world *world);
void days_as_texts(struct world *world);
void keys_come_and_go(struct world *world);
void refresh_tokens(struct world *world);
void looks_and_reminders(struct world *world);
void sources_fade(struct world *world);
void bookings_have_times(struct world *world);
/* money.c */
void taxes_are_within_income(struct world *world);
void shares_are_within_the_cap(struct world *world);
void settlements_have_one_way(struct world *world);
void reserves_add_up(struct world *world);
void postings_balance(struct world *world);
void prices_add_up(struct world *world);
/* parts.c */
void refunds_in_parts_make_the_whole(struct world *world);
void parts_of_nothing(struct world *world);
void freight_is_asked_once(struct world *world);
void shortages_are_shared_out(struct world *world);
void weights_settle(struct world *world);
void books_of_rounds(struct world *world);
void teams_by_hand(struct world *world);
void flash_by_hand(struct world *world);
/* coupons.c */
void templates_are_checked(struct world *world);
void templates_fit(struct world *world);
void coupons_are_usable(struct world *world);
void points_are_offered(struct world *world);
void rules_earn(struct world *world);
void levels_decay(struct world *world);
/* drafts.c */
void campaigns_are_checked(struct world *world);
void rounds_are_checked(struct world *world);
void publishing_warns(struct world *world);
void products_say_what_they_are(struct world *world);
void promises_are_claimed(struct world *world);
void minutes_have_words(struct world *world);
/* people.c */
void identities_check_themselves(struct world *world);
void phones_are_masked(struct world *world);
void roles_are_given(struct world *world);
void circles_and_posts(struct world *world);
void pictures_are_judged(struct world *world);
void audiences(struct world *world);
/* texts.c */
void sheets_are_read_back(struct world *world);
void csv_reads_anything(struct world *world);
void product_files(struct world *world);
void addresses_are_plain(struct world *world);
void words_are_found(struct world *world);
void messages_are_filled(struct world *world);
void links_lead_somewhere(struct world *world);
void shipping_is_short(struct world *world);
void subscriptions_are_chosen(struct world *world);

#endif
