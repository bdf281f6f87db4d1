/* Communities and share links, one function a statement. */
#ifndef LINLI_AUTH_STORE_PLACE_STORE_H
#define LINLI_AUTH_STORE_PLACE_STORE_H

#include "auth/domain/link.h"
#include "db/db.h"

struct community {
    const char *id;
    const char *name;
    const char *address;
    int64_t households;
    int64_t member_count;
    bool joined; /* the caller */
    int64_t created_us;
};

/* COMMUNITY_NAME_TAKEN */
struct status community_insert(struct tx *tx, const struct community *community, const char *created_by);
/* NOT_HERE. `user_id` "" for guests. */
struct status community_get(struct tx *tx, const char *community_id, const char *user_id,
                            struct community *ret_community);
/* Newest first, ids below `before_id` ("" for the first page). */
struct status community_list(struct tx *tx, struct arena *arena, const char *user_id, const char *before_id, int limit,
                             struct community **ret_communities, size_t *ret_count);
/* *ret_new false when he was in it already; *ret_id is the membership's. */
struct status community_join(struct tx *tx, const char *community_id, const char *user_id, int64_t now_us,
                             const char **ret_id, bool *ret_new);
/* Those of the users who are in it, in no order. */
struct status community_members_among(struct tx *tx, const char *community_id, const char *const *user_ids,
                                      size_t users_count, const char ***ret_ids, size_t *ret_count);
/* Ids of the communities somebody is in, in the order he joined. */
struct status community_ids_of(struct tx *tx, const char *user_id, const char ***ret_ids, size_t *ret_count);

/* CONFLICT when the key is taken: make another. */
struct status link_insert(struct tx *tx, const struct link *link);
/* NOT_HERE */
struct status link_get(struct tx *tx, const char *key, struct link *ret_link);
struct status link_count_open(struct tx *tx, const char *key);
struct status link_list(struct tx *tx, struct arena *arena, const char *sharer_id, const char *before_id, int limit,
                        struct link **ret_links, size_t *ret_count);

struct link_code {
    const char *content_type;
    const uint8_t *image;
    size_t bytes;
};

/* NOT_HERE */
struct status link_code_get(struct tx *tx, const char *key, struct link_code *ret_code);
struct status link_code_save(struct tx *tx, const char *key, const struct link_code *code, int64_t now_us);

#endif
