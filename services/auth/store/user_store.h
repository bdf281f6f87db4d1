/* People and how WeChat knows them, one function a statement. Failures are those of db/db.h unless said otherwise. */
#ifndef LINLI_AUTH_STORE_USER_STORE_H
#define LINLI_AUTH_STORE_USER_STORE_H

#include "db/db.h"

struct user {
    const char *id;
    const char *nickname;
    const char *avatar_url;
    const char *bio;
    const char *phone_masked; /* "": no phone */
    const char *latest_app_id;
    const char *link_key;   /* "": none */
    const char *inviter_id; /* "": nobody */
    int64_t created_us;
};

struct identity {
    const char *app_id;
    const char *openid;
    const char *unionid; /* "": none */
};

/* One sign-in of a person at a time, so that a first one makes one user. */
struct status identity_lock(struct tx *tx, const struct identity *identity);
/* By openid, else by unionid; "" when nobody is known. */
struct status identity_find(struct tx *tx, const struct identity *identity, const char **ret_user_id);
/* Adds it, or notes a unionid that is new. */
struct status identity_save(struct tx *tx, const struct identity *identity, const char *user_id);
/* "" when the person never signed in there; app_id "": where he did last. */
struct status identity_openid(struct tx *tx, const char *user_id, const char *app_id, const char **ret_openid);

/* What is his own beyond this account, as texts to be digested: "phone <digest>", "union <unionid>". */
struct status identity_traits(struct tx *tx, struct arena *arena, const char *user_id, const char *const **ret_traits,
                              size_t *ret_count);

struct status user_insert(struct tx *tx, const struct user *user);
/* NOT_HERE */
struct status user_get(struct tx *tx, const char *user_id, struct user *ret_user);
/* The same, holding the row until the end: exclusively, or (share) against those who do. */
struct status user_lock(struct tx *tx, const char *user_id, struct user *ret_user);
struct status user_lock_share(struct tx *tx, const char *user_id, struct user *ret_user);
/* Those of `ids` that exist, in no order. */
struct status user_list(struct tx *tx, struct arena *arena, const char *const *ids, size_t ids_count,
                        struct user **ret_users, size_t *ret_count);
/* Those of `ids` whose verified phone ends in these four digits. */
struct status user_match_phones(struct tx *tx, const char *last_four, const char *const *ids, size_t ids_count,
                                const char ***ret_ids, size_t *ret_count);
struct status user_save_profile(struct tx *tx, const struct user *user);
struct status user_save_app(struct tx *tx, const char *user_id, const char *app_id);

struct sealed_phone {
    const uint8_t *sealed;
    size_t sealed_bytes;
    const char *key_id;
    const uint8_t *hash; /* SHA256_BYTES */
    const char *masked;
};

/* PHONE_TAKEN */
struct status user_save_phone(struct tx *tx, const char *user_id, const struct sealed_phone *phone);

/* *ret_changed false when it was so already; *ret_id is the pair's. */
struct status block_save(struct tx *tx, const char *user_id, const char *blocked_id, bool active, int64_t now_us,
                         const char **ret_id, bool *ret_changed);
/* In either direction. */
struct status block_between(struct tx *tx, const char *user_id, const char *other_id, bool *ret_blocked);
/* Newest first, after (before_us, before_id) when before_us is not 0. *ret_times belong to the users. */
struct status block_list(struct tx *tx, struct arena *arena, const char *user_id, int64_t before_us,
                         const char *before_id, int limit, struct user **ret_users, int64_t **ret_times,
                         size_t *ret_count);

#endif
