#include "events/audit.h"

#include <string.h>

#include "base/id.h"
#include "base/utf8.h"
#include "rpc/client.h"
#include "rpc/page.h"
#include "rpc/runtime.h"
#include "rpc/timestamp.h"

static const char *actor_of(const struct call *call, const struct audit_line *line)
{
    if (line->actor)
        return line->actor;
    return *call->caller->user_id ? call->caller->user_id : call->caller->service;
}

/* Of the roles that the contract names, in its order; wherever he holds one, when none in that place. */
static const char *role_of(const struct call *call, const struct audit_line *line)
{
    const Api__Rpc *rpc = call->method ? call->method->rpc : NULL;

    if (line->role || !rpc)
        return line->role ? line->role : "";
    for (size_t i = 0; i < rpc->n_roles; i++)
        if (call_has_role(call, rpc->roles[i], line->scope_id))
            return rpc->roles[i];
    for (size_t i = 0; i < rpc->n_roles; i++)
        for (size_t j = 0; j < call->caller->n_grants; j++)
            if (strcmp(call->caller->grants[j]->role, rpc->roles[i]) == 0)
                return rpc->roles[i];
    return "";
}

static const char *cut(struct call *call, const char *text)
{
    size_t bytes = text ? strlen(text) : 0;

    if (bytes <= AUDIT_TEXT_CHARS_MAX)
        return bytes ? text : "";
    return arena_strndup(call->arena, text, utf8_prefix(text, bytes, AUDIT_TEXT_CHARS_MAX));
}

struct status audit(struct call *call, const struct audit_line *line)
{
    char trace_id[33] = "";

    if (!call->tx)
        return mistake("%s is noted outside a transaction", line->action);
    if (*call->traceparent)
        trace_id_of(call->traceparent, trace_id);
    return db_exec(
        call->tx,
        "insert into audit (id, actor, role, action, object_type, object_id, before, after, reason, trace_id)"
        " values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        db_id(id_make(call->arena)), db_text(actor_of(call, line)), db_text(role_of(call, line)), db_text(line->action),
        db_text(line->object_type), db_text(line->object_id), db_text(cut(call, line->before)),
        db_text(cut(call, line->after)), db_text(cut(call, line->reason)), db_text(trace_id));
}

/* ---- showing it ---- */

#define AUDIT_LINES                                                                                                    \
    "select id, at, actor, role, action, object_type, object_id, before, after, reason, trace_id from audit"           \
    " where id < " DB_BEFORE("$1")
#define NEWEST_FIRST " order by id desc limit $2"

/* A statement, and with it an index, for each thing that is asked by. What was done to one thing is little. */
static struct status find_lines(struct call *call, const struct audit_question *question, const struct page *page,
                                struct rows **ret_rows)
{
    if (*question->object_id)
        return db_query(call->tx, ret_rows, AUDIT_LINES " and object_id = $3 and ($4 = '' or actor = $4)" NEWEST_FIRST,
                        db_id(page->after), db_int(page->rows_max), db_text(question->object_id),
                        db_text(question->actor));
    if (*question->actor)
        return db_query(call->tx, ret_rows, AUDIT_LINES " and actor = $3" NEWEST_FIRST, db_id(page->after),
                        db_int(page->rows_max), db_text(question->actor));
    return db_query(call->tx, ret_rows, AUDIT_LINES NEWEST_FIRST, db_id(page->after), db_int(page->rows_max));
}

static void entry_view(struct call *call, const struct rows *rows, int row, Api__AuditEntry *out)
{
    out->entry_id = rows_id(rows, row, 0);
    out->at = timestamp_new(call->arena, rows_time_us(rows, row, 1));
    out->actor = rows_text(rows, row, 2);
    out->role = rows_text(rows, row, 3);
    out->action = rows_text(rows, row, 4);
    out->object_type = rows_text(rows, row, 5);
    out->object_id = rows_text(rows, row, 6);
    out->before = rows_text(rows, row, 7);
    out->after = rows_text(rows, row, 8);
    out->reason = rows_text(rows, row, 9);
    out->trace_id = rows_text(rows, row, 10);
}

struct status audit_read(struct call *call, const struct audit_question *question, Api__AuditEntry ***ret_entries,
                         size_t *ret_count, const char **ret_next_page_token)
{
    const char *filter = arena_printf(call->arena, "%s %s", question->actor, question->object_id);
    struct page page;
    struct rows *rows;

    if (!call_has_role(call, "operator", NULL) && !call_has_role(call, "auditor", NULL))
        return fail(FORBIDDEN, "the audit log is the whole platform's");
    TRY(page_read(call, PAGE_BY_ID, filter, question->page_size, question->page_token, &page));
    TRY(find_lines(call, question, &page, &rows));
    page.count = (size_t)rows_count(rows);
    *ret_next_page_token = page_next(call, &page, rows_id(rows, (int)page.count - 1, 0));
    *ret_count = page.count;
    *ret_entries = MESSAGES(call, Api__AuditEntry, api__audit_entry, page.count);
    for (size_t i = 0; i < page.count; i++)
        entry_view(call, rows, (int)i, (*ret_entries)[i]);
    return OK;
}
