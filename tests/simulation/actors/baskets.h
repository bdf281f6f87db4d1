/* What is in a request, and what it costs. */
#ifndef SIMULATION_BASKETS_H
#define SIMULATION_BASKETS_H

#include "simulation/actors/actors.h"

struct basket {
    struct price price;
    struct price_line lines[LINES_MAX];
};

/* The lines of a request with list, campaign and starter's price; nothing is computed yet. */
void basket_of(const struct world *world, const struct request *request, struct basket *ret_basket);
/* What the line costs before coupon and points. */
fen basket_line_amount(const struct price_line *line);
/* Goods are brought to a door, by weight. */
struct status basket_deliver(const struct world *world, const struct request *request, struct basket *basket);
struct status basket_compute(struct basket *basket);
/* What is computed goes into the order, with its lines as refunds see them. */
void basket_write(const struct basket *basket, struct order *order);

#endif
