// Session cards beside the round: one is used up, one partly used and given back, one loses a session to a slip that is taken back,
// one is never paid.

async function sold(week) {
  const { operator } = week;
  const made = await operator.createProduct({
    title: '邻里瑜伽', category: '运动', sellerName: '云山瑜伽', sellerLicence: 'YJ1', kind: 'PRODUCT_CARD', skus: [{ title: '三次卡', listPriceFen: 10000 }],
  });
  const { skus: [{ skuId }] } = await operator.setProductStatus({ productId: made.productId, status: 'ON_SHELF' });
  await operator.publishCardTerms({ skuId, sessions: 3, validDays: 90, refundPercent: 90, expiredRefundPercent: 50, pointIds: week.points.map(({ pointId }) => pointId) });
  return skuId;
}

async function buy(week, neighbour, skuId, pays = true) {
  const { cardId, orderId } = await neighbour.linli.placeCardOrder({ skuId });
  week.account.add('session cards');
  if (pays) {
    await neighbour.pay({ orderId });
    await neighbour.sees({ orderId }, 'READY');
  }
  return cardId;
}

async function use(neighbour, { staff, pointId }, cardId, sessions) {
  const { code } = await neighbour.linli.showCardCode({ cardId, sessions });
  return staff.linli.useCard({ pointId, code });
}

async function usedUp(week, neighbour, skuId) {
  const [near, far] = week.points;
  const cardId = await buy(week, neighbour, skuId);
  await use(neighbour, near, cardId, 2);
  await use(neighbour, far, cardId, 1);
}

async function givenBack(week, neighbour, skuId) {
  const cardId = await buy(week, neighbour, skuId);
  await use(neighbour, week.points[0], cardId, 1);
  await neighbour.linli.refundCard({ cardId });
}

async function slipped(week, neighbour, skuId) {
  const [, far] = week.points;
  const { useId } = await use(neighbour, far, await buy(week, neighbour, skuId), 1);
  await far.staff.linli.undoCardUse({ pointId: far.pointId, useId, reason: '扫错了卡' });
}

export async function cards(week) {
  const skuId = await sold(week);
  const [idle, whole, gives, slips] = week.neighbours;
  await Promise.all([buy(week, idle, skuId, false), usedUp(week, whole, skuId), givenBack(week, gives, skuId), slipped(week, slips, skuId)]);
  week.say('session cards were sold, used up, given back in part');
}
