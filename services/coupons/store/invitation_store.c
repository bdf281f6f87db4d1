#include "coupons/store/invitation_store.h"

struct status invitation_insert(struct tx *tx, const struct invitation *invitation)
{
    return db_exec(
        tx, "insert into invitations (id, user_id, inviter_id) values ($1, $2, $3) on conflict (user_id) do nothing",
        db_id(invitation->id), db_id(invitation->user_id), db_id(invitation->inviter_id));
}

#define INVITATION_SELECT "select id, user_id, inviter_id, state, order_id from invitations"

static void invitation_read(const struct rows *rows, struct invitation *ret_invitation, bool *ret_found)
{
    *ret_found = rows_count(rows) > 0;
    if (!*ret_found)
        return;
    *ret_invitation = (struct invitation){
        .id = rows_id(rows, 0, 0),
        .user_id = rows_id(rows, 0, 1),
        .inviter_id = rows_id(rows, 0, 2),
        .state = (enum invitation_state)rows_int(rows, 0, 3),
        .order_id = rows_id(rows, 0, 4),
    };
}

struct status invitation_lock(struct tx *tx, const char *user_id, struct invitation *ret_invitation, bool *ret_found)
{
    struct rows *rows;

    TRY(db_query(tx, &rows, INVITATION_SELECT " where user_id = $1 for update", db_id(user_id)));
    invitation_read(rows, ret_invitation, ret_found);
    return OK;
}

struct status invitation_settle(struct tx *tx, const char *invitation_id, enum invitation_state state,
                                const char *order_id, int64_t now_us)
{
    return db_exec(tx, "update invitations set state = $2, order_id = $3, settled_at = $4 where id = $1",
                   db_id(invitation_id), db_int(state), db_id(order_id), db_time(now_us));
}
