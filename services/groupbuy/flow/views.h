/* How things of groupbuy are shown: one function a message, used by every operation that answers with it. Texts are not
 * copied: they live in the call's arena. */
#ifndef GROUPBUY_FLOW_VIEWS_H
#define GROUPBUY_FLOW_VIEWS_H

#include "groupbuy/domain/price.h"
#include "groupbuy/groupbuy.h"
#include "groupbuy/store/campaign_store.h"
#include "groupbuy/store/case_store.h"
#include "groupbuy/store/delivery_store.h"
#include "groupbuy/store/order_store.h"
#include "groupbuy/store/product_store.h"
#include "groupbuy/store/refund_store.h"
#include "groupbuy/store/team_store.h"

void product_view(struct call *call, const struct product *product, Gb__Product *out);
void campaign_view(struct call *call, const struct campaign *campaign, Gb__Campaign *out);
Gb__Source *source_view(struct arena *arena, const struct order *order);

/* The lines and, made from them, the receipt: what is shown is what is kept. */
void lines_view(struct arena *arena, const struct order_line *lines, size_t count, size_t *ret_n,
                Gb__OrderLine ***ret_lines);
void receipt_view(struct arena *arena, const struct order_line *lines, size_t count, size_t *ret_n,
                  Gb__PriceStep ***ret_steps);

/* `lines` are the order's own; of `refunds` it shows those that belong to it. */
void order_view(struct arena *arena, int64_t now_us, const struct order *order, const struct order_line *lines,
                size_t lines_count, const struct refund *refunds, size_t refunds_count, Gb__Order *out);
/* `faces`: those who paid, of this team and maybe others. */
void team_view(struct call *call, const struct team *team, const struct campaign *campaign,
               const struct team_face *faces, size_t faces_count, Gb__Team *out);

/* What belongs to orders: asked in call->tx along with the next statement, shown once that is answered. */
struct order_parts {
    struct rows *lines, *refunds, *refund_lines, *deliveries;
};
struct status order_parts_ask(struct call *call, const char *const *order_ids, size_t count,
                              struct order_parts *ret_parts);
void orders_view(struct call *call, const struct order *orders, size_t count, const struct order_parts *parts,
                 Gb__Order *const *outs);
/* Both at once. */
struct status order_show(struct call *call, const struct order *order, Gb__Order *out);
struct status orders_show(struct call *call, const struct order *orders, size_t count, Gb__Order *const *outs);
struct status team_show(struct call *call, const struct team *team, const struct campaign *campaign, Gb__Team *out);

void case_view(struct call *call, const struct payment_case *payment_case, Gb__PaymentCase *out);

#endif
