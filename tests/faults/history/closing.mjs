// What is off cannot be paid for: its units, its seat and its coupon are somebody else's by then (I23). WeChat closes first, then
// the house lets go; and WeChat takes no money for what it has closed.

import { byOf, check } from './check.mjs';

// WeChat's stand-in has this machine's clock, the house's may be ahead of it: then a payment looks earlier than it was, never later.
export function paidWhenOff(history, { orders }) {
  const there = byOf(orders, 'orderId');
  return check('orders: nobody can pay for what is off', history.records.filter(({ op, outcome }) => op === 'confirm' && outcome === 'ok'), ({ request, t0 }) => {
    const order = there.get(request.orderId);
    return order?.cancelledAt !== null && order?.cancelledAt !== undefined && t0 > order.cancelledAt && `off ${t0 - order.cancelledAt} ms before he paid`;
  });
}

// Whoever calls an unpaid order off has asked WeChat first, and hears of a payment that is there already. WeChat's own word is
// another matter: what was paid when its team, its round or a newcomer's place was gone goes back.
export function paidAndCalledOff(history, { orders }) {
  const there = byOf(orders, 'orderId');
  return check('orders: who has paid is not called off as unpaid', history.records.filter(({ op, outcome }) => op === 'confirm' && outcome === 'ok'), ({ request }) => {
    const { unpaidOffBy = null } = there.get(request.orderId) ?? {};
    return unpaidOffBy !== null && unpaidOffBy !== 'wechat' && `called off by ${unpaidOffBy}`;
  });
}
