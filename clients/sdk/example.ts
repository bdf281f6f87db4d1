// How a program uses the client; the compiler reads it strictly (npm run check), nobody runs it.

import { createLinli, LinliProblem, Order, Tokens } from './linli';

declare const storage: { get(): Tokens | null; set(tokens: Tokens | null): void };
declare function login(): Promise<string>;
declare function requestPayment(parameters: { timeStamp: string; nonceStr: string; package: string; signType: string; paySign: string }): Promise<void>;
declare function show(text: string): void;

const linli = createLinli({
  baseUrl: 'https://api.example.com',
  tokens: storage.get(),
  onTokens: (tokens) => storage.set(tokens),
  signIn: async () => linli.signIn({ code: await login() }),
  retry: { attemptsMax: 3 },
});

// The first screen in one round trip.
export async function firstScreen(campaignId: string): Promise<number> {
  const [campaign, teams] = await linli.batch([['getCampaign', { campaignId }], ['listOpenTeams', { campaignId }]]);
  if (!campaign.ok) throw campaign.problem;
  return campaign.value.unsold + (teams.ok ? teams.value.teams.length : 0);
}

export async function buy(campaignId: string): Promise<Order | null> {
  try {
    const order = await linli.placeFlashOrder({ campaignId, quantity: 1 });
    const payment = await linli.payOrder({ orderId: order.orderId });
    if (payment.wechat) await requestPayment({ ...payment.wechat, package: payment.wechat.packageValue });
    return linli.getOrder({ orderId: order.orderId });
  } catch (problem) {
    if (problem instanceof LinliProblem && problem.is('SOLD_OUT', 'LIMIT_REACHED')) show(problem.title);
    else throw problem;
    return null;
  }
}

export async function spent(): Promise<number> {
  let fen = 0;
  for await (const order of linli.pages('listOrders', {})) fen += order.amountFen;
  return fen;
}

export function watch(campaignId: string): () => void {
  const watching = linli.live({ watch: [`campaign:${campaignId}`], onHint: (hint) => show(`${hint.type} ${hint.id}`) });
  return () => watching.stop();
}

// What must not compile.
export function mistakes(): void {
  // @ts-expect-error an operation needs its fields
  void linli.payOrder({});
  // @ts-expect-error a field that is not there
  void linli.payOrder({ orderID: '' });
  // @ts-expect-error only reads go into a batch
  void linli.batch([['payOrder', { orderId: '' }]]);
  // @ts-expect-error only lists have pages
  void linli.pages('getOrder', { orderId: '' });
}
