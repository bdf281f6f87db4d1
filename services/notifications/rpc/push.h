/* The query of WeChat's message push. */
#ifndef LINLI_NOTIFICATIONS_RPC_PUSH_H
#define LINLI_NOTIFICATIONS_RPC_PUSH_H

#include "notifications/notifications.h"
#include "notifications/service.h"
#include "rpc/raw.h"

static inline struct wechat_push_query push_query(struct call *call, const Api__RawRequest *in)
{
    return (struct wechat_push_query){
        .signature = raw_query(call->arena, in, "signature"),
        .timestamp = raw_query(call->arena, in, "timestamp"),
        .nonce = raw_query(call->arena, in, "nonce"),
        .msg_signature = raw_query(call->arena, in, "msg_signature"),
    };
}
#endif
