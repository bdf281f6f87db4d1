#include "groupbuy/store/certificate_store.h"

#include "base/id.h"

struct status certificate_notice_insert(struct tx *tx, const char *serial, int32_t days, const char **ret_id)
{
    struct rows *rows;

    TRY(db_query(tx, &rows,
                 "insert into certificate_notices (id, serial, days) values ($1, $2, $3)"
                 " on conflict do nothing returning id",
                 db_id(id_make(tx_arena(tx))), db_text(serial), db_int(days)));
    *ret_id = rows_count(rows) ? rows_id(rows, 0, 0) : "";
    return OK;
}
