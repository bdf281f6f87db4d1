/* Teams and their members. Texts live in the transaction's arena. */
#ifndef GROUPBUY_STORE_TEAM_STORE_H
#define GROUPBUY_STORE_TEAM_STORE_H

#include "db/db.h"
#include "groupbuy/domain/team.h"

/* A member as others see him. */
struct team_face {
    const char *team_id;
    const char *user_id;
    const char *nickname; /* "": unknown */
    const char *avatar_url;
};

struct status team_insert(struct tx *tx, const struct team *team);
/* NOT_HERE. */
struct status team_get(struct tx *tx, const char *team_id, struct team *ret_team);
struct status team_lock(struct tx *tx, const char *team_id, struct team *ret_team);
/* What the domain has changed; the row is locked. */
struct status team_save(struct tx *tx, const struct team *team);
/* Who pays for seats that the domain has just counted, and why; the row is locked. */
struct status team_note_sponsor(struct tx *tx, const struct team *team, int32_t seats, const char *by, const char *why);
/* Open teams that have somebody in them and a free seat, the one that ends first before the others; `after` is a
 * deadline and an id. */
struct status team_list_open(struct tx *tx, const char *campaign_id, int64_t after_us, const char *after_id, int limit,
                             struct team **ret_teams, size_t *ret_count);

/* The open team nearest to completion (of those the one that ends first) that has a free seat and in which `user_id` is
 * not; as of this statement, nothing is locked. */
struct status team_find_nearest(struct tx *tx, const char *campaign_id, const char *user_id, const char **ret_team_id,
                                bool *ret_found);

/* Open teams of a campaign; `paid`: only those in which somebody has paid. */
struct status team_list_open_ids(struct tx *tx, const char *campaign_id, bool paid, int limit,
                                 const char *const **ret_ids, size_t *ret_count);

/* ALREADY_IN_TEAM. */
struct status member_insert(struct tx *tx, const char *team_id, const char *user_id, const char *order_id);
struct status member_set_state(struct tx *tx, const char *order_id, enum member_state state, int64_t paid_us);
/* Whoever holds a seat and has not paid is out. */
struct status members_let_held_go(struct tx *tx, const char *team_id);
/* The member of this order holds a seat in another team now. CONFLICT when he is in there already. */
struct status member_change_team(struct tx *tx, const char *order_id, const char *team_id);
/* Those that are HELD or PAID, first paid first. */
struct status member_list(struct tx *tx, const char *team_id, struct team_member **ret_members, size_t *ret_count);
/* Those who paid, of several teams, first paid first. */
struct status member_faces(struct tx *tx, const char *const *team_ids, size_t teams_count, struct team_face **ret_faces,
                           size_t *ret_count);

#endif
