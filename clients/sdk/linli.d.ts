// Linli's client, version 1.0. Derived from the contract by clients/sdk/generate.mjs: change that, not this.

/** Where requests go out. `answer` becomes the answer, or fails when none came; header names are lower case. */
export interface Transport {
  send(request: TransportRequest): { answer: Promise<TransportAnswer>; abort(): void };
}

export interface TransportRequest {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  url: string;
  headers: Record<string, string>;
  body?: string;
  /** Sent as the one part of multipart/form-data, in place of a body. */
  file?: LinliFile;
  timeoutMs: number;
}

/** A file to be sent: a Blob where there is fetch, the path of a (temporary) file in a mini-program. */
export type LinliFile = string | { readonly size: number; readonly type: string };

export interface TransportAnswer {
  status: number;
  headers: Record<string, string>;
  body: unknown;
}

export interface Tokens {
  accessToken: string;
  refreshToken: string;
}

/** How often and how long a call is repeated that may be repeated. */
export interface RetryRules {
  /** 1: nothing is repeated, a refusal neither that is not final because an earlier attempt of its key went unanswered. */
  attemptsMax?: number;
  firstWaitMs?: number;
  waitMsMax?: number;
  totalWaitMsMax?: number;
  /** Whether a call that was refused because there were too many waits for its turn, as a script's should. Default: false. */
  waitWhenLimited?: boolean;
}

/** How time goes by, for tests. */
export interface Clock {
  /** Milliseconds since some moment, the same for all of a client's life. */
  now(): number;
  /** From 0 to below 1. */
  random(): number;
  sleep(ms: number): Promise<void>;
}

export interface LinliOptions {
  /** e.g. https://api.example.com */
  baseUrl: string;
  /** Default: wx.request, uni.request or fetch, whichever is there. */
  transport?: Transport;
  /** Tokens kept from last time. */
  tokens?: Tokens | null;
  /** Told whenever the tokens change; keep them. null: signed out. */
  onTokens?(tokens: Tokens | null): void;
  /** Asked for new tokens when the refresh token is no good any more, e.g. by wx.login and signIn. */
  signIn?(): Promise<Tokens | null>;
  /** `zh` or `en`: the language of titles of problems. */
  language?: string;
  timeoutMs?: number;
  retry?: RetryRules;
  headers?: Record<string, string>;
  /** Default: the real one. */
  clock?: Clock;
  /** Told of every exchange with the server. What it throws, the call fails with. */
  onExchange?(exchange: Exchange): void;
}

export interface Exchange {
  operation: string;
  method: string;
  /** With the query. */
  path: string;
  request: unknown;
  answer: TransportAnswer;
  attempt: number;
}

export interface CallOptions {
  /** For operations that need one: the same key cannot act twice. Default: a new one for each call. Bring the key of an
   *  earlier call to learn what became of it. */
  idempotencyKey?: string;
  /** Asked for a new request before each further attempt: for codes that work once, e.g. by wx.login for signIn, which is
   *  repeated only with it. */
  renew?(): Promise<object>;
  timeoutMs?: number;
  retry?: RetryRules;
  headers?: Record<string, string>;
  /** Given a function that breaks the exchange off. */
  onSent?(abort: () => void): void;
}

/** What every call fails with. */
export class LinliProblem extends Error {
  readonly operation: string;
  /** HTTP status; 0 when no answer came. */
  readonly status: number;
  readonly code: ProblemCode;
  /** For the user, in his language. */
  readonly title: string;
  /** For the developer. */
  readonly detail: string;
  readonly requestId: string;
  /** The fields that are wrong. */
  readonly errors: Array<{ field: string; reason: string }>;
  /** -1: nothing was said about trying again. */
  readonly retryAfterMs: number;
  /** Call again with this key to learn what became of it. */
  readonly idempotencyKey: string;
  is(...codes: ProblemCode[]): boolean;
}

/** Something that is watched has changed: read it again. */
export interface Hint {
  type: string;
  id: string;
  version: number;
}

export interface LiveOptions {
  /** e.g. `campaign:<id>`; the caller's own things are always watched. */
  watch?: string[];
  onHint(hint: Hint): void;
  /** Hints were missed: read everything again. */
  onResync?(): void;
  onProblem?(problem: LinliProblem): void;
  waitMs?: number;
}

type ReadName = { [Name in keyof Operations]: Operations[Name]['read'] extends true ? Name : never }[keyof Operations];
type Read = { [Name in ReadName]: [Name, Operations[Name]['params']] }[ReadName];
type AnswerOf<Item> = Item extends [infer Name, unknown] ? (Name extends keyof Operations ? Operations[Name]['answer'] : never) : never;
type ItemOf<Page> = { [Field in keyof Page]: Page[Field] extends Array<infer Item> ? Item : never }[keyof Page];
type ListName = { [Name in ReadName]: Operations[Name]['answer'] extends { nextPageToken: string } ? Name : never }[ReadName];

export type Outcome<Value> = { ok: true; value: Value } | { ok: false; problem: LinliProblem };

export interface Pages<Item> extends AsyncIterable<Item>, AsyncIterator<Item> {
  /** The items of the next page; null when there are no more. */
  nextPage(): Promise<Item[] | null>;
  next(): Promise<IteratorResult<Item>>;
}

export interface LinliCore {
  /** Any operation, by name. */
  call<Name extends keyof Operations>(
    name: Name, params: Operations[Name]['params'], options?: CallOptions,
  ): Promise<Operations[Name]['answer']>;
  /** Up to ten reads in one round trip, each with its own outcome. */
  batch<Reads extends Read[]>(
    reads: [...Reads], options?: CallOptions,
  ): Promise<{ [Place in keyof Reads]: Outcome<AnswerOf<Reads[Place]>> }>;
  /** All items of a list, page after page. */
  pages<Name extends ListName>(
    name: Name, params: Operations[Name]['params'], options?: CallOptions,
  ): Pages<ItemOf<Operations[Name]['answer']>>;
  /** Watches until stop(). */
  live(options: LiveOptions): { stop(): void };
  readonly tokens: Tokens | null;
  setTokens(tokens: Tokens | null): void;
}

export function createLinli(options: LinliOptions): Linli;
/** wx.request or uni.request. */
export function requestTransport(host: { request(options: any): any; uploadFile?(options: any): any }): Transport;
export function fetchTransport(fetch: (url: string, init: any) => Promise<any>): Transport;
export function newIdempotencyKey(): string;

/** Stable codes of problems. */
export type ProblemCode =
  | "AFTER_SALE_ELSEWHERE"
  | "AFTER_SALE_NOTHING_LEFT"
  | "AFTER_SALE_NOT_POSSIBLE"
  | "AGREEMENT_OUTDATED"
  | "ALL_CLAIMED"
  | "ALREADY_APPLIED"
  | "ALREADY_DECIDED"
  | "ALREADY_IN_TEAM"
  | "ALREADY_LEADER"
  | "ALREADY_PICKED_UP"
  | "ALREADY_UNDONE"
  | "APPROVAL_ASKED"
  | "APPROVAL_DECIDED"
  | "APPROVAL_NEEDED"
  | "APPROVAL_NOT_NEEDED"
  | "APPROVAL_OWN"
  | "BAD_REQUEST"
  | "BELOW_DOOR_MINIMUM"
  | "BODY_TOO_LARGE"
  | "BOOKING_ELSEWHERE"
  | "BOOKING_TOO_EARLY"
  | "BOOKS_DIFFER"
  | "BOUGHT_ALREADY"
  | "BUYER_REFUSED"
  | "CAMPAIGN_KIND"
  | "CARD_CODE_USED"
  | "CARD_ELSEWHERE"
  | "CART_FULL"
  | "CASE_SETTLED"
  | "CHANNEL_MISSING"
  | "CHECK_UNAVAILABLE"
  | "CIRCLE_FULL"
  | "CIRCLE_NAME_TAKEN"
  | "CIRCLE_TAKEN"
  | "CLAIM_LIMIT_REACHED"
  | "CLAIM_NOT_OPEN"
  | "CLAIM_OVER"
  | "CLAIM_TOO_LATE"
  | "CODE_CLOSED"
  | "CODE_EXPIRED"
  | "CODE_INVALID"
  | "CODE_UNAVAILABLE"
  | "CODE_WRONG"
  | "COMMUNITY_NAME_TAKEN"
  | "COMPLAINT_BUSY"
  | "COMPLAINT_CLOSED"
  | "COMPLAINT_UNANSWERED"
  | "COMPLAINT_WANTS_NO_REFUND"
  | "CONFLICT"
  | "COUPON_CODE_UNKNOWN"
  | "COUPON_CODE_USED"
  | "COUPON_NOT_USABLE"
  | "ENDED"
  | "EXTENDED_BEFORE"
  | "FIELDS_INVALID"
  | "FORBIDDEN"
  | "HALL_OFFERED"
  | "HALL_SHORT"
  | "HELP_NOT_OFFERED"
  | "HOUSEHOLD_FULL"
  | "IDEMPOTENCY_KEY_REQUIRED"
  | "IDEMPOTENCY_KEY_REUSED"
  | "IMPORT_KEY_REUSED"
  | "IMPORT_UNREADABLE"
  | "INTERNAL"
  | "INVOICE_EXISTS"
  | "INVOICE_NOTHING"
  | "INVOICE_NOT_YET"
  | "INVOICE_NUMBER"
  | "INVOICE_SETTLED"
  | "IN_PROGRESS"
  | "ITEM_NOT_COUNTED"
  | "LEADER_DISABLED"
  | "LEADER_RESTING"
  | "LEVEL_TOO_LOW"
  | "LIMIT_REACHED"
  | "LINK_EXPIRED"
  | "MEDIA_TOO_MANY"
  | "MEDIA_TYPE_REFUSED"
  | "MEDIA_UNREADABLE"
  | "MEDIA_UNUSABLE"
  | "MEMBERS_ONLY"
  | "MERCHANT_BOUND"
  | "MERCHANT_CLOSED"
  | "MERCHANT_KNOWN"
  | "MERCHANT_NOT_READY"
  | "METHOD_NOT_HERE"
  | "MIXED_MERCHANTS"
  | "MONTH_CLOSED"
  | "MONTH_NOT_OVER"
  | "NEW_MEMBERS_ONLY"
  | "NOBODY_HAS_PAID"
  | "NOTHING_TO_PICK_UP"
  | "NOT_AVAILABLE"
  | "NOT_A_MEMBER"
  | "NOT_DELIVERED_THERE"
  | "NOT_ENTITLED"
  | "NOT_FROZEN"
  | "NOT_HERE"
  | "NOT_JSON"
  | "NOT_STARTED"
  | "NOT_SUBSTITUTABLE"
  | "NOT_TO_BE_RECEIVED"
  | "NOT_TO_BE_WEIGHED"
  | "NO_OPEN_TEAM"
  | "NO_RETURN_UNSAID"
  | "ORDER_EXPIRED"
  | "ORDER_NOT_CANCELLABLE"
  | "ORDER_NOT_PAID"
  | "ORDER_NOT_PAYABLE"
  | "ORDER_NOT_REFUNDABLE"
  | "ORDER_NOT_SHIPPABLE"
  | "ORDER_NOT_SHIPPED"
  | "OVERFLOW"
  | "OVERLOADED"
  | "OWNER_CANNOT_LEAVE"
  | "PAGE_TOKEN_INVALID"
  | "PAYEE_UNKNOWN"
  | "PAYER_UNKNOWN"
  | "PAYMENT_UNAVAILABLE"
  | "PAYOUT_DECIDED"
  | "PAYOUT_LIMIT"
  | "PAYOUT_TOO_MUCH"
  | "PAYOUT_UNDER_WAY"
  | "PERSON_UNKNOWN"
  | "PHONE_NOT_VERIFIED"
  | "PHONE_TAKEN"
  | "POINTS_NOT_ENOUGH"
  | "POINTS_NOT_USABLE"
  | "POINT_CLOSED"
  | "POINT_NOT_APPROVED"
  | "POINT_NOT_OFFERED"
  | "PRICE_CHANGED"
  | "PRODUCT_OFF_SHELF"
  | "PROPOSAL_CHANGED"
  | "RATE_LIMITED"
  | "RECEIVER_TAKEN"
  | "REFRESH_TOKEN_INVALID"
  | "RESCHEDULE_NOT_ALLOWED"
  | "REVIEWED_ALREADY"
  | "REVIEW_CLOSED"
  | "ROLE_UNKNOWN"
  | "ROUND_FROZEN"
  | "SECOND_EYES_NEEDED"
  | "SESSIONS_SHORT"
  | "SHARED_LIMIT_REACHED"
  | "SHARES_ABOVE_CAP"
  | "SIGN_IN_REFUSED"
  | "SKU_REFUND_NOT_READY"
  | "SLOT_CLOSED"
  | "SLOT_FULL"
  | "SOLD_OUT"
  | "STAFF_BUSY"
  | "STOCK_SHORT"
  | "STOCK_THERE"
  | "SUBSTITUTION_OPEN"
  | "SUBSTITUTION_OVER"
  | "SUPPLIER_NAMED"
  | "TEAM_CLOSED"
  | "TEAM_FULL"
  | "TEMPLATE_UNKNOWN"
  | "TEXT_REFUSED"
  | "TIMED_OUT"
  | "TOKEN_EXPIRED"
  | "TOKEN_INVALID"
  | "TOKEN_MISSING"
  | "TOKEN_STALE"
  | "TOO_MANY_ADDRESSES"
  | "TOO_MANY_AFTER_SALES"
  | "TOO_MANY_FOLLOWED"
  | "TOO_MANY_PHOTOS"
  | "TOO_MANY_POINTS"
  | "TOO_MANY_ROLES"
  | "TOO_MANY_STAFF"
  | "TOO_MANY_WISHES"
  | "UNDO_TOO_LATE"
  | "VERSION_STALE"
  | "WEIGHED_BEFORE"
  | "WORD_LIST_FULL"
  | 'NETWORK'
  | (string & {});

export type AcceptBuyerResponse = Record<string, never>;

export interface AddAddressRequest {
  name: string;
  /** A mobile number in China; kept sealed. */
  phone: string;
  /** Administrative division, 6 to 12 digits. */
  regionCode: string;
  regionName: string;
  street: string;
  /** Proposed at checkout. */
  isDefault?: boolean;
}

export interface Address {
  addressId: string;
  name: string;
  /** 138****8000 */
  phoneMasked: string;
  regionCode: string;
  regionName: string;
  street: string;
  isDefault: boolean;
}

export interface AdjustGrowthRequest {
  userId: string;
  /** Given; below 0: taken. */
  growth: number;
  /** For the person and the books. */
  why: string;
}

/** Points given or taken by hand. */
export interface Adjustment {
  adjustmentId: string;
  userId: string;
  points: number;
  why: string;
  state: AdjustmentState;
  proposedBy: string;
  /** Empty: nobody yet. */
  decidedBy: string;
  proposedAt: string | null;
  decidedAt: string | null;
}

export type AdjustmentState = "ADJUSTMENT_STATE_UNSPECIFIED" | "PROPOSED" | "APPROVED" | "REJECTED";

export interface AfterSale {
  afterSaleId: string;
  orderId: string;
  userId: string;
  /** Empty: of no leader's round. */
  leaderId: string;
  kind: AfterSaleKind;
  cause: AfterSaleCause;
  status: AfterSaleStatus;
  lines: Array<AfterSaleLine>;
  description: string;
  photos: Array<string>;
  /** The leader asked for the buyer. */
  askedByLeader: boolean;
  /** What it was worth when it was asked for, fen; 0: no money is wanted. */
  amountFen: number;
  /** What went back, fen. */
  refundedFen: number;
  merchantFault: boolean;
  /** On its way back. */
  carrier: string;
  trackingNumber: string;
  /** Somebody has to act until then; unset: nobody. */
  deadlineAt: string | null;
  createdAt: string | null;
  closedAt: string | null;
  /** All of them, oldest first. */
  steps: Array<AfterSaleStep>;
  /** Grows with each change. */
  version: number;
  /** The lines that are claimed by a promise. */
  claims: Array<AfterSaleClaim>;
}

/** - BY_ITSELF: Nobody acted in time, or WeChat has paid. */
export type AfterSaleActor = "AFTER_SALE_ACTOR_UNSPECIFIED" | "BY_THE_BUYER" | "BY_THE_LEADER" | "BY_THE_HOUSE" | "BY_ITSELF";

export type AfterSaleCause = "AFTER_SALE_CAUSE_UNSPECIFIED" | "CAME_DAMAGED" | "WRONG_GOODS" | "CAME_NOT" | "NOT_AS_SHOWN" | "CAME_SPOILED" | "NOT_WANTED" | "OTHER_CAUSE";

/** A line is claimed by what was promised of it when it was ordered. */
export interface AfterSaleClaim {
  /** Of the order's line, from 0. */
  position: number;
  /** So much of what is claimed goes back, percent. */
  percent: number;
  borneBy: Bearer;
}

/**
 * - AFTER_SALE_REFUND: Units at what they cost; they need not come back.
 * - AFTER_SALE_PART_REFUND: So many fen of a line.
 * - AFTER_SALE_RETURN: Units come back, then they are refunded.
 * - AFTER_SALE_EXCHANGE: Units come back, others are sent.
 */
export type AfterSaleKind = "AFTER_SALE_KIND_UNSPECIFIED" | "AFTER_SALE_REFUND" | "AFTER_SALE_PART_REFUND" | "AFTER_SALE_RETURN" | "AFTER_SALE_EXCHANGE" | "AFTER_SALE_SEND_AGAIN";

export interface AfterSaleLine {
  /** Of the order's line, from 0. */
  position: number;
  /** How many; not of a part refund. */
  units: number;
  /** Of a part refund, fen; else it is computed. By a claim promise: what the bad part has cost. */
  goodsFen: number;
}

export interface AfterSaleLineInput {
  /** Of the order's line, from 0. */
  position?: number;
  /** How many; not of a part refund. */
  units?: number;
  /** Of a part refund, fen; else it is computed. By a claim promise: what the bad part has cost. */
  goodsFen?: number;
}

/**
 * - AFTER_SALE_ESCALATED: Operators decide.
 * - AFTER_SALE_APPROVED: Something is sent to the buyer.
 * - AFTER_SALE_RETURNED: Sent back by the buyer.
 */
export type AfterSaleStatus = "AFTER_SALE_STATUS_UNSPECIFIED" | "AFTER_SALE_REQUESTED" | "AFTER_SALE_WITH_LEADER" | "AFTER_SALE_ESCALATED" | "AFTER_SALE_APPROVED" | "AFTER_SALE_AWAITING_RETURN" | "AFTER_SALE_RETURNED" | "AFTER_SALE_REFUNDING" | "AFTER_SALE_DONE" | "AFTER_SALE_DECLINED" | "AFTER_SALE_WITHDRAWN";

export interface AfterSaleStep {
  status: AfterSaleStatus;
  actor: AfterSaleActor;
  reason: string;
  at: string | null;
}

export interface ApplyAsLeaderRequest {
  communityId: string;
  statement: string;
  /** Of the leaders' agreement that was shown and accepted. */
  agreementVersion: number;
}

export interface Approval {
  approvalId: string;
  kind: ApprovalKind;
  state: ApprovalState;
  subjectId: string;
  subjectVersion: number;
  /** Fen. */
  amountFen: number;
  askedBy: string;
  why: string;
  askedAt: string | null;
  /** A question, or a yes that nobody used, ends then. */
  expiresAt: string | null;
  /** Empty: nobody yet. Never who asked. */
  decidedBy: string;
  decidedAt: string | null;
  note: string;
  usedBy: string;
  usedAt: string | null;
}

/**
 * - APPROVAL_REFUND_ORDER: A refund of an order by an operator, above a sum; the subject is the order.
 * - APPROVAL_SKU_REFUND: A refund of a whole SKU, above a sum; the subject is the SKU refund.
 * - APPROVAL_PUBLISH_CAMPAIGN: A campaign whose publishing check is red; the subject is the one that the check names.
 * - APPROVAL_PAYOUT: A payout, above a sum; the subject is the payout.
 * - APPROVAL_WITHDRAW_CAMPAIGN: A campaign that is withdrawn with more money to go back than a sum; the subject is the campaign.
 * - APPROVAL_PUBLISH_ROUND: A leader's group-buy whose publishing check is red; the subject is the round (AskRoundApproval).
 */
export type ApprovalKind = "APPROVAL_KIND_UNSPECIFIED" | "APPROVAL_REFUND_ORDER" | "APPROVAL_SKU_REFUND" | "APPROVAL_PUBLISH_CAMPAIGN" | "APPROVAL_PAYOUT" | "APPROVAL_WITHDRAW_CAMPAIGN" | "APPROVAL_PUBLISH_ROUND";

/**
 * - APPROVAL_APPROVED: A yes that was not used yet.
 * - APPROVAL_EXPIRED: Nobody decided, or nobody used it, in time.
 * - APPROVAL_USED: What it was asked for has been done.
 */
export type ApprovalState = "APPROVAL_STATE_UNSPECIFIED" | "APPROVAL_PENDING" | "APPROVAL_APPROVED" | "APPROVAL_REJECTED" | "APPROVAL_EXPIRED" | "APPROVAL_USED";

export interface ArrivalItem {
  itemId: string;
  /** Units that came, damaged ones included. 0: it was looked for and nothing came. Below 0: so many were counted too much. */
  arrived?: number;
  /** Of those. */
  damaged?: number;
  imageUrls?: Array<string>;
}

export interface Article {
  articleId: string;
  productId: string;
  position: number;
  title: string;
  preview: string;
  /** Empty for who is not entitled, and in lists. */
  text: string;
  /** The caller may read all of it. */
  entitled: boolean;
  /** The caller has read it. */
  read: boolean;
  publishedAt: string | null;
}

export interface AskApprovalRequest {
  kind: ApprovalKind;
  subjectId: string;
  /** Which version of it, where it has versions. */
  subjectVersion?: number;
  /** The yes is for at most so much; 0: no money is in it. */
  amountFen?: number;
  why: string;
}

/**
 * Where somebody sees at once what a message would be good for.
 * - AFTER_PAYING: He has paid.
 * - AFTER_JOINING: He has joined a team or a circle.
 * - BEFORE_PICK_UP: He looks at what he is to collect.
 * - AFTER_CLAIMING: He wants something back, or made good.
 * - AFTER_PUBLISHING: A leader: her group-buy is published.
 */
export type AskMoment = "ASK_MOMENT_UNSPECIFIED" | "AFTER_PAYING" | "AFTER_JOINING" | "BEFORE_PICK_UP" | "AFTER_CLAIMING" | "AFTER_PUBLISHING";

/** What somebody did by a role of his. Never changed, never deleted. */
export interface AuditEntry {
  entryId: string;
  at: string | null;
  /** A user's id, or the name of the tool or service that acted. */
  actor: string;
  /** The role he acted under. */
  role: string;
  /** What was done: set_product_status. */
  action: string;
  /** What it was done to: product. */
  objectType: string;
  objectId: string;
  /** The object before, in short; empty: there was none. */
  before: string;
  /** The object after, in short. */
  after: string;
  /** Why, in the words of who did it. */
  reason: string;
  /** Trace of the request: the same stands in every line of the logs. */
  traceId: string;
}

/** Somebody, as others see him. */
export interface Author {
  userId: string;
  /** Empty while the name has not arrived here yet. */
  nickname: string;
  avatarUrl: string;
}

export interface BasketQuote {
  /** Fen. */
  amountFen: number;
  lines: Array<OrderLine>;
  receipt: Array<PriceStep>;
  /** What all of it weighs, grams. */
  weightG: number;
  serverTime: string | null;
  /** Points that would be used. */
  points: number;
  /** Points that the caller has to use. */
  pointsAvailable: number;
  /**
   * Some of it can't be sent back within seven days (see the products' promises): the buyer is shown that, and an order says
   * `no_return_accepted`.
   */
  noReturn: boolean;
}

/** What one read was answered with. */
export interface BatchAnswer {
  /** HTTP status. */
  status: number;
  /** The answer or problem, as the read alone would have had it. */
  body: unknown;
}

/** One read of a batch. */
export interface BatchRead {
  /** Path and query of a GET, as in a request of its own. */
  path: string;
  /** GET, or nothing: only reads go in batches. */
  method?: string;
}

export interface BatchRequest {
  requests: Array<BatchRead>;
}

export interface BatchResponse {
  /** In the order of the requests. */
  responses: Array<BatchAnswer>;
}

export type Bearer = "BEARER_UNSPECIFIED" | "BEARER_SUPPLIER" | "BEARER_LEADER" | "BEARER_PLATFORM";

/** A day of an account, in China. Amounts are fen, and 0 until the day is done. */
export interface BillDay {
  /** 2026-11-21. */
  day: string;
  state: BillDayState;
  /** Payment cases that it opened; 0: ours, the bills and the ledger agree. */
  differences: number;
  /** By our own rows. */
  paidFen: number;
  refundedFen: number;
  /** By WeChat's trade bill. */
  tradePaidFen: number;
  tradeRefundedFen: number;
  /** By the bill of WeChat's account: payments in, refunds out, before fees. */
  flowInFen: number;
  flowOutFen: number;
  /** By the ledger. */
  ledgerInFen: number;
  ledgerOutFen: number;
  /** What WeChat kept, less what it gave back with refunds. */
  feesFen: number;
  begunAt: string | null;
  /** Absent: not done. */
  doneAt: string | null;
  /** The merchant account; empty: the installation's own. */
  merchantId: string;
}

/**
 * - BILL_DAY_OPEN: Its bills are being read and compared.
 * - BILL_DAY_LOST: Not compared in three months: WeChat has its bills no more. A case says so.
 */
export type BillDayState = "BILL_DAY_STATE_UNSPECIFIED" | "BILL_DAY_OPEN" | "BILL_DAY_DONE" | "BILL_DAY_LOST";

export type BlockUserResponse = Record<string, never>;

export interface Booking {
  bookingId: string;
  orderId: string;
  productId: string;
  productTitle: string;
  slot: BookingSlot | null;
  /** Places. */
  quantity: number;
  status: BookingStatus;
  /** Its order is paid. */
  paid: boolean;
  /** What is to be paid or was, fen. */
  amountFen: number;
  payBy: string | null;
  /** Unset where it is not done at the buyer's. */
  address: BookingAddress | null;
  /** Those it was made under. */
  terms: BookingTerms | null;
  /** Moments of the scale that are still to come; the next one last. */
  cancellation: Array<CancellationOffer>;
  /** What the buyer would get back now, fen. */
  refundNowFen: number;
  /** How often it may still be moved to another time. */
  reschedulesLeft: number;
  photos: Array<BookingPhoto>;
  /** As neighbours see the buyer. */
  buyerMaskedName: string;
  createdAt: string | null;
  serverTime: string | null;
}

/** Where it is done; sealed at rest. */
export interface BookingAddress {
  name: string;
  phone: string;
  regionName: string;
  street: string;
}

export interface BookingPhoto {
  phase: PhotoPhase;
  /** Id of a picture in content, or an address. */
  picture: string;
  addedAt: string | null;
}

export interface BookingQuote {
  /** Fen. */
  amountFen: number;
  lines: Array<OrderLine>;
  receipt: Array<PriceStep>;
  /** Points that would be used. */
  points: number;
  /** Points that the caller has to use. */
  pointsAvailable: number;
  terms: BookingTerms | null;
  /** What is still to come of the terms' scale, the next moment last. After the last one nothing goes back. */
  cancellation: Array<CancellationOffer>;
  serverTime: string | null;
}

export interface BookingSlot {
  slotId: string;
  productId: string;
  startsAt: string | null;
  endsAt: string | null;
  capacity: number;
  /** Places that are left; 0 when it is closed. */
  left: number;
  closed: boolean;
  /** Empty: nobody in particular. */
  staffId: string;
}

/** - BOOKED: Holds its places; maybe not paid yet. */
export type BookingStatus = "BOOKING_STATUS_UNSPECIFIED" | "BOOKED" | "CONFIRMED" | "IN_SERVICE" | "SERVICE_DONE" | "NO_SHOW" | "BOOKING_CANCELLED";

export interface BookingTerms {
  productId: string;
  version: number;
  communityId: string;
  atHome: boolean;
  reschedulesMax: number;
  rescheduleUntilHours: number;
  remindHours: number;
  /** The earliest first. */
  cancellation: Array<CancellationStep>;
}

/**
 * What must hold of them.
 * - SHEET_IS_STOCK: What left the item's stock = purchase sheet.
 * - LISTS_ARE_SHEET: Purchase sheet = Σ delivery lists.
 * - ORDERS_ARE_LIST: Delivery list = Σ lines of orders.
 * - OUTCOME_IS_LIST: Delivery list = picked up + short + refunded + waiting.
 * - SERVED_CAME: Nothing is shared out that did not come.
 */
export type BooksCheck = "BOOKS_CHECK_UNSPECIFIED" | "SHEET_IS_STOCK" | "LISTS_ARE_SHEET" | "ORDERS_ARE_LIST" | "OUTCOME_IS_LIST" | "SERVED_CAME";

export interface BooksDifference {
  check: BooksCheck;
  itemId: string;
  /** Empty: in all places. */
  placeId: string;
  expected: number;
  found: number;
}

/** An item at a place; all are units. */
export interface BooksRow {
  itemId: string;
  placeId: string;
  productTitle: string;
  skuTitle: string;
  placeName: string;
  /** In all places: what left the stock, what stands on the purchase sheet. */
  taken: number;
  sheet: number;
  /** Here: lines of orders, delivery list. */
  ordered: number;
  listed: number;
  pickedUp: number;
  /** Refunded because too little came. */
  lacking: number;
  /** Refunded for another reason and never handed out. */
  refunded: number;
  waiting: number;
  /** What came undamaged, and what of it was shared out. */
  usable: number;
  served: number;
}

export interface Campaign {
  campaignId: string;
  kind: CampaignKind;
  title: string;
  description: string;
  productId: string;
  skuId: string;
  productTitle: string;
  skuTitle: string;
  imageUrl: string;
  /** What the SKU costs outside of campaigns, fen. */
  listPriceFen: number;
  /** What it costs here, fen: for TEAM_BUY when the team is complete. */
  priceFen: number;
  /** Off the price for who starts a team, fen. */
  starterDiscountFen: number;
  /** Units of the campaign. */
  stock: number;
  /** Units not held by an order. */
  unsold: number;
  soldOut: boolean;
  /** Grows each time the sale sells out or sells again. */
  soldOutVersion: number;
  /** Units a person may have in live orders. */
  perUserLimit: number;
  startsAt: string | null;
  endsAt: string | null;
  status: CampaignStatus;
  /** People in a team; 0 for a flash sale. */
  teamSize: number;
  /** How long a team has, seconds; 0 for a flash sale. */
  teamLifeS: number;
  /** How long an order may stay unpaid, seconds. */
  unpaidS: number;
  /** Circle it was made for; empty: none. */
  circleId: string;
  /** Community it was made for, which is the circle's when there is one; empty: none. */
  communityId: string;
  /** The database's clock at this answer. */
  serverTime: string | null;
  /** Follows from circle, community and level. */
  audience: CampaignAudience;
  /** Missing seats of a team that the merchant pays for at its end (赞助席位), at most; 0: none. Shown on the team. */
  sponsoredSeatsMax: number;
  /** From so long before a team's deadline on, seconds; 0: at its deadline. */
  sponsorLastS: number;
  buyers: CampaignBuyers;
  /** Why it was stopped or withdrawn; empty: neither. */
  stopReason: string;
  /**
   * May be struck through beside the price: the least that a unit was paid with in the seven days before it was published, fen.
   * 0: nothing may.
   */
  strikePriceFen: number;
  /** Members of this level (会员等级) and above may buy; 0: any. */
  minLevel: number;
  /** What the level was called when the campaign was published; empty: any. */
  minLevelName: string;
}

/**
 * Who may buy. Everybody may look.
 * - COMMUNITY_MEMBERS: Who is in the campaign's community.
 * - CIRCLE_MEMBERS: Who is in the campaign's circle (仅限本群).
 * - LEVEL_MEMBERS: Who has at least the campaign's level; of a campaign of a circle or community, of its members.
 */
export type CampaignAudience = "CAMPAIGN_AUDIENCE_UNSPECIFIED" | "EVERYBODY" | "COMMUNITY_MEMBERS" | "CIRCLE_MEMBERS" | "LEVEL_MEMBERS";

/**
 * For whom a campaign is, besides its audience. New is who has no other paid order that stands: neither cancelled nor
 * refunded. It is judged when an order is paid; who is new no longer is refunded at once.
 * - CAMPAIGN_BUYERS_UNSPECIFIED: As ANY_BUYER.
 * - NEW_JOINERS: 老带新: anybody starts a team, who joins is new. TEAM_BUY only.
 * - NEW_BUYERS: New people alone.
 */
export type CampaignBuyers = "CAMPAIGN_BUYERS_UNSPECIFIED" | "ANY_BUYER" | "NEW_JOINERS" | "NEW_BUYERS";

export interface CampaignCheck {
  findings: Array<Finding>;
  /** Something is red. */
  needsApproval: boolean;
  /** What it may lose in all, fen: at least as much must be approved. */
  lossFen: number;
  /** An approval of APPROVAL_PUBLISH_CAMPAIGN is asked for this subject: it stands for this very request. */
  approvalSubjectId: string;
  serverTime: string | null;
}

/**
 * How something is sold. Campaigns are flash sales or team buys; orders are of any kind.
 * - FLASH_SALE: 限时秒杀
 * - TEAM_BUY: 拼团
 * - PLAIN: From the shelf, outside of any campaign.
 * - GROUP_BUY: 社区团购: in a round of a leader's group-buy.
 * - BOOKING: A service at a time.
 * - CONTENT: A paid article or column.
 * - CARD: A session card.
 */
export type CampaignKind = "CAMPAIGN_KIND_UNSPECIFIED" | "FLASH_SALE" | "TEAM_BUY" | "PLAIN" | "GROUP_BUY" | "BOOKING" | "CONTENT" | "CARD";

/**
 * - SCHEDULED: Published, not started.
 * - OVER: Over: no new orders or teams. Teams that run go on to their own deadline.
 * - STOPPED: Stopped before its time: what is paid is honoured. The merchant pays for what its open teams lack.
 * - CAMPAIGN_WITHDRAWN: Everybody is refunded.
 */
export type CampaignStatus = "CAMPAIGN_STATUS_UNSPECIFIED" | "SCHEDULED" | "RUNNING" | "OVER" | "STOPPED" | "CAMPAIGN_WITHDRAWN";

/**
 * - ROUND_OFF: The leader called the round off.
 * - MINIMUM_MISSED: The round did not reach its minimum.
 * - WITHDRAWN: The campaign was withdrawn.
 * - NOT_NEW: For new members only, and the buyer was none any more when he paid.
 * - ALL_SHORT: None of it arrived.
 */
export type CancelReason = "CANCEL_REASON_UNSPECIFIED" | "BY_BUYER" | "UNPAID" | "TEAM_EXPIRED" | "LEFT_TEAM" | "BY_OPERATOR" | "ROUND_OFF" | "MINIMUM_MISSED" | "WITHDRAWN" | "NOT_NEW" | "ALL_SHORT";

/** What goes back until when. */
export interface CancellationOffer {
  /** Called off by then. */
  until: string | null;
  refundPercent: number;
  /** Fen. */
  refundFen: number;
}

/** When a booking is called off so long before its slot, so much of what was paid goes back. */
export interface CancellationStep {
  /** Hours before the slot begins, at least. */
  hoursBefore: number;
  refundPercent: number;
}

/** When a booking is called off so long before its slot, so much of what was paid goes back. */
export interface CancellationStepInput {
  /** Hours before the slot begins, at least. */
  hoursBefore?: number;
  refundPercent?: number;
}

export interface Card {
  cardId: string;
  orderId: string;
  productId: string;
  skuId: string;
  productTitle: string;
  skuTitle: string;
  status: CardStatus;
  sessions: number;
  sessionsLeft: number;
  /** Unset while it is not paid. */
  validUntilAt: string | null;
  /** What is to be paid or was, fen. */
  amountFen: number;
  payBy: string | null;
  /** Those it was sold under; the points are all where it may be used. */
  terms: CardTerms | null;
  /** What the buyer would get back now, fen. */
  refundNowFen: number;
  /** Newest first; of a single card only. */
  uses: Array<CardUse>;
  createdAt: string | null;
  serverTime: string | null;
}

export interface CardCode {
  cardId: string;
  code: string;
  sessions: number;
  expiresAt: string | null;
}

export interface CardQuote {
  /** Fen. */
  amountFen: number;
  lines: Array<OrderLine>;
  receipt: Array<PriceStep>;
  /** Points that would be used. */
  points: number;
  /** Points that the caller has to use. */
  pointsAvailable: number;
  terms: CardTerms | null;
  serverTime: string | null;
}

/**
 * - CARD_REFUNDED: Its unused part went back.
 * - CARD_OFF: It was never paid.
 */
export type CardStatus = "CARD_STATUS_UNSPECIFIED" | "CARD_UNPAID" | "CARD_ACTIVE" | "CARD_USED_UP" | "CARD_REFUNDED" | "CARD_EXPIRED" | "CARD_OFF";

export interface CardTerms {
  skuId: string;
  version: number;
  sessions: number;
  validDays: number;
  refundPercent: number;
  expiredRefundPercent: number;
  pointIds: Array<string>;
}

/** Sessions that were used at once. */
export interface CardUse {
  useId: string;
  cardId: string;
  productTitle: string;
  pointId: string;
  pointName: string;
  sessions: number;
  /** As neighbours see the buyer. */
  buyerMaskedName: string;
  usedAt: string | null;
  undoUntilAt: string | null;
  /** Unset: it stands. */
  undoneAt: string | null;
  /** For staff; empty for the buyer, and while it stands. */
  undoReason: string;
  /** Of the card, as it is now. */
  sessionsLeft: number;
}

export interface Cart {
  /** Newest first. */
  items: Array<CartItem>;
  /** Of what can be bought, fen, before coupon, points and delivery. */
  goodsFen: number;
  serverTime: string | null;
}

/**
 * Why an item cannot be bought as it stands in the cart.
 * - CART_STOCK_SHORT: Fewer are left.
 * - CART_OVER_LIMIT: More than one person may have.
 * - CART_OVER_SHARED_LIMIT: More than a household may have.
 */
export type CartFault = "CART_FAULT_UNSPECIFIED" | "CART_OFF_SHELF" | "CART_STOCK_SHORT" | "CART_SOLD_OUT" | "CART_OVER_LIMIT" | "CART_OVER_SHARED_LIMIT";

export interface CartItem {
  skuId: string;
  productId: string;
  productTitle: string;
  skuTitle: string;
  imageUrl: string;
  quantity: number;
  /** Of one unit, now, fen. */
  priceFen: number;
  /** Of one unit when it was put in, fen. */
  putPriceFen: number;
  /** Unspecified: it can be bought. */
  fault: CartFault;
  /** Units that are left. */
  stock: number;
  putAt: string | null;
  /** Items of one group are paid to one seller's account: an order takes items of one group alone (MIXED_MERCHANTS). */
  payGroup: number;
}

/**
 * How people come by a coupon.
 * - CLAIM: Whoever claims it.
 * - WELCOME: 入群礼: everybody who joins a circle of the community, once.
 * - BY_CODE: 兑换码: whoever has a code.
 * - FOR_POINTS: 积分商城: whoever pays with points.
 * - BY_GRANT: Whom operators choose.
 */
export type Channel = "CHANNEL_UNSPECIFIED" | "CLAIM" | "WELCOME" | "BY_CODE" | "FOR_POINTS" | "BY_GRANT";

export interface CheckCampaignRequest {
  /** As it would be published. */
  campaign: CreateCampaignRequest;
}

/** A group of neighbours around one subject, inside a community. */
export interface Circle {
  /** Id, 32 hexadecimal digits. */
  circleId: string;
  /** The community it belongs to. */
  communityId: string;
  /** Name, unique in its community. */
  name: string;
  /** The notice shown on top. */
  notice: string;
  /** The rules members agree to. */
  rules: string;
  /** Sent to whoever joins. */
  welcome: string;
  visibility: Visibility;
  /** Most members it takes. */
  membersMax: number;
  /** Members now. */
  memberCount: number;
  /** What the caller is in it. */
  membership: Membership;
  /** When it was opened, UTC. */
  createdAt: string | null;
}

/**
 * Where the client runs, as wx.getDeviceInfo tells it.
 * - CLIENT_PLATFORM_UNSPECIFIED: Nothing virtual is sold.
 * - DESKTOP: Windows, macOS, developer tools.
 */
export type ClientPlatform = "CLIENT_PLATFORM_UNSPECIFIED" | "ANDROID" | "IOS" | "DESKTOP";

/** Something said about a post. */
export interface Comment {
  commentId: string;
  postId: string;
  /** The comment it answers; empty: the post itself. */
  replyToId: string;
  author: Author | null;
  text: string;
  state: PostState;
  createdAt: string | null;
}

/** The place a circle or a group-buy belongs to: an estate, a brand. */
export interface Community {
  communityId: string;
  name: string;
  /** Where it is, for people. */
  address: string;
  /** Households it has. */
  households: number;
  memberCount: number;
  /** Whether the caller is in it. */
  joined: boolean;
  createdAt: string | null;
}

export interface Complaint {
  complaintId: string;
  /** WeChat's number of it. */
  wechatId: string;
  state: ComplaintState;
  complainedAt: string | null;
  detail: string;
  /** WeChat's words, and REFUND, SERVICE_NOT_WORK or OTHERS. */
  problem: string;
  problemType: string;
  /** 138****8000; empty: not told. */
  phoneMasked: string;
  /** Fen; 0: none. */
  refundWantedFen: number;
  /** How often the buyer has complained of it. */
  times: number;
  fullyRefunded: boolean;
  /** WeChat's people look at it. */
  platformHelps: boolean;
  images: Array<string>;
  /** Empty: no order of ours. */
  orderId: string;
  userId: string;
  /** Empty: of no leader's round. */
  leaderId: string;
  communityId: string;
  /** The newest after-sale of the order; empty: none. */
  afterSaleId: string;
  afterSaleStatus: AfterSaleStatus;
  /** Since when the buyer waits for a word; absent: he does not. */
  waitsSince: string | null;
  /** Since when he has waited for too long. */
  overdueAt: string | null;
  /** As WeChat was asked last. */
  readAt: string | null;
  /** Oldest first. Only of one complaint, not in lists. */
  entries: Array<ComplaintEntry>;
  steps: Array<ComplaintStep>;
}

/** What somebody said, or WeChat noted. */
export interface ComplaintEntry {
  at: string | null;
  /** As WeChat names him: 投诉人, 商家, 系统. */
  who: string;
  /** USER_CREATE_COMPLAINT, USER_RESPONSE, MERCHANT_RESPONSE … */
  type: string;
  details: string;
  /** Addresses of pictures at WeChat. */
  images: Array<string>;
}

/** - COMPLAINT_PENDING: Nobody has answered. */
export type ComplaintState = "COMPLAINT_STATE_UNSPECIFIED" | "COMPLAINT_PENDING" | "COMPLAINT_PROCESSING" | "COMPLAINT_PROCESSED";

/** What we do at WeChat. */
export interface ComplaintStep {
  stepId: string;
  kind: ComplaintStepKind;
  state: ComplaintStepState;
  content: string;
  days: number;
  askedBy: string;
  askedAt: string | null;
  /** Absent: on its way. */
  doneAt: string | null;
  /** Why WeChat refused it. */
  refusedWhy: string;
}

export type ComplaintStepKind = "COMPLAINT_STEP_KIND_UNSPECIFIED" | "COMPLAINT_REPLY" | "COMPLAINT_COMPLETE" | "COMPLAINT_APPROVE_REFUND" | "COMPLAINT_REJECT_REFUND";

/**
 * - COMPLAINT_STEP_WAITING: On its way to WeChat.
 * - COMPLAINT_STEP_REFUSED: By WeChat; why says its words.
 */
export type ComplaintStepState = "COMPLAINT_STEP_STATE_UNSPECIFIED" | "COMPLAINT_STEP_WAITING" | "COMPLAINT_STEP_DONE" | "COMPLAINT_STEP_REFUSED";

export interface ContentOffer {
  productId: string;
  title: string;
  description: string;
  skus: Array<Sku>;
  /** VIRTUAL_PAY. */
  channel: string;
}

export interface ContentQuote {
  /** Fen. */
  amountFen: number;
  lines: Array<OrderLine>;
  receipt: Array<PriceStep>;
  /** Points that would be used. */
  points: number;
  /** Points that the caller has to use. */
  pointsAvailable: number;
  serverTime: string | null;
}

/** A coupon of somebody's. */
export interface Coupon {
  couponId: string;
  template: Template | null;
  state: CouponState;
  /** The order it is bound to or was used for; empty: none. */
  orderId: string;
  channel: Channel;
  issuedAt: string | null;
  expiresAt: string | null;
}

/** A code and what became of it. */
export interface CouponCode {
  code: string;
  /** Empty: nobody has used it. */
  couponId: string;
}

/** A coupon beside a basket. */
export interface CouponFit {
  coupon: Coupon | null;
  /** Fen it takes off; 0: none, `why` says why. */
  discountFen: number;
  why: WhyNot;
  missingFen: number;
}

/**
 * - FREE: Can be used.
 * - BOUND: Bound to an order that is not paid yet.
 * - EXPIRED: Its time ran out.
 */
export type CouponState = "COUPON_STATE_UNSPECIFIED" | "FREE" | "BOUND" | "USED" | "EXPIRED";

/** One line of a basket, at the price before any coupon. */
export interface CouponsBasketLine {
  productId: string;
  /** Of the line, fen. */
  amountFen?: number;
}

export interface CreateCampaignRequest {
  /** FLASH_SALE or TEAM_BUY. */
  kind: "CAMPAIGN_KIND_UNSPECIFIED" | "FLASH_SALE" | "TEAM_BUY";
  title: string;
  description?: string;
  skuId: string;
  /** Fen; below the list price. Below cost, another operator has to say yes. */
  priceFen?: number;
  /** Off the price for who starts a team, fen; TEAM_BUY only. */
  starterDiscountFen?: number;
  /** Units cut out of the SKU's stock. */
  stock: number;
  /** Units a person may have in live orders. */
  perUserLimit: number;
  startsAt: string;
  /** At most 90 days after the start. */
  endsAt: string;
  /** People in a team, 2 to 50; TEAM_BUY only. */
  teamSize?: number;
  /** How long a team has, seconds; TEAM_BUY only. */
  teamLifeS?: number;
  /** How long an order may stay unpaid, seconds; 0: the house's setting for this kind. */
  unpaidS?: number;
  /** Circle it is made for: its members alone may buy. Empty: none. */
  circleId?: string;
  /**
   * Community it is made for: without a circle, its members alone may buy. With a circle: that one's, or empty. Both empty:
   * everybody may buy; that is for operators of the platform.
   */
  communityId?: string;
  /** Missing seats of a team that the merchant pays for at its end, at most; fewer than the team's size. TEAM_BUY only. */
  sponsoredSeatsMax?: number;
  /** From so long before a team's deadline on, seconds; 0: at its deadline. */
  sponsorLastS?: number;
  buyers?: CampaignBuyers;
  /** Members of this level (会员等级) and above may buy; 0: any. */
  minLevel?: number;
}

export interface CreateCircleRequest {
  /** The community it belongs to. */
  communityId: string;
  /** 2 to 20 characters. */
  name: string;
  /** The notice shown on top, up to 500 characters. */
  notice?: string;
  /** The rules members agree to, up to 2,000 characters. */
  rules?: string;
  /** Sent to whoever joins, up to 200 characters. */
  welcome?: string;
  /** PUBLIC when not said. */
  visibility?: Visibility;
  /** 2 to 100,000; 100,000 when not said. */
  membersMax?: number;
}

export interface CreateCodesResponse {
  /** As they are typed. */
  codes: Array<string>;
}

export interface CreateCommunityRequest {
  /** 2 to 30 characters, unique. */
  name: string;
  address?: string;
  households?: number;
}

export interface CreateGrantPlanRequest {
  title: string;
  templateId: string;
  /** For those who joined one of its circles; empty: for everybody. */
  communityId?: string;
  /** The day of each month; 0: once, when it starts. */
  monthDay?: number;
  /** Of that day, China's. */
  hour?: number;
  /** No run before; at once when not said. */
  startsAt?: string;
}

export interface CreateLinkRequest {
  target: LinkTarget;
  targetId: string;
  channel?: string;
  /** The circle it is shared in. */
  circleId?: string;
  /** Shown to whoever opens it, up to 60 characters. */
  title?: string;
  /** Days it is good for; 0: for ever. */
  days?: number;
}

export interface CreateMerchantRequest {
  merchantId: string;
  name: string;
}

export interface CreatePickUpPointRequest {
  communityId: string;
  name: string;
  address: string;
  latitudeE6?: number;
  longitudeE6?: number;
  hours: string;
  imageUrls?: Array<string>;
}

export interface CreatePointsRuleRequest {
  title: string;
  trigger: EarnTrigger;
  points?: number;
  perYuan?: number;
  dayCap?: number;
  /** The most points it may issue altogether; 0: no limit. */
  budget?: number;
  vestDays?: number;
  /** Required of points. */
  validDays?: number;
  streakDays?: number;
  streakPoints?: number;
  /** At once when not said. */
  startsAt?: string;
  endsAt?: string;
  earns?: Earns;
}

export interface CreateProductRequest {
  title: string;
  description?: string;
  category: string;
  /** Addresses of pictures, the first is the cover. */
  imageUrls?: Array<string>;
  sellerName: string;
  sellerLicence: string;
  skus: Array<NewSku>;
  /** Units a person may have in live plain orders; 0: any number. */
  perUserLimit?: number;
  /** Unspecified: goods. */
  kind?: ProductKind;
  /** «产地: 云南» */
  attributes?: Array<string>;
  /** Absent: it is no food. What is missing can be said later, but before it is put on the shelf. */
  food?: FoodInput;
  /** Absent: it can be sent back within seven days, and nothing besides. */
  promise?: ProductPromiseInput;
  /**
   * Units that all of a household may have in live orders, however they buy: a buyer and those who agreed to fetch for
   * him; of a neighbour without an account who lives behind his door. 0: any number.
   */
  perHouseholdLimit?: number;
  /**
   * Units in live orders that are brought to, or done at, one address, whoever ordered them. Of goods and services alone, as
   * the one below. 0: any number.
   */
  perAddressLimit?: number;
  /**
   * Units in live orders for one phone, whoever ordered them; of what is fetched, and of campaigns, for the account's own.
   * 0: any number.
   */
  perPhoneLimit?: number;
}

export interface CreateReportRequest {
  target: ReportTarget;
  targetId: string;
  /** What is wrong with it, up to 500 characters. */
  text: string;
}

export interface CreateRoundRequest {
  communityId: string;
  /** Empty: everybody; else members of that circle buy. */
  circleId?: string;
  title: string;
  description?: string;
  imageUrls?: Array<string>;
  startsAt: string;
  endsAt: string;
  /** When goods can be had. */
  readyAt: string;
  pointIds?: Array<string>;
  /** The leader brings it to the door. */
  door?: boolean;
  doorFeeFen?: number;
  /** Brought from so much on, fen. */
  doorMinimumFen?: number;
  /** Not reached by paid orders at the cut-off: all is refunded. 0: none. */
  minimumFen?: number;
  shortageRule: ShortageRule;
  uncollectedRule: UncollectedRule;
  /** Days that goods lie at the point. */
  keepDays: number;
  /** REFUND_PART: what goes back, percent of what was paid. */
  uncollectedRefundPercent?: number;
  items: Array<RoundItemDraft>;
  /** Where it is brought, as 3 栋; none: to every building. */
  doorBuildings?: Array<string>;
  /** Members of this level (会员等级) and above may buy; 0: any. */
  minLevel?: number;
}

export interface CreateSupplierRequest {
  name: string;
  contractNumber?: string;
  /** The last day it holds, in China. Empty: no end. */
  contractEndsOn?: string;
  note?: string;
}

export interface CreateTemplateRequest {
  /** 2 to 30 characters. */
  title: string;
  kind: TemplateKind;
  amountFen?: number;
  percent?: number;
  capFen?: number;
  thresholdFen?: number;
  productIds?: Array<string>;
  channel: Channel;
  communityId?: string;
  /** Coupons there are; 0: as many as the money lasts. */
  budgetCount?: number;
  /** The most that all coupons together may take off, fen: each issued one counts with the most it can take off. */
  budgetFen: number;
  perUser: number;
  /** At once when not said. */
  claimStartsAt?: string;
  claimEndsAt: string;
  /** One of valid_until and valid_days. */
  validUntil?: string;
  validDays?: number;
  pointsPrice?: number;
  campaignIds?: Array<string>;
  excludedProductIds?: Array<string>;
  newcomersOnly?: boolean;
}

/** A day on which somebody signed in. */
export interface DaySignedIn {
  /** 2026-11-22 */
  day: string;
  /** Days in a row, this one included. */
  streak: number;
  /** Points it earned. */
  points: number;
}

export type DeleteCommentResponse = Record<string, never>;

export type DeletePostResponse = Record<string, never>;

export type DeleteWordResponse = Record<string, never>;

/** A message over WeChat. */
export interface Delivery {
  deliveryId: string;
  userId: string;
  kind: MessageKind;
  /** WeChat's id of the template. */
  templateId: string;
  state: DeliveryState;
  /** A reason of ours or of WeChat's, for operators; empty: all is well. */
  why: string;
  /** UTC. */
  createdAt: string | null;
  /** When it came to its end; not set: not yet. */
  doneAt: string | null;
}

/**
 * - DELIVERY_KIND_UNSPECIFIED: As agreed outside of the order.
 * - PICK_UP: At a pick-up point.
 * - DOOR: Brought to the door by the leader.
 * - EXPRESS: By a carrier.
 */
export type DeliveryKind = "DELIVERY_KIND_UNSPECIFIED" | "PICK_UP" | "DOOR" | "EXPRESS";

export interface DeliveryList {
  /** As it was at the cut-off. */
  place: RoundPlace | null;
  lines: Array<SheetLine>;
}

export interface DeliveryRule {
  name: string;
  /** Grows with each change; orders keep theirs. */
  version: number;
  zones: Array<DeliveryZone>;
}

/**
 * - DELIVERY_SENDING: Handed to WeChat, or about to be handed again.
 * - DELIVERY_SKIPPED: The person had granted none.
 * - DELIVERY_REFUSED: The person takes no more.
 * - DELIVERY_FAILED: Given up; `why` says for what reason.
 */
export type DeliveryState = "DELIVERY_STATE_UNSPECIFIED" | "DELIVERY_WAITING" | "DELIVERY_SENDING" | "DELIVERY_SENT" | "DELIVERY_SKIPPED" | "DELIVERY_REFUSED" | "DELIVERY_FAILED";

/** What delivery costs in the regions whose code begins so; the longest beginning counts. */
export interface DeliveryZone {
  /** Up to 12 digits; empty: everywhere else. */
  regionPrefix: string;
  /** Nothing is delivered there. */
  excluded: boolean;
  /** For the first `baseG` grams, fen. */
  baseFen: number;
  /** Grams; 0: any weight, a flat fee. */
  baseG: number;
  /** For every `stepG` grams more that are begun, fen. */
  stepFen: number;
  /** Grams; 0: a flat fee. */
  stepG: number;
  /** Free when the goods cost as much before coupon and points, fen; 0: never. */
  freeFromFen: number;
}

/** What delivery costs in the regions whose code begins so; the longest beginning counts. */
export interface DeliveryZoneInput {
  /** Up to 12 digits; empty: everywhere else. */
  regionPrefix?: string;
  /** Nothing is delivered there. */
  excluded?: boolean;
  /** For the first `baseG` grams, fen. */
  baseFen?: number;
  /** Grams; 0: any weight, a flat fee. */
  baseG?: number;
  /** For every `stepG` grams more that are begun, fen. */
  stepFen?: number;
  /** Grams; 0: a flat fee. */
  stepG?: number;
  /** Free when the goods cost as much before coupon and points, fen; 0: never. */
  freeFromFen?: number;
}

export interface DeskOrder {
  order: Order | null;
  buyerId: string;
  /** Oldest first; in lists none. */
  notes: Array<OrderNote>;
  /** The account at WeChat Pay that it is paid into (Merchants); empty: the installation's own. */
  merchantId: string;
}

export interface DoorDelivery {
  orderId: string;
  /** 跟团号 */
  number: number;
  status: OrderStatus;
  door: DoorPlace | null;
  name: string;
  /** Empty: it cannot be read any more. */
  phone: string;
  street: string;
  /** 蓝莓 2 斤 × 2, 车厘子 1 箱 × 1 */
  goods: string;
  remark: string;
}

/** Where in the estate a leader brings it: her list is sorted by it. */
export interface DoorPlace {
  /** 3 栋 */
  building: string;
  /** 2 单元 */
  unit: string;
  floor: number;
}

/** Where in the estate a leader brings it: her list is sorted by it. */
export interface DoorPlaceInput {
  /** 3 栋 */
  building: string;
  /** 2 单元 */
  unit?: string;
  floor?: number;
}

/**
 * What earns points.
 * - ON_ORDER_PAID: An order was paid: points for its yuan. What is refunded takes its points with it.
 * - ON_POST_PUBLISHED: A post can be seen. Removed, it takes its points with it.
 * - ON_CIRCLE_JOINED: Somebody joined a circle for the first time.
 * - ON_INVITED_BOUGHT: 邀请有礼: somebody whom one invited has paid his first order. Fixed, once an invited person; an order that goes back takes it
 * back.
 * - ON_BOUGHT_AS_INVITED: The same, for the one who was invited.
 * - ON_REVIEW_PUBLISHED: A review of something bought can be seen, once a line of an order.
 */
export type EarnTrigger = "EARN_TRIGGER_UNSPECIFIED" | "ON_ORDER_PAID" | "ON_POST_PUBLISHED" | "ON_COMMENT_ADDED" | "ON_CIRCLE_JOINED" | "ON_SIGN_IN" | "ON_INVITED_BOUGHT" | "ON_BOUGHT_AS_INVITED" | "ON_REVIEW_PUBLISHED";

/** What somebody has earned with a merchant account and was not paid out, fen; below 0: he owes it to that account. */
export interface EarnerAccount {
  /** Empty: the installation's own. */
  merchantId: string;
  balanceFen: number;
}

/**
 * What a rule gives.
 * - EARNS_UNSPECIFIED: As EARNS_POINTS.
 * - EARNS_GROWTH: 成长值, by which levels are reached (levels.proto): never spent, so it neither vests nor runs out.
 */
export type Earns = "EARNS_UNSPECIFIED" | "EARNS_POINTS" | "EARNS_GROWTH";

export interface ExportOrdersRequest {
  /** Its page size is that of the file. */
  search: SearchOrdersRequest;
  /** For the audit log. */
  why: string;
}

export interface FindParcelsResponse {
  /** Oldest first, at most 200. */
  parcels: Array<Parcel>;
  /** Who shows the code, as others may see it; empty for a shared code, and when it was searched for. */
  collectorName: string;
}

export interface Finding {
  kind: FindingKind;
  severity: Severity;
  /** For whoever publishes it. */
  text: string;
}

/**
 * - FINDING_FAULT: A field is wrong, or it is not there to be sold.
 * - FINDING_LOSS: It costs less than is paid for it.
 * - FINDING_DISCOUNT: It costs far less than outside of campaigns.
 * - FINDING_SHARES: What leaders and partners earn is more than the margin.
 * - FINDING_MERCHANTS: Goods of one round are paid into different accounts: no order takes them together.
 */
export type FindingKind = "FINDING_KIND_UNSPECIFIED" | "FINDING_FAULT" | "FINDING_LOSS" | "FINDING_DISCOUNT" | "FINDING_SHARES" | "FINDING_STOCK" | "FINDING_WINDOW" | "FINDING_AUDIENCE" | "FINDING_LICENCE" | "FINDING_MERCHANTS";

export type FollowLeaderResponse = Record<string, never>;

/** What the law wants said of food. */
export interface Food {
  origin: string;
  /** Days; 0: not said yet. */
  shelfLifeDays: number;
  /** How it is kept: «0–4 ℃ 冷藏». */
  storage: string;
  /** Number of the licence it is sold by. */
  licence: string;
}

/** What the law wants said of food. */
export interface FoodInput {
  origin?: string;
  /** Days; 0: not said yet. */
  shelfLifeDays?: number;
  /** How it is kept: «0–4 ℃ 冷藏». */
  storage?: string;
  /** Number of the licence it is sold by. */
  licence?: string;
}

export interface GrantCouponsResponse {
  outcomes: Array<GrantOutcome>;
}

/** Somebody who was to have a coupon. */
export interface GrantOutcome {
  userId: string;
  /** Empty: refused. */
  couponId: string;
  /** Why he has none: ALL_CLAIMED, CLAIM_LIMIT_REACHED, CLAIM_NOT_OPEN, CLAIM_OVER. Empty: he has it. */
  reason: string;
}

export interface GrantPlan {
  planId: string;
  title: string;
  templateId: string;
  communityId: string;
  monthDay: number;
  hour: number;
  startsAt: string | null;
  active: boolean;
  /** Not set: none yet. */
  latestRun: GrantRun | null;
}

export interface GrantRoleRequest {
  userId: string;
  role: string;
  scopeId?: string;
  /** Why, for the audit log. */
  why?: string;
}

/** A run of a plan. */
export interface GrantRun {
  /** 2026-11; empty: of a plan that runs once. */
  month: string;
  granted: number;
  /** People who have none because the template gave no more, to them or to anybody. */
  refused: number;
  /** Not set: it is under way. */
  doneAt: string | null;
}

export interface GroupbuyBasketLine {
  skuId: string;
  quantity: number;
}

export interface GrowthEntry {
  entryId: string;
  kind: GrowthKind;
  growth: number;
  /** What it is about: an order, a post; empty: none. */
  sourceId: string;
  /** For people, e.g. the title of the rule. */
  title: string;
  postedAt: string | null;
}

/**
 * Why growth changed.
 * - GROWTH_TAKEN_BACK: What it was earned by went back.
 * - GROWTH_ADJUSTED: By operators.
 * - GROWTH_DECAYED: A year did not bring enough.
 */
export type GrowthKind = "GROWTH_KIND_UNSPECIFIED" | "GROWTH_EARNED" | "GROWTH_TAKEN_BACK" | "GROWTH_ADJUSTED" | "GROWTH_DECAYED";

export interface HallGoods {
  hallGoodsId: string;
  /** Empty: of all communities that have no line of their own for the SKU. */
  communityId: string;
  skuId: string;
  productId: string;
  productTitle: string;
  skuTitle: string;
  imageUrl: string;
  /** Fen. */
  listPriceFen: number;
  /**
   * What is earned by selling it, in hundredths of a percent of what is paid (SHARE_HALL). Rounds and campaigns keep the one
   * they were published with.
   */
  commissionBasisPoints: number;
  /** No round or campaign sells a unit for less, fen. */
  lowestPriceFen: number;
  /** Units for all rounds and campaigns together. */
  supplyLimit: number;
  /** Units that are still to be had from the hall. */
  supplyLeft: number;
  /** Units of the SKU on the shelf. */
  stock: number;
  /** It can't be opened with any more. */
  withdrawn: boolean;
  /** Grows with each change. */
  version: number;
  createdAt: string | null;
}

export interface HallRule {
  communityId: string;
  /** Rounds there sell goods of the hall alone. */
  hallOnly: boolean;
}

export interface HandOverAsk {
  orderId: string;
  /** Of the line in its order. */
  position?: number;
  units: number;
}

export interface HandOverLine {
  orderId: string;
  position: number;
  productTitle: string;
  skuTitle: string;
  units: number;
  /** As others may see it. */
  ownerName: string;
}

/** Who handed what to whom. It never changes; taking it back is noted beside it. */
export interface HandOverRecord {
  handOverId: string;
  pointId: string;
  staffId: string;
  staffName: string;
  way: HandOverWay;
  /** Who showed the code, as others may see it; empty for a shared code, and when it was searched for. */
  collectorName: string;
  handedOverAt: string | null;
  lines: Array<HandOverLine>;
  /** Until then it can be taken back. */
  undoUntilAt: string | null;
  /** Absent: it was not taken back. */
  undoneAt: string | null;
  /** Who took it back. Empty: nobody. */
  undoneBy: string;
  undoReason: string;
}

/**
 * How it was found out whom to hand it to.
 * - BY_SHARED_CODE: Of one use, shared by its buyer.
 */
export type HandOverWay = "HAND_OVER_WAY_UNSPECIFIED" | "BY_CODE" | "BY_SIGNED_CODE" | "BY_SEARCH" | "BY_SHARED_CODE";

/** A round, as who helps to sell it sees it. */
export interface HelpSell {
  round: Round | null;
  status: HelpStatus;
  circleId: string;
  /** Paid orders of hers, and what was paid for them, fen. */
  orders: number;
  paidFen: number;
  /** Her selling shares of them, without what refunds took back, fen. */
  earnedFen: number;
}

/**
 * - HELP_STATUS_UNSPECIFIED: Open to every leader, and not taken.
 * - HELP_STOPPED: By the helper.
 * - HELP_WITHDRAWN: By the round's leader: only another offer changes that.
 */
export type HelpStatus = "HELP_STATUS_UNSPECIFIED" | "HELP_OFFERED" | "HELP_SELLING" | "HELP_STOPPED" | "HELP_WITHDRAWN";

export interface Household {
  /** Whom the caller has named: at most 10. */
  members: Array<HouseholdMember>;
  /** Who has named the caller: at most 100. */
  fetchesFor: Array<HouseholdMember>;
}

export interface HouseholdMember {
  userId: string;
  nickname: string;
  avatarUrl: string;
  namedAt: string | null;
  /** Absent: he has not agreed. */
  agreedAt: string | null;
}

export interface ImportFault {
  /** Of the file, from 1: the headings. */
  line: number;
  /** Its English heading; empty: the whole line. */
  column: string;
  /** «must be at most the list price» */
  what: string;
}

export interface IncomeReport {
  /** 姓名,证件号码,收入(元),代扣税款(元),笔数 */
  csv: string;
  people: number;
  /** Empty: this was the last page. */
  nextPageToken: string;
}

export interface Invoice {
  invoiceId: string;
  orderId: string;
  state: InvoiceState;
  kind: InvoiceKind;
  title: string;
  /** Empty: a person's. */
  taxNumber: string;
  /** What was paid and kept, fen. */
  amountFen: number;
  /** Empty: not issued; so below. */
  number: string;
  /** 2026-11-21. */
  issuedOn: string;
  fileUrl: string;
  /** Of a reversal: REFUND. */
  reason: string;
  requestedAt: string | null;
  /** Absent: not issued. */
  issuedAt: string | null;
  /** Absent: good. */
  reversedAt: string | null;
}

export type InvoiceKind = "INVOICE_KIND_UNSPECIFIED" | "INVOICE_FOR_PERSON" | "INVOICE_FOR_COMPANY";

/** - INVOICE_REVERSED: By a refund: what was issued is to be reversed at the tax office (冲红). */
export type InvoiceState = "INVOICE_STATE_UNSPECIFIED" | "INVOICE_REQUESTED" | "INVOICE_ISSUED" | "INVOICE_REVERSED";

/** A public key that verifies access tokens, as in RFC 8037. */
export interface Key {
  kid: string;
  /** OKP */
  kty: string;
  /** Ed25519 */
  crv: string;
  /** Base64url without padding. */
  x: string;
  /** EdDSA */
  alg: string;
  /** sig */
  use: string;
}

export interface KeySet {
  keys: Array<Key>;
}

/**
 * What becomes of a payment that comes when the team is over, or the leader's round. The buyer chooses it with the order; what cannot be done then
 * is a refund at once, and nobody is moved who has not chosen it.
 * - LATE_PAYMENT_UNSPECIFIED: As LATE_REFUND.
 * - LATE_OWN_TEAM: The buyer starts a team of his own, at the price he has paid, while the campaign runs.
 * - LATE_OPEN_TEAM: The buyer joins the open team that is nearest to completion.
 * - LATE_NEXT_ROUND: Of an order in a round: the leader's next one that has all of it at no higher price.
 */
export type LatePayment = "LATE_PAYMENT_UNSPECIFIED" | "LATE_REFUND" | "LATE_OWN_TEAM" | "LATE_OPEN_TEAM" | "LATE_NEXT_ROUND";

export interface Leader {
  userId: string;
  communityId: string;
  nickname: string;
  avatarUrl: string;
  status: LeaderStatus;
  /** Why disabled: for the leader and operators. */
  disabledReason: string;
  /** People who follow. */
  followers: number;
  sinceAt: string | null;
}

export interface LeaderApplication {
  applicationId: string;
  userId: string;
  communityId: string;
  /** Why, where, with what experience: in the applicant's words. */
  statement: string;
  agreementVersion: number;
  status: ReviewStatus;
  /** Of a decline. */
  reason: string;
  createdAt: string | null;
  /** Absent: not decided. */
  decidedAt: string | null;
}

/** One card about a round, at every stage. */
export interface LeaderMinute {
  roundId: string;
  status: RoundStatus;
  /** The most urgent first. */
  tasks: Array<MinuteTask>;
  /** Ready to paste: goods, prices, the running list (接龙, the latest 50). */
  text: string;
  nextSteps: Array<MinuteStep>;
  paidOrders: number;
  unpaidOrders: number;
  paidFen: number;
  /** What is missing to the minimum; 0: nothing. */
  minimumLeftFen: number;
  /** People who looked and did not order. */
  lookers: number;
  /** Without what refunds took back. */
  earnedFen: number;
  /** Why each fen. */
  earned: Array<MinuteShare>;
  serverTime: string | null;
}

/** Rates are hundredths of a percent, rounded down; 0 of nothing. Amounts are fen. */
export interface LeaderRecord {
  leaderId: string;
  rounds: number;
  orders: number;
  buyers: number;
  /** Of them, in two rounds or more. */
  repeatBuyers: number;
  repeatBasisPoints: number;
  /** By the ledger: what was paid, what of it was promised back, and what is left. */
  paidFen: number;
  refundedFen: number;
  salesFen: number;
  /** Parcels that were settled, and those by the time that was promised. */
  parcels: number;
  onTime: number;
  onTimeBasisPoints: number;
  units: number;
  shortUnits: number;
  shortBasisPoints: number;
  /** Refunds that are out, and in how many minutes half of them and nine of ten were. */
  refunds: number;
  refundMinutesMedian: number;
  refundMinutesP90: number;
  /** The oldest reckoning that is in it; absent: there is none. */
  computedAt: string | null;
}

/**
 * - LEADER_RESTING_NOW: Opens nothing new.
 * - LEADER_IS_DISABLED: By an operator, with a reason.
 */
export type LeaderStatus = "LEADER_STATUS_UNSPECIFIED" | "LEADER_ACTIVE" | "LEADER_RESTING_NOW" | "LEADER_IS_DISABLED";

/** A complaint as the leader of its order sees it. */
export interface LedComplaint {
  complaintId: string;
  orderId: string;
  state: ComplaintState;
  complainedAt: string | null;
  /** The buyer's words. */
  detail: string;
  problem: string;
  /** Fen; 0: none. */
  refundWantedFen: number;
  fullyRefunded: boolean;
  /** He waits for a word of the seller. */
  waits: boolean;
  /** The seller's latest word; empty: none. */
  answer: string;
}

export interface LedgerMonth {
  month: string;
  /** 2026-11-01, in China. */
  firstDay: string;
  lastDay: string;
  postings: number;
  /** Hexadecimal. */
  sha256: string;
  closedBy: string;
  why: string;
  closedAt: string | null;
  accounts: Array<MonthAccount>;
}

export interface Level {
  /** From 1, the lowest. Levels are told by it: a campaign for level 2 is for whatever the second one is then. */
  number: number;
  name: string;
  threshold: number;
  keepGrowth: number;
  benefits: Array<string>;
}

export interface LevelSet {
  /** Grows each time they are set; 0: they never were. */
  version: number;
  levels: Array<Level>;
  decayPercent: number;
}

/** A level, as operators set it. */
export interface LevelTerms {
  name: string;
  /** Who has so much growth has the level; more than for the one before. */
  threshold: number;
  /** Growth that a year must bring for the level to be kept; 0: it is kept in any case. */
  keepGrowth?: number;
  /** What the level brings, for people: «生日礼包». */
  benefits?: Array<string>;
}

export interface Licence {
  kind: LicenceKind;
  number: string;
  /** The last day it holds, in China: 2026-11-22. */
  expiresOn: string;
  /** That day is over. */
  expired: boolean;
}

/**
 * - LICENCE_BUSINESS: 营业执照
 * - LICENCE_FOOD: 食品生产 or 经营许可证
 */
export type LicenceKind = "LICENCE_KIND_UNSPECIFIED" | "LICENCE_BUSINESS" | "LICENCE_FOOD" | "LICENCE_OTHER";

export interface LineLeft {
  /** 0-based, as in `order.lines`. */
  position?: number;
  quantity?: number;
}

export interface LineWeight {
  orderId: string;
  itemId: string;
  grams: number;
  /** What was paid for. */
  upperG: number;
  /** On its way back, fen. */
  refundFen: number;
}

/** A share link. */
export interface Link {
  /** 10 characters, base62. */
  key: string;
  target: LinkTarget;
  targetId: string;
  /** Who shares. */
  sharerId: string;
  /** Where it is shared: a channel's name, a building. */
  channel: string;
  circleId: string;
  /** Shown on the card. */
  title: string;
  /** Page of the mini-program, with its query. */
  path: string;
  /** Opens so far. */
  openCount: number;
  /** Unset: never. */
  expiresAt: string | null;
  createdAt: string | null;
}

export interface LinkCode {
  /** image/jpeg or image/png */
  contentType: string;
  image: string;
}

/**
 * What a link leads to.
 * - ROUND: A leader's group-buy: by her own link or a helper's.
 */
export type LinkTarget = "LINK_TARGET_UNSPECIFIED" | "COMMUNITY" | "CIRCLE" | "POST" | "CAMPAIGN" | "TEAM" | "ROUND";

export interface ListAddressesResponse {
  /** At most 20. */
  addresses: Array<Address>;
}

export interface ListAdjustmentsResponse {
  adjustments: Array<Adjustment>;
  /** Empty on the last page. */
  nextPageToken: string;
}

export interface ListAfterSalesResponse {
  afterSales: Array<AfterSale>;
  /** Empty: this was the last page. */
  nextPageToken: string;
}

export interface ListApprovalsResponse {
  approvals: Array<Approval>;
  /** Empty: this was the last page. */
  nextPageToken: string;
}

export interface ListArticlesResponse {
  articles: Array<Article>;
  /** How many of them the caller has read. */
  read: number;
}

export interface ListBillCasesResponse {
  cases: Array<PaymentCase>;
  /** Empty: this was the last page. */
  nextPageToken: string;
}

export interface ListBillDaysResponse {
  days: Array<BillDay>;
  /** Empty: this was the last page. */
  nextPageToken: string;
}

export interface ListBlocksResponse {
  users: Array<User>;
  nextPageToken: string;
}

export interface ListBookingSlotsResponse {
  slots: Array<BookingSlot>;
  /** Empty: this was the last page. */
  nextPageToken: string;
}

export interface ListBookingsResponse {
  bookings: Array<Booking>;
  /** Empty: this was the last page. */
  nextPageToken: string;
}

export interface ListCampaignsResponse {
  campaigns: Array<Campaign>;
  /** Empty: this was the last page. */
  nextPageToken: string;
}

export interface ListCardUsesResponse {
  uses: Array<CardUse>;
  /** Empty: this was the last page. */
  nextPageToken: string;
}

export interface ListCirclesResponse {
  circles: Array<Circle>;
  /** Empty on the last page. */
  nextPageToken: string;
}

export interface ListCodesResponse {
  codes: Array<CouponCode>;
  /** Empty on the last page. */
  nextPageToken: string;
}

export interface ListCommentsResponse {
  comments: Array<Comment>;
  nextPageToken: string;
}

export interface ListCommunitiesResponse {
  communities: Array<Community>;
  nextPageToken: string;
}

export interface ListComplaintsResponse {
  complaints: Array<Complaint>;
  /** Empty: this was the last page. */
  nextPageToken: string;
}

export interface ListCouponAuditResponse {
  /** Newest first. */
  entries: Array<AuditEntry>;
  /** Empty: this was the last page. */
  nextPageToken: string;
}

export interface ListCouponsResponse {
  coupons: Array<Coupon>;
  /** Empty on the last page. */
  nextPageToken: string;
}

export interface ListDeliveriesResponse {
  deliveries: Array<Delivery>;
  /** Empty on the last page. */
  nextPageToken: string;
}

export interface ListDoorDeliveriesResponse {
  deliveries: Array<DoorDelivery>;
  /** Empty: this was the last page. */
  nextPageToken: string;
}

export interface ListFollowedLeadersResponse {
  /** A leader of several communities stands here once for each. */
  leaders: Array<Leader>;
  /** Empty: this was the last page. */
  nextPageToken: string;
}

export interface ListGrantPlansResponse {
  plans: Array<GrantPlan>;
  /** Empty on the last page. */
  nextPageToken: string;
}

export interface ListGrowthResponse {
  entries: Array<GrowthEntry>;
  /** Empty on the last page. */
  nextPageToken: string;
}

export interface ListHallGoodsResponse {
  goods: Array<HallGoods>;
  /** Empty: this was the last page. */
  nextPageToken: string;
}

export interface ListHallResponse {
  goods: Array<HallGoods>;
  /** Empty: this was the last page. */
  nextPageToken: string;
  /** Rounds here sell nothing else. */
  hallOnly: boolean;
}

export interface ListHandOversResponse {
  handOvers: Array<HandOverRecord>;
  /** Empty: this was the last page. */
  nextPageToken: string;
}

export interface ListHeldMediaResponse {
  media: Array<Media>;
  /** Empty on the last page. */
  nextPageToken: string;
}

export interface ListHelpOffersResponse {
  offers: Array<HelpSell>;
  /** Empty: this was the last page. */
  nextPageToken: string;
}

export interface ListHelpSellsResponse {
  helpSells: Array<HelpSell>;
  /** Empty: this was the last page. */
  nextPageToken: string;
}

export interface ListImportFaultsResponse {
  faults: Array<ImportFault>;
  /** Empty: this was the last page. */
  nextPageToken: string;
}

export interface ListInvoicesResponse {
  invoices: Array<Invoice>;
  /** Empty: this was the last page. */
  nextPageToken: string;
}

export interface ListLeaderApplicationsResponse {
  applications: Array<LeaderApplication>;
  /** Empty: this was the last page. */
  nextPageToken: string;
}

export interface ListLeaderRecordsResponse {
  records: Array<LeaderRecord>;
  /** Empty: this was the last page. */
  nextPageToken: string;
}

export interface ListLeadersResponse {
  leaders: Array<Leader>;
  /** Empty: this was the last page. */
  nextPageToken: string;
}

export interface ListLedAfterSalesResponse {
  afterSales: Array<AfterSale>;
  /** Empty: this was the last page. */
  nextPageToken: string;
}

export interface ListLedComplaintsResponse {
  complaints: Array<LedComplaint>;
  /** Empty: this was the last page. */
  nextPageToken: string;
}

export interface ListLinksResponse {
  links: Array<Link>;
  nextPageToken: string;
}

export interface ListMerchantBindingsResponse {
  bindings: Array<MerchantBinding>;
  /** Empty: this was the last page. */
  nextPageToken: string;
}

export interface ListMerchantsResponse {
  merchants: Array<Merchant>;
  /** Empty: this was the last page. */
  nextPageToken: string;
}

export interface ListMessagesResponse {
  messages: Array<Message>;
  /** Empty on the last page. */
  nextPageToken: string;
}

export interface ListMonthsResponse {
  months: Array<LedgerMonth>;
  /** Empty: this was the last page. */
  nextPageToken: string;
}

export interface ListMyAfterSalesResponse {
  afterSales: Array<AfterSale>;
  /** Empty: this was the last page. */
  nextPageToken: string;
}

export interface ListMyCardsResponse {
  cards: Array<Card>;
  /** Empty: this was the last page. */
  nextPageToken: string;
}

export interface ListMyComplaintsResponse {
  complaints: Array<MyComplaint>;
  /** Empty: this was the last page. */
  nextPageToken: string;
}

export interface ListMyLeadershipsResponse {
  leaderships: Array<Leader>;
  /** The latest 20. */
  applications: Array<LeaderApplication>;
}

export interface ListMyPickUpsResponse {
  /** At most 200 parcels altogether. */
  places: Array<PickUpPlace>;
}

export interface ListMyPointsResponse {
  /** At most 100, the newest first. */
  points: Array<PickUpPoint>;
}

export interface ListMyReviewsResponse {
  reviews: Array<Review>;
  /** Empty: this was the last page. */
  nextPageToken: string;
}

export interface ListMyRoundsResponse {
  rounds: Array<Round>;
  /** Empty: this was the last page. */
  nextPageToken: string;
}

export interface ListMySharesResponse {
  shares: Array<Share>;
  /** Empty: this was the last page. */
  nextPageToken: string;
  /** Of all shares of the caller, not of this page only. */
  accruedFen: number;
  reversedFen: number;
  /** What is left of those that are his already. */
  vestedFen: number;
}

export interface ListOpenTeamsResponse {
  teams: Array<Team>;
  /** Empty: this was the last page. */
  nextPageToken: string;
}

export interface ListOrderSubstitutionsResponse {
  /** At most 50. */
  substitutions: Array<OrderSubstitution>;
}

export interface ListOrdersResponse {
  orders: Array<Order>;
  /** Empty: this was the last page. */
  nextPageToken: string;
}

export interface ListParcelsResponse {
  parcels: Array<PickParcel>;
  /** Empty: this was the last page. */
  nextPageToken: string;
}

export interface ListPaymentCasesResponse {
  cases: Array<PaymentCase>;
  /** Empty: this was the last page. */
  nextPageToken: string;
}

export interface ListPayoutsResponse {
  payouts: Array<Payout>;
  /** Empty: this was the last page. */
  nextPageToken: string;
}

export interface ListPeopleAuditResponse {
  /** Newest first. */
  entries: Array<AuditEntry>;
  /** Empty: this was the last page. */
  nextPageToken: string;
}

export interface ListPickUpPointsResponse {
  points: Array<PickUpPoint>;
  /** Empty: this was the last page. */
  nextPageToken: string;
}

export interface ListPointStaffResponse {
  staff: Array<PointStaff>;
}

export interface ListPointsRulesResponse {
  rules: Array<PointsRule>;
  /** Empty on the last page. */
  nextPageToken: string;
}

export interface ListPostingsResponse {
  postings: Array<Posting>;
  /** Empty on the last page. */
  nextPageToken: string;
}

export interface ListPostsResponse {
  posts: Array<Post>;
  /** Empty on the last page. */
  nextPageToken: string;
}

export interface ListProductReviewsResponse {
  reviews: Array<Review>;
  /** Empty: this was the last page. */
  nextPageToken: string;
  rating: ProductRating | null;
}

export interface ListProductsResponse {
  products: Array<Product>;
  /** Empty: this was the last page. */
  nextPageToken: string;
}

export interface ListProposedPointsResponse {
  points: Array<PickUpPoint>;
  /** Empty: this was the last page. */
  nextPageToken: string;
}

export interface ListReceiversResponse {
  receivers: Array<Receiver>;
  /** Empty: this was the last page. */
  nextPageToken: string;
}

export interface ListRefusedBuyersResponse {
  buyers: Array<RefusedBuyer>;
  /** Empty: this was the last page. */
  nextPageToken: string;
}

export interface ListReportsResponse {
  reports: Array<Report>;
  nextPageToken: string;
}

export interface ListReservesResponse {
  reserves: Array<Reserve>;
  /** Empty: this was the last page. */
  nextPageToken: string;
  rule: ReserveRule | null;
}

export interface ListRolesResponse {
  roles: Array<RoleGrant>;
}

export interface ListRoundEntriesResponse {
  /** The newest first; paid ones only. */
  entries: Array<RoundEntry>;
  /** Empty: this was the last page. */
  nextPageToken: string;
}

export interface ListRoundHelpersResponse {
  helpers: Array<RoundHelper>;
  /** Empty: this was the last page. */
  nextPageToken: string;
}

export interface ListRoundOrdersResponse {
  orders: Array<RoundOrder>;
  /** Empty: this was the last page. */
  nextPageToken: string;
}

export interface ListRoundPlacesResponse {
  /** Empty before the cut-off. At most 21. */
  places: Array<RoundPlace>;
}

export interface ListRoundsResponse {
  rounds: Array<Round>;
  /** Empty: this was the last page. */
  nextPageToken: string;
}

export interface ListShareReturnsResponse {
  returns: Array<ShareReturn>;
  /** Empty: this was the last page. */
  nextPageToken: string;
}

export interface ListShippingInfosResponse {
  infos: Array<ShippingInfo>;
  /** Empty: this was the last page. */
  nextPageToken: string;
}

export interface ListShortagesResponse {
  shortages: Array<Shortage>;
  /** Empty: this was the last page. */
  nextPageToken: string;
}

export interface ListSignInsResponse {
  days: Array<DaySignedIn>;
  /** Today, on China's calendar: 2026-11-22. */
  today: string;
}

export interface ListSkuRefundLinesResponse {
  lines: Array<SkuRefundLine>;
  /** Empty: this was the last page. */
  nextPageToken: string;
}

export interface ListSkuRefundsResponse {
  skuRefunds: Array<SkuRefund>;
  /** Empty: this was the last page. */
  nextPageToken: string;
}

export interface ListSubscriptionsResponse {
  subscriptions: Array<Subscription>;
}

export interface ListSubstitutionsResponse {
  /** At most 50. */
  substitutions: Array<Substitution>;
}

export interface ListSuppliersResponse {
  suppliers: Array<Supplier>;
  /** Empty: this was the last page. */
  nextPageToken: string;
}

export interface ListSuppliesResponse {
  supplies: Array<Supply>;
  /** Empty: this was the last page. */
  nextPageToken: string;
}

export interface ListTalkAuditResponse {
  /** Newest first. */
  entries: Array<AuditEntry>;
  /** Empty: this was the last page. */
  nextPageToken: string;
}

export interface ListTemplatesResponse {
  templates: Array<Template>;
  /** Empty on the last page. */
  nextPageToken: string;
}

export interface ListTradeAuditResponse {
  /** Newest first. */
  entries: Array<AuditEntry>;
  /** Empty: this was the last page. */
  nextPageToken: string;
}

export interface ListWordsResponse {
  words: Array<Word>;
  nextPageToken: string;
}

/** Something that may have changed. */
export interface LiveNews {
  /** What it is: inbox, order, campaign, team. */
  type: string;
  id: string;
  /** Grows with each change; 0 when not known. */
  version: number;
}

export interface LiveResponse {
  /** For the next request. */
  after: string;
  /** Something may have been missed: read again. */
  resync: boolean;
  /** Each thing at most once, the newest version. */
  hints: Array<LiveNews>;
}

export type LookAtRoundResponse = Record<string, never>;

export interface MarkReadRequest {
  /** Up to 100; none: all. */
  messageIds?: Array<string>;
}

/** The caller, as only he sees himself. */
export interface Me {
  userId: string;
  nickname: string;
  avatarUrl: string;
  /** A few words about oneself. */
  bio: string;
  phoneVerified: boolean;
  /** 138****0000; empty without one. */
  phoneMasked: string;
  /** Roles held. */
  roles: Array<RoleGrant>;
  /** Communities joined. */
  communityIds: Array<string>;
  createdAt: string | null;
}

/** A picture that somebody sent. */
export interface Media {
  picture: Picture | null;
  /** When it came, UTC. */
  createdAt: string | null;
}

/**
 * - RECEIVED: It has come, and is being made into what others see.
 * - CHECKING: WeChat is looking at it.
 * - PASSED: Others may see it.
 * - MEDIA_HELD: A person must look at it.
 * - MEDIA_REFUSED: It breaks the rules; it is gone.
 */
export type MediaState = "MEDIA_STATE_UNSPECIFIED" | "RECEIVED" | "CHECKING" | "PASSED" | "MEDIA_HELD" | "MEDIA_REFUSED";

/** Somebody's level. */
export interface MemberLevel {
  userId: string;
  growth: number;
  /** Not set: he has none. */
  level: Level | null;
  /** The one above; not set: there is none. */
  next: Level | null;
  /** Growth that is missing to it. */
  nextMissing: number;
  /** The level's year ends then; not set: without a level, or nothing of it can decay. */
  keptUntil: string | null;
  /** Growth that is missing until then for it to be kept. */
  keepMissing: number;
}

/**
 * What somebody is in a circle.
 * - MEMBERSHIP_UNSPECIFIED: Not a member.
 */
export type Membership = "MEMBERSHIP_UNSPECIFIED" | "MEMBER" | "MODERATOR" | "OWNER";

export interface Merchant {
  /** Its number at WeChat Pay (mchid). */
  merchantId: string;
  name: string;
  state: MerchantState;
  /** The installation has its keys: it can take payments. */
  ready: boolean;
  /** Communities and suppliers that are bound to it. */
  bindings: number;
  createdAt: string | null;
  closedAt: string | null;
}

export interface MerchantBinding {
  merchantId: string;
  /** One of the two; the other is empty. */
  communityId: string;
  supplierId: string;
  boundAt: string | null;
}

/** - MERCHANT_IS_CLOSED: Nothing is bound to it any more. */
export type MerchantState = "MERCHANT_STATE_UNSPECIFIED" | "MERCHANT_ACTIVE" | "MERCHANT_IS_CLOSED";

/** One message of an inbox, in the language of the request. */
export interface Message {
  messageId: string;
  kind: MessageKind;
  title: string;
  text: string;
  /** Id of what it is about; empty: nothing to open. */
  linkId: string;
  read: boolean;
  /** UTC. */
  createdAt: string | null;
}

/**
 * What a message is about; the client picks its icon by it.
 * - CIRCLE_WELCOME: Welcome to a circle. Link: the circle.
 * - ORDER_PAID: Link: the order.
 * - ORDER_CANCELLED: Link: the order.
 * - TEAM_COMPLETED: Link: the team.
 * - TEAM_FAILED: Link: the team.
 * - REFUND_DONE: Link: the order.
 * - COUPON_ISSUED: Link: the coupon.
 * - COMMENT_ADDED: Somebody commented or answered. Link: the post.
 * - SESSIONS_ENDED: All sign-ins were ended because one was used twice. No link.
 * - BOOKING_CONFIRMED: Who serves it has confirmed. Link: the booking.
 * - BOOKING_OFF: Called off by who serves it; the money is on its way back. Link: the booking.
 * - BOOKING_RESCHEDULED: It has got another time. Link: the booking.
 * - BOOKING_SOON: Its time comes soon. Link: the booking.
 * - BOOKING_MISSED: Nobody came. Link: the booking.
 * - CARD_USED: Sessions of a card were used.
 * - CARD_USE_UNDONE: They are the buyer's again.
 * - CARD_ENDING: A card is good for a week more.
 * - CARD_EXPIRED: Its time is over.
 * - REVIEW_HIDDEN_FOR_BREACH: Somebody has hidden a review of the person's, with the reason.
 * - COUPON_EXPIRING: A coupon runs out soon. Link: the coupon.
 * - POINTS_EXPIRING: Points run out soon. No link.
 * - ORDER_SHIPPED: With its carrier. Link: the order.
 * - ORDER_FULFILLED: Handed out or received; after-sales are open for a time. Link: the order.
 * - REFUND_STARTED: Money is on its way back. Link: the order.
 * - LEADER_APPROVED: The application as a leader was approved. Link: the community.
 * - LEADER_DECLINED: Link: the community.
 * - LEADER_DISABLED: The leadership was taken away. Link: the community.
 * - LEADER_RESTORED: And given back. Link: the community.
 * - POINT_APPROVED: A pick-up point was approved. Link: the point.
 * - POINT_DECLINED: Link: the point.
 * - ROUND_CLOSED: To the leader: nothing enters any more. Link: the round.
 * - ROUND_OPENED: Of a leader one follows, or one looked at. Link: the round; so below.
 * - STEP_REACHED: A price step is reached, for everybody.
 * - ROUND_ENDING: One looked and has not ordered.
 * - ROUND_UNPAID: One has ordered and not paid.
 * - ROUND_OFFERED: To a leader: another one asks her to help to sell.
 * - ROUND_EXTENDED: One looked or ordered: its end is put off.
 * - ROUND_CANCELLED: One looked or ordered, or leads it: it is off, and why.
 * - PAYOUT_TO_CONFIRM: To who earned it: WeChat waits for a yes, within a day. Link: the payout.
 * - PAYOUT_DONE: Link: the payout; so below.
 * - PAYOUT_CAME_BACK: It could not be paid out, and is the earner's again.
 * - SKU_REFUNDED: Money goes back to everybody who bought something, and why. Link: the order.
 * - AFTER_SALE_APPROVED: To the buyer; link: the after-sale, so below.
 * - AFTER_SALE_RETURN: The goods are to be sent back.
 * - AFTER_SALE_TO_DECIDE: To the leader, later to operators.
 * - FUNDS_LOW: To operators: refunds wait because the balance is too low. Link: the order of the first.
 * - RESERVE_SHORT: To operators: a merchant account has less than is to be kept for refunds, payouts wait. No link.
 * - RESERVE_COVERED: To operators: it is whole again. No link.
 * - TEAM_JOINED: One more is in a team of the person's, which is not complete yet. Link: the team.
 * - QUEUE_TOO_LONG: To operators: a queue of the house stands still, or is too long. No link.
 * - APPROVAL_WANTED: To operators and finance: somebody wants a second pair of eyes. Link: the approval.
 * - REFUND_STUCK: To operators: WeChat cannot pay a refund out. Link: the order.
 * - REFUND_DELAYED: To the buyer: WeChat could not pay a refund out yet, it is being looked after. Link: the order.
 * - ORDER_CALLED_OFF: Called off by who sold it, and why; the money is on its way back. Link: the order.
 * - ORDER_EXPIRING: Not paid yet, and the time for it ends soon. Link: the order.
 * - SALE_STARTING: To operators: a flash sale starts soon. Link: the campaign.
 * - TEAM_ONE_SHORT: One more, and the team is complete. Link: the team.
 * - BILL_DIFFERENCE: To operators: the bills of a day differ from our books. No link.
 * - COMPLAINT_ANSWERED: What was said in answer to a complaint stands at WeChat. Link: the complaint.
 * - SHARE_REVERSED: To who earned it: a refund has taken a part of it back. Link: the order.
 * - COMPLAINT_RECEIVED: To operators and the leader: somebody complained at WeChat. Link: the complaint.
 * - COMPLAINT_OVERDUE: To operators: a complaint waits for an answer for too long. Link: the complaint.
 * - TEAM_CHANGED: A payment that came when its team was over was taken in by another one, as the buyer had chosen. Link: the new team.
 * - CAMPAIGN_STARTING: Who asked to be reminded. Link: the campaign.
 * - CAMPAIGN_ENDING: Link: the campaign.
 * - DOORS_WAITING: To the leader: what is ready was not brought to its doors. Link: the round.
 * - DOORS_OVERDUE: To operators: it was not for three days. Link: the round.
 * - STOCK_LOW: To operators: few units are left on the shelf. Link: the product.
 * - LICENCE_ENDED: To operators: a supplier's licence is over, and its products have left the shelf. Link: the supplier.
 * - CERTIFICATE_EXPIRING: To operators: a certificate of WeChat Pay ends soon. No link.
 * - DEVICE_ADDED: To the person: signed in on a device that was never used for it. No link.
 * - LEVEL_REACHED: A higher level of membership. No link.
 * - STOCK_BACK: Somebody waited for it, and it is there again. Link: the product.
 * - ORDER_READY: It lies at its place. Link: the order.
 * - LINE_SHORT: Too little came, money is on its way back. Link: the order.
 * - WEIGHT_SETTLED: Weighed goods weigh less than was paid for, the difference is on its way back. Link: the order.
 * - SUBSTITUTION_ASKED: Something is short: may something else come for it? Link: the order.
 * - PICK_UP_ENDING: It is kept until then only. Link: the order; so below.
 * - PICK_UP_WAITS: It still lies there.
 * - PICK_UP_REFUNDED: Nobody collected it: a part goes back.
 * - PICK_UP_LEFT: To the leader: nobody collected it, and it is kept.
 * - PICKED_UP_FOR_YOU: Somebody else has fetched it. Link: the order.
 */
export type MessageKind = "MESSAGE_KIND_UNSPECIFIED" | "CIRCLE_WELCOME" | "ORDER_PAID" | "ORDER_CANCELLED" | "TEAM_COMPLETED" | "TEAM_FAILED" | "REFUND_DONE" | "COUPON_ISSUED" | "COMMENT_ADDED" | "SESSIONS_ENDED" | "BOOKING_CONFIRMED" | "BOOKING_OFF" | "BOOKING_RESCHEDULED" | "BOOKING_SOON" | "BOOKING_MISSED" | "CARD_USED" | "CARD_USE_UNDONE" | "CARD_ENDING" | "CARD_EXPIRED" | "REVIEW_HIDDEN_FOR_BREACH" | "REVIEW_IS_SHOWN" | "COUPON_EXPIRING" | "POINTS_EXPIRING" | "ORDER_SHIPPED" | "ORDER_FULFILLED" | "REFUND_STARTED" | "LEADER_APPROVED" | "LEADER_DECLINED" | "LEADER_DISABLED" | "LEADER_RESTORED" | "POINT_APPROVED" | "POINT_DECLINED" | "ROUND_CLOSED" | "ROUND_OPENED" | "STEP_REACHED" | "MINIMUM_REACHED" | "ROUND_ENDING" | "ROUND_UNPAID" | "ROUND_OFFERED" | "ROUND_EXTENDED" | "ROUND_CANCELLED" | "PAYOUT_TO_CONFIRM" | "PAYOUT_DONE" | "PAYOUT_CAME_BACK" | "SKU_REFUNDED" | "AFTER_SALE_APPROVED" | "AFTER_SALE_DECLINED" | "AFTER_SALE_RETURN" | "AFTER_SALE_DONE" | "AFTER_SALE_TO_DECIDE" | "FUNDS_LOW" | "RESERVE_SHORT" | "RESERVE_COVERED" | "TEAM_JOINED" | "QUEUE_TOO_LONG" | "APPROVAL_WANTED" | "REFUND_STUCK" | "REFUND_DELAYED" | "ORDER_CALLED_OFF" | "ORDER_EXPIRING" | "SALE_STARTING" | "TEAM_ONE_SHORT" | "BILL_DIFFERENCE" | "COMPLAINT_ANSWERED" | "SHARE_REVERSED" | "COMPLAINT_RECEIVED" | "COMPLAINT_OVERDUE" | "TEAM_CHANGED" | "CAMPAIGN_STARTING" | "CAMPAIGN_ENDING" | "DOORS_WAITING" | "DOORS_OVERDUE" | "STOCK_LOW" | "LICENCE_ENDED" | "CERTIFICATE_EXPIRING" | "DEVICE_ADDED" | "LEVEL_REACHED" | "STOCK_BACK" | "ORDER_READY" | "LINE_SHORT" | "WEIGHT_SETTLED" | "SUBSTITUTION_ASKED" | "PICK_UP_ENDING" | "PICK_UP_WAITS" | "PICK_UP_REFUNDED" | "PICK_UP_LEFT" | "PICKED_UP_FOR_YOU";

/**
 * - MINUTE_PUBLISH: A draft: look it over, publish it.
 * - MINUTE_SAVE_ROUND: Two hours before the end and the minimum is missed: lower it, or put the end off.
 * - MINUTE_TELL_BUYERS: It was called off.
 */
export type MinuteCode = "MINUTE_CODE_UNSPECIFIED" | "MINUTE_PUBLISH" | "MINUTE_ANNOUNCE" | "MINUTE_SHARE_LIST" | "MINUTE_REMIND_UNPAID" | "MINUTE_SAVE_ROUND" | "MINUTE_AWAIT_PAYMENTS" | "MINUTE_ORDER_GOODS" | "MINUTE_COUNT_IN" | "MINUTE_HAND_OUT" | "MINUTE_OPEN_NEXT" | "MINUTE_TELL_BUYERS";

/** What the leader earned of the round in one role by one percentage. Amounts are fen. */
export interface MinuteShare {
  role: ShareRole;
  /** Of the goods as they were paid; each order's part is rounded down. */
  basisPoints: number;
  orders: number;
  baseFen: number;
  accruedFen: number;
  /** By refunds. */
  reversedFen: number;
  /** His already. */
  vestedFen: number;
  /** When all of it is; absent: not known yet, for not everything was received. */
  completeBy: string | null;
}

/** How far an item is from its next price step. */
export interface MinuteStep {
  itemId: string;
  productTitle: string;
  skuTitle: string;
  unitsToGo: number;
  /** Fen, of one unit from then on. */
  priceFen: number;
}

export interface MinuteTask {
  code: MinuteCode;
  zh: string;
  en: string;
}

/** Amounts are fen. */
export interface MonthAccount {
  /** As in the ledger: channel:wechat, deposits, shares:leaders … */
  account: string;
  /** What came to each side in the month. */
  debitFen: number;
  creditFen: number;
  /** At the end of the month, debit less credit of all time. */
  balanceFen: number;
  /** The merchant account whose books they are, each of which adds up to 0; empty: the installation's own. */
  merchantId: string;
}

export interface MonthVerification {
  month: string;
  /** It is as it was closed. */
  holds: boolean;
  /** The first day that is not; empty: the days are, but if holds is false the totals or the month before are not. */
  firstWrongDay: string;
}

/** A complaint as its buyer sees it. */
export interface MyComplaint {
  complaintId: string;
  orderId: string;
  state: ComplaintState;
  complainedAt: string | null;
  problem: string;
  /** Fen; 0: none. */
  refundWantedFen: number;
  fullyRefunded: boolean;
  /** He waits for a word of the seller. */
  waits: boolean;
  /** The seller's latest word; empty: none. */
  answer: string;
}

/**
 * - BY_LEADER: The leader pays on his own phone.
 * - BY_LINK: A relative pays by link.
 * - IN_CASH: The leader has the cash: in the sheets, outside of WeChat and of the ledger.
 */
export type NeighbourPays = "NEIGHBOUR_PAYS_UNSPECIFIED" | "BY_LEADER" | "BY_LINK" | "IN_CASH";

export interface NewBookingSlot {
  startsAt: string;
  endsAt: string;
  /** Places. */
  capacity: number;
  /** Who serves it; never twice at the same time. Empty: nobody in particular. */
  staffId?: string;
}

export interface NewSku {
  title: string;
  /** Fen. */
  listPriceFen: number;
  /** What the supplier is paid, fen. Never shown to buyers; no campaign may sell below it. */
  costPriceFen?: number;
  /** Units. */
  stock?: number;
  /** Grams. */
  weightG?: number;
  imageUrl?: string;
}

/**
 * Why something can't be sent back within seven days (七日无理由退货), as the law has it.
 * - NO_RETURN_UNSPECIFIED: It can.
 * - NO_RETURN_FRESH: 鲜活易腐
 * - NO_RETURN_MADE_TO_ORDER: 定作
 * - NO_RETURN_DIGITAL: 数字化商品
 * - NO_RETURN_PERIODICAL: 报纸、期刊
 * - NO_RETURN_AGREED: 经消费者确认不宜退货
 */
export type NoReturn = "NO_RETURN_UNSPECIFIED" | "NO_RETURN_FRESH" | "NO_RETURN_MADE_TO_ORDER" | "NO_RETURN_DIGITAL" | "NO_RETURN_PERIODICAL" | "NO_RETURN_AGREED";

export interface OfferInHallRequest {
  skuId: string;
  /** Empty: all communities. */
  communityId?: string;
  commissionBasisPoints?: number;
  /** Fen; at most the list price. */
  lowestPriceFen: number;
  supplyLimit: number;
}

export interface Order {
  orderId: string;
  kind: CampaignKind;
  status: OrderStatus;
  campaignId: string;
  campaignTitle: string;
  /** Empty for a flash order. */
  teamId: string;
  lines: Array<OrderLine>;
  receipt: Array<PriceStep>;
  /** What is to be paid or was, fen. */
  amountFen: number;
  /** What went back so far, fen. */
  refundedFen: number;
  /** Empty: none. */
  couponId: string;
  source: Source | null;
  createdAt: string | null;
  /** Not paid by then: closed and cancelled. */
  payBy: string | null;
  /** Absent: not paid. */
  paidAt: string | null;
  /** Absent: not cancelled. */
  cancelledAt: string | null;
  cancelReason: CancelReason;
  refunds: Array<Refund>;
  /** Grows with each change. */
  version: number;
  serverTime: string | null;
  /** The leader's round it belongs to; empty: none. */
  roundId: string;
  delivery: OrderDelivery | null;
  /** Points used. */
  points: number;
  /** Absent: not all of it is handed out. */
  fulfilledAt: string | null;
  /** The end of the time for after-sales. Absent: not handed out. */
  completeBy: string | null;
  completedAt: string | null;
  /** Of a team order: what its buyer chose for a payment that comes too late. */
  latePayment: LatePayment;
}

/** Where an order goes, as it was when it was placed. */
export interface OrderDelivery {
  kind: DeliveryKind;
  /** Empty: it is brought. */
  pointId: string;
  name: string;
  /** 138****8000 */
  phoneMasked: string;
  /** Administrative division, 6 to 12 digits. */
  regionCode: string;
  regionName: string;
  street: string;
  /** Empty: not shipped. */
  carrier: string;
  trackingNumber: string;
  /** Absent: not shipped. */
  shippedAt: string | null;
  /** Taken as received then, unless somebody says otherwise before. */
  confirmBy: string | null;
}

export interface OrderItem {
  itemId: string;
  quantity: number;
}

/**
 * One line of an order or quote. Its shares add up: list − campaign − coupon − points + delivery = payable; over all lines
 * each share adds up to the order's.
 */
export interface OrderLine {
  productId: string;
  skuId: string;
  /** As they were when the order was placed. */
  productTitle: string;
  skuTitle: string;
  imageUrl: string;
  quantity: number;
  /** Of one unit, fen. */
  listPriceFen: number;
  /** Of one unit, fen. */
  priceFen: number;
  /** Of the line, fen. */
  listFen: number;
  /** Taken off by the campaign (and for who starts a team), fen. */
  campaignDiscountFen: number;
  /** The line's share of the coupon, fen. */
  couponDiscountFen: number;
  /** The line's share of the delivery fee, fen. */
  deliveryFen: number;
  /** What the line costs, fen: the most that can be refunded for it. */
  payableFen: number;
  /** The line's share of what points stand for, fen. */
  pointsDiscountFen: number;
  /** Units handed out. */
  fulfilled: number;
  /** Units that were refunded or are being. */
  refundedUnits: number;
  /** Fen that went back for this line or are on their way. */
  refundedFen: number;
  /**
   * What is promised of it, as it was when the order was placed, or is now for a quote; unset: nothing beyond the law. The
   * answer of a flash sale's placing leaves it to the reading.
   */
  promise: ProductPromise | null;
}

export interface OrderNote {
  text: string;
  authorId: string;
  createdAt: string | null;
}

/**
 * - WAITING_TEAM: Paid; the team is not complete.
 * - READY: Paid, nothing stands in the way of handing the goods out.
 * - CANCELLED: Off. What was paid is on its way back.
 * - REFUNDED: All that was paid is back. What goes back in part leaves the order going on.
 * - WAITING_CUTOFF: Paid; the round is still open.
 * - SHIPPED: With the carrier.
 * - PARTLY_FULFILLED: Some of it is handed out.
 * - FULFILLED: All of it is handed out or received.
 * - COMPLETED: The time for after-sales is over.
 */
export type OrderStatus = "ORDER_STATUS_UNSPECIFIED" | "PENDING_PAYMENT" | "PAID" | "WAITING_TEAM" | "READY" | "CANCELLED" | "REFUNDED" | "WAITING_CUTOFF" | "SHIPPED" | "PARTLY_FULFILLED" | "FULFILLED" | "COMPLETED";

export interface OrderSubstitution {
  substitutionId: string;
  /** What is short. */
  insteadOf: string;
  /** What may come for it, and its price, fen a unit. */
  productTitle: string;
  skuTitle: string;
  priceFen: number;
  /** That would be short. */
  units: number;
  until: string | null;
  answer: SubstitutionAnswer;
  /** Units that come, once it is confirmed. */
  given: number;
}

export interface OrdersFile {
  fileName: string;
  mediaType: string;
  /** UTF-8 with its mark. */
  text: string;
  orders: number;
  /** For the next file's search. */
  nextPageToken: string;
}

export interface Parcel {
  orderId: string;
  kind: CampaignKind;
  /** Empty: of no leader's group-buy. */
  roundId: string;
  /** 跟团号; 0: of no leader's group-buy. */
  number: number;
  /** Whose it is, as others may see it: the first character and a star. */
  ownerName: string;
  readyAt: string | null;
  lines: Array<ParcelLine>;
  /** It is the caller's own, not of somebody he fetches for. */
  mine: boolean;
  /** Where it lies; empty: of no leader's group-buy. */
  shelf: string;
}

export interface ParcelLine {
  /** Of the line in its order. */
  position: number;
  productTitle: string;
  skuTitle: string;
  imageUrl: string;
  /** Units that wait to be picked up: neither handed out nor refunded. */
  units: number;
  /** Units that were handed out. */
  pickedUp: number;
}

export interface Partner {
  channel: string;
  userId: string;
  active: boolean;
}

export interface PayLink {
  /** 20 base62 characters: nobody guesses it. */
  key: string;
  orderId: string;
  /** Fen. */
  amountFen: number;
  /** 张* */
  ordererName: string;
  goods: string;
  payBy: string | null;
  paid: boolean;
}

export interface Payee {
  /** Empty: not said yet. */
  nameMasked: string;
  identityMasked: string;
  setAt: string | null;
}

export interface Payment {
  orderId: string;
  /** Fen. */
  amountFen: number;
  /** True when nothing is left to pay (an order of 0 fen); `wechat` is absent then. */
  paid: boolean;
  /** For wx.requestPayment. */
  wechat: WechatPayment | null;
  payBy: string | null;
}

export interface PaymentCase {
  caseId: string;
  reason: PaymentCaseReason;
  state: PaymentCaseState;
  /** The order's or refund's number, as WeChat names it. */
  subject: string;
  /** WeChat's own number of the payment or refund; empty: unknown. */
  wechatNumber: string;
  /** Empty: no order of ours. */
  orderId: string;
  /** What it is by our books, fen; 0 when it is not ours. */
  expectedFen: number;
  /** What WeChat says, fen. */
  toldFen: number;
  openedAt: string | null;
  /** Absent: open. */
  settledAt: string | null;
  /** A user's id, or `wechat`; empty: open. */
  settledBy: string;
  note: string;
  /** The day of the bills that showed it, 2026-11-21; empty: no bill did. */
  day: string;
  /** Who says something else than our payments and refunds, with commas between: TRADE and FLOW (WeChat's two bills), LEDGER. */
  sources: string;
  /** The merchant account that it is about; empty: the installation's own. */
  merchantId: string;
}

/**
 * - CASE_REFUND_ABNORMAL: WeChat cannot pay a refund out: transfer it by hand at WeChat, or otherwise.
 * - CASE_REFUND_MISMATCH: WeChat tells of a refund of ours with another order, amount or merchant.
 * - CASE_REFUND_UNKNOWN: WeChat tells of a refund that is not ours.
 * - CASE_PAYMENT_MISMATCH: WeChat tells of a payment of ours with another app, merchant, amount or number.
 * - CASE_PAYMENT_UNKNOWN: WeChat tells of a payment that is not ours.
 * - CASE_BILL_MISSING: A payment or refund of ours is not in WeChat's bill of its day.
 * - CASE_BILL_UNKNOWN: WeChat's bill has a payment or refund that is not ours.
 * - CASE_BILL_AMOUNT: It stands in the bill with another amount.
 * - CASE_BILL_STATE: It stands in the bill in another state, or under another number of WeChat's.
 * - CASE_BILL_DOUBLED: It stands in a bill more than once.
 * - CASE_LEDGER_DIFFERS: The ledger says something else than our payments and refunds do.
 * - CASE_PAYOUT_MISMATCH: WeChat tells of a transfer of ours with another person or amount.
 * - CASE_PAYOUT_UNKNOWN: WeChat tells of a transfer that is not ours.
 * - CASE_SHIPPING_REFUSED: WeChat will not hear how an order goes out (ListShippingInfos), or that it comes late (subject presale:…): tell it by hand.
 * - CASE_BILL_ACCOUNT: The bill of one merchant account has what is another one's.
 */
export type PaymentCaseReason = "PAYMENT_CASE_REASON_UNSPECIFIED" | "CASE_REFUND_ABNORMAL" | "CASE_REFUND_MISMATCH" | "CASE_REFUND_UNKNOWN" | "CASE_PAYMENT_MISMATCH" | "CASE_PAYMENT_UNKNOWN" | "CASE_BILL_MISSING" | "CASE_BILL_UNKNOWN" | "CASE_BILL_AMOUNT" | "CASE_BILL_STATE" | "CASE_BILL_DOUBLED" | "CASE_LEDGER_DIFFERS" | "CASE_PAYOUT_MISMATCH" | "CASE_PAYOUT_UNKNOWN" | "CASE_SHIPPING_REFUSED" | "CASE_BILL_ACCOUNT";

/** - CASE_CLOSED: By somebody, or by WeChat: the refund was paid out after all. */
export type PaymentCaseState = "PAYMENT_CASE_STATE_UNSPECIFIED" | "CASE_OPEN" | "CASE_CLOSED";

/** Amounts are fen. */
export interface Payout {
  payoutId: string;
  way: PayoutWay;
  /** Of a part of one order; else empty. */
  orderId: string;
  state: PayoutState;
  /** gross − withheld = net. */
  grossFen: number;
  withheldFen: number;
  netFen: number;
  /** By that version of the tax rule, with the other income of that month. */
  taxVersion: number;
  month: string;
  /** Why it failed, by WeChat's word, or was declined. */
  reason: string;
  askedAt: string | null;
  /** Absent: under way. */
  doneAt: string | null;
  /** Only of the caller's own, and while there is something to confirm. */
  confirm: TransferConfirm | null;
  /** Of lists of everybody's: whose. */
  earnerId: string;
  /** Out of which merchant account; empty: the installation's own. */
  merchantId: string;
}

/**
 * - PAYOUT_WAITING_APPROVAL: Two people of finance say yes first.
 * - PAYOUT_ASKED: On its way to WeChat.
 * - PAYOUT_WAITING_FUNDS: The house's account at WeChat is too low: it goes out when it is not.
 * - PAYOUT_SENT: WeChat has it; a transfer waits for the earner's yes, 24 hours.
 * - PAYOUT_FAILED: It could not be paid: the money is the earner's again. So with the next.
 */
export type PayoutState = "PAYOUT_STATE_UNSPECIFIED" | "PAYOUT_WAITING_APPROVAL" | "PAYOUT_ASKED" | "PAYOUT_WAITING_FUNDS" | "PAYOUT_SENT" | "PAYOUT_PAID" | "PAYOUT_FAILED" | "PAYOUT_DECLINED";

/**
 * - PAYOUT_BY_TRANSFER: Asked for by the earner, into his WeChat wallet.
 * - PAYOUT_BY_SHARING: His part of one order, split off its payment at WeChat.
 */
export type PayoutWay = "PAYOUT_WAY_UNSPECIFIED" | "PAYOUT_BY_TRANSFER" | "PAYOUT_BY_SHARING";

export type PhotoPhase = "PHOTO_PHASE_UNSPECIFIED" | "BEFORE_WORK" | "AFTER_WORK";

export interface PickParcel {
  orderId: string;
  /** 跟团号 */
  number: number;
  name: string;
  /** Where it is put: A07. */
  shelf: string;
  remark: string;
  goods: Array<PickedGoods>;
}

export interface PickUpCode {
  pointId: string;
  /** 12 digits, to be read out in three groups of four. */
  code: string;
  /** For a QR code: at most 120 characters of A–Z, a–z, 0–9, «-», «_» and «.». */
  signedCode: string;
  /** The signed form is taken until then; showing the code again gives a new one. */
  signedUntilAt: string | null;
}

export interface PickUpPlace {
  pointId: string;
  name: string;
  address: string;
  hours: string;
  parcels: Array<Parcel>;
}

export interface PickUpPoint {
  pointId: string;
  leaderId: string;
  communityId: string;
  name: string;
  address: string;
  /** Degrees × 1,000,000; GCJ-02, as WeChat's maps have it. Both 0: unknown. */
  latitudeE6: number;
  longitudeE6: number;
  /** When goods are handed out, for people. */
  hours: string;
  imageUrls: Array<string>;
  status: ReviewStatus;
  /** Of a decline: for the leader and operators. */
  reason: string;
  createdAt: string | null;
}

export interface PickUpPointSummary {
  pointId: string;
  name: string;
  address: string;
  hours: string;
}

export interface PickedGoods {
  itemId: string;
  productTitle: string;
  skuTitle: string;
  units: number;
}

/** A picture and where to fetch it. */
export interface Picture {
  mediaId: string;
  /** Of the large one, pixels. */
  width: number;
  height: number;
  /** JPEG, no side above 1,600 pixels. Links last an hour; empty when the caller may not see it. */
  largeUrl: string;
  /** No side above 720 pixels. */
  mediumUrl: string;
  /** No side above 240 pixels. */
  smallUrl: string;
  state: MediaState;
}

export interface PlaceBookingRequest {
  slotId: string;
  /** Of the slot's product. */
  skuId: string;
  /** Places. */
  quantity: number;
  /** Empty: none. */
  couponId?: string;
  /** Points to use, exactly: the `points` of a quote. 0: none. */
  points?: number;
  /** An address of the caller's, where the terms want one. */
  addressId?: string;
  source?: SourceClaim;
}

export interface PlaceCardOrderRequest {
  /** Of a product of kind PRODUCT_CARD. */
  skuId: string;
  /** Empty: none. */
  couponId?: string;
  /** Points to use, exactly: the `points` of a quote. 0: none. */
  points?: number;
  source?: SourceClaim;
}

export interface PlaceContentOrderRequest {
  /** Of a product of kind PRODUCT_CONTENT. */
  skuId: string;
  /** Empty: none. */
  couponId?: string;
  /** Points to use, exactly: the `points` of a quote. 0: none. */
  points?: number;
  platform: ClientPlatform;
  source?: SourceClaim;
}

export interface PlaceOrderRequest {
  /** The same SKU may stand there several times. */
  lines: Array<GroupbuyBasketLine>;
  /** An address of the caller's. Empty with a pick-up point. */
  addressId?: string;
  /** A pick-up point in use. Empty with an address. */
  pointId?: string;
  /** Empty: none. */
  couponId?: string;
  source?: SourceClaim;
  /** Points to use, exactly: the `points` of a quote. 0: none. */
  points?: number;
  /** The buyer knows that some of it can't be sent back within seven days. */
  noReturnAccepted?: boolean;
}

export interface PlaceReceiving {
  place: RoundPlace | null;
  items: Array<ReceivingItem>;
  /** How many deliveries were noted: ConfirmReceiving names it, so that what is confirmed is what was seen. */
  deliveries: number;
}

/**
 * - PLACE_WAITING: Nothing has come yet.
 * - PLACE_COUNTING: Some has been counted.
 * - PLACE_CONFIRMED: The sharing-out is confirmed and under way.
 * - PLACE_SETTLED: Every order there is ready or refunded.
 */
export type PlaceStatus = "PLACE_STATUS_UNSPECIFIED" | "PLACE_WAITING" | "PLACE_COUNTING" | "PLACE_CONFIRMED" | "PLACE_SETTLED";

export interface PlanSkuRefundRequest {
  skuId: string;
  /** Empty: wherever it was sold. */
  campaignId?: string;
  roundId?: string;
  /** Paid from then on; absent: ever. */
  paidFrom?: string;
  /** Paid before; absent: now. */
  paidTo?: string;
  /** Fen for each unit that was not refunded; or … */
  perUnitFen?: number;
  /** … hundredths of a percent of what the goods cost; 10000: all that is left, with its units. */
  basisPoints?: number;
  /** For the buyers. */
  reason: string;
}

export interface PointStaff {
  userId: string;
  nickname: string;
  avatarUrl: string;
  sinceAt: string | null;
}

export interface PointsBalance {
  /** May be spent. */
  available: number;
  /** Set aside for orders that are not paid yet. */
  held: number;
  /** Earned, and not yet to be spent: the order may still go back. */
  pending: number;
  /** Owed: points that were earned by an order that went back, and had been spent. The next ones earned pay it. */
  debt: number;
  /** Of the available ones, those that run out within 30 days. */
  expiring: number;
  /** When the first of them do; not set: none do. */
  expiringAt: string | null;
  /** Points that take one yuan off at checkout. */
  perYuan: number;
  /** The largest share of an order that points may pay, in hundredths. */
  percentMax: number;
}

/** How points, or growth, are earned. */
export interface PointsRule {
  ruleId: string;
  /** For people. */
  title: string;
  trigger: EarnTrigger;
  /** Each time; 0 for ON_ORDER_PAID. */
  points: number;
  /** ON_ORDER_PAID: points for each whole yuan paid. */
  perYuan: number;
  /** Points a person may earn by it a day; 0: no cap. */
  dayCap: number;
  /** Days before they may be spent: 0 at once. */
  vestDays: number;
  /** Days from then on until they run out. */
  validDays: number;
  /** ON_SIGN_IN: every so many days in a row … */
  streakDays: number;
  /** … there are so many points more. */
  streakPoints: number;
  startsAt: string | null;
  /** Not set: no end. */
  endsAt: string | null;
  active: boolean;
  /** What is called points above is growth when it says so. */
  earns: Earns;
}

/** Something said in a circle. */
export interface Post {
  postId: string;
  circleId: string;
  author: Author | null;
  /** May be empty. */
  title: string;
  text: string;
  /** A campaign the post points at; empty: none. */
  campaignId: string;
  state: PostState;
  likeCount: number;
  commentCount: number;
  /** Whether the caller likes it. */
  liked: boolean;
  /** When it was written, UTC. */
  createdAt: string | null;
  /** When others could first see it, UTC; unset while held. */
  publishedAt: string | null;
  /** In the order they were given. */
  pictures: Array<Picture>;
}

/**
 * - HELD: Waits for a check; seen by its author only.
 * - PUBLISHED: Seen by whoever may read the circle.
 * - REMOVED: Taken away by its author, a moderator or the check.
 */
export type PostState = "POST_STATE_UNSPECIFIED" | "HELD" | "PUBLISHED" | "REMOVED";

/** One change of somebody's points. */
export interface Posting {
  postingId: string;
  kind: PostingKind;
  /** Changes; 0: none. */
  available: number;
  held: number;
  pending: number;
  debt: number;
  /** The order it is about; empty: none. */
  orderId: string;
  /** For people, e.g. the title of the rule; empty: none. */
  title: string;
  postedAt: string | null;
}

/**
 * Why points moved.
 * - VESTED: Pending ones may be spent now.
 * - POINTS_LOCKED: Set aside for an order.
 * - POINTS_CONSUMED: The order was paid.
 * - POINTS_RELEASED: The order came to nothing.
 * - POINTS_RETURNED: A refund gave them back.
 * - CLAWED_BACK: What they were earned by went back.
 * - ADJUSTED: By operators.
 * - EXCHANGED: Spent in the points mall.
 */
export type PostingKind = "POSTING_KIND_UNSPECIFIED" | "EARNED" | "VESTED" | "POINTS_LOCKED" | "POINTS_CONSUMED" | "POINTS_RELEASED" | "POINTS_RETURNED" | "CLAWED_BACK" | "DEBT_PAID" | "POINTS_EXPIRED" | "ADJUSTED" | "EXCHANGED";

/** One step from the list price to what is paid. The steps add up to the amount. */
export interface PriceStep {
  kind: PriceStepKind;
  /** Fen; less than 0 takes off. */
  amountFen: number;
  /** For people: «3 × ¥59.80». */
  text: string;
  /** For people, before they pay and after: what becomes of it when some of the order goes back. Empty: it goes back by lines. */
  terms: string;
}

/** - POINTS: Stands before delivery. */
export type PriceStepKind = "PRICE_STEP_KIND_UNSPECIFIED" | "LIST" | "CAMPAIGN" | "STARTER" | "COUPON" | "DELIVERY" | "POINTS";

/** From so many units of an item together, each costs less, for everybody. */
export interface PriceStepRule {
  fromUnits: number;
  /** Fen, of one unit. */
  priceFen: number;
}

/** From so many units of an item together, each costs less, for everybody. */
export interface PriceStepRuleInput {
  fromUnits: number;
  /** Fen, of one unit. */
  priceFen: number;
}

/** What went wrong (RFC 9457). */
export interface Problem {
  /** The HTTP status. */
  status: number;
  /** Stable: what a program decides by. */
  code: "BAD_REQUEST" | "FIELDS_INVALID" | "IDEMPOTENCY_KEY_REQUIRED" | "IDEMPOTENCY_KEY_REUSED" | "IN_PROGRESS" | "CONFLICT" | "TOKEN_MISSING" | "TOKEN_INVALID" | "TOKEN_EXPIRED" | "TOKEN_STALE" | "FORBIDDEN" | "NOT_HERE" | "METHOD_NOT_HERE" | "BODY_TOO_LARGE" | "NOT_JSON" | "RATE_LIMITED" | "OVERLOADED" | "NOT_AVAILABLE" | "TIMED_OUT" | "INTERNAL" | "PAGE_TOKEN_INVALID" | "OVERFLOW" | "CODE_INVALID" | "SIGN_IN_REFUSED" | "REFRESH_TOKEN_INVALID" | "TEXT_REFUSED" | "CHECK_UNAVAILABLE" | "PHONE_TAKEN" | "COMMUNITY_NAME_TAKEN" | "LINK_EXPIRED" | "CODE_UNAVAILABLE" | "ROLE_UNKNOWN" | "TOO_MANY_ROLES" | "NOT_ENTITLED" | "CIRCLE_NAME_TAKEN" | "CIRCLE_FULL" | "OWNER_CANNOT_LEAVE" | "PHONE_NOT_VERIFIED" | "NOT_A_MEMBER" | "WORD_LIST_FULL" | "MEDIA_TYPE_REFUSED" | "MEDIA_UNREADABLE" | "MEDIA_TOO_MANY" | "MEDIA_UNUSABLE" | "ALREADY_DECIDED" | "REVIEWED_ALREADY" | "REVIEW_CLOSED" | "POINTS_NOT_ENOUGH" | "POINTS_NOT_USABLE" | "SECOND_EYES_NEEDED" | "ALL_CLAIMED" | "CLAIM_LIMIT_REACHED" | "CLAIM_NOT_OPEN" | "CLAIM_OVER" | "COUPON_NOT_USABLE" | "COUPON_CODE_UNKNOWN" | "COUPON_CODE_USED" | "AFTER_SALE_NOT_POSSIBLE" | "AFTER_SALE_NOTHING_LEFT" | "AFTER_SALE_ELSEWHERE" | "TOO_MANY_AFTER_SALES" | "CLAIM_TOO_LATE" | "APPROVAL_NEEDED" | "APPROVAL_ASKED" | "APPROVAL_DECIDED" | "APPROVAL_OWN" | "SLOT_FULL" | "SLOT_CLOSED" | "STAFF_BUSY" | "BOOKING_ELSEWHERE" | "BOOKING_TOO_EARLY" | "RESCHEDULE_NOT_ALLOWED" | "TOO_MANY_PHOTOS" | "CARD_ELSEWHERE" | "SESSIONS_SHORT" | "CARD_CODE_USED" | "IMPORT_UNREADABLE" | "IMPORT_KEY_REUSED" | "SUPPLIER_NAMED" | "VERSION_STALE" | "COMPLAINT_CLOSED" | "COMPLAINT_UNANSWERED" | "COMPLAINT_WANTS_NO_REFUND" | "COMPLAINT_BUSY" | "CHANNEL_MISSING" | "BOUGHT_ALREADY" | "TOO_MANY_ADDRESSES" | "ORDER_NOT_SHIPPABLE" | "ORDER_NOT_SHIPPED" | "ORDER_NOT_REFUNDABLE" | "SHARES_ABOVE_CAP" | "MONTH_NOT_OVER" | "MONTH_CLOSED" | "HALL_OFFERED" | "HALL_SHORT" | "INVOICE_EXISTS" | "INVOICE_NOT_YET" | "INVOICE_NOTHING" | "INVOICE_SETTLED" | "INVOICE_NUMBER" | "AGREEMENT_OUTDATED" | "ALREADY_APPLIED" | "ALREADY_LEADER" | "LEADER_DISABLED" | "LEADER_RESTING" | "TOO_MANY_FOLLOWED" | "TOO_MANY_POINTS" | "TOO_MANY_STAFF" | "POINT_CLOSED" | "PERSON_UNKNOWN" | "MIXED_MERCHANTS" | "MERCHANT_NOT_READY" | "MERCHANT_KNOWN" | "MERCHANT_BOUND" | "MERCHANT_CLOSED" | "PAYEE_UNKNOWN" | "PAYOUT_UNDER_WAY" | "PAYOUT_LIMIT" | "PAYOUT_TOO_MUCH" | "PAYOUT_DECIDED" | "NOTHING_TO_PICK_UP" | "CODE_WRONG" | "CODE_EXPIRED" | "CODE_CLOSED" | "ALREADY_PICKED_UP" | "UNDO_TOO_LATE" | "ALREADY_UNDONE" | "HOUSEHOLD_FULL" | "SOLD_OUT" | "LIMIT_REACHED" | "NOT_STARTED" | "ENDED" | "CAMPAIGN_KIND" | "PRODUCT_OFF_SHELF" | "STOCK_SHORT" | "TEAM_FULL" | "TEAM_CLOSED" | "ALREADY_IN_TEAM" | "ORDER_NOT_PAYABLE" | "ORDER_EXPIRED" | "ORDER_NOT_CANCELLABLE" | "PAYER_UNKNOWN" | "PAYMENT_UNAVAILABLE" | "MEMBERS_ONLY" | "CASE_SETTLED" | "NEW_MEMBERS_ONLY" | "LEVEL_TOO_LOW" | "RECEIVER_TAKEN" | "NOT_TO_BE_RECEIVED" | "PROPOSAL_CHANGED" | "ITEM_NOT_COUNTED" | "NOT_FROZEN" | "BOOKS_DIFFER" | "NOT_TO_BE_WEIGHED" | "WEIGHED_BEFORE" | "NOT_SUBSTITUTABLE" | "SUBSTITUTION_OPEN" | "SUBSTITUTION_OVER" | "APPROVAL_NOT_NEEDED" | "ROUND_FROZEN" | "EXTENDED_BEFORE" | "POINT_NOT_APPROVED" | "POINT_NOT_OFFERED" | "BUYER_REFUSED" | "ORDER_NOT_PAID" | "HELP_NOT_OFFERED" | "CIRCLE_TAKEN" | "BELOW_DOOR_MINIMUM" | "NOT_DELIVERED_THERE" | "PRICE_CHANGED" | "NO_RETURN_UNSAID" | "SHARED_LIMIT_REACHED" | "CART_FULL" | "SKU_REFUND_NOT_READY" | "STOCK_THERE" | "TOO_MANY_WISHES" | "NOBODY_HAS_PAID" | "NO_OPEN_TEAM" | "TEMPLATE_UNKNOWN";
  /** For the user, in the language asked for. */
  title: string;
  /** For the developer. */
  detail?: string;
  /** The same as X-Request-Id. */
  requestId: string;
  /** Every field that is wrong. */
  errors?: Array<{
    /** Path in JSON names: lines[2].quantity. */
    field: string;
    /** For the developer: must be at most 20 characters long. */
    reason: string;
  }>;
}

export interface Product {
  productId: string;
  title: string;
  description: string;
  category: string;
  /** Addresses of pictures, the first is the cover. */
  imageUrls: Array<string>;
  /** Who sells it, as the law wants it shown. */
  sellerName: string;
  /** Number of the seller's licence. */
  sellerLicence: string;
  status: ProductStatus;
  skus: Array<Sku>;
  createdAt: string | null;
  /** Units a person may have in live plain orders; 0: any number. */
  perUserLimit: number;
  kind: ProductKind;
  /** The merchant's own; empty: none. */
  number: string;
  /** Grows with each change of what it says. */
  version: number;
  /** «产地: 云南» */
  attributes: Array<string>;
  /** Absent: it is no food. */
  food: Food | null;
  /** Shown to buyers, who confirm it at checkout. */
  promise: ProductPromise | null;
  /**
   * Units that all of a household may have in live orders, however they buy: a buyer and those who agreed to fetch for
   * him; of a neighbour without an account who lives behind his door. 0: any number.
   */
  perHouseholdLimit: number;
  /**
   * Units in live orders that are brought to, or done at, one address, whoever ordered them. Of goods and services alone, as
   * the one below. 0: any number.
   */
  perAddressLimit: number;
  /**
   * Units in live orders for one phone, whoever ordered them; of what is fetched, and of campaigns, for the account's own.
   * 0: any number.
   */
  perPhoneLimit: number;
}

export interface ProductImport {
  importKey: string;
  state: ProductImportState;
  /** Of the file. */
  bytes: number;
  /** SHA-256 of the file, lower-case hexadecimal. */
  sha256: string;
  /** Lines of the file, headings and empty ones apart. */
  lines: number;
  linesBad: number;
  /** Products of the file. */
  products: number;
  /** Those with a fault in a line: they are not taken. */
  productsBad: number;
  /** All that is wrong; the first 1,000 are listed. */
  faults: number;
  /** Products that were looked at so far. */
  productsLookedAt: number;
  productsCreated: number;
  productsUpdated: number;
  createdAt: string | null;
  /** Absent: it is not done. */
  doneAt: string | null;
}

export type ProductImportState = "PRODUCT_IMPORT_STATE_UNSPECIFIED" | "IMPORT_WAITING" | "IMPORT_RUNNING" | "IMPORT_DONE";

/**
 * What a product is, and so how it is sold.
 * - PRODUCT_KIND_UNSPECIFIED: Goods.
 * - PRODUCT_GOODS: Leaves a shelf: plain orders, campaigns, group-buys.
 * - PRODUCT_SERVICE: Booked for a time.
 * - PRODUCT_CONTENT: A paid article or column: read once it is paid.
 * - PRODUCT_CARD: A session card: used one by one.
 */
export type ProductKind = "PRODUCT_KIND_UNSPECIFIED" | "PRODUCT_GOODS" | "PRODUCT_SERVICE" | "PRODUCT_CONTENT" | "PRODUCT_CARD";

export interface ProductPromise {
  noReturn: NoReturn;
  /** 坏果包赔: what is bad is paid for when it is said within so many hours of receipt. 0: no such promise. */
  claimHours: number;
  /** So much of the price of what is bad, percent. */
  claimPercent: number;
  /** Who bears it. */
  claimBorneBy: Bearer;
}

export interface ProductPromiseInput {
  noReturn?: NoReturn;
  /** 坏果包赔: what is bad is paid for when it is said within so many hours of receipt. 0: no such promise. */
  claimHours?: number;
  /** So much of the price of what is bad, percent. */
  claimPercent?: number;
  /** Who bears it. */
  claimBorneBy?: Bearer;
}

/** Of those that are shown. */
export interface ProductRating {
  reviews: number;
  /** Of all of them together. */
  stars: number;
  /** How many gave one star, two … five. */
  byStars: Array<number>;
}

/** - DRAFT: Seen by operators only. */
export type ProductStatus = "PRODUCT_STATUS_UNSPECIFIED" | "DRAFT" | "ON_SHELF" | "OFF_SHELF";

export interface ProposeAdjustmentRequest {
  userId: string;
  /** Given; below 0: taken. What is not there any more is owed. */
  points: number;
  /** For the person and the books. */
  why: string;
}

export interface PublishReserveRuleRequest {
  basisPoints?: number;
  why: string;
}

export interface PublishSettlementRuleRequest {
  /** Out of the payment itself (分账), where it can be. */
  sharing?: boolean;
  /** Of an order, all parts together, in hundredths of a percent: what WeChat Pay has agreed to. */
  mostBasisPoints: number;
  why: string;
}

export interface PublishShareRuleRequest {
  /** Of the goods as they were paid, in hundredths of a percent. */
  pickUpBasisPoints?: number;
  sellingBasisPoints?: number;
  partnerBasisPoints?: number;
  /** Who buys himself earns of it, too. */
  ownPurchases?: boolean;
  why: string;
}

export interface PurchaseSheet {
  roundId: string;
  title: string;
  suppliers: Array<SupplierSheet>;
}

export interface Quote {
  /** Fen. */
  amountFen: number;
  lines: Array<OrderLine>;
  receipt: Array<PriceStep>;
  serverTime: string | null;
}

/**
 * As whom the price is asked.
 * - QUOTE_AS_UNSPECIFIED: The campaign's plain price.
 * - STARTER_OF_TEAM: Starts a team.
 * - MEMBER_OF_TEAM: Joins one.
 */
export type QuoteAs = "QUOTE_AS_UNSPECIFIED" | "STARTER_OF_TEAM" | "MEMBER_OF_TEAM";

/** How the order reaches its buyer: either an address or a pick-up point. */
export interface QuoteBasketRequest {
  /** The same SKU may stand there several times. */
  lines: Array<GroupbuyBasketLine>;
  /** An address of the caller's. Empty with a pick-up point. */
  addressId?: string;
  /** A pick-up point in use. Empty with an address. */
  pointId?: string;
  /** Empty: none. */
  couponId?: string;
  /** Points to use at most; 0: none. */
  points?: number;
}

export interface QuoteBookingRequest {
  slotId: string;
  /** Of the slot's product. */
  skuId: string;
  /** Places. */
  quantity: number;
  /** Empty: none. */
  couponId?: string;
  /** Points to use at most; 0: none. */
  points?: number;
}

export interface QuoteCardRequest {
  /** Of a product of kind PRODUCT_CARD. */
  skuId: string;
  /** Empty: none. */
  couponId?: string;
  /** Points to use at most; 0: none. */
  points?: number;
}

export interface QuoteContentRequest {
  /** Of a product of kind PRODUCT_CONTENT. */
  skuId: string;
  /** Empty: none. */
  couponId?: string;
  /** Points to use at most; 0: none. */
  points?: number;
  platform: ClientPlatform;
}

export interface QuoteOrderRequest {
  campaignId: string;
  quantity: number;
  /** Empty: none. Flash sales take none. */
  couponId?: string;
  as?: QuoteAs;
}

export interface Receipt {
  orderId: string;
  /** Fen. */
  amountFen: number;
  lines: Array<OrderLine>;
  steps: Array<PriceStep>;
  /** What coupon and points offered, before they were cut to what the goods cost, fen. */
  couponFen: number;
  pointsFen: number;
  points: number;
  /** The rule of the delivery fee and its version then; empty: none. */
  deliveryRule: string;
  deliveryRuleVersion: number;
  regionCode: string;
  /** Grams. */
  weightG: number;
}

export interface Receiver {
  receiverId: string;
  userId: string;
  merchant: boolean;
  /** A merchant's number; of a person empty. */
  merchantId: string;
  /** A merchant's, as its licence has it. */
  name: string;
  state: ReceiverState;
  /** WeChat's word, of REFUSED. */
  reason: string;
  /** When he was last given a part, or named. */
  usedAt: string | null;
  /** The merchant account whose payments he has parts of; empty: the installation's own. */
  paidBy: string;
}

/**
 * - RECEIVER_WANTED: To be named at WeChat Pay.
 * - RECEIVER_REFUSED: WeChat Pay does not take it: what is earned stays in the account here.
 * - RECEIVER_UNWANTED: To be taken off WeChat Pay's list.
 */
export type ReceiverState = "RECEIVER_STATE_UNSPECIFIED" | "RECEIVER_WANTED" | "RECEIVER_NAMED" | "RECEIVER_REFUSED" | "RECEIVER_UNWANTED" | "RECEIVER_REMOVED";

/** One item at a place. */
export interface ReceivingItem {
  itemId: string;
  productTitle: string;
  skuTitle: string;
  /** Units on the delivery list. */
  expected: number;
  /** Units that came so far, and how many of them nobody can be given. */
  arrived: number;
  damaged: number;
  /** Units that buyers still wait for. */
  wanted: number;
  /** How many of those would be handed out, or will be. */
  served: number;
  /** At least one delivery says something about it. */
  counted: boolean;
  /** Of what came, newest first, at most 9. */
  imageUrls: Array<string>;
}

export interface RecordWeightsResponse {
  weights: Array<LineWeight>;
}

export interface RedeemCodeRequest {
  code: string;
}

export interface RefreshRequest {
  refreshToken: string;
}

export interface Refund {
  /** Also its number at WeChat Pay. */
  refundId: string;
  /** Fen. */
  amountFen: number;
  state: RefundState;
  reason: RefundReason;
  createdAt: string | null;
  /** Absent: not done. */
  doneAt: string | null;
  lines: Array<RefundLine>;
  /** Points that go back with it. */
  points: number;
}

export interface RefundAsk {
  /** Of the order's line, from 0. */
  position?: number;
  /** Units that are refunded at what they cost; 0: money only. */
  units?: number;
  /** Fen, when no units are given. */
  goodsFen?: number;
}

/** What goes back for a line of the order. */
export interface RefundLine {
  /** Of the line, from 0. */
  position: number;
  /** 0: money only. */
  units: number;
  /** Fen, without delivery. */
  goodsFen: number;
  /** The delivery fee's part, fen. */
  deliveryFen: number;
}

/**
 * - REFUND_LATE_PAYMENT: Paid after the order was cancelled or the team was over.
 * - REFUND_CANCELLED: Cancelled after it was paid.
 * - REFUND_SHORTAGE: Fewer arrived than were ordered.
 * - REFUND_WEIGHED_LESS: It weighs less than was paid for.
 * - REFUND_PRICE_STEP: More was ordered together, so the price fell.
 * - REFUND_WHOLE_SKU: Everybody who bought it is refunded.
 * - REFUND_ROUND_OFF: The leader called the round off.
 * - REFUND_WITHDRAWN: The campaign was withdrawn.
 * - REFUND_SUBSTITUTION: The substitute costs less, or was not wanted.
 * - REFUND_CARD_ENDED: The unused part of a session card.
 */
export type RefundReason = "REFUND_REASON_UNSPECIFIED" | "REFUND_TEAM_EXPIRED" | "REFUND_LEFT_TEAM" | "REFUND_LATE_PAYMENT" | "REFUND_CANCELLED" | "REFUND_SHORTAGE" | "REFUND_WEIGHED_LESS" | "REFUND_PRICE_STEP" | "REFUND_AFTER_SALE" | "REFUND_WHOLE_SKU" | "REFUND_ROUND_OFF" | "REFUND_MINIMUM_MISSED" | "REFUND_WITHDRAWN" | "REFUND_NOT_NEW" | "REFUND_SUBSTITUTION" | "REFUND_NOT_COLLECTED" | "REFUND_BOOKING_OFF" | "REFUND_COMPLAINT" | "REFUND_BY_OPERATOR" | "REFUND_CARD_ENDED";

/**
 * - PROCESSING: WeChat took it.
 * - WAITING_FUNDS: The merchant's balance is too low; tried again under the same number.
 * - ABNORMAL: WeChat could not pay it out; somebody has to act.
 */
export type RefundState = "REFUND_STATE_UNSPECIFIED" | "REQUESTED" | "PROCESSING" | "SUCCESS" | "WAITING_FUNDS" | "ABNORMAL";

export interface RefusedBuyer {
  userId: string;
  nickname: string;
  reason: string;
  sinceAt: string | null;
}

export interface Reminder {
  campaignId: string;
  wanted: boolean;
  /** When he hears of the start; absent: not, it has started. */
  startingAt: string | null;
  /** When he hears of the end; absent: not, it is near already. */
  endingAt: string | null;
}

export type RemovePointStaffResponse = Record<string, never>;

/** Somebody's word that something breaks the rules. */
export interface Report {
  reportId: string;
  target: ReportTarget;
  targetId: string;
  /** What the reporter says. */
  text: string;
  state: ReportState;
  createdAt: string | null;
}

export interface ReportIncomeRequest {
  /** The first month of the quarter. */
  firstMonth: string;
  why: string;
  /** 0: 20. */
  pageSize?: number;
  pageToken?: string;
}

/** - UPHELD: What was reported is gone. */
export type ReportState = "REPORT_STATE_UNSPECIFIED" | "OPEN" | "UPHELD" | "DISMISSED";

export interface ReportSubscriptionRequest {
  /** WeChat's id of the template. */
  templateId: string;
  answer: SubscriptionAnswer;
}

export type ReportTarget = "REPORT_TARGET_UNSPECIFIED" | "POST" | "COMMENT";

export interface RequestPayoutRequest {
  /** Before what is withheld. */
  grossFen: number;
  /** Out of which merchant account, of those of the statement; empty: the installation's own. */
  merchantId?: string;
}

/** Amounts are fen. */
export interface Reserve {
  /** WeChat's number of the merchant account; empty: the installation's own. */
  merchantId: string;
  /** Of the rule it was reckoned by; 0: there was none. */
  ruleVersion: number;
  /** What WeChat holds: by the latest compared bill, and what has moved by the ledger since. */
  balanceFen: number;
  /** Of it, what WeChat has not let go yet. */
  unsettledFen: number;
  /** Of it, on its way to leaders and partners. */
  payoutsFen: number;
  /** What is left: there_fen = balance_fen - unsettled_fen - payouts_fen. Below 0: more was spent. */
  thereFen: number;
  /** Settled, and may still be claimed back. */
  claimableFen: number;
  /** Of that, asked for in open after-sales. */
  afterSalesFen: number;
  /** Promised back, and not out yet. */
  promisedFen: number;
  /** What the rule wants: of claimable_fen its share, at least after_sales_fen; and promised_fen. */
  wantedFen: number;
  measuredAt: string | null;
  /** Absent: there is enough. */
  shortSince: string | null;
}

export interface ReserveRule {
  /** 0: there is none. */
  version: number;
  /**
   * Of what was paid, is settled and may still be claimed back, in hundredths of a percent; what open after-sales ask for is
   * kept in full if that is more.
   */
  basisPoints: number;
}

export interface Review {
  reviewId: string;
  productId: string;
  /** What was bought. */
  productTitle: string;
  skuTitle: string;
  author: Author | null;
  rating: number;
  text: string;
  pictures: Array<Picture>;
  state: ReviewState;
  createdAt: string | null;
  /** Unset: it was not. */
  editedAt: string | null;
  /** Its author may say it otherwise until then. */
  editUntilAt: string | null;
}

/**
 * - REVIEW_HELD: Its author alone sees it.
 * - REVIEW_HIDDEN: By a check or a person.
 */
export type ReviewState = "REVIEW_STATE_UNSPECIFIED" | "REVIEW_HELD" | "REVIEW_SHOWN" | "REVIEW_HIDDEN";

/** - REVIEW_CLOSED: A point that is closed for good. */
export type ReviewStatus = "REVIEW_STATUS_UNSPECIFIED" | "REVIEW_PENDING" | "REVIEW_APPROVED" | "REVIEW_DECLINED" | "REVIEW_CLOSED";

export type RevokeRoleResponse = Record<string, never>;

/** A role somebody holds. */
export interface RoleGrant {
  grantId: string;
  userId: string;
  /** operator, community_admin, leader, pickup_staff, supplier, partner, customer_service, finance, content_reviewer, auditor */
  role: string;
  /** Community, circle or point it is held in; empty: the whole platform. */
  scopeId: string;
  /** Who gave it. */
  grantedBy: string;
  createdAt: string | null;
}

export interface Round {
  roundId: string;
  leaderId: string;
  leaderName: string;
  communityId: string;
  circleId: string;
  title: string;
  description: string;
  imageUrls: Array<string>;
  status: RoundStatus;
  startsAt: string | null;
  endsAt: string | null;
  readyAt: string | null;
  points: Array<PickUpPointSummary>;
  door: boolean;
  doorFeeFen: number;
  doorMinimumFen: number;
  minimumFen: number;
  /** Of paid orders so far. */
  paidFen: number;
  paidOrders: number;
  shortageRule: ShortageRule;
  uncollectedRule: UncollectedRule;
  keepDays: number;
  uncollectedRefundPercent: number;
  items: Array<RoundItem>;
  extended: boolean;
  /** Of a cancelled one. */
  cancelReason: string;
  /** The round it was copied from; empty: none. */
  copiedFrom: string;
  /** Grows with each change. */
  version: number;
  serverTime: string | null;
  /** Other leaders may help to sell it. */
  openToHelpers: boolean;
  /** None: every building. */
  doorBuildings: Array<string>;
  /** Members of this level (会员等级) and above may buy; 0: any. */
  minLevel: number;
  /** What the level was called when it was written down; empty: any. */
  minLevelName: string;
}

export interface RoundBooks {
  roundId: string;
  /** They agree. */
  proved: boolean;
  rows: Array<BooksRow>;
  differences: Array<BooksDifference>;
}

export interface RoundCheck {
  /** What is wrong with an item begins with its place: «items[0].priceFen: …». */
  findings: Array<Finding>;
  /** Nothing is refused. */
  publishable: boolean;
  /** Something is red. */
  needsApproval: boolean;
  serverTime: string | null;
}

export interface RoundEntry {
  /** 跟团号: its own for ever, also when the order is cancelled. */
  number: number;
  /** 张* */
  maskedName: string;
  avatarUrl: string;
  /** 蓝莓 2 盒, 车厘子 1 箱 */
  goods: string;
  units: number;
}

/** A helper, as the round's leader sees her. */
export interface RoundHelper {
  roundId: string;
  leaderId: string;
  nickname: string;
  status: HelpStatus;
  /** Whose orders are hers without a link; empty: none. */
  circleId: string;
  offeredAt: string | null;
  /** Absent: she has not taken it yet. */
  helpingSince: string | null;
  /** Paid orders of hers, and what was paid for them, fen. */
  orders: number;
  paidFen: number;
}

export interface RoundItem {
  itemId: string;
  productId: string;
  skuId: string;
  productTitle: string;
  skuTitle: string;
  imageUrl: string;
  listPriceFen: number;
  priceFen: number;
  stock: number;
  unsold: number;
  /** Units of orders that are paid. */
  paidUnits: number;
  perUserLimit: number;
  weighed: boolean;
  steps: Array<PriceStepRule>;
  /** What a unit costs with the step that is reached by what is paid; frozen at the cut-off. */
  reachedPriceFen: number;
  /**
   * May be struck through beside the price: the least that a unit was paid with in the seven days before it was published, fen.
   * 0: nothing may.
   */
  strikePriceFen: number;
}

export interface RoundItemDraft {
  skuId: string;
  /** Fen, of one unit, before any step. */
  priceFen: number;
  /** Units of this round. */
  stock: number;
  /** Units a person may have; 0: no limit. */
  perUserLimit?: number;
  /** Sold by estimate and weighed: the price is the upper bound, the difference goes back. */
  weighed?: boolean;
  /** Fewer units to more; prices falling. */
  steps?: Array<PriceStepRuleInput>;
}

/** An order in a round. */
export interface RoundOrder {
  order: Order | null;
  roundId: string;
  /** 跟团号: its own for ever. */
  number: number;
  pointId: string;
  remark: string;
  hidden: boolean;
  /** Of a neighbour without a phone: for the leader who placed it; empty: of nobody but its buyer. */
  neighbourName: string;
  neighbourBuilding: string;
  /** In the answer to one order only. */
  neighbourPhone: string;
  /** Unspecified: by its buyer. */
  pays: NeighbourPays;
  /** When somebody else was asked to pay; in the answer to one order only. */
  payLink: PayLink | null;
  latePayment: LatePayment;
  /** The leader who has helped to sell it; empty: nobody. */
  helpSellerId: string;
  /** Of what is brought to the door; absent: it is fetched. */
  door: DoorPlace | null;
}

export interface RoundPlace {
  roundId: string;
  /** A pick-up point; the round's own id: brought to the door. */
  placeId: string;
  /** As they were at the cut-off. */
  name: string;
  address: string;
  hours: string;
  status: PlaceStatus;
  orders: number;
  /** Units expected there, and what has come undamaged. */
  expected: number;
  usable: number;
}

/**
 * - ROUND_CLOSING: Past its end: payments under way may still land.
 * - ROUND_CLOSED: Frozen: what is to be bought is known.
 * - ROUND_RECEIVING: Goods arrive.
 * - ROUND_READY: All that came lies at its point.
 */
export type RoundStatus = "ROUND_STATUS_UNSPECIFIED" | "ROUND_DRAFT" | "ROUND_SCHEDULED" | "ROUND_OPEN" | "ROUND_CLOSING" | "ROUND_CLOSED" | "ROUND_RECEIVING" | "ROUND_READY" | "ROUND_DONE" | "ROUND_CANCELLED";

export interface SearchOrdersRequest {
  /** Empty: of all buyers. */
  buyerId?: string;
  /** Empty: of all rounds, and of none. */
  roundId?: string;
  /** Empty: of all campaigns, and of none. */
  campaignId?: string;
  /** Unspecified: all. */
  status?: OrderStatus;
  /** Placed at that time or later. Absent: since ever. */
  from?: string;
  /** Placed before that time. Absent: until now. */
  to?: string;
  /** 0: 20. */
  pageSize?: number;
  pageToken?: string;
}

export interface SearchOrdersResponse {
  orders: Array<DeskOrder>;
  nextPageToken: string;
}

/** A sign-in. */
export interface Session {
  /** JWT (EdDSA), good for 15 minutes. */
  accessToken: string;
  /** UTC. */
  accessExpiresAt: string | null;
  /** Opaque, good once, for 30 days. */
  refreshToken: string;
  refreshExpiresAt: string | null;
  sessionId: string;
  user: Me | null;
  /** True when this sign-in created the user. */
  firstSignIn: boolean;
}

export type SetEntryHiddenResponse = Record<string, never>;

export interface SetLevelsRequest {
  /** The lowest first; none: nobody has a level. */
  levels?: Array<LevelTerms>;
  /** What of the growth decays when a year did not bring enough to keep the level, in hundredths. */
  decayPercent?: number;
}

export interface SetPayeeRequest {
  realName: string;
  /** Of the resident identity card. */
  identityNumber: string;
}

export interface SettlementRule {
  version: number;
  sharing: boolean;
  mostBasisPoints: number;
}

/**
 * - SEVERITY_YELLOW: To be known.
 * - SEVERITY_RED: Another operator has to say yes.
 * - SEVERITY_REFUSED: It can't be published like this.
 */
export type Severity = "SEVERITY_UNSPECIFIED" | "SEVERITY_YELLOW" | "SEVERITY_RED" | "SEVERITY_REFUSED";

/** Amounts are fen. */
export interface Share {
  shareId: string;
  orderId: string;
  role: ShareRole;
  /** What was bought, its first line. */
  productTitle: string;
  /** The goods as they were paid, and how much of that is earned: accrued_fen = base_fen × basis_points ÷ 10,000, rounded down. */
  baseFen: number;
  basisPoints: number;
  /** 0: of no rule, where there was none. */
  ruleVersion: number;
  accruedFen: number;
  /** Taken back by refunds, in proportion. */
  reversedFen: number;
  accruedAt: string | null;
  /** The time for after-sales ends; absent: not received yet. */
  completeBy: string | null;
  /** From then on it is the earner's; absent: not yet. */
  vestedAt: string | null;
}

export interface ShareReturn {
  shareReturnId: string;
  payoutId: string;
  orderId: string;
  earnerId: string;
  merchantId: string;
  /** Fen. */
  amountFen: number;
  state: ShareReturnState;
  /** WeChat's word, of FAILED. */
  reason: string;
  askedAt: string | null;
  /** Absent: under way. */
  doneAt: string | null;
  /** The merchant account that it goes back to; empty: the installation's own. */
  paidBy: string;
}

/**
 * - SHARE_RETURN_ASKED: To be asked for, under its number.
 * - SHARE_RETURN_SENT: WeChat Pay has it.
 * - SHARE_RETURN_FAILED: It does not come back: it stays a debt, and what he earns next is netted.
 */
export type ShareReturnState = "SHARE_RETURN_STATE_UNSPECIFIED" | "SHARE_RETURN_ASKED" | "SHARE_RETURN_SENT" | "SHARE_RETURN_DONE" | "SHARE_RETURN_FAILED";

/**
 * - SHARE_PICK_UP: Whose point it is handed out at.
 * - SHARE_SELLING: Of a group-buy the leader who has helped to sell it, else its own; of other orders the leader whose link the buyer came by.
 * - SHARE_PARTNER: Whose channel the buyer first came by.
 * - SHARE_HALL: Who has sold goods of the selection hall, by the commission that held when they were taken, in place of SHARE_SELLING: as
 * there and, of a campaign that nobody shared, the leader who opened it. A share for each line of the hall.
 */
export type ShareRole = "SHARE_ROLE_UNSPECIFIED" | "SHARE_PICK_UP" | "SHARE_SELLING" | "SHARE_PARTNER" | "SHARE_HALL";

export interface ShareRule {
  version: number;
  pickUpBasisPoints: number;
  sellingBasisPoints: number;
  partnerBasisPoints: number;
  ownPurchases: boolean;
}

export interface SharedPickUpCode {
  pointId: string;
  /** 12 digits. */
  code: string;
  expiresAt: string | null;
}

/** A file, whole, as text: to be saved or shown as it is. */
export interface SheetFile {
  fileName: string;
  /** text/csv; charset=utf-8 */
  mediaType: string;
  text: string;
  /** There are more parcels: the next file begins after this number. 0: there are none. */
  nextAfterNumber: number;
}

export type SheetFormat = "SHEET_FORMAT_UNSPECIFIED" | "AS_CSV" | "AS_PAGE";

/**
 * - SHEET_OF_PURCHASE: What is to be bought; the place is the round's own id, the leader's alone.
 * - SHEET_OF_LABELS: A label a parcel; as CSV a line, for a printer that is fed with a table.
 * - SHEET_OF_BOOKS: 货账核对; the place is the round's own id, the leader's alone.
 * - SHEET_OF_DOORS: What goes to doors, by building, unit and floor, with names and phones; the place is the round's own id, the leader's alone.
 */
export type SheetKind = "SHEET_KIND_UNSPECIFIED" | "SHEET_OF_PURCHASE" | "SHEET_OF_DELIVERY" | "SHEET_OF_PICKING" | "SHEET_OF_LABELS" | "SHEET_OF_BOOKS" | "SHEET_OF_DOORS";

/** An item on a sheet. */
export interface SheetLine {
  itemId: string;
  skuId: string;
  productTitle: string;
  skuTitle: string;
  /** Units of paid orders at the cut-off, and how many of them had been refunded: nobody waits for those. */
  units: number;
  refunded: number;
  /** What is to be bought, or brought. */
  needed: number;
  /** By corrections since the cut-off. */
  adjusted: number;
}

export interface ShippingInfo {
  orderId: string;
  state: ShippingState;
  /** Unspecified: nothing was shipped yet. */
  kind: ShippingKind;
  /** What is in it, as WeChat shows it to the payer. */
  item: string;
  /** Of an express. */
  carrier: string;
  trackingNumber: string;
  /** When it went out or was ready. Absent: not yet. */
  shippedAt: string | null;
  /** How often it was told. */
  tries: number;
  toldAt: string | null;
  /** WeChat's words; empty: it did not refuse. */
  refusedWhy: string;
  /** WeChat missed it then. */
  remindedAt: string | null;
  /** When WeChat expects to let the money go, when it was told that the goods were received, when it let the money go. */
  settlesAt: string | null;
  receivedAt: string | null;
  settledAt: string | null;
}

/**
 * - SHIPPED_IN_THE_CITY: The leader brings it to the door.
 * - SHIPPED_AS_CONTENT: Something to read.
 * - SHIPPED_FOR_PICK_UP: It is ready to be collected.
 */
export type ShippingKind = "SHIPPING_KIND_UNSPECIFIED" | "SHIPPED_BY_EXPRESS" | "SHIPPED_IN_THE_CITY" | "SHIPPED_AS_CONTENT" | "SHIPPED_FOR_PICK_UP";

/**
 * - SHIPPING_MISSED_BY_WECHAT: WeChat reminds us of it: paid for two days, and nothing was told.
 * - SHIPPING_TO_BE_TOLD: On its way to WeChat.
 * - SHIPPING_REFUSED_BY_WECHAT: For good: a payment case (CASE_SHIPPING_REFUSED) waits for somebody.
 */
export type ShippingState = "SHIPPING_STATE_UNSPECIFIED" | "SHIPPING_MISSED_BY_WECHAT" | "SHIPPING_TO_BE_TOLD" | "SHIPPING_TOLD_TO_WECHAT" | "SHIPPING_REFUSED_BY_WECHAT";

/** An order that goes short of an item. */
export interface Shortage {
  orderId: string;
  /** 跟团号 */
  number: number;
  name: string;
  itemId: string;
  productTitle: string;
  skuTitle: string;
  wanted: number;
  served: number;
}

/**
 * How a shortage is shared out, stated beforehand.
 * - FIRST_COME: Who ordered first is served first.
 * - EVEN: As evenly as units allow.
 */
export type ShortageRule = "SHORTAGE_RULE_UNSPECIFIED" | "FIRST_COME" | "EVEN";

export interface SignInRequest {
  /** Code of wx.login: good once, for five minutes. */
  code: string;
  /** Key of the share link that brought the person. */
  linkKey?: string;
  /** What the device calls itself, for the list of sign-ins. */
  device?: string;
}

export type SignInTodayRequest = Record<string, never>;

export interface SignOutRequest {
  /** All sign-ins of the caller, on every device. */
  everywhere?: boolean;
}

export type SignOutResponse = Record<string, never>;

/** What can be bought: a product in one size, colour, packing. */
export interface Sku {
  skuId: string;
  /** 5 kg, red. */
  title: string;
  /** Fen. */
  listPriceFen: number;
  /** Units not in any campaign. */
  stock: number;
  /** Grams. */
  weightG: number;
  imageUrl: string;
}

/** Amounts are fen. */
export interface SkuRefund {
  skuRefundId: string;
  skuId: string;
  campaignId: string;
  roundId: string;
  paidFrom: string | null;
  paidTo: string | null;
  perUnitFen: number;
  basisPoints: number;
  reason: string;
  state: SkuRefundState;
  askedBy: string;
  startedBy: string;
  createdAt: string | null;
  startedAt: string | null;
  doneAt: string | null;
  /** What was found. */
  lines: number;
  plannedFen: number;
  /** What became of it so far. */
  linesDone: number;
  linesSkipped: number;
  refundedFen: number;
}

export interface SkuRefundLine {
  orderId: string;
  /** Of the line in its order. */
  position: number;
  userId: string;
  /** That go back with the money; 0: money only. */
  units: number;
  plannedFen: number;
  state: SkuRefundLineState;
  /** Empty: none. */
  refundId: string;
  /** Of the goods; less than planned where less was left. Freight that goes back with units is in the refund. */
  refundedFen: number;
  skippedWhy: string;
}

/** - SKU_REFUND_LINE_SKIPPED: Nothing was left, or the order was off by then. */
export type SkuRefundLineState = "SKU_REFUND_LINE_STATE_UNSPECIFIED" | "SKU_REFUND_LINE_PLANNED" | "SKU_REFUND_LINE_DONE" | "SKU_REFUND_LINE_SKIPPED";

/**
 * - SKU_REFUND_GATHERING: Its lines are being found.
 * - SKU_REFUND_READY: They are all there, and stay as they are.
 */
export type SkuRefundState = "SKU_REFUND_STATE_UNSPECIFIED" | "SKU_REFUND_GATHERING" | "SKU_REFUND_READY" | "SKU_REFUND_RUNNING" | "SKU_REFUND_DONE" | "SKU_REFUND_CANCELLED";

/** Where an order came from, kept as it was when the order was placed. Empty fields: unknown. */
export interface Source {
  /** Key of the share link opened last, within 24 h. */
  linkKey: string;
  /** Who shared it. */
  sharerId: string;
  touchedAt: string | null;
  /** Key of the share link opened first, within 24 h. */
  firstLinkKey: string;
  /** Who shared it. */
  firstSharerId: string;
  firstTouchedAt: string | null;
  /** share, search, feed, code … */
  channel: string;
  circleId: string;
  postId: string;
  /** Broadcast opened last, within 24 h. */
  broadcastId: string;
  /** Broadcast opened first, within 24 h. */
  firstBroadcastId: string;
}

/**
 * What the client knows of the way its user came. A touch is a share link or a broadcast that was opened; touches older
 * than 24 h do not count. Sharers are looked up from the links.
 */
export interface SourceClaim {
  /** Key of the share link opened last; empty: none. */
  linkKey?: string;
  touchedAt?: string;
  /** Key of the share link opened first; empty: the same. */
  firstLinkKey?: string;
  firstTouchedAt?: string;
  /** How the page was reached: share, search, feed, code … */
  channel?: string;
  /** Circle the buyer came from. */
  circleId?: string;
  /** Post the buyer came from. */
  postId?: string;
  /** Broadcast opened last, at touched_at; empty: none. */
  broadcastId?: string;
  /** Broadcast opened first, at first_touched_at; empty: none. */
  firstBroadcastId?: string;
}

/** Of one merchant account. Amounts are fen. opening + gross − reversed − paid_out + paid_back + returned = closing. */
export interface Statement {
  month: string;
  /** Below 0: he owes it, and what comes next is netted. */
  openingFen: number;
  grossFen: number;
  reversedFen: number;
  /** Before what is withheld. */
  paidOutFen: number;
  /** Of what could not be paid out. */
  paidBackFen: number;
  closingFen: number;
  /** What may be asked for of this account, of all months; below 0: he owes it. */
  balanceFen: number;
  /** Of the payouts of this month's income: what was withheld for the tax office, and what reached him or is on its way. */
  withheldFen: number;
  netFen: number;
  /** By that version of the tax rule a payout would be decided now, and so much be withheld and reach him of all his balance. */
  taxVersion: number;
  wouldWithholdFen: number;
  wouldNetFen: number;
  lines: Array<StatementLine>;
  /** Empty: this was the last page. */
  nextPageToken: string;
  /** What he gave back as a merchant, of what refunds took after it had reached him. */
  returnedFen: number;
  merchantId: string;
  /** Every account that he has earned with, this one too, by number. */
  accounts: Array<EarnerAccount>;
}

export interface StatementLine {
  lineId: string;
  kind: StatementLineKind;
  at: string | null;
  /** Fen; less than 0: away from him. */
  amountFen: number;
  /** Of a share: which, of what order (its first line), and why so much. Empty and 0: of a payout. */
  shareId: string;
  orderId: string;
  productTitle: string;
  role: ShareRole;
  baseFen: number;
  basisPoints: number;
  /** Of a payout. */
  payoutId: string;
}

/**
 * - LINE_VESTED: A share is his: received, and the time for after-sales over.
 * - LINE_REVERSED: A refund after that took its part.
 * - LINE_PAYOUT: Asked for, before what is withheld.
 * - LINE_PAYOUT_BACK: It could not be paid out and is his again.
 * - LINE_RETURNED: As a merchant he gave back what a refund took.
 */
export type StatementLineKind = "STATEMENT_LINE_KIND_UNSPECIFIED" | "LINE_VESTED" | "LINE_REVERSED" | "LINE_PAYOUT" | "LINE_PAYOUT_BACK" | "LINE_RETURNED";

export interface StockAlarm {
  skuId: string;
  lowAt: number;
  /** Units on the shelf now. */
  stock: number;
}

export interface StockWish {
  skuId: string;
  wanted: boolean;
}

export type StopHelpSellingResponse = Record<string, never>;

/** What may be sent to the caller by one template. */
export interface Subscription {
  templateId: string;
  /** What it is sent for; unspecified: whatever has no template of its own. */
  kind: MessageKind;
  /** Messages that may be sent. */
  credits: number;
}

export type SubscriptionAnswer = "SUBSCRIPTION_ANSWER_UNSPECIFIED" | "ACCEPT" | "REJECT";

export interface Substitution {
  substitutionId: string;
  itemId: string;
  skuId: string;
  productTitle: string;
  skuTitle: string;
  priceFen: number;
  units: number;
  until: string | null;
  /** Lines of orders. */
  asked: number;
  yes: number;
  no: number;
  /** Units, once it is confirmed. */
  given: number;
}

/** - SUBSTITUTION_ANSWER_UNSPECIFIED: Nothing was said yet. */
export type SubstitutionAnswer = "SUBSTITUTION_ANSWER_UNSPECIFIED" | "SUBSTITUTION_TAKEN" | "SUBSTITUTION_DECLINED";

export interface SuggestCouponsRequest {
  campaignId?: string;
  lines: Array<CouponsBasketLine>;
}

export interface SuggestCouponsResponse {
  /** The one that takes off most; the sooner it ends, the rather. Empty: none fits. */
  bestCouponId: string;
  /** The best first, those that do not fit last. At most 100. */
  fits: Array<CouponFit>;
}

export interface SuppliedLine {
  roundId: string;
  roundTitle: string;
  /** The cut-off. */
  closedAt: string | null;
  /** Of a substitute its substitution. */
  itemId: string;
  productTitle: string;
  skuTitle: string;
  /** Of a unit, as it was at the cut-off, of a substitute when buyers were asked; fen. */
  costPriceFen: number;
  /** Units of the purchase sheet, with its corrections, without what was refunded before. */
  ordered: number;
  /** Units that came, damaged ones too. */
  received: number;
  damaged: number;
  /** Units that did not come, up to now. */
  lacking: number;
  /** For sound units, at most as many as were ordered, fen. */
  owedFen: number;
  /** It came for something that was short: what was given of it is what was ordered and received. */
  substitute: boolean;
}

export interface Supplier {
  supplierId: string;
  name: string;
  contractNumber: string;
  /** The last day it holds, in China: 2026-11-22. Empty: no end. */
  contractEndsOn: string;
  note: string;
  /** Grows with each change. */
  version: number;
  createdAt: string | null;
  /** One of a kind. */
  licences: Array<Licence>;
}

/** Rates are hundredths of a percent, rounded down; 0 of nothing. */
export interface SupplierRecord {
  supplierId: string;
  rounds: number;
  /** What places should have of an item, each a list; and those that had it whole by the time that was promised. */
  lists: number;
  onTime: number;
  onTimeBasisPoints: number;
  units: number;
  damaged: number;
  shortUnits: number;
  shortBasisPoints: number;
}

export interface SupplierSheet {
  supplier: string;
  lines: Array<SheetLine>;
  /** All that is needed of this supplier. */
  needed: number;
}

export interface SupplierStatement {
  /** Newest items first. */
  lines: Array<SuppliedLine>;
  /** Empty: this was the last page. */
  nextPageToken: string;
  /** Of the whole month, fen. */
  owedFen: number;
}

/** A SKU as its supplier knows it. */
export interface Supply {
  skuId: string;
  productId: string;
  productTitle: string;
  skuTitle: string;
  /** Empty: nobody's. */
  supplierId: string;
  /** Fen. */
  listPriceFen: number;
  /** What the supplier gets for a unit, fen. Never shown to buyers. */
  costPriceFen: number;
}

export interface Team {
  teamId: string;
  campaignId: string;
  status: TeamStatus;
  /** Seats. */
  size: number;
  /** Members who paid. */
  paid: number;
  /** Seats held by orders that may still be paid. */
  held: number;
  /** Fen. */
  priceFen: number;
  startedAt: string | null;
  deadline: string | null;
  /** Those who paid, the starter first. */
  members: Array<TeamMember>;
  productTitle: string;
  imageUrl: string;
  /** Grows with each change. */
  version: number;
  serverTime: string | null;
  /**
   * Seats that the merchant has paid for, so that the others get what they came for: nobody is in them. They are no order and
   * no sale.
   */
  sponsoredSeats: number;
}

export interface TeamMember {
  /** 张* */
  maskedName: string;
  avatarUrl: string;
  starter: boolean;
}

/** An order and the team it is in. */
export interface TeamOrder {
  order: Order | null;
  team: Team | null;
}

/**
 * - TEAM_COMPLETED: Final: a later refund of one member does not reopen it.
 * - TEAM_FAILED: Time ran out, or nobody is left. Everyone who paid is refunded.
 */
export type TeamStatus = "TEAM_STATUS_UNSPECIFIED" | "TEAM_OPEN" | "TEAM_COMPLETED" | "TEAM_FAILED";

/** What coupons are made from. */
export interface Template {
  templateId: string;
  /** For people: «满 50 减 10». */
  title: string;
  kind: TemplateKind;
  /** AMOUNT_OFF: fen taken off. */
  amountFen: number;
  /** PERCENT_OFF: part taken off, in hundredths: 20 means 20 % off. */
  percent: number;
  /** PERCENT_OFF: most that is taken off, fen. */
  capFen: number;
  /** What the eligible lines must cost together, fen. */
  thresholdFen: number;
  /** Products it is for; none: all. */
  productIds: Array<string>;
  channel: Channel;
  /** WELCOME: the community; empty: all. */
  communityId: string;
  /** Coupons there are; 0: as many as the money lasts. */
  budgetCount: number;
  /** Coupons issued. */
  issuedCount: number;
  /** Coupons a person may have of it. */
  perUser: number;
  claimStartsAt: string | null;
  claimEndsAt: string | null;
  /** Coupons are good until then … */
  validUntil: string | null;
  /** … or for so many days from when they were issued. */
  validDays: number;
  active: boolean;
  createdAt: string | null;
  /** FOR_POINTS: what a coupon costs. */
  pointsPrice: number;
  /** Campaigns it is for; none: all. */
  campaignIds: Array<string>;
  /** Products it is not for. */
  excludedProductIds: Array<string>;
  /** Only for the first order somebody pays. */
  newcomersOnly: boolean;
}

/**
 * What a coupon takes off.
 * - AMOUNT_OFF: 满减: an amount, from a threshold on.
 * - PERCENT_OFF: 折扣: a part of the price, up to a cap.
 */
export type TemplateKind = "TEMPLATE_KIND_UNSPECIFIED" | "AMOUNT_OFF" | "PERCENT_OFF";

/** What wx.requestMerchantTransfer takes. */
export interface TransferConfirm {
  mchId: string;
  appId: string;
  packageValue: string;
}

export type UnblockUserResponse = Record<string, never>;

/**
 * What becomes of what nobody collects.
 * - KEEP: It is kept, and the leader is told.
 * - REFUND_PART: It is refunded less what was stated beforehand.
 */
export type UncollectedRule = "UNCOLLECTED_RULE_UNSPECIFIED" | "KEEP" | "REFUND_PART";

export type UnfollowLeaderResponse = Record<string, never>;

export interface Unread {
  count: number;
}

export interface UpdateMeRequest {
  /** 1 to 20 characters. */
  nickname: string;
  /** https, up to 500 characters. */
  avatarUrl?: string;
  /** Up to 100 characters. */
  bio?: string;
}

/** Somebody, as others see him. */
export interface User {
  userId: string;
  nickname: string;
  avatarUrl: string;
  bio: string;
}

export interface VerifyPhoneRequest {
  /** Code of the phone button: good once, for five minutes. */
  code: string;
}

/**
 * Who may read a circle's posts.
 * - PUBLIC: Everybody, without a token.
 * - MEMBERS: Members; others see the circle itself.
 */
export type Visibility = "VISIBILITY_UNSPECIFIED" | "PUBLIC" | "MEMBERS";

/** Parameters of wx.requestPayment, by their names there (`package` is `packageValue` here: it is a word of Java's). */
export interface WechatPayment {
  /** Unix seconds. */
  timeStamp: string;
  nonceStr: string;
  /** prepay_id=… */
  packageValue: string;
  /** RSA */
  signType: string;
  paySign: string;
}

export interface WeightAsk {
  orderId: string;
  itemId: string;
  /** Of all units that the order has left of it. */
  grams: number;
}

/**
 * Why a coupon takes nothing off a basket.
 * - WHY_NOT_UNSPECIFIED: It does.
 * - OTHER_PRODUCTS: No line is of its products.
 * - BELOW_THRESHOLD: The lines it is for cost too little: `missing_fen` more are needed.
 * - NO_NEWCOMER: It is for the first order only.
 */
export type WhyNot = "WHY_NOT_UNSPECIFIED" | "OTHER_PRODUCTS" | "BELOW_THRESHOLD" | "OTHER_CAMPAIGN" | "NO_NEWCOMER";

/** A word or phrase and what happens to texts that hold it. Matched without regard to case, width and spaces. */
export interface Word {
  text: string;
  action: WordAction;
}

/**
 * - BLOCK: The text is refused.
 * - HOLD: The text waits for a person.
 */
export type WordAction = "WORD_ACTION_UNSPECIFIED" | "BLOCK" | "HOLD";

export type AcceptBuyerParams = {
  userId: string;
};

export type AddAddressParams = AddAddressRequest;

export type AddBookingPhotosParams = {
  bookingId: string;
} & {
  phase: PhotoPhase;
  /** Ids of pictures in content, or addresses. At most 9 a phase. */
  pictures: Array<string>;
};

export type AddOrderNoteParams = {
  orderId: string;
} & {
  text: string;
};

export type AddPointStaffParams = {
  pointId: string;
  userId: string;
};

export type AddRoundStockParams = {
  roundId: string;
  itemId: string;
} & {
  units: number;
};

export type AdjustGrowthParams = AdjustGrowthRequest;

export type AdjustRoundSheetParams = {
  roundId: string;
  placeId: string;
} & {
  itemId: string;
  /** More, or below 0 less. */
  units: number;
  reason: string;
};

export type AdjustStockParams = {
  skuId: string;
} & {
  /** Units; below 0: they went. */
  change: number;
  /** For the audit log. */
  why: string;
};

export type AgreeToHouseholdParams = {
  /** The buyer. */
  userId: string;
};

export type AnswerComplaintParams = {
  complaintId: string;
} & {
  content: string;
};

export type AnswerSubstitutionParams = {
  orderId: string;
  substitutionId: string;
} & {
  takes?: boolean;
};

export type ApplyAsLeaderParams = ApplyAsLeaderRequest;

export type AskApprovalParams = AskApprovalRequest;

export type AskRoundApprovalParams = {
  roundId: string;
} & {
  why: string;
};

export type AskSubscriptionsParams = {
  moment: AskMoment;
};

export type AskSubstitutionParams = {
  roundId: string;
  placeId: string;
} & {
  /** What is short. */
  itemId: string;
  /** What may come for it. */
  skuId: string;
  /** Of a unit of it, fen: at most what the item costs. */
  priceFen: number;
  /** How many there are of it. */
  units: number;
  /** For so long buyers may answer. */
  minutes: number;
};

export type BindMerchantParams = {
  merchantId: string;
} & {
  /** Exactly one of the two. */
  communityId?: string;
  supplierId?: string;
  /** For the audit log. */
  why?: string;
};

export type BlockUserParams = {
  userId: string;
};

export type CancelBookingParams = {
  bookingId: string;
};

export type CancelOrderParams = {
  orderId: string;
};

export type CancelRoundParams = {
  roundId: string;
} & {
  reason: string;
};

export type CancelSkuRefundParams = {
  skuRefundId: string;
};

export type CheckCampaignParams = CheckCampaignRequest;

export type CheckRoundParams = {
  roundId: string;
};

export type ClaimCouponParams = {
  templateId: string;
};

export type ClearCartParams = Record<string, never>;

export type CloseMerchantParams = {
  merchantId: string;
} & {
  /** For the audit log. */
  why?: string;
};

export type CloseMonthParams = {
  month: string;
} & {
  why: string;
};

export type ClosePickUpPointParams = {
  pointId: string;
};

export type CloseRoundParams = {
  roundId: string;
};

export type CompleteComplaintParams = {
  complaintId: string;
};

export type ConfirmReceiptParams = {
  orderId: string;
};

export type ConfirmReceivingParams = {
  roundId: string;
  placeId: string;
} & {
  /** As in the answer that the leader looked at. */
  deliveries: number;
};

export type CopyRoundParams = {
  roundId: string;
} & {
  startsAt: string;
  endsAt: string;
  readyAt: string;
};

export type CreateBookingSlotsParams = {
  productId: string;
} & {
  slots: Array<NewBookingSlot>;
};

export type CreateCampaignParams = CreateCampaignRequest;

export type CreateCircleParams = CreateCircleRequest;

export type CreateCodesParams = {
  templateId: string;
} & {
  count: number;
};

export type CreateCommentParams = {
  postId: string;
} & {
  /** A comment of the same post that is no answer itself. */
  replyToId?: string;
  /** 1 to 500 characters. */
  text: string;
};

export type CreateCommunityParams = CreateCommunityRequest;

export type CreateGrantPlanParams = CreateGrantPlanRequest;

export type CreateLinkParams = CreateLinkRequest;

export type CreateMerchantParams = CreateMerchantRequest;

export type CreatePayLinkParams = {
  orderId: string;
};

export type CreatePickUpPointParams = CreatePickUpPointRequest;

export type CreatePointsRuleParams = CreatePointsRuleRequest;

export type CreatePostParams = {
  circleId: string;
} & {
  /** Up to 40 characters. */
  title?: string;
  /** 1 to 2,400 characters. */
  text: string;
  /** A campaign the post points at. */
  campaignId?: string;
  /** The caller's pictures, up to 9, that belong to nothing yet. */
  mediaIds?: Array<string>;
};

export type CreateProductParams = CreateProductRequest;

export type CreateReportParams = CreateReportRequest;

export type CreateRoundParams = CreateRoundRequest;

export type CreateSupplierParams = CreateSupplierRequest;

export type CreateTemplateParams = CreateTemplateRequest;

export type DecideAdjustmentParams = {
  adjustmentId: string;
} & {
  approve?: boolean;
};

export type DecideAfterSaleParams = {
  afterSaleId: string;
} & {
  approve?: boolean;
  /** Needed for a decline; the buyer sees it. */
  reason?: string;
  /** It is the merchant's fault: freight goes back also after delivery. */
  merchantFault?: boolean;
};

export type DecideApprovalParams = {
  approvalId: string;
} & {
  approve?: boolean;
  note: string;
};

export type DecideComplaintRefundParams = {
  complaintId: string;
} & {
  approve?: boolean;
  /** For the buyer, when it is refused. */
  reason?: string;
};

export type DecideLeaderApplicationParams = {
  applicationId: string;
} & {
  approve?: boolean;
  /** Needed for a decline. */
  reason?: string;
};

export type DecideMediaParams = {
  mediaId: string;
} & {
  /** PASSED or MEDIA_REFUSED. */
  decision: "PASSED" | "MEDIA_HELD" | "MEDIA_REFUSED";
  /** Why, for the audit log; up to 200 characters. */
  why: string;
};

export type DecidePayoutParams = {
  payoutId: string;
} & {
  approve?: boolean;
  /** Of a no, also for the earner. */
  why: string;
};

export type DecidePickUpPointParams = {
  pointId: string;
} & {
  approve?: boolean;
  /** Needed for a decline. */
  reason?: string;
};

export type DecideReportParams = {
  reportId: string;
} & {
  /** UPHELD removes what was reported; DISMISSED leaves it. */
  decision: "UPHELD" | "DISMISSED";
  /** Why, for the audit log; up to 200 characters. */
  why: string;
};

export type DecideReviewParams = {
  reviewId: string;
} & {
  /** REVIEW_SHOWN or REVIEW_HIDDEN. */
  decision: ReviewState;
  why: string;
};

export type DeleteCommentParams = {
  commentId: string;
};

export type DeletePostParams = {
  postId: string;
};

export type DeleteWordParams = {
  text: string;
};

export type DeliverRoundOrderParams = {
  orderId: string;
};

export type EditReviewParams = {
  reviewId: string;
} & {
  /** Stars. */
  rating: number;
  text: string;
};

export type EscalateAfterSaleParams = {
  afterSaleId: string;
} & {
  /** Why the leader should not decide, or decided wrongly. */
  reason?: string;
};

export type ExchangeCouponParams = {
  templateId: string;
};

export type ExportOrdersParams = ExportOrdersRequest;

export type ExportSheetParams = {
  roundId: string;
  placeId: string;
  sheet: SheetKind;
  format: SheetFormat;
  /** Parcels after this number; 0: from the first. */
  afterNumber?: number;
};

export type ExtendRoundParams = {
  roundId: string;
} & {
  /** Later than now and than before, by 7 days at most; not beyond a licence of who supplies its goods. */
  endsAt: string;
};

export type FindParcelsParams = {
  pointId: string;
} & {
  /** Exactly one of the four. */
  code?: string;
  signedCode?: string;
  /** 跟团号, of whichever group-buy. */
  number?: number;
  /** Of the phone that the buyer has verified. */
  phoneLastFour?: string;
};

export type FollowLeaderParams = {
  userId: string;
};

export type GetAfterSaleParams = {
  afterSaleId: string;
};

export type GetArticleParams = {
  articleId: string;
};

export type GetBookingParams = {
  bookingId: string;
};

export type GetBookingTermsParams = {
  productId: string;
};

export type GetCampaignParams = {
  campaignId: string;
};

export type GetCardParams = {
  cardId: string;
};

export type GetCardTermsParams = {
  skuId: string;
};

export type GetCartParams = Record<string, never>;

export type GetCircleParams = {
  circleId: string;
};

export type GetCommunityParams = {
  communityId: string;
};

export type GetComplaintParams = {
  complaintId: string;
};

export type GetContentOfferParams = {
  productId: string;
  platform?: ClientPlatform;
};

export type GetCouponParams = {
  couponId: string;
};

export type GetDeliveryListParams = {
  roundId: string;
  placeId: string;
};

export type GetDeliveryRuleParams = {
  name: string;
};

export type GetDeskOrderParams = {
  orderId: string;
};

export type GetHouseholdParams = Record<string, never>;

export type GetKeySetParams = Record<string, never>;

export type GetLeaderMinuteParams = {
  roundId: string;
};

export type GetLeaderRecordParams = {
  leaderId: string;
  /** Of rounds that closed in so many days; 0: 90. */
  days?: number;
};

export type GetLevelsParams = Record<string, never>;

export type GetLinkCodeParams = {
  key: string;
};

export type GetManagedProductParams = {
  productId: string;
};

export type GetMeParams = Record<string, never>;

export type GetMediaParams = {
  mediaId: string;
};

export type GetMonthParams = {
  month: string;
};

export type GetMyLevelParams = Record<string, never>;

export type GetMyPayoutParams = {
  payoutId: string;
};

export type GetMyRecordParams = {
  /** Of rounds that closed in so many days; 0: 90. */
  days?: number;
};

export type GetOrderParams = {
  orderId: string;
};

export type GetPayeeParams = Record<string, never>;

export type GetPickUpPointParams = {
  pointId: string;
};

export type GetPointsParams = Record<string, never>;

export type GetPostParams = {
  postId: string;
};

export type GetProductParams = {
  productId: string;
};

export type GetProductImportParams = {
  importKey: string;
};

export type GetPurchaseSheetParams = {
  roundId: string;
};

export type GetReceiptParams = {
  orderId: string;
};

export type GetReceivingParams = {
  roundId: string;
  placeId: string;
};

export type GetRoundParams = {
  roundId: string;
};

export type GetRoundBooksParams = {
  roundId: string;
};

export type GetRoundOrderParams = {
  orderId: string;
};

export type GetSettlementRuleParams = Record<string, never>;

export type GetSkuRefundParams = {
  skuRefundId: string;
};

export type GetStatementParams = {
  /** In China; empty: this one. */
  month?: string;
  /** 0: 20. */
  pageSize?: number;
  pageToken?: string;
  /** What was earned with that merchant account; empty: with the installation's own. */
  merchantId?: string;
};

export type GetSupplierParams = {
  supplierId: string;
};

export type GetSupplierRecordParams = {
  supplierId: string;
  /** Of rounds that closed in so many days; 0: 90. */
  days?: number;
};

export type GetSupplierStatementParams = {
  supplierId: string;
  /** In China. */
  month: string;
  /** 0: 20. */
  pageSize?: number;
  pageToken?: string;
};

export type GetTeamParams = {
  teamId: string;
};

export type GetTemplateParams = {
  templateId: string;
};

export type GetUnreadParams = Record<string, never>;

export type GetUserParams = {
  userId: string;
};

export type GrantCouponsParams = {
  templateId: string;
} & {
  userIds: Array<string>;
  /** What for: a person has one coupon an occasion, e.g. 2026-11. */
  occasion: string;
};

export type GrantRoleParams = GrantRoleRequest;

export type HandOverParams = {
  pointId: string;
} & {
  /** One of the two, or neither when it was searched for. */
  code?: string;
  signedCode?: string;
  /** Empty: all that lies under the code. Needed without a code. */
  lines?: Array<HandOverAsk>;
};

export type HelpSellRoundParams = {
  roundId: string;
} & {
  /** Where the caller leads. */
  communityId: string;
  /** Of that community, and nobody else's in this round; empty: by links alone. */
  circleId?: string;
};

export type ImportProductsParams = {
  /** The merchant's own name for this file. */
  importKey: string;
  /** What is sent. */
  file: LinliFile;
};

export type IssueInvoiceParams = {
  invoiceId: string;
} & {
  number: string;
  issuedOn: string;
  /** Where its file lies. */
  fileUrl: string;
};

export type JoinCircleParams = {
  circleId: string;
};

export type JoinCommunityParams = {
  communityId: string;
};

export type JoinOpenTeamParams = {
  campaignId: string;
} & {
  quantity: number;
  /** Empty: none. */
  couponId?: string;
  source?: SourceClaim;
  latePayment?: LatePayment;
};

export type JoinTeamParams = {
  teamId: string;
} & {
  quantity: number;
  /** Empty: none. */
  couponId?: string;
  source?: SourceClaim;
  latePayment?: LatePayment;
};

export type LeaveCircleParams = {
  circleId: string;
};

export type LeaveHouseholdParams = {
  /** The buyer. */
  userId: string;
};

export type LikePostParams = {
  postId: string;
};

export type ListAddressesParams = Record<string, never>;

export type ListAdjustmentsParams = {
  /** Only those in this state; all when not said. */
  state?: AdjustmentState;
  /** Adjustments a page, 20 when not said. */
  pageSize?: number;
  pageToken?: string;
};

export type ListAfterSalesParams = {
  /** Unspecified: all. */
  status?: AfterSaleStatus;
  /** Empty: everywhere, for operators of the platform. */
  communityId?: string;
  /** 0: 20. */
  pageSize?: number;
  pageToken?: string;
};

export type ListApprovalsParams = {
  /** Unset: all. */
  state?: ApprovalState;
  /** Empty: of everything. */
  subjectId?: string;
  /** 0: 20. */
  pageSize?: number;
  pageToken?: string;
};

export type ListArticlesParams = {
  productId: string;
};

export type ListBillCasesParams = {
  day: string;
  /** 0: 20. */
  pageSize?: number;
  pageToken?: string;
};

export type ListBillDaysParams = {
  /** 0: 20. */
  pageSize?: number;
  pageToken?: string;
};

export type ListBlocksParams = {
  pageSize?: number;
  pageToken?: string;
};

export type ListBookingSlotsParams = {
  productId: string;
  /** 0: 20. */
  pageSize?: number;
  pageToken?: string;
};

export type ListCampaignsParams = {
  /** Unspecified: all kinds. */
  kind?: CampaignKind;
  /** Empty: all. */
  circleId?: string;
  /** Empty: all. */
  communityId?: string;
  /** 0: 20. */
  pageSize?: number;
  pageToken?: string;
};

export type ListCardUsesParams = {
  pointId: string;
  /** 0: 20. */
  pageSize?: number;
  pageToken?: string;
};

export type ListCirclesParams = {
  /** The community. */
  communityId: string;
  /** Circles a page, 20 when not said. */
  pageSize?: number;
  /** Where the last page ended. */
  pageToken?: string;
};

export type ListCodesParams = {
  templateId: string;
  /** Codes a page, 20 when not said. */
  pageSize?: number;
  pageToken?: string;
};

export type ListCommentsParams = {
  postId: string;
  /** Comments a page, 20 when not said. */
  pageSize?: number;
  pageToken?: string;
};

export type ListCommunitiesParams = {
  pageSize?: number;
  pageToken?: string;
};

export type ListComplaintsParams = {
  /** Unset: all. */
  state?: ComplaintState;
  /** 0: 20. */
  pageSize?: number;
  pageToken?: string;
};

export type ListCouponAuditParams = {
  /** A user's id, or the name of a tool or service; empty: everybody. */
  actor?: string;
  /** Empty: everything. */
  objectId?: string;
  /** 0: 20. */
  pageSize?: number;
  pageToken?: string;
};

export type ListCouponsParams = {
  /** Only those in this state; all when not said. */
  state?: CouponState;
  pageSize?: number;
  pageToken?: string;
};

export type ListDeliveriesParams = {
  /** Of this person only. */
  userId?: string;
  /** In this state only. */
  state?: DeliveryState;
  /** Deliveries a page, 20 when not said. */
  pageSize?: number;
  pageToken?: string;
};

export type ListDoorDeliveriesParams = {
  roundId: string;
  /** 0: 20. */
  pageSize?: number;
  pageToken?: string;
};

export type ListFeedParams = {
  communityId: string;
  /** Posts a page, 20 when not said. */
  pageSize?: number;
  pageToken?: string;
};

export type ListFollowedLeadersParams = {
  /** 0: 20. */
  pageSize?: number;
  pageToken?: string;
};

export type ListGrantPlansParams = {
  /** Plans a page, 20 when not said. */
  pageSize?: number;
  pageToken?: string;
};

export type ListGrowthParams = {
  /** Entries a page, 20 when not said. */
  pageSize?: number;
  pageToken?: string;
};

export type ListHallParams = {
  communityId: string;
  /** 0: 20. */
  pageSize?: number;
  pageToken?: string;
};

export type ListHallGoodsParams = {
  /** 0: 20. */
  pageSize?: number;
  pageToken?: string;
};

export type ListHandOversParams = {
  pointId: string;
  /** 0: 20. */
  pageSize?: number;
  pageToken?: string;
};

export type ListHeldMediaParams = {
  /** Pictures a page, 20 when not said. */
  pageSize?: number;
  pageToken?: string;
};

export type ListHeldReviewsParams = {
  /** 0: 20. */
  pageSize?: number;
  pageToken?: string;
};

export type ListHelpOffersParams = {
  /** Empty: only those that were offered to the caller herself. */
  communityId?: string;
  /** 0: 20. */
  pageSize?: number;
  pageToken?: string;
};

export type ListHelpSellsParams = {
  /** 0: 20. */
  pageSize?: number;
  pageToken?: string;
};

export type ListImportFaultsParams = {
  importKey: string;
  /** 0: 20. */
  pageSize?: number;
  pageToken?: string;
};

export type ListInvoicesParams = {
  /** 0: any. */
  state?: InvoiceState;
  /** 0: 20. */
  pageSize?: number;
  pageToken?: string;
};

export type ListLeaderApplicationsParams = {
  /** Empty: all (operators). */
  communityId?: string;
  /** 0: 20. */
  pageSize?: number;
  pageToken?: string;
};

export type ListLeaderRecordsParams = {
  /** Of rounds that closed in so many days; 0: 90. */
  days?: number;
  /** 0: 20. */
  pageSize?: number;
  pageToken?: string;
};

export type ListLeadersParams = {
  communityId: string;
  /** 0: 20. */
  pageSize?: number;
  pageToken?: string;
};

export type ListLedAfterSalesParams = {
  /** Unspecified: all. */
  status?: AfterSaleStatus;
  /** 0: 20. */
  pageSize?: number;
  pageToken?: string;
};

export type ListLedComplaintsParams = {
  /** 0: 20. */
  pageSize?: number;
  pageToken?: string;
};

export type ListLinksParams = {
  pageSize?: number;
  pageToken?: string;
};

export type ListManagedProductsParams = {
  /** Unspecified: on the shelf or not. */
  status?: ProductStatus;
  /** 0: 20. */
  pageSize?: number;
  pageToken?: string;
};

export type ListMerchantBindingsParams = {
  merchantId: string;
  /** 0: 20. */
  pageSize?: number;
  pageToken?: string;
};

export type ListMerchantsParams = {
  /** 0: 20. */
  pageSize?: number;
  pageToken?: string;
};

export type ListMessagesParams = {
  /** Messages a page, 20 when not said. */
  pageSize?: number;
  pageToken?: string;
};

export type ListMonthsParams = {
  /** 0: 20. */
  pageSize?: number;
  pageToken?: string;
};

export type ListMyAfterSalesParams = {
  /** 0: 20. */
  pageSize?: number;
  pageToken?: string;
};

export type ListMyBookingsParams = {
  /** 0: 20. */
  pageSize?: number;
  pageToken?: string;
};

export type ListMyCardsParams = {
  /** 0: 20. */
  pageSize?: number;
  pageToken?: string;
};

export type ListMyComplaintsParams = {
  /** Empty: of all orders. */
  orderId?: string;
  /** 0: 20. */
  pageSize?: number;
  pageToken?: string;
};

export type ListMyInvoicesParams = {
  /** 0: 20. */
  pageSize?: number;
  pageToken?: string;
};

export type ListMyLeadershipsParams = Record<string, never>;

export type ListMyPayoutsParams = {
  /** 0: 20. */
  pageSize?: number;
  pageToken?: string;
};

export type ListMyPickUpsParams = Record<string, never>;

export type ListMyPointsParams = Record<string, never>;

export type ListMyReviewsParams = {
  /** 0: 20. */
  pageSize?: number;
  pageToken?: string;
};

export type ListMyRoundsParams = {
  /** Unspecified: all. */
  status?: RoundStatus;
  /** 0: 20. */
  pageSize?: number;
  pageToken?: string;
};

export type ListMySharesParams = {
  /** 0: 20. */
  pageSize?: number;
  pageToken?: string;
};

export type ListOpenTeamsParams = {
  campaignId: string;
  /** 0: 20. */
  pageSize?: number;
  pageToken?: string;
};

export type ListOrderSubstitutionsParams = {
  orderId: string;
};

export type ListOrdersParams = {
  /** Unspecified: all. */
  status?: OrderStatus;
  /** 0: 20. */
  pageSize?: number;
  pageToken?: string;
};

export type ListParcelsParams = {
  roundId: string;
  placeId: string;
  /** 0: 20. */
  pageSize?: number;
  pageToken?: string;
};

export type ListPaymentCasesParams = {
  /** Unspecified: open ones. */
  state?: PaymentCaseState;
  /** Unspecified: all. */
  reason?: PaymentCaseReason;
  /** 0: 20. */
  pageSize?: number;
  pageToken?: string;
};

export type ListPayoutsParams = {
  /** 0: any. */
  state?: PayoutState;
  /** 0: 20. */
  pageSize?: number;
  pageToken?: string;
};

export type ListPeopleAuditParams = {
  /** A user's id, or the name of a tool or service; empty: everybody. */
  actor?: string;
  /** Empty: everything. */
  objectId?: string;
  /** 0: 20. */
  pageSize?: number;
  pageToken?: string;
};

export type ListPickUpPointsParams = {
  communityId: string;
  /** 0: 20. */
  pageSize?: number;
  pageToken?: string;
};

export type ListPointStaffParams = {
  pointId: string;
};

export type ListPointsRulesParams = {
  /** Rules a page, 20 when not said. */
  pageSize?: number;
  pageToken?: string;
};

export type ListPostingsParams = {
  /** Postings a page, 20 when not said. */
  pageSize?: number;
  pageToken?: string;
};

export type ListPostsParams = {
  circleId: string;
  /** Posts a page, 20 when not said. */
  pageSize?: number;
  pageToken?: string;
};

export type ListProductReviewsParams = {
  productId: string;
  /** 0: 20. */
  pageSize?: number;
  pageToken?: string;
};

export type ListProductsParams = {
  /** Empty: all categories. */
  category?: string;
  /** 0: 20. */
  pageSize?: number;
  pageToken?: string;
  /** Words with blanks between: each of them stands in the title or category. Empty: all. */
  words?: string;
};

export type ListProposedPointsParams = {
  /** Empty: all (operators). */
  communityId?: string;
  /** 0: 20. */
  pageSize?: number;
  pageToken?: string;
};

export type ListReceiversParams = {
  /** 0: 20. */
  pageSize?: number;
  pageToken?: string;
};

export type ListRefusedBuyersParams = {
  /** Empty: the caller's own. Another's: operators only. */
  leaderId?: string;
  /** 0: 20. */
  pageSize?: number;
  pageToken?: string;
};

export type ListReportsParams = {
  pageSize?: number;
  pageToken?: string;
};

export type ListReservesParams = {
  /** 0: 20. */
  pageSize?: number;
  pageToken?: string;
};

export type ListRolesParams = {
  userId: string;
};

export type ListRoundEntriesParams = {
  roundId: string;
  /** 0: 20. */
  pageSize?: number;
  pageToken?: string;
};

export type ListRoundHelpersParams = {
  roundId: string;
  /** 0: 20. */
  pageSize?: number;
  pageToken?: string;
};

export type ListRoundOrdersParams = {
  roundId: string;
  /** 0: 20. */
  pageSize?: number;
  pageToken?: string;
};

export type ListRoundPlacesParams = {
  roundId: string;
};

export type ListRoundsParams = {
  communityId: string;
  /** Of one leader; empty: of all. */
  leaderId?: string;
  /** 0: 20. */
  pageSize?: number;
  pageToken?: string;
};

export type ListServedBookingsParams = {
  /** Empty: of the slots that the caller staffs. */
  productId?: string;
  /** 0: 20. */
  pageSize?: number;
  pageToken?: string;
};

export type ListShareReturnsParams = {
  /** 0: any. */
  state?: ShareReturnState;
  /** 0: 20. */
  pageSize?: number;
  pageToken?: string;
};

export type ListShippingInfosParams = {
  state: ShippingState;
  /** 0: 20. */
  pageSize?: number;
  pageToken?: string;
};

export type ListShortagesParams = {
  roundId: string;
  placeId: string;
  /** 0: 20. */
  pageSize?: number;
  pageToken?: string;
};

export type ListSignInsParams = {
  /** 2026-11; this month when not said. */
  month?: string;
};

export type ListSkuRefundLinesParams = {
  skuRefundId: string;
  /** 0: 20. */
  pageSize?: number;
  pageToken?: string;
};

export type ListSkuRefundsParams = {
  /** 0: 20. */
  pageSize?: number;
  pageToken?: string;
};

export type ListSubscriptionsParams = Record<string, never>;

export type ListSubstitutionsParams = {
  roundId: string;
  placeId: string;
};

export type ListSuppliersParams = {
  /** 0: 20. */
  pageSize?: number;
  pageToken?: string;
};

export type ListSuppliesParams = {
  supplierId: string;
  /** 0: 20. */
  pageSize?: number;
  pageToken?: string;
};

export type ListTalkAuditParams = {
  /** A user's id, or the name of a tool or service; empty: everybody. */
  actor?: string;
  /** Empty: everything. */
  objectId?: string;
  /** 0: 20. */
  pageSize?: number;
  pageToken?: string;
};

export type ListTemplatesParams = {
  pageSize?: number;
  pageToken?: string;
  /** CLAIM when not said. */
  channel?: Channel;
};

export type ListTradeAuditParams = {
  /** A user's id, or the name of a tool or service; empty: everybody. */
  actor?: string;
  /** Empty: everything. */
  objectId?: string;
  /** 0: 20. */
  pageSize?: number;
  pageToken?: string;
};

export type ListWordsParams = {
  pageSize?: number;
  pageToken?: string;
};

export type LookAtRoundParams = {
  roundId: string;
};

export type LowerRoundMinimumParams = {
  roundId: string;
} & {
  /** Below what it was; 0: none any more. */
  minimumFen?: number;
};

export type MarkArticleReadParams = {
  articleId: string;
};

export type MarkReadParams = MarkReadRequest;

export type MoveBookingParams = {
  bookingId: string;
} & {
  /** CONFIRMED, IN_SERVICE, SERVICE_DONE, NO_SHOW or BOOKING_CANCELLED. */
  to: "CONFIRMED" | "IN_SERVICE" | "SERVICE_DONE" | "NO_SHOW" | "BOOKING_CANCELLED";
};

export type NameHouseholdMemberParams = {
  userId: string;
};

export type OfferInHallParams = OfferInHallRequest;

export type OfferRoundParams = {
  roundId: string;
} & {
  /** Somebody else who leads somewhere, and does not rest. */
  leaderId: string;
};

export type OpenLinkParams = {
  key: string;
};

export type OpenPayLinkParams = {
  key: string;
};

export type PayByLinkParams = {
  key: string;
};

export type PayOrderParams = {
  orderId: string;
} & {
  /** Of virtual goods: they are not sold everywhere. */
  platform?: ClientPlatform;
};

export type PlaceBookingParams = PlaceBookingRequest;

export type PlaceCardOrderParams = PlaceCardOrderRequest;

export type PlaceContentOrderParams = PlaceContentOrderRequest;

export type PlaceFlashOrderParams = {
  campaignId: string;
} & {
  quantity: number;
  source?: SourceClaim;
};

export type PlaceNeighbourOrderParams = {
  roundId: string;
} & {
  items: Array<OrderItem>;
  /** One of the round's. Empty: to the neighbour's door. */
  pointId?: string;
  name: string;
  /** Building and door. */
  building: string;
  /** Empty: none. A limit by person counts by it; without one by name and door. */
  phone?: string;
  pays: NeighbourPays;
  remark?: string;
  /** Where to the door it is brought. Absent with a pick-up point. */
  door?: DoorPlaceInput;
};

export type PlaceOrderParams = PlaceOrderRequest;

export type PlaceRoundOrderParams = {
  roundId: string;
} & {
  items: Array<OrderItem>;
  /** One of the round's. Empty: to the door. */
  pointId?: string;
  /** Empty: none. */
  couponId?: string;
  remark?: string;
  /** Not shown in the running list. */
  hidden?: boolean;
  source?: SourceClaim;
  /** For a payment that lands after the grace of the round: LATE_NEXT_ROUND, or a refund. */
  latePayment?: LatePayment;
  /** Points to use, exactly: the `points` of a quote. 0: none. */
  points?: number;
  /** To the door: an address of the caller's. Empty with a pick-up point. */
  addressId?: string;
  door?: DoorPlaceInput;
};

export type PlanSkuRefundParams = PlanSkuRefundRequest;

export type ProposeAdjustmentParams = ProposeAdjustmentRequest;

export type PublishArticleParams = {
  /** The product it is sold as, of kind PRODUCT_CONTENT. */
  productId: string;
  /** Its place in the column, from 1. */
  position: number;
} & {
  title: string;
  /** For everybody. */
  preview?: string;
  /** For who has bought it. */
  text: string;
};

export type PublishBookingTermsParams = {
  /** A product of kind PRODUCT_SERVICE. */
  productId: string;
} & {
  /** Whose leaders run it, beside operators. Empty: nobody but operators. */
  communityId?: string;
  /** It is done at the buyer's: an address is needed. */
  atHome?: boolean;
  /** How often a booking may be moved to another time. */
  reschedulesMax?: number;
  /** … and until how many hours before its slot. */
  rescheduleUntilHours?: number;
  /** The buyer is reminded so many hours before; 0: not. */
  remindHours?: number;
  /** Each step's hours once; who cancels earlier gets no less. Before the first step, or without any: nothing goes back. */
  cancellation?: Array<CancellationStepInput>;
};

export type PublishCardTermsParams = {
  /** Of a product of kind PRODUCT_CARD. */
  skuId: string;
} & {
  sessions: number;
  /** From the payment on. */
  validDays: number;
  /** Of the unused part, when the buyer gives it back in time. */
  refundPercent?: number;
  /** Of the unused part, by itself, when its time is over. */
  expiredRefundPercent?: number;
  /** Where it may be used. */
  pointIds: Array<string>;
};

export type PublishReserveRuleParams = PublishReserveRuleRequest;

export type PublishRoundParams = {
  roundId: string;
};

export type PublishSettlementRuleParams = PublishSettlementRuleRequest;

export type PublishShareRuleParams = PublishShareRuleRequest;

export type PutCartItemParams = {
  skuId: string;
} & {
  quantity: number;
};

export type PutWordParams = {
  /** 1 to 40 characters. */
  text: string;
} & {
  action: WordAction;
};

export type QuoteBasketParams = QuoteBasketRequest;

export type QuoteBookingParams = QuoteBookingRequest;

export type QuoteCardParams = QuoteCardRequest;

export type QuoteContentParams = QuoteContentRequest;

export type QuoteOrderParams = QuoteOrderRequest;

export type QuoteRoundOrderParams = {
  roundId: string;
} & {
  items: Array<OrderItem>;
  /** One of the round's. Empty: to the door. */
  pointId?: string;
  /** Empty: none. */
  couponId?: string;
  /** Points to use at most; 0: none. */
  points?: number;
  /** To the door: an address of the caller's. Empty with a pick-up point. */
  addressId?: string;
  door?: DoorPlaceInput;
};

export type RecordArrivalParams = {
  roundId: string;
  placeId: string;
} & {
  /** Each item once. */
  items: Array<ArrivalItem>;
  note?: string;
};

export type RecordWeightsParams = {
  roundId: string;
  placeId: string;
} & {
  weights: Array<WeightAsk>;
};

export type RedeemCodeParams = RedeemCodeRequest;

export type ReduceRoundOrderParams = {
  orderId: string;
} & {
  /** What is left of each line; a line that is not named stays as it is, 0 takes it off. Nothing left of any: it is cancelled. */
  lines: Array<LineLeft>;
};

export type RefreshParams = RefreshRequest;

export type RefundCardParams = {
  cardId: string;
};

export type RefundOrderParams = {
  orderId: string;
} & {
  /** Empty: everything that is left. */
  lines?: Array<RefundAsk>;
  /** It is the merchant's fault: freight goes back also after delivery. */
  merchantFault?: boolean;
  /** Kept with the refund. */
  reason: string;
};

export type RefuseBuyerParams = {
  userId: string;
} & {
  reason: string;
};

export type RemindMeParams = {
  campaignId: string;
} & {
  /** No longer. */
  off?: boolean;
};

export type RemoveAddressParams = {
  addressId: string;
};

export type RemoveCartItemParams = {
  skuId: string;
};

export type RemoveHouseholdMemberParams = {
  userId: string;
};

export type RemovePointStaffParams = {
  pointId: string;
  userId: string;
};

export type RemoveReceiverParams = {
  userId: string;
} & {
  why: string;
  paidBy?: string;
};

export type ReportIncomeParams = ReportIncomeRequest;

export type ReportSubscriptionParams = ReportSubscriptionRequest;

export type RequestAfterSaleParams = {
  orderId: string;
} & {
  kind: AfterSaleKind;
  cause: AfterSaleCause;
  lines: Array<AfterSaleLineInput>;
  description?: string;
  /** Ids of pictures in content, or addresses. */
  photos?: Array<string>;
};

export type RequestInvoiceParams = {
  orderId: string;
} & {
  kind: InvoiceKind;
  /** A person's name, or a company's as it is registered. */
  title: string;
  /** A company's unified social credit number. */
  taxNumber?: string;
};

export type RequestPayoutParams = RequestPayoutRequest;

export type RescheduleBookingParams = {
  bookingId: string;
} & {
  slotId: string;
};

export type RevokeRoleParams = {
  grantId: string;
};

export type SearchOrdersParams = {
  /** Empty: of all buyers. */
  buyerId?: string;
  /** Empty: of all rounds, and of none. */
  roundId?: string;
  /** Empty: of all campaigns, and of none. */
  campaignId?: string;
  /** Unspecified: all. */
  status?: OrderStatus;
  /** Placed at that time or later. Absent: since ever. */
  from?: string;
  /** Placed before that time. Absent: until now. */
  to?: string;
  /** 0: 20. */
  pageSize?: number;
  pageToken?: string;
};

export type SendBackParams = {
  afterSaleId: string;
} & {
  carrier: string;
  trackingNumber: string;
};

export type SetCircleVisibilityParams = {
  circleId: string;
} & {
  visibility: Visibility;
};

export type SetDeliveryRuleParams = {
  /** EXPRESS is the one of plain orders. */
  name: string;
} & {
  zones: Array<DeliveryZoneInput>;
};

export type SetEntryHiddenParams = {
  orderId: string;
} & {
  hidden?: boolean;
};

export type SetGrantPlanActiveParams = {
  planId: string;
} & {
  active?: boolean;
};

export type SetHallRuleParams = {
  communityId: string;
} & {
  hallOnly?: boolean;
  /** For the audit log. */
  why?: string;
};

export type SetLeaderDisabledParams = {
  communityId: string;
  userId: string;
} & {
  disabled?: boolean;
  reason: string;
};

export type SetLeaderRestParams = {
  communityId: string;
} & {
  resting?: boolean;
};

export type SetLevelsParams = SetLevelsRequest;

export type SetOpenToHelpersParams = {
  roundId: string;
} & {
  open?: boolean;
};

export type SetPartnerParams = {
  channel: string;
} & {
  userId: string;
  active?: boolean;
  why: string;
};

export type SetPayeeParams = SetPayeeRequest;

export type SetPointsRuleActiveParams = {
  ruleId: string;
} & {
  active?: boolean;
};

export type SetProductStatusParams = {
  productId: string;
} & {
  /** ON_SHELF or OFF_SHELF. */
  status: ProductStatus;
  /** For the audit log. */
  why?: string;
};

export type SetReceiverParams = {
  userId: string;
} & {
  merchantId: string;
  name: string;
  why: string;
  /** The merchant account whose payments he has parts of; empty: the installation's own. */
  paidBy?: string;
};

export type SetSkuSupplierParams = {
  skuId: string;
} & {
  /** Empty: nobody's. */
  supplierId?: string;
  /** For a unit, fen; at most the list price. */
  costPriceFen?: number;
  /** For the audit log. */
  why?: string;
};

export type SetStockAlarmParams = {
  skuId: string;
} & {
  /** Units; 0: nobody is told. */
  lowAt?: number;
};

export type SetSupplierLicenceParams = {
  supplierId: string;
  kind: LicenceKind;
} & {
  number: string;
  /** The last day it holds, in China. */
  expiresOn: string;
};

export type SetTemplateActiveParams = {
  templateId: string;
} & {
  active?: boolean;
};

export type SettleAfterSaleParams = {
  afterSaleId: string;
} & {
  /** For the buyer: how it comes, or what was found. */
  note: string;
};

export type SettlePaymentCaseParams = {
  caseId: string;
} & {
  /** What was found and done. */
  note: string;
};

export type SharePickUpCodeParams = {
  pointId: string;
} & {
  /** Seconds; 0: a day. */
  validS?: number;
};

export type ShipOrderParams = {
  orderId: string;
} & {
  carrier: string;
  trackingNumber: string;
};

export type ShowCardCodeParams = {
  cardId: string;
} & {
  /** 0: one. */
  sessions?: number;
};

export type ShowPickUpCodeParams = {
  pointId: string;
};

export type SignInParams = SignInRequest;

export type SignInTodayParams = Record<string, never>;

export type SignOutParams = SignOutRequest;

export type SponsorTeamParams = {
  teamId: string;
} & {
  /** Free seats that are paid for. */
  seats: number;
  /** For the audit log. */
  why: string;
};

export type StartSkuRefundParams = {
  skuRefundId: string;
};

export type StartTeamParams = {
  campaignId: string;
} & {
  quantity: number;
  /** Empty: none. */
  couponId?: string;
  source?: SourceClaim;
  /** LATE_OPEN_TEAM only where starters pay what all pay. */
  latePayment?: LatePayment;
};

export type StopCampaignParams = {
  campaignId: string;
} & {
  /** Shown on the campaign. */
  why: string;
};

export type StopHelpSellingParams = {
  roundId: string;
};

export type SuggestCouponsParams = SuggestCouponsRequest;

export type TellWhenBackParams = {
  skuId: string;
} & {
  /** No longer. */
  off?: boolean;
};

export type UnbindMerchantParams = {
  merchantId: string;
} & {
  /** Exactly one of the two. */
  communityId?: string;
  supplierId?: string;
  /** For the audit log. */
  why?: string;
};

export type UnblockUserParams = {
  userId: string;
};

export type UndoCardUseParams = {
  pointId: string;
  useId: string;
} & {
  reason: string;
};

export type UndoHandOverParams = {
  pointId: string;
  handOverId: string;
} & {
  reason: string;
};

export type UnfollowLeaderParams = {
  userId: string;
};

export type UnlikePostParams = {
  postId: string;
};

export type UpdateAddressParams = {
  addressId: string;
} & {
  name: string;
  /** Empty: as it was. */
  phone?: string;
  regionCode: string;
  regionName: string;
  street: string;
  isDefault?: boolean;
};

export type UpdateBookingSlotParams = {
  slotId: string;
} & {
  /** At least as many as are booked. */
  capacity: number;
  /** Empty: nobody in particular. */
  staffId?: string;
  /** Nobody books it any more. */
  closed?: boolean;
};

export type UpdateHallGoodsParams = {
  hallGoodsId: string;
} & {
  /** As it was looked at. */
  version: number;
  commissionBasisPoints?: number;
  /** Fen; at most the list price. */
  lowestPriceFen: number;
  /** At least what is taken. */
  supplyLimit: number;
  withdrawn?: boolean;
};

export type UpdateMeParams = UpdateMeRequest;

export type UpdatePickUpPointParams = {
  pointId: string;
} & {
  name: string;
  address: string;
  latitudeE6?: number;
  longitudeE6?: number;
  hours: string;
  imageUrls?: Array<string>;
};

export type UpdateProductParams = {
  productId: string;
} & {
  /** As it was looked at. */
  version: number;
  title: string;
  description?: string;
  category: string;
  /** Addresses of pictures, the first is the cover. */
  imageUrls?: Array<string>;
  sellerName: string;
  sellerLicence: string;
  /** Units a person may have in live plain orders; 0: any number. */
  perUserLimit?: number;
  /** «产地: 云南» */
  attributes?: Array<string>;
  /** Absent: it is no food. What is missing can be said later, but before it is put on the shelf. */
  food?: FoodInput;
  /** Absent: it can be sent back within seven days, and nothing besides. */
  promise?: ProductPromiseInput;
  /**
   * Units that all of a household may have in live orders, however they buy: a buyer and those who agreed to fetch for
   * him; of a neighbour without an account who lives behind his door. 0: any number.
   */
  perHouseholdLimit?: number;
  /**
   * Units in live orders that are brought to, or done at, one address, whoever ordered them. Of goods and services alone, as
   * the one below. 0: any number.
   */
  perAddressLimit?: number;
  /**
   * Units in live orders for one phone, whoever ordered them; of what is fetched, and of campaigns, for the account's own.
   * 0: any number.
   */
  perPhoneLimit?: number;
};

export type UpdateRoundParams = {
  roundId: string;
} & {
  round: CreateRoundRequest;
};

export type UpdateSkuParams = {
  skuId: string;
} & {
  /** Of its product, as it was looked at. */
  version: number;
  title: string;
  /** Fen; not below cost. */
  listPriceFen: number;
  /** Grams. */
  weightG?: number;
  imageUrl?: string;
};

export type UpdateSupplierParams = {
  supplierId: string;
} & {
  /** As it was looked at. */
  version: number;
  name: string;
  contractNumber?: string;
  /** The last day it holds, in China. Empty: no end. */
  contractEndsOn?: string;
  note?: string;
};

export type UploadMediaParams = {
  /** What is sent. */
  file: LinliFile;
};

export type UseCardParams = {
  pointId: string;
} & {
  code: string;
};

export type VerifyMonthParams = {
  month: string;
};

export type VerifyPhoneParams = VerifyPhoneRequest;

export type WithdrawAfterSaleParams = {
  afterSaleId: string;
};

export type WithdrawCampaignParams = {
  campaignId: string;
} & {
  /** Shown on the campaign. */
  why: string;
};

export type WithdrawRoundOfferParams = {
  roundId: string;
  leaderId: string;
};

export type WriteReviewParams = {
  orderId: string;
} & {
  /** Of the line, from 0. */
  position?: number;
  /** Stars. */
  rating: number;
  text: string;
  /** The caller's pictures, up to 9, that belong to nothing yet. */
  mediaIds?: Array<string>;
};

/** Every operation by name. */
export interface Operations {
  acceptBuyer: { params: AcceptBuyerParams; answer: AcceptBuyerResponse; read: false };
  addAddress: { params: AddAddressParams; answer: Address; read: false };
  addBookingPhotos: { params: AddBookingPhotosParams; answer: Booking; read: false };
  addOrderNote: { params: AddOrderNoteParams; answer: DeskOrder; read: false };
  addPointStaff: { params: AddPointStaffParams; answer: PointStaff; read: false };
  addRoundStock: { params: AddRoundStockParams; answer: Round; read: false };
  adjustGrowth: { params: AdjustGrowthParams; answer: MemberLevel; read: false };
  adjustRoundSheet: { params: AdjustRoundSheetParams; answer: DeliveryList; read: false };
  adjustStock: { params: AdjustStockParams; answer: Product; read: false };
  agreeToHousehold: { params: AgreeToHouseholdParams; answer: Household; read: false };
  answerComplaint: { params: AnswerComplaintParams; answer: Complaint; read: false };
  answerSubstitution: { params: AnswerSubstitutionParams; answer: OrderSubstitution; read: false };
  applyAsLeader: { params: ApplyAsLeaderParams; answer: LeaderApplication; read: false };
  askApproval: { params: AskApprovalParams; answer: Approval; read: false };
  askRoundApproval: { params: AskRoundApprovalParams; answer: Approval; read: false };
  askSubscriptions: { params: AskSubscriptionsParams; answer: ListSubscriptionsResponse; read: true };
  askSubstitution: { params: AskSubstitutionParams; answer: Substitution; read: false };
  bindMerchant: { params: BindMerchantParams; answer: MerchantBinding; read: false };
  blockUser: { params: BlockUserParams; answer: BlockUserResponse; read: false };
  cancelBooking: { params: CancelBookingParams; answer: Booking; read: false };
  cancelOrder: { params: CancelOrderParams; answer: Order; read: false };
  cancelRound: { params: CancelRoundParams; answer: Round; read: false };
  cancelSkuRefund: { params: CancelSkuRefundParams; answer: SkuRefund; read: false };
  checkCampaign: { params: CheckCampaignParams; answer: CampaignCheck; read: false };
  checkRound: { params: CheckRoundParams; answer: RoundCheck; read: true };
  claimCoupon: { params: ClaimCouponParams; answer: Coupon; read: false };
  clearCart: { params: ClearCartParams; answer: Cart; read: false };
  closeMerchant: { params: CloseMerchantParams; answer: Merchant; read: false };
  closeMonth: { params: CloseMonthParams; answer: LedgerMonth; read: false };
  closePickUpPoint: { params: ClosePickUpPointParams; answer: PickUpPoint; read: false };
  closeRound: { params: CloseRoundParams; answer: Round; read: false };
  completeComplaint: { params: CompleteComplaintParams; answer: Complaint; read: false };
  confirmReceipt: { params: ConfirmReceiptParams; answer: Order; read: false };
  confirmReceiving: { params: ConfirmReceivingParams; answer: PlaceReceiving; read: false };
  copyRound: { params: CopyRoundParams; answer: Round; read: false };
  createBookingSlots: { params: CreateBookingSlotsParams; answer: ListBookingSlotsResponse; read: false };
  createCampaign: { params: CreateCampaignParams; answer: Campaign; read: false };
  createCircle: { params: CreateCircleParams; answer: Circle; read: false };
  createCodes: { params: CreateCodesParams; answer: CreateCodesResponse; read: false };
  createComment: { params: CreateCommentParams; answer: Comment; read: false };
  createCommunity: { params: CreateCommunityParams; answer: Community; read: false };
  createGrantPlan: { params: CreateGrantPlanParams; answer: GrantPlan; read: false };
  createLink: { params: CreateLinkParams; answer: Link; read: false };
  createMerchant: { params: CreateMerchantParams; answer: Merchant; read: false };
  createPayLink: { params: CreatePayLinkParams; answer: PayLink; read: false };
  createPickUpPoint: { params: CreatePickUpPointParams; answer: PickUpPoint; read: false };
  createPointsRule: { params: CreatePointsRuleParams; answer: PointsRule; read: false };
  createPost: { params: CreatePostParams; answer: Post; read: false };
  createProduct: { params: CreateProductParams; answer: Product; read: false };
  createReport: { params: CreateReportParams; answer: Report; read: false };
  createRound: { params: CreateRoundParams; answer: Round; read: false };
  createSupplier: { params: CreateSupplierParams; answer: Supplier; read: false };
  createTemplate: { params: CreateTemplateParams; answer: Template; read: false };
  decideAdjustment: { params: DecideAdjustmentParams; answer: Adjustment; read: false };
  decideAfterSale: { params: DecideAfterSaleParams; answer: AfterSale; read: false };
  decideApproval: { params: DecideApprovalParams; answer: Approval; read: false };
  decideComplaintRefund: { params: DecideComplaintRefundParams; answer: Complaint; read: false };
  decideLeaderApplication: { params: DecideLeaderApplicationParams; answer: LeaderApplication; read: false };
  decideMedia: { params: DecideMediaParams; answer: Media; read: false };
  decidePayout: { params: DecidePayoutParams; answer: Payout; read: false };
  decidePickUpPoint: { params: DecidePickUpPointParams; answer: PickUpPoint; read: false };
  decideReport: { params: DecideReportParams; answer: Report; read: false };
  decideReview: { params: DecideReviewParams; answer: Review; read: false };
  deleteComment: { params: DeleteCommentParams; answer: DeleteCommentResponse; read: false };
  deletePost: { params: DeletePostParams; answer: DeletePostResponse; read: false };
  deleteWord: { params: DeleteWordParams; answer: DeleteWordResponse; read: false };
  deliverRoundOrder: { params: DeliverRoundOrderParams; answer: RoundOrder; read: false };
  editReview: { params: EditReviewParams; answer: Review; read: false };
  escalateAfterSale: { params: EscalateAfterSaleParams; answer: AfterSale; read: false };
  exchangeCoupon: { params: ExchangeCouponParams; answer: Coupon; read: false };
  exportOrders: { params: ExportOrdersParams; answer: OrdersFile; read: false };
  exportSheet: { params: ExportSheetParams; answer: SheetFile; read: true };
  extendRound: { params: ExtendRoundParams; answer: Round; read: false };
  findParcels: { params: FindParcelsParams; answer: FindParcelsResponse; read: false };
  followLeader: { params: FollowLeaderParams; answer: FollowLeaderResponse; read: false };
  getAfterSale: { params: GetAfterSaleParams; answer: AfterSale; read: true };
  getArticle: { params: GetArticleParams; answer: Article; read: true };
  getBooking: { params: GetBookingParams; answer: Booking; read: true };
  getBookingTerms: { params: GetBookingTermsParams; answer: BookingTerms; read: true };
  getCampaign: { params: GetCampaignParams; answer: Campaign; read: true };
  getCard: { params: GetCardParams; answer: Card; read: true };
  getCardTerms: { params: GetCardTermsParams; answer: CardTerms; read: true };
  getCart: { params: GetCartParams; answer: Cart; read: true };
  getCircle: { params: GetCircleParams; answer: Circle; read: true };
  getCommunity: { params: GetCommunityParams; answer: Community; read: true };
  getComplaint: { params: GetComplaintParams; answer: Complaint; read: true };
  getContentOffer: { params: GetContentOfferParams; answer: ContentOffer; read: true };
  getCoupon: { params: GetCouponParams; answer: Coupon; read: true };
  getDeliveryList: { params: GetDeliveryListParams; answer: DeliveryList; read: true };
  getDeliveryRule: { params: GetDeliveryRuleParams; answer: DeliveryRule; read: true };
  getDeskOrder: { params: GetDeskOrderParams; answer: DeskOrder; read: true };
  getHousehold: { params: GetHouseholdParams; answer: Household; read: true };
  getKeySet: { params: GetKeySetParams; answer: KeySet; read: true };
  getLeaderMinute: { params: GetLeaderMinuteParams; answer: LeaderMinute; read: true };
  getLeaderRecord: { params: GetLeaderRecordParams; answer: LeaderRecord; read: true };
  getLevels: { params: GetLevelsParams; answer: LevelSet; read: true };
  getLinkCode: { params: GetLinkCodeParams; answer: LinkCode; read: true };
  getManagedProduct: { params: GetManagedProductParams; answer: Product; read: true };
  getMe: { params: GetMeParams; answer: Me; read: true };
  getMedia: { params: GetMediaParams; answer: Media; read: true };
  getMonth: { params: GetMonthParams; answer: LedgerMonth; read: true };
  getMyLevel: { params: GetMyLevelParams; answer: MemberLevel; read: true };
  getMyPayout: { params: GetMyPayoutParams; answer: Payout; read: true };
  getMyRecord: { params: GetMyRecordParams; answer: LeaderRecord; read: true };
  getOrder: { params: GetOrderParams; answer: Order; read: true };
  getPayee: { params: GetPayeeParams; answer: Payee; read: true };
  getPickUpPoint: { params: GetPickUpPointParams; answer: PickUpPoint; read: true };
  getPoints: { params: GetPointsParams; answer: PointsBalance; read: true };
  getPost: { params: GetPostParams; answer: Post; read: true };
  getProduct: { params: GetProductParams; answer: Product; read: true };
  getProductImport: { params: GetProductImportParams; answer: ProductImport; read: true };
  getPurchaseSheet: { params: GetPurchaseSheetParams; answer: PurchaseSheet; read: true };
  getReceipt: { params: GetReceiptParams; answer: Receipt; read: true };
  getReceiving: { params: GetReceivingParams; answer: PlaceReceiving; read: true };
  getRound: { params: GetRoundParams; answer: Round; read: true };
  getRoundBooks: { params: GetRoundBooksParams; answer: RoundBooks; read: true };
  getRoundOrder: { params: GetRoundOrderParams; answer: RoundOrder; read: true };
  getSettlementRule: { params: GetSettlementRuleParams; answer: SettlementRule; read: true };
  getSkuRefund: { params: GetSkuRefundParams; answer: SkuRefund; read: true };
  getStatement: { params: GetStatementParams; answer: Statement; read: true };
  getSupplier: { params: GetSupplierParams; answer: Supplier; read: true };
  getSupplierRecord: { params: GetSupplierRecordParams; answer: SupplierRecord; read: true };
  getSupplierStatement: { params: GetSupplierStatementParams; answer: SupplierStatement; read: true };
  getTeam: { params: GetTeamParams; answer: Team; read: true };
  getTemplate: { params: GetTemplateParams; answer: Template; read: true };
  getUnread: { params: GetUnreadParams; answer: Unread; read: true };
  getUser: { params: GetUserParams; answer: User; read: true };
  grantCoupons: { params: GrantCouponsParams; answer: GrantCouponsResponse; read: false };
  grantRole: { params: GrantRoleParams; answer: RoleGrant; read: false };
  handOver: { params: HandOverParams; answer: HandOverRecord; read: false };
  helpSellRound: { params: HelpSellRoundParams; answer: HelpSell; read: false };
  importProducts: { params: ImportProductsParams; answer: ProductImport; read: false };
  issueInvoice: { params: IssueInvoiceParams; answer: Invoice; read: false };
  joinCircle: { params: JoinCircleParams; answer: Circle; read: false };
  joinCommunity: { params: JoinCommunityParams; answer: Community; read: false };
  joinOpenTeam: { params: JoinOpenTeamParams; answer: TeamOrder; read: false };
  joinTeam: { params: JoinTeamParams; answer: TeamOrder; read: false };
  leaveCircle: { params: LeaveCircleParams; answer: Circle; read: false };
  leaveHousehold: { params: LeaveHouseholdParams; answer: Household; read: false };
  likePost: { params: LikePostParams; answer: Post; read: false };
  listAddresses: { params: ListAddressesParams; answer: ListAddressesResponse; read: true };
  listAdjustments: { params: ListAdjustmentsParams; answer: ListAdjustmentsResponse; read: true };
  listAfterSales: { params: ListAfterSalesParams; answer: ListAfterSalesResponse; read: true };
  listApprovals: { params: ListApprovalsParams; answer: ListApprovalsResponse; read: true };
  listArticles: { params: ListArticlesParams; answer: ListArticlesResponse; read: true };
  listBillCases: { params: ListBillCasesParams; answer: ListBillCasesResponse; read: true };
  listBillDays: { params: ListBillDaysParams; answer: ListBillDaysResponse; read: true };
  listBlocks: { params: ListBlocksParams; answer: ListBlocksResponse; read: true };
  listBookingSlots: { params: ListBookingSlotsParams; answer: ListBookingSlotsResponse; read: true };
  listCampaigns: { params: ListCampaignsParams; answer: ListCampaignsResponse; read: true };
  listCardUses: { params: ListCardUsesParams; answer: ListCardUsesResponse; read: true };
  listCircles: { params: ListCirclesParams; answer: ListCirclesResponse; read: true };
  listCodes: { params: ListCodesParams; answer: ListCodesResponse; read: true };
  listComments: { params: ListCommentsParams; answer: ListCommentsResponse; read: true };
  listCommunities: { params: ListCommunitiesParams; answer: ListCommunitiesResponse; read: true };
  listComplaints: { params: ListComplaintsParams; answer: ListComplaintsResponse; read: true };
  listCouponAudit: { params: ListCouponAuditParams; answer: ListCouponAuditResponse; read: true };
  listCoupons: { params: ListCouponsParams; answer: ListCouponsResponse; read: true };
  listDeliveries: { params: ListDeliveriesParams; answer: ListDeliveriesResponse; read: true };
  listDoorDeliveries: { params: ListDoorDeliveriesParams; answer: ListDoorDeliveriesResponse; read: true };
  listFeed: { params: ListFeedParams; answer: ListPostsResponse; read: true };
  listFollowedLeaders: { params: ListFollowedLeadersParams; answer: ListFollowedLeadersResponse; read: true };
  listGrantPlans: { params: ListGrantPlansParams; answer: ListGrantPlansResponse; read: true };
  listGrowth: { params: ListGrowthParams; answer: ListGrowthResponse; read: true };
  listHall: { params: ListHallParams; answer: ListHallResponse; read: true };
  listHallGoods: { params: ListHallGoodsParams; answer: ListHallGoodsResponse; read: true };
  listHandOvers: { params: ListHandOversParams; answer: ListHandOversResponse; read: true };
  listHeldMedia: { params: ListHeldMediaParams; answer: ListHeldMediaResponse; read: true };
  listHeldReviews: { params: ListHeldReviewsParams; answer: ListMyReviewsResponse; read: true };
  listHelpOffers: { params: ListHelpOffersParams; answer: ListHelpOffersResponse; read: true };
  listHelpSells: { params: ListHelpSellsParams; answer: ListHelpSellsResponse; read: true };
  listImportFaults: { params: ListImportFaultsParams; answer: ListImportFaultsResponse; read: true };
  listInvoices: { params: ListInvoicesParams; answer: ListInvoicesResponse; read: true };
  listLeaderApplications: { params: ListLeaderApplicationsParams; answer: ListLeaderApplicationsResponse; read: true };
  listLeaderRecords: { params: ListLeaderRecordsParams; answer: ListLeaderRecordsResponse; read: true };
  listLeaders: { params: ListLeadersParams; answer: ListLeadersResponse; read: true };
  listLedAfterSales: { params: ListLedAfterSalesParams; answer: ListLedAfterSalesResponse; read: true };
  listLedComplaints: { params: ListLedComplaintsParams; answer: ListLedComplaintsResponse; read: true };
  listLinks: { params: ListLinksParams; answer: ListLinksResponse; read: true };
  listManagedProducts: { params: ListManagedProductsParams; answer: ListProductsResponse; read: true };
  listMerchantBindings: { params: ListMerchantBindingsParams; answer: ListMerchantBindingsResponse; read: true };
  listMerchants: { params: ListMerchantsParams; answer: ListMerchantsResponse; read: true };
  listMessages: { params: ListMessagesParams; answer: ListMessagesResponse; read: true };
  listMonths: { params: ListMonthsParams; answer: ListMonthsResponse; read: true };
  listMyAfterSales: { params: ListMyAfterSalesParams; answer: ListMyAfterSalesResponse; read: true };
  listMyBookings: { params: ListMyBookingsParams; answer: ListBookingsResponse; read: true };
  listMyCards: { params: ListMyCardsParams; answer: ListMyCardsResponse; read: true };
  listMyComplaints: { params: ListMyComplaintsParams; answer: ListMyComplaintsResponse; read: true };
  listMyInvoices: { params: ListMyInvoicesParams; answer: ListInvoicesResponse; read: true };
  listMyLeaderships: { params: ListMyLeadershipsParams; answer: ListMyLeadershipsResponse; read: true };
  listMyPayouts: { params: ListMyPayoutsParams; answer: ListPayoutsResponse; read: true };
  listMyPickUps: { params: ListMyPickUpsParams; answer: ListMyPickUpsResponse; read: true };
  listMyPoints: { params: ListMyPointsParams; answer: ListMyPointsResponse; read: true };
  listMyReviews: { params: ListMyReviewsParams; answer: ListMyReviewsResponse; read: true };
  listMyRounds: { params: ListMyRoundsParams; answer: ListMyRoundsResponse; read: true };
  listMyShares: { params: ListMySharesParams; answer: ListMySharesResponse; read: true };
  listOpenTeams: { params: ListOpenTeamsParams; answer: ListOpenTeamsResponse; read: true };
  listOrderSubstitutions: { params: ListOrderSubstitutionsParams; answer: ListOrderSubstitutionsResponse; read: true };
  listOrders: { params: ListOrdersParams; answer: ListOrdersResponse; read: true };
  listParcels: { params: ListParcelsParams; answer: ListParcelsResponse; read: true };
  listPaymentCases: { params: ListPaymentCasesParams; answer: ListPaymentCasesResponse; read: true };
  listPayouts: { params: ListPayoutsParams; answer: ListPayoutsResponse; read: true };
  listPeopleAudit: { params: ListPeopleAuditParams; answer: ListPeopleAuditResponse; read: true };
  listPickUpPoints: { params: ListPickUpPointsParams; answer: ListPickUpPointsResponse; read: true };
  listPointStaff: { params: ListPointStaffParams; answer: ListPointStaffResponse; read: true };
  listPointsRules: { params: ListPointsRulesParams; answer: ListPointsRulesResponse; read: true };
  listPostings: { params: ListPostingsParams; answer: ListPostingsResponse; read: true };
  listPosts: { params: ListPostsParams; answer: ListPostsResponse; read: true };
  listProductReviews: { params: ListProductReviewsParams; answer: ListProductReviewsResponse; read: true };
  listProducts: { params: ListProductsParams; answer: ListProductsResponse; read: true };
  listProposedPoints: { params: ListProposedPointsParams; answer: ListProposedPointsResponse; read: true };
  listReceivers: { params: ListReceiversParams; answer: ListReceiversResponse; read: true };
  listRefusedBuyers: { params: ListRefusedBuyersParams; answer: ListRefusedBuyersResponse; read: true };
  listReports: { params: ListReportsParams; answer: ListReportsResponse; read: true };
  listReserves: { params: ListReservesParams; answer: ListReservesResponse; read: true };
  listRoles: { params: ListRolesParams; answer: ListRolesResponse; read: true };
  listRoundEntries: { params: ListRoundEntriesParams; answer: ListRoundEntriesResponse; read: true };
  listRoundHelpers: { params: ListRoundHelpersParams; answer: ListRoundHelpersResponse; read: true };
  listRoundOrders: { params: ListRoundOrdersParams; answer: ListRoundOrdersResponse; read: true };
  listRoundPlaces: { params: ListRoundPlacesParams; answer: ListRoundPlacesResponse; read: true };
  listRounds: { params: ListRoundsParams; answer: ListRoundsResponse; read: true };
  listServedBookings: { params: ListServedBookingsParams; answer: ListBookingsResponse; read: true };
  listShareReturns: { params: ListShareReturnsParams; answer: ListShareReturnsResponse; read: true };
  listShippingInfos: { params: ListShippingInfosParams; answer: ListShippingInfosResponse; read: true };
  listShortages: { params: ListShortagesParams; answer: ListShortagesResponse; read: true };
  listSignIns: { params: ListSignInsParams; answer: ListSignInsResponse; read: true };
  listSkuRefundLines: { params: ListSkuRefundLinesParams; answer: ListSkuRefundLinesResponse; read: true };
  listSkuRefunds: { params: ListSkuRefundsParams; answer: ListSkuRefundsResponse; read: true };
  listSubscriptions: { params: ListSubscriptionsParams; answer: ListSubscriptionsResponse; read: true };
  listSubstitutions: { params: ListSubstitutionsParams; answer: ListSubstitutionsResponse; read: true };
  listSuppliers: { params: ListSuppliersParams; answer: ListSuppliersResponse; read: true };
  listSupplies: { params: ListSuppliesParams; answer: ListSuppliesResponse; read: true };
  listTalkAudit: { params: ListTalkAuditParams; answer: ListTalkAuditResponse; read: true };
  listTemplates: { params: ListTemplatesParams; answer: ListTemplatesResponse; read: true };
  listTradeAudit: { params: ListTradeAuditParams; answer: ListTradeAuditResponse; read: true };
  listWords: { params: ListWordsParams; answer: ListWordsResponse; read: true };
  lookAtRound: { params: LookAtRoundParams; answer: LookAtRoundResponse; read: false };
  lowerRoundMinimum: { params: LowerRoundMinimumParams; answer: Round; read: false };
  markArticleRead: { params: MarkArticleReadParams; answer: Article; read: false };
  markRead: { params: MarkReadParams; answer: Unread; read: false };
  moveBooking: { params: MoveBookingParams; answer: Booking; read: false };
  nameHouseholdMember: { params: NameHouseholdMemberParams; answer: Household; read: false };
  offerInHall: { params: OfferInHallParams; answer: HallGoods; read: false };
  offerRound: { params: OfferRoundParams; answer: RoundHelper; read: false };
  openLink: { params: OpenLinkParams; answer: Link; read: false };
  openPayLink: { params: OpenPayLinkParams; answer: PayLink; read: true };
  payByLink: { params: PayByLinkParams; answer: Payment; read: false };
  payOrder: { params: PayOrderParams; answer: Payment; read: false };
  placeBooking: { params: PlaceBookingParams; answer: Booking; read: false };
  placeCardOrder: { params: PlaceCardOrderParams; answer: Card; read: false };
  placeContentOrder: { params: PlaceContentOrderParams; answer: Order; read: false };
  placeFlashOrder: { params: PlaceFlashOrderParams; answer: Order; read: false };
  placeNeighbourOrder: { params: PlaceNeighbourOrderParams; answer: RoundOrder; read: false };
  placeOrder: { params: PlaceOrderParams; answer: Order; read: false };
  placeRoundOrder: { params: PlaceRoundOrderParams; answer: RoundOrder; read: false };
  planSkuRefund: { params: PlanSkuRefundParams; answer: SkuRefund; read: false };
  proposeAdjustment: { params: ProposeAdjustmentParams; answer: Adjustment; read: false };
  publishArticle: { params: PublishArticleParams; answer: Article; read: false };
  publishBookingTerms: { params: PublishBookingTermsParams; answer: BookingTerms; read: false };
  publishCardTerms: { params: PublishCardTermsParams; answer: CardTerms; read: false };
  publishReserveRule: { params: PublishReserveRuleParams; answer: ReserveRule; read: false };
  publishRound: { params: PublishRoundParams; answer: Round; read: false };
  publishSettlementRule: { params: PublishSettlementRuleParams; answer: SettlementRule; read: false };
  publishShareRule: { params: PublishShareRuleParams; answer: ShareRule; read: false };
  putCartItem: { params: PutCartItemParams; answer: Cart; read: false };
  putWord: { params: PutWordParams; answer: Word; read: false };
  quoteBasket: { params: QuoteBasketParams; answer: BasketQuote; read: false };
  quoteBooking: { params: QuoteBookingParams; answer: BookingQuote; read: false };
  quoteCard: { params: QuoteCardParams; answer: CardQuote; read: false };
  quoteContent: { params: QuoteContentParams; answer: ContentQuote; read: false };
  quoteOrder: { params: QuoteOrderParams; answer: Quote; read: false };
  quoteRoundOrder: { params: QuoteRoundOrderParams; answer: BasketQuote; read: false };
  recordArrival: { params: RecordArrivalParams; answer: PlaceReceiving; read: false };
  recordWeights: { params: RecordWeightsParams; answer: RecordWeightsResponse; read: false };
  redeemCode: { params: RedeemCodeParams; answer: Coupon; read: false };
  reduceRoundOrder: { params: ReduceRoundOrderParams; answer: RoundOrder; read: false };
  refresh: { params: RefreshParams; answer: Session; read: false };
  refundCard: { params: RefundCardParams; answer: Card; read: false };
  refundOrder: { params: RefundOrderParams; answer: Order; read: false };
  refuseBuyer: { params: RefuseBuyerParams; answer: RefusedBuyer; read: false };
  remindMe: { params: RemindMeParams; answer: Reminder; read: false };
  removeAddress: { params: RemoveAddressParams; answer: ListAddressesResponse; read: false };
  removeCartItem: { params: RemoveCartItemParams; answer: Cart; read: false };
  removeHouseholdMember: { params: RemoveHouseholdMemberParams; answer: Household; read: false };
  removePointStaff: { params: RemovePointStaffParams; answer: RemovePointStaffResponse; read: false };
  removeReceiver: { params: RemoveReceiverParams; answer: Receiver; read: false };
  reportIncome: { params: ReportIncomeParams; answer: IncomeReport; read: false };
  reportSubscription: { params: ReportSubscriptionParams; answer: Subscription; read: false };
  requestAfterSale: { params: RequestAfterSaleParams; answer: AfterSale; read: false };
  requestInvoice: { params: RequestInvoiceParams; answer: Invoice; read: false };
  requestPayout: { params: RequestPayoutParams; answer: Payout; read: false };
  rescheduleBooking: { params: RescheduleBookingParams; answer: Booking; read: false };
  revokeRole: { params: RevokeRoleParams; answer: RevokeRoleResponse; read: false };
  searchOrders: { params: SearchOrdersParams; answer: SearchOrdersResponse; read: true };
  sendBack: { params: SendBackParams; answer: AfterSale; read: false };
  setCircleVisibility: { params: SetCircleVisibilityParams; answer: Circle; read: false };
  setDeliveryRule: { params: SetDeliveryRuleParams; answer: DeliveryRule; read: false };
  setEntryHidden: { params: SetEntryHiddenParams; answer: SetEntryHiddenResponse; read: false };
  setGrantPlanActive: { params: SetGrantPlanActiveParams; answer: GrantPlan; read: false };
  setHallRule: { params: SetHallRuleParams; answer: HallRule; read: false };
  setLeaderDisabled: { params: SetLeaderDisabledParams; answer: Leader; read: false };
  setLeaderRest: { params: SetLeaderRestParams; answer: Leader; read: false };
  setLevels: { params: SetLevelsParams; answer: LevelSet; read: false };
  setOpenToHelpers: { params: SetOpenToHelpersParams; answer: Round; read: false };
  setPartner: { params: SetPartnerParams; answer: Partner; read: false };
  setPayee: { params: SetPayeeParams; answer: Payee; read: false };
  setPointsRuleActive: { params: SetPointsRuleActiveParams; answer: PointsRule; read: false };
  setProductStatus: { params: SetProductStatusParams; answer: Product; read: false };
  setReceiver: { params: SetReceiverParams; answer: Receiver; read: false };
  setSkuSupplier: { params: SetSkuSupplierParams; answer: Supply; read: false };
  setStockAlarm: { params: SetStockAlarmParams; answer: StockAlarm; read: false };
  setSupplierLicence: { params: SetSupplierLicenceParams; answer: Supplier; read: false };
  setTemplateActive: { params: SetTemplateActiveParams; answer: Template; read: false };
  settleAfterSale: { params: SettleAfterSaleParams; answer: AfterSale; read: false };
  settlePaymentCase: { params: SettlePaymentCaseParams; answer: PaymentCase; read: false };
  sharePickUpCode: { params: SharePickUpCodeParams; answer: SharedPickUpCode; read: false };
  shipOrder: { params: ShipOrderParams; answer: Order; read: false };
  showCardCode: { params: ShowCardCodeParams; answer: CardCode; read: false };
  showPickUpCode: { params: ShowPickUpCodeParams; answer: PickUpCode; read: false };
  signIn: { params: SignInParams; answer: Session; read: false };
  signInToday: { params: SignInTodayParams; answer: DaySignedIn; read: false };
  signOut: { params: SignOutParams; answer: SignOutResponse; read: false };
  sponsorTeam: { params: SponsorTeamParams; answer: Team; read: false };
  startSkuRefund: { params: StartSkuRefundParams; answer: SkuRefund; read: false };
  startTeam: { params: StartTeamParams; answer: TeamOrder; read: false };
  stopCampaign: { params: StopCampaignParams; answer: Campaign; read: false };
  stopHelpSelling: { params: StopHelpSellingParams; answer: StopHelpSellingResponse; read: false };
  suggestCoupons: { params: SuggestCouponsParams; answer: SuggestCouponsResponse; read: false };
  tellWhenBack: { params: TellWhenBackParams; answer: StockWish; read: false };
  unbindMerchant: { params: UnbindMerchantParams; answer: Merchant; read: false };
  unblockUser: { params: UnblockUserParams; answer: UnblockUserResponse; read: false };
  undoCardUse: { params: UndoCardUseParams; answer: CardUse; read: false };
  undoHandOver: { params: UndoHandOverParams; answer: HandOverRecord; read: false };
  unfollowLeader: { params: UnfollowLeaderParams; answer: UnfollowLeaderResponse; read: false };
  unlikePost: { params: UnlikePostParams; answer: Post; read: false };
  updateAddress: { params: UpdateAddressParams; answer: Address; read: false };
  updateBookingSlot: { params: UpdateBookingSlotParams; answer: BookingSlot; read: false };
  updateHallGoods: { params: UpdateHallGoodsParams; answer: HallGoods; read: false };
  updateMe: { params: UpdateMeParams; answer: Me; read: false };
  updatePickUpPoint: { params: UpdatePickUpPointParams; answer: PickUpPoint; read: false };
  updateProduct: { params: UpdateProductParams; answer: Product; read: false };
  updateRound: { params: UpdateRoundParams; answer: Round; read: false };
  updateSku: { params: UpdateSkuParams; answer: Product; read: false };
  updateSupplier: { params: UpdateSupplierParams; answer: Supplier; read: false };
  uploadMedia: { params: UploadMediaParams; answer: Media; read: false };
  useCard: { params: UseCardParams; answer: CardUse; read: false };
  verifyMonth: { params: VerifyMonthParams; answer: MonthVerification; read: true };
  verifyPhone: { params: VerifyPhoneParams; answer: Me; read: false };
  withdrawAfterSale: { params: WithdrawAfterSaleParams; answer: AfterSale; read: false };
  withdrawCampaign: { params: WithdrawCampaignParams; answer: Campaign; read: false };
  withdrawRoundOffer: { params: WithdrawRoundOfferParams; answer: RoundHelper; read: false };
  writeReview: { params: WriteReviewParams; answer: Review; read: false };
}

/** The client: a method an operation. */
export interface Linli extends LinliCore {
  /**
   * Takes orders from somebody again.
   *
   * Refused with LEADER_DISABLED.
   */
  acceptBuyer(params: AcceptBuyerParams, options?: CallOptions): Promise<AcceptBuyerResponse>;
  /**
   * Adds an address to the caller's.
   *
   * The first one is the one that is proposed.
   *
   * Refused with TOO_MANY_ADDRESSES.
   */
  addAddress(params: AddAddressParams, options?: CallOptions): Promise<Address>;
  /**
   * Pictures before or after the work, by who serves it.
   *
   * Refused with BOOKING_ELSEWHERE, TOO_MANY_PHOTOS, LEADER_DISABLED.
   */
  addBookingPhotos(params: AddBookingPhotosParams, options?: CallOptions): Promise<Booking>;
  /**
   * Writes a note to an order, for the house's own eyes.
   *
   * Notes stay: what is wrong gets another one.
   */
  addOrderNote(params: AddOrderNoteParams, options?: CallOptions): Promise<DeskOrder>;
  /**
   * Lets somebody hand out goods at a point of the caller's.
   *
   * Refused with POINT_CLOSED, TOO_MANY_STAFF, PERSON_UNKNOWN, LEADER_DISABLED.
   */
  addPointStaff(params: AddPointStaffParams, options?: CallOptions): Promise<PointStaff>;
  /**
   * Adds units to an item of a round that runs.
   *
   * Refused with LEADER_DISABLED, STOCK_SHORT, ROUND_FROZEN, HALL_SHORT.
   */
  addRoundStock(params: AddRoundStockParams, options?: CallOptions): Promise<Round>;
  /**
   * Gives somebody growth by hand, or takes some, at most what he has.
   *
   * Nobody adjusts his own.
   */
  adjustGrowth(params: AdjustGrowthParams, options?: CallOptions): Promise<MemberLevel>;
  /**
   * Corrects what is to be bought and brought to a place, by so many units more or less: a row beside what is frozen, with who and why, until the goods there are shared out.
   *
   * What buyers have ordered does not change by it.
   *
   * Refused with NOT_TO_BE_RECEIVED, LEADER_DISABLED.
   */
  adjustRoundSheet(params: AdjustRoundSheetParams, options?: CallOptions): Promise<DeliveryList>;
  /**
   * Notes that units came or went outside of orders: a delivery, a breakage, a count.
   *
   * Refused with STOCK_SHORT.
   */
  adjustStock(params: AdjustStockParams, options?: CallOptions): Promise<Product>;
  /** Agrees to fetch for a buyer who has named the caller. */
  agreeToHousehold(params: AgreeToHouseholdParams, options?: CallOptions): Promise<Household>;
  /**
   * Answers the buyer.
   *
   * WeChat wants the first answer within 24 hours. It is sent by a job, once.
   *
   * Refused with COMPLAINT_BUSY.
   */
  answerComplaint(params: AnswerComplaintParams, options?: CallOptions): Promise<Complaint>;
  /**
   * Its answer, until its time also another one.
   *
   * Yes: it comes as far as there is of it, and what it costs less goes back. No, or
   * none: what is short is refunded.
   *
   * Refused with SUBSTITUTION_OVER.
   */
  answerSubstitution(params: AnswerSubstitutionParams, options?: CallOptions): Promise<OrderSubstitution>;
  /**
   * Asks to become a leader in a community.
   *
   * There is no fee, and nothing is ever paid for bringing other leaders.
   *
   * Refused with AGREEMENT_OUTDATED, ALREADY_APPLIED, ALREADY_LEADER, LEADER_DISABLED.
   */
  applyAsLeader(params: ApplyAsLeaderParams, options?: CallOptions): Promise<LeaderApplication>;
  /**
   * Asks for the yes of another operator, for what an operation refused with APPROVAL_NEEDED.
   *
   * One question, or one yes that
   * was not used yet, for a thing at a time.
   *
   * Refused with APPROVAL_ASKED.
   */
  askApproval(params: AskApprovalParams, options?: CallOptions): Promise<Approval>;
  /**
   * Asks for an operator's yes to a draft as it is now: changed, it needs another.
   *
   * With the yes it is published once.
   *
   * Refused with LEADER_DISABLED, ROUND_FROZEN, APPROVAL_ASKED, APPROVAL_NOT_NEEDED.
   */
  askRoundApproval(params: AskRoundApprovalParams, options?: CallOptions): Promise<Approval>;
  /**
   * Which templates wx.requestSubscribeMessage is best called with at this moment: at most 3, what WeChat takes at once.
   *
   * Only
   * those of which the caller has few messages left, the emptiest first, of equals the most valuable; none: do not ask.
   */
  askSubscriptions(params: AskSubscriptionsParams, options?: CallOptions): Promise<ListSubscriptionsResponse>;
  /**
   * Asks those who would go short of an item, as it is now, whether something else may come for it that costs no more; once an item and place, before the sharing-out is confirmed.
   *
   * So many units leave the substitute's stock; what nobody takes is back
   * there then.
   *
   * Refused with NOT_TO_BE_RECEIVED, NOT_SUBSTITUTABLE, LEADER_DISABLED, HALL_SHORT.
   */
  askSubstitution(params: AskSubstitutionParams, options?: CallOptions): Promise<Substitution>;
  /**
   * Orders of this community, or of what this supplier sells, are paid into the account from now on; in place of the one they were bound to.
   *
   * Orders that are placed already stay where they are. A supplier's account comes before a community's.
   *
   * Refused with MERCHANT_CLOSED, MERCHANT_NOT_READY.
   */
  bindMerchant(params: BindMerchantParams, options?: CallOptions): Promise<MerchantBinding>;
  /**
   * The caller and this person no longer see or answer each other.
   *
   * Blocking again changes nothing.
   */
  blockUser(params: BlockUserParams, options?: CallOptions): Promise<BlockUserResponse>;
  /**
   * The buyer calls it off: what the terms give back at this moment goes back.
   *
   * An unpaid one simply ends.
   *
   * Refused with BOOKING_ELSEWHERE, PAYMENT_UNAVAILABLE.
   */
  cancelBooking(params: CancelBookingParams, options?: CallOptions): Promise<Booking>;
  /**
   * Cancels an order that is not paid (it is closed at WeChat first), or leaves an open team: all of it is refunded.
   *
   * Refused with ORDER_NOT_CANCELLABLE, PAYMENT_UNAVAILABLE.
   */
  cancelOrder(params: CancelOrderParams, options?: CallOptions): Promise<Order>;
  /**
   * Calls a round off, with the reason that buyers read: everybody is refunded.
   *
   * Refused with ROUND_FROZEN, LEADER_DISABLED.
   */
  cancelRound(params: CancelRoundParams, options?: CallOptions): Promise<Round>;
  /**
   * Drops a list that was not started.
   *
   * Refused with SKU_REFUND_NOT_READY.
   */
  cancelSkuRefund(params: CancelSkuRefundParams, options?: CallOptions): Promise<SkuRefund>;
  /**
   * What publishing a campaign would meet: faults it would be refused for, what somebody should know (yellow), and what needs the yes of another operator (red): a loss, a price far below the list price, a licence that ends meanwhile.
   *
   * Nothing is
   * kept. For those who may publish it.
   *
   * Refused with LEADER_DISABLED, LEADER_RESTING.
   */
  checkCampaign(params: CheckCampaignParams, options?: CallOptions): Promise<CampaignCheck>;
  /**
   * What publishing a draft would meet: faults it would be refused for, what its leader should know (yellow), and what needs an operator's yes (red): a price far below the list price, a licence that ends meanwhile.
   *
   * Nothing is kept. For its
   * leader.
   *
   * Refused with LEADER_DISABLED.
   */
  checkRound(params: CheckRoundParams, options?: CallOptions): Promise<RoundCheck>;
  /**
   * Claims a coupon.
   *
   * Never more than the budget, never more than the limit of a person.
   *
   * Refused with ALL_CLAIMED, CLAIM_LIMIT_REACHED, CLAIM_NOT_OPEN, CLAIM_OVER.
   */
  claimCoupon(params: ClaimCouponParams, options?: CallOptions): Promise<Coupon>;
  /** Empties the caller's cart. */
  clearCart(params?: ClearCartParams, options?: CallOptions): Promise<Cart>;
  /**
   * Nothing can be bound to it any more.
   *
   * What is under way at it goes on: payments, refunds, shares.
   *
   * Refused with MERCHANT_BOUND.
   */
  closeMerchant(params: CloseMerchantParams, options?: CallOptions): Promise<Merchant>;
  /**
   * Closes a month of the books whose days are closed (an hour after the last one ended): its totals per account and a hash over them, its days and the month before.
   *
   * Nothing is posted into it any more: what comes to light later goes into the
   * month in which it does. Months are closed in their order.
   *
   * Refused with MONTH_NOT_OVER, MONTH_CLOSED.
   */
  closeMonth(params: CloseMonthParams, options?: CallOptions): Promise<LedgerMonth>;
  /**
   * Closes a point for good: nothing new is sent there; what lies there can still be picked up.
   *
   * Refused with LEADER_DISABLED.
   */
  closePickUpPoint(params: ClosePickUpPointParams, options?: CallOptions): Promise<PickUpPoint>;
  /**
   * Ends an open round now: nothing new enters, what is under way has its grace.
   *
   * Refused with LEADER_DISABLED, ROUND_FROZEN.
   */
  closeRound(params: CloseRoundParams, options?: CallOptions): Promise<Round>;
  /**
   * Tells WeChat that it is settled; only after an answer.
   *
   * Refused with COMPLAINT_CLOSED, COMPLAINT_UNANSWERED, COMPLAINT_BUSY.
   */
  completeComplaint(params: CompleteComplaintParams, options?: CallOptions): Promise<Complaint>;
  /**
   * The buyer has it.
   *
   * Refused with ORDER_NOT_SHIPPED.
   */
  confirmReceipt(params: ConfirmReceiptParams, options?: CallOptions): Promise<Order>;
  /**
   * Confirms the sharing-out that was shown: who goes short is refunded to the fen, all others' orders become ready.
   *
   * Refused with NOT_TO_BE_RECEIVED, PROPOSAL_CHANGED, ITEM_NOT_COUNTED, LEADER_DISABLED, SUBSTITUTION_OPEN.
   */
  confirmReceiving(params: ConfirmReceivingParams, options?: CallOptions): Promise<PlaceReceiving>;
  /**
   * Drafts next week's from last week's: same goods at their steps, same points, a new window.
   *
   * Refused with LEADER_DISABLED, LEADER_RESTING, PRODUCT_OFF_SHELF, POINT_NOT_APPROVED.
   */
  copyRound(params: CopyRoundParams, options?: CallOptions): Promise<Round>;
  /**
   * Opens times of a service: whoever leads where its terms say, and operators.
   *
   * All of them or none.
   *
   * Refused with STAFF_BUSY, LEADER_DISABLED.
   */
  createBookingSlots(params: CreateBookingSlotsParams, options?: CallOptions): Promise<ListBookingSlotsResponse>;
  /**
   * Publishes a campaign.
   *
   * Its stock is cut out of the SKU's. Every fault of the request is named at once. What CheckCampaign
   * finds red needs the yes of another operator (APPROVAL_PUBLISH_CAMPAIGN). Operators of the
   * platform publish anywhere; operators and leaders of a community in that community and its circles, leaders of a circle
   * in that circle.
   *
   * Refused with PRODUCT_OFF_SHELF, STOCK_SHORT, LEADER_DISABLED, LEADER_RESTING, APPROVAL_NEEDED, HALL_SHORT.
   */
  createCampaign(params: CreateCampaignParams, options?: CallOptions): Promise<Campaign>;
  /**
   * Opens a circle in a community.
   *
   * The caller becomes its owner and first member.
   * Needs the role operator, or community_admin of that community.
   *
   * Refused with CIRCLE_NAME_TAKEN.
   */
  createCircle(params: CreateCircleParams, options?: CallOptions): Promise<Circle>;
  /** Makes codes of a BY_CODE template. */
  createCodes(params: CreateCodesParams, options?: CallOptions): Promise<CreateCodesResponse>;
  /**
   * Comments on a post, or answers a comment (two levels).
   *
   * The same checks as a post.
   *
   * Refused with PHONE_NOT_VERIFIED, NOT_A_MEMBER, TEXT_REFUSED.
   */
  createComment(params: CreateCommentParams, options?: CallOptions): Promise<Comment>;
  /**
   * Founds a community.
   *
   * Refused with COMMUNITY_NAME_TAKEN.
   */
  createCommunity(params: CreateCommunityParams, options?: CallOptions): Promise<Community>;
  /**
   * Makes a plan.
   *
   * Its template must be BY_GRANT. A person has one coupon a run, even if the run is interrupted or begun twice;
   * the template's own limits hold, too.
   */
  createGrantPlan(params: CreateGrantPlanParams, options?: CallOptions): Promise<GrantPlan>;
  /**
   * Makes a share link: a key of 10 characters that fits a mini-program code's scene.
   *
   * Its title passes content safety as a
   * profile does; a link without one is made whether that can be asked or not.
   *
   * Refused with TEXT_REFUSED, CHECK_UNAVAILABLE.
   */
  createLink(params: CreateLinkParams, options?: CallOptions): Promise<Link>;
  /**
   * Makes an account known by its number at WeChat Pay.
   *
   * Its keys lie in a folder of the installation; orders are paid into it once
   * something is bound to it.
   *
   * Refused with MERCHANT_KNOWN.
   */
  createMerchant(params: CreateMerchantParams, options?: CallOptions): Promise<Merchant>;
  /**
   * A link by which somebody else pays an order (亲情代付), until its time to pay runs out; the same link each time.
   *
   * Not
   * once its buyer has begun to pay: WeChat knows one payer of an order.
   *
   * Refused with ORDER_NOT_PAYABLE, ORDER_EXPIRED.
   */
  createPayLink(params: CreatePayLinkParams, options?: CallOptions): Promise<PayLink>;
  /**
   * Proposes a pick-up point; it is used once it was approved.
   *
   * Refused with LEADER_DISABLED, LEADER_RESTING, TOO_MANY_POINTS.
   */
  createPickUpPoint(params: CreatePickUpPointParams, options?: CallOptions): Promise<PickUpPoint>;
  /**
   * Makes a rule.
   *
   * Every fault of it is named at once; a rule does not change afterwards.
   */
  createPointsRule(params: CreatePointsRuleParams, options?: CallOptions): Promise<PointsRule>;
  /**
   * Writes a post into a circle the caller is a member of.
   *
   * It passes the word list and WeChat's content check; where
   * WeChat cannot be asked it is HELD: visible to its author, checked again later. With pictures it is HELD until all of them
   * have passed, and taken away when one is refused.
   *
   * Refused with PHONE_NOT_VERIFIED, NOT_A_MEMBER, TEXT_REFUSED, MEDIA_UNUSABLE.
   */
  createPost(params: CreatePostParams, options?: CallOptions): Promise<Post>;
  /** Puts a product with its SKUs into the catalogue, as a draft that only operators see. */
  createProduct(params: CreateProductParams, options?: CallOptions): Promise<Product>;
  /**
   * Reports a post or comment into the moderators' queue.
   *
   * A person's second report of the same thing is the first one.
   */
  createReport(params: CreateReportParams, options?: CallOptions): Promise<Report>;
  /**
   * Drafts a round.
   *
   * Every fault of it is named at once; nothing is taken from stock before it is published. Goods of the
   * selection hall of the community keep to its lowest price; where the community sells nothing else, every other is named.
   *
   * Refused with LEADER_DISABLED, LEADER_RESTING, PRODUCT_OFF_SHELF, POINT_NOT_APPROVED.
   */
  createRound(params: CreateRoundParams, options?: CallOptions): Promise<Round>;
  /**
   * Notes a supplier and the contract with it.
   *
   * Refused with SUPPLIER_NAMED.
   */
  createSupplier(params: CreateSupplierParams, options?: CallOptions): Promise<Supplier>;
  /**
   * Makes a template.
   *
   * Every fault of it is named at once.
   */
  createTemplate(params: CreateTemplateParams, options?: CallOptions): Promise<Template>;
  /**
   * Decides on a proposal of another operator.
   *
   * Deciding the same again changes nothing.
   *
   * Refused with SECOND_EYES_NEEDED, ALREADY_DECIDED.
   */
  decideAdjustment(params: DecideAdjustmentParams, options?: CallOptions): Promise<Adjustment>;
  /**
   * Approves or declines what waits for the caller: the order's leader, or operators, who decide everything undecided.
   *
   * A
   * decline needs its reason, which the buyer sees. What was sent back and is not as it should be is declined by passing it
   * on: operators decide again. A yes to all that is left of a plain order of which nothing has left the house calls it off.
   *
   * Refused with AFTER_SALE_ELSEWHERE, AFTER_SALE_NOTHING_LEFT, LEADER_DISABLED.
   */
  decideAfterSale(params: DecideAfterSaleParams, options?: CallOptions): Promise<AfterSale>;
  /**
   * Says yes or no to what somebody else has asked.
   *
   * A yes is used up by the operation that it was asked for, called again.
   *
   * Refused with APPROVAL_DECIDED, APPROVAL_OWN.
   */
  decideApproval(params: DecideApprovalParams, options?: CallOptions): Promise<Approval>;
  /**
   * Decides about the refund that the buyer wants, once, and tells WeChat.
   *
   * With a yes the money goes back at once: so much as
   * he wants, and never more than what is left of the order; above a sum with the yes of another operator
   * (AskApproval, APPROVAL_REFUND_ORDER, for the order).
   *
   * Refused with COMPLAINT_CLOSED, COMPLAINT_WANTS_NO_REFUND, COMPLAINT_BUSY, ORDER_NOT_REFUNDABLE, APPROVAL_NEEDED.
   */
  decideComplaintRefund(params: DecideComplaintRefundParams, options?: CallOptions): Promise<Complaint>;
  /**
   * Approves or declines; a decline needs its reason, which the applicant sees.
   *
   * Deciding the same again changes nothing.
   *
   * Refused with ALREADY_DECIDED.
   */
  decideLeaderApplication(params: DecideLeaderApplicationParams, options?: CallOptions): Promise<LeaderApplication>;
  /**
   * Decides about a picture that waits: others may see it, or it goes, and its post with it.
   *
   * Decided once.
   *
   * Refused with ALREADY_DECIDED.
   */
  decideMedia(params: DecideMediaParams, options?: CallOptions): Promise<Media>;
  /**
   * Says yes or no to a payout that waits for it.
   *
   * A yes needs that of another one before (approvals, PAYOUT); a no is final,
   * and the money is the earner's again. Nobody decides his own.
   *
   * Refused with PAYOUT_DECIDED, APPROVAL_NEEDED.
   */
  decidePayout(params: DecidePayoutParams, options?: CallOptions): Promise<Payout>;
  /**
   * Approves or declines a point; a decline needs its reason.
   *
   * Refused with ALREADY_DECIDED.
   */
  decidePickUpPoint(params: DecidePickUpPointParams, options?: CallOptions): Promise<PickUpPoint>;
  /**
   * Decides a report: removes what was reported, or dismisses it.
   *
   * Decided once.
   *
   * Refused with ALREADY_DECIDED.
   */
  decideReport(params: DecideReportParams, options?: CallOptions): Promise<Report>;
  /**
   * Shows a review that is held or hidden, or hides one: for breach only, never for its stars.
   *
   * Refused with ALREADY_DECIDED.
   */
  decideReview(params: DecideReviewParams, options?: CallOptions): Promise<Review>;
  /** Removes a comment: its author, a moderator of the circle, an operator or a content reviewer. */
  deleteComment(params: DeleteCommentParams, options?: CallOptions): Promise<DeleteCommentResponse>;
  /** Removes a post: its author, a moderator of the circle, an operator or a content reviewer. */
  deletePost(params: DeletePostParams, options?: CallOptions): Promise<DeletePostResponse>;
  /** Takes a word off the list, as it is put there. */
  deleteWord(params: DeleteWordParams, options?: CallOptions): Promise<DeleteWordResponse>;
  /**
   * The leader has brought an order that was ready to its door; its buyer confirms, or time does.
   *
   * Refused with LEADER_DISABLED, ORDER_NOT_SHIPPABLE.
   */
  deliverRoundOrder(params: DeliverRoundOrderParams, options?: CallOptions): Promise<RoundOrder>;
  /**
   * Says it otherwise, within a week.
   *
   * It is checked again.
   *
   * Refused with PHONE_NOT_VERIFIED, TEXT_REFUSED, REVIEW_CLOSED.
   */
  editReview(params: EditReviewParams, options?: CallOptions): Promise<Review>;
  /**
   * The buyer wants operators to decide: instead of the leader, or after the leader declined, for as long as the time for after-sales lasts from then on.
   *
   * Refused with AFTER_SALE_ELSEWHERE.
   */
  escalateAfterSale(params: EscalateAfterSaleParams, options?: CallOptions): Promise<AfterSale>;
  /**
   * 积分商城: points become a coupon.
   *
   * Refused with POINTS_NOT_ENOUGH, ALL_CLAIMED, CLAIM_LIMIT_REACHED, CLAIM_NOT_OPEN, CLAIM_OVER.
   */
  exchangeCoupon(params: ExchangeCouponParams, options?: CallOptions): Promise<Coupon>;
  /**
   * The same search as a CSV file, a hundred orders a page, a line each.
   *
   * Who took what home is on record.
   */
  exportOrders(params: ExportOrdersParams, options?: CallOptions): Promise<OrdersFile>;
  /**
   * A sheet as a file: CSV for spreadsheets, or a page to print (labels are 60 × 40 mm).
   *
   * Of long ones a part, with the
   * number after which the next one begins.
   *
   * Refused with NOT_FROZEN, LEADER_DISABLED.
   */
  exportSheet(params: ExportSheetParams, options?: CallOptions): Promise<SheetFile>;
  /**
   * Puts the end off, once; buyers are told.
   *
   * Refused with LEADER_DISABLED, ROUND_FROZEN, EXTENDED_BEFORE.
   */
  extendRound(params: ExtendRoundParams, options?: CallOptions): Promise<Round>;
  /**
   * What lies at the point for whoever shows a code (typed or scanned), or for a number of the running list or the last four digits of a phone.
   *
   * For staff of that point. Five wrong codes within ten minutes close codes there for who typed them, for
   * fifteen minutes; searching goes on.
   *
   * Refused with CODE_WRONG, CODE_EXPIRED, CODE_CLOSED, ALREADY_PICKED_UP, LEADER_DISABLED.
   */
  findParcels(params: FindParcelsParams, options?: CallOptions): Promise<FindParcelsResponse>;
  /**
   * Wants to hear when this leader opens a group-buy.
   *
   * Refused with TOO_MANY_FOLLOWED.
   */
  followLeader(params: FollowLeaderParams, options?: CallOptions): Promise<FollowLeaderResponse>;
  /**
   * One of the caller's, with all its steps: for its buyer, the order's leader, operators.
   *
   * Refused with LEADER_DISABLED.
   */
  getAfterSale(params: GetAfterSaleParams, options?: CallOptions): Promise<AfterSale>;
  /** One article: all of it for who has bought it, else its preview. */
  getArticle(params: GetArticleParams, options?: CallOptions): Promise<Article>;
  /**
   * A booking, for who made it, who serves it, and who runs the service.
   *
   * Refused with LEADER_DISABLED.
   */
  getBooking(params: GetBookingParams, options?: CallOptions): Promise<Booking>;
  /** How a service is booked. */
  getBookingTerms(params: GetBookingTermsParams, options?: CallOptions): Promise<BookingTerms>;
  /**
   * One campaign: price, window, what is left.
   *
   * Whoever it is for, everybody may look. `serverTime` is there for an honest
   * countdown.
   */
  getCampaign(params: GetCampaignParams, options?: CallOptions): Promise<Campaign>;
  /** A card of the caller's, with what it was used for. */
  getCard(params: GetCardParams, options?: CallOptions): Promise<Card>;
  /** What a card is. */
  getCardTerms(params: GetCardTermsParams, options?: CallOptions): Promise<CardTerms>;
  /** The caller's cart, held against what can be bought now. */
  getCart(params?: GetCartParams, options?: CallOptions): Promise<Cart>;
  /** One circle; `membership` says what the caller is in it. */
  getCircle(params: GetCircleParams, options?: CallOptions): Promise<Circle>;
  /** One community; `joined` says whether the caller is in it. */
  getCommunity(params: GetCommunityParams, options?: CallOptions): Promise<Community>;
  /** One of them, with what was said on both sides and what is on its way to WeChat. */
  getComplaint(params: GetComplaintParams, options?: CallOptions): Promise<Complaint>;
  /**
   * What can be bought to read, as it is sold where the client runs.
   *
   * Not there where the channel is missing.
   */
  getContentOffer(params: GetContentOfferParams, options?: CallOptions): Promise<ContentOffer>;
  /** One coupon of the caller's. */
  getCoupon(params: GetCouponParams, options?: CallOptions): Promise<Coupon>;
  /**
   * What goes to a place, as it was at the cut-off: for the leader and who works there.
   *
   * Refused with LEADER_DISABLED.
   */
  getDeliveryList(params: GetDeliveryListParams, options?: CallOptions): Promise<DeliveryList>;
  /** The fee rule as it is now. */
  getDeliveryRule(params: GetDeliveryRuleParams, options?: CallOptions): Promise<DeliveryRule>;
  /** One of them, with its notes. */
  getDeskOrder(params: GetDeskOrderParams, options?: CallOptions): Promise<DeskOrder>;
  /** Who may fetch for the caller, and for whom he may. */
  getHousehold(params?: GetHouseholdParams, options?: CallOptions): Promise<Household>;
  /** The public keys that verify access tokens (RFC 7517). */
  getKeySet(params?: GetKeySetParams, options?: CallOptions): Promise<KeySet>;
  /** The leader's minute: what to do now, the list ready to paste, how far it is, what was earned and why each fen. */
  getLeaderMinute(params: GetLeaderMinuteParams, options?: CallOptions): Promise<LeaderMinute>;
  /** A leader's. */
  getLeaderRecord(params: GetLeaderRecordParams, options?: CallOptions): Promise<LeaderRecord>;
  /** The levels of the house, the lowest first. */
  getLevels(params?: GetLevelsParams, options?: CallOptions): Promise<LevelSet>;
  /**
   * The mini-program code of a link of the caller's, as an image.
   *
   * Refused with CODE_UNAVAILABLE.
   */
  getLinkCode(params: GetLinkCodeParams, options?: CallOptions): Promise<LinkCode>;
  /** One product as those who keep the catalogue see it, on the shelf or not. */
  getManagedProduct(params: GetManagedProductParams, options?: CallOptions): Promise<Product>;
  /** The caller, as only he sees himself. */
  getMe(params?: GetMeParams, options?: CallOptions): Promise<Me>;
  /** One of the caller's pictures, with links to it that last an hour. */
  getMedia(params: GetMediaParams, options?: CallOptions): Promise<Media>;
  /** A closed month with its totals per account. */
  getMonth(params: GetMonthParams, options?: CallOptions): Promise<LedgerMonth>;
  /** The caller's level: what he has, what is missing to the next one, until when it is kept. */
  getMyLevel(params?: GetMyLevelParams, options?: CallOptions): Promise<MemberLevel>;
  /** One of them; while WeChat waits for the caller's yes, with what wx.requestMerchantTransfer takes. */
  getMyPayout(params: GetMyPayoutParams, options?: CallOptions): Promise<Payout>;
  /**
   * The caller's own, of the rounds he led.
   *
   * Who led none has an empty one.
   */
  getMyRecord(params?: GetMyRecordParams, options?: CallOptions): Promise<LeaderRecord>;
  /** One order of the caller's. */
  getOrder(params: GetOrderParams, options?: CallOptions): Promise<Order>;
  /** As which the caller is paid, masked. */
  getPayee(params?: GetPayeeParams, options?: CallOptions): Promise<Payee>;
  /**
   * One point.
   *
   * Those that are not approved are seen by their leader and by operators.
   */
  getPickUpPoint(params: GetPickUpPointParams, options?: CallOptions): Promise<PickUpPoint>;
  /** The caller's points. */
  getPoints(params?: GetPointsParams, options?: CallOptions): Promise<PointsBalance>;
  /** One post. */
  getPost(params: GetPostParams, options?: CallOptions): Promise<Post>;
  /** One product on the shelf. */
  getProduct(params: GetProductParams, options?: CallOptions): Promise<Product>;
  /**
   * How far an import is, and what came of it.
   *
   * For operators of the platform.
   */
  getProductImport(params: GetProductImportParams, options?: CallOptions): Promise<ProductImport>;
  /**
   * What is to be bought, by supplier, as it was at the cut-off: for the leader.
   *
   * Refused with NOT_FROZEN, LEADER_DISABLED.
   */
  getPurchaseSheet(params: GetPurchaseSheetParams, options?: CallOptions): Promise<PurchaseSheet>;
  /** What an order of the caller's cost and why, computed again from what was kept with it and the rules as they were then. */
  getReceipt(params: GetReceiptParams, options?: CallOptions): Promise<Receipt>;
  /**
   * What a place expects and what has come, with the sharing-out that would follow: for the leader and who works there.
   *
   * Refused with LEADER_DISABLED.
   */
  getReceiving(params: GetReceivingParams, options?: CallOptions): Promise<PlaceReceiving>;
  /**
   * One round.
   *
   * A draft is its leader's alone.
   */
  getRound(params: GetRoundParams, options?: CallOptions): Promise<Round>;
  /**
   * 货账核对: whether stock, purchase sheet, delivery lists, orders and what became of them agree, by item and place.
   *
   * Nothing
   * is received while they do not.
   *
   * Refused with NOT_FROZEN, LEADER_DISABLED.
   */
  getRoundBooks(params: GetRoundBooksParams, options?: CallOptions): Promise<RoundBooks>;
  /** One order of a round: of its buyer's, or of the round's leader. */
  getRoundOrder(params: GetRoundOrderParams, options?: CallOptions): Promise<RoundOrder>;
  /** The rule that is valid now; version 0: there is none, and nothing is shared. */
  getSettlementRule(params?: GetSettlementRuleParams, options?: CallOptions): Promise<SettlementRule>;
  /** Where it stands, with its sums as it goes. */
  getSkuRefund(params: GetSkuRefundParams, options?: CallOptions): Promise<SkuRefund>;
  /**
   * A month of what the caller has earned with one merchant account: what became his, what refunds took back, what was paid out, and what was withheld of it; line by line, newest first.
   *
   * With the balance of each account that he has earned with.
   */
  getStatement(params?: GetStatementParams, options?: CallOptions): Promise<Statement>;
  /** One supplier with its licences. */
  getSupplier(params: GetSupplierParams, options?: CallOptions): Promise<Supplier>;
  /** A supplier's: what came to the places of rounds. */
  getSupplierRecord(params: GetSupplierRecordParams, options?: CallOptions): Promise<SupplierRecord>;
  /** What a supplier brought for the rounds that closed in a month, and what he is owed for it: sound units that were ordered, at the cost that held at each cut-off, and what of his came instead of something short. */
  getSupplierStatement(params: GetSupplierStatementParams, options?: CallOptions): Promise<SupplierStatement>;
  /** One team, with masked names. */
  getTeam(params: GetTeamParams, options?: CallOptions): Promise<Team>;
  /** One template. */
  getTemplate(params: GetTemplateParams, options?: CallOptions): Promise<Template>;
  /** How many messages the caller has not read. */
  getUnread(params?: GetUnreadParams, options?: CallOptions): Promise<Unread>;
  /** Somebody, as others see him. */
  getUser(params: GetUserParams, options?: CallOptions): Promise<User>;
  /** Gives people a coupon each, once an occasion: asked again, nobody has a second one. */
  grantCoupons(params: GrantCouponsParams, options?: CallOptions): Promise<GrantCouponsResponse>;
  /**
   * Gives somebody a role.
   *
   * Granting it again changes nothing. His tokens are renewed.
   *
   * Refused with ROLE_UNKNOWN, TOO_MANY_ROLES.
   */
  grantRole(params: GrantRoleParams, options?: CallOptions): Promise<RoleGrant>;
  /**
   * Hands goods over, all that lies under a code or some lines and units of it; without a code, what was found by searching, line by line.
   *
   * Each unit once: of two staff at the same moment one succeeds. For staff of that point.
   *
   * Refused with CODE_WRONG, CODE_EXPIRED, CODE_CLOSED, ALREADY_PICKED_UP, NOTHING_TO_PICK_UP, LEADER_DISABLED.
   */
  handOver(params: HandOverParams, options?: CallOptions): Promise<HandOverRecord>;
  /**
   * Helps to sell another leader's round: what comes by a link of the caller's, or from the circle that is named, is hers and has her selling share.
   *
   * One hop: nobody helps a helper. Again: with another circle from now on.
   *
   * Refused with LEADER_DISABLED, LEADER_RESTING, ROUND_FROZEN, HELP_NOT_OFFERED, CIRCLE_TAKEN.
   */
  helpSellRound(params: HelpSellRoundParams, options?: CallOptions): Promise<HelpSell>;
  /**
   * Sends a file of products: CSV in UTF-8 of up to 2 MiB and 10,000 lines, with a line of headings (`number`, `title`, `category`, `seller_name`, `seller_licence`, `sku_title`, `list_price` in yuan; if there are any: `description`, `per_user_limit`, `per_household_limit`, `per_address_limit`, `per_phone_limit`, `image_urls` with blanks between, `sku_number`, `cost_price`, `stock`, `weight_g`; or in Chinese) and a line for each SKU.
   *
   * Lines with the same product number make one product, which comes in whole or, with a fault in any of its
   * lines, not at all. A number that is there already is updated, but for the stock of SKUs that are there; what is new
   * becomes a draft. Worked off in the background. The same file under the same key is the same import.
   *
   * Refused with IMPORT_UNREADABLE, IMPORT_KEY_REUSED.
   */
  importProducts(params: ImportProductsParams, options?: CallOptions): Promise<ProductImport>;
  /**
   * It was issued at the tax office, under its number.
   *
   * Refused with INVOICE_SETTLED, INVOICE_NUMBER.
   */
  issueInvoice(params: IssueInvoiceParams, options?: CallOptions): Promise<Invoice>;
  /**
   * Joins a circle.
   *
   * Joining again changes nothing. The welcome message and the welcome pack follow from the event.
   *
   * Refused with CIRCLE_FULL.
   */
  joinCircle(params: JoinCircleParams, options?: CallOptions): Promise<Circle>;
  /**
   * Joins a community.
   *
   * Joining again changes nothing.
   */
  joinCommunity(params: JoinCommunityParams, options?: CallOptions): Promise<Community>;
  /**
   * Joins the open team of a campaign that is nearest to completion: for who comes without a link.
   *
   * Should it fill up meanwhile,
   * the next one. A seat is held while the order may be paid.
   *
   * Refused with SOLD_OUT, STOCK_SHORT, LIMIT_REACHED, SHARED_LIMIT_REACHED, NO_OPEN_TEAM, CAMPAIGN_KIND, COUPON_NOT_USABLE, MEMBERS_ONLY, NEW_MEMBERS_ONLY, ENDED, LEVEL_TOO_LOW.
   */
  joinOpenTeam(params: JoinOpenTeamParams, options?: CallOptions): Promise<TeamOrder>;
  /**
   * Joins a team: holds a seat while the order may be paid.
   *
   * The last paid seat completes the team.
   *
   * Refused with SOLD_OUT, STOCK_SHORT, LIMIT_REACHED, SHARED_LIMIT_REACHED, TEAM_FULL, TEAM_CLOSED, ALREADY_IN_TEAM, COUPON_NOT_USABLE, MEMBERS_ONLY, NEW_MEMBERS_ONLY, ENDED, LEVEL_TOO_LOW.
   */
  joinTeam(params: JoinTeamParams, options?: CallOptions): Promise<TeamOrder>;
  /**
   * Leaves a circle.
   *
   * The owner cannot leave. Leaving again changes nothing.
   *
   * Refused with OWNER_CANNOT_LEAVE.
   */
  leaveCircle(params: LeaveCircleParams, options?: CallOptions): Promise<Circle>;
  /** Fetches for that buyer no more, or declines to. */
  leaveHousehold(params: LeaveHouseholdParams, options?: CallOptions): Promise<Household>;
  /**
   * Likes a post.
   *
   * Liking again changes nothing.
   *
   * Refused with PHONE_NOT_VERIFIED.
   */
  likePost(params: LikePostParams, options?: CallOptions): Promise<Post>;
  /** The caller's addresses, the proposed one first. */
  listAddresses(params?: ListAddressesParams, options?: CallOptions): Promise<ListAddressesResponse>;
  /** Adjustments, newest first. */
  listAdjustments(params?: ListAdjustmentsParams, options?: CallOptions): Promise<ListAdjustmentsResponse>;
  /** Of the whole platform, or of one community; newest first. */
  listAfterSales(params?: ListAfterSalesParams, options?: CallOptions): Promise<ListAfterSalesResponse>;
  /** What was asked for, newest first. */
  listApprovals(params?: ListApprovalsParams, options?: CallOptions): Promise<ListApprovalsResponse>;
  /** A column's articles in their order, without what they say. */
  listArticles(params: ListArticlesParams, options?: CallOptions): Promise<ListArticlesResponse>;
  /**
   * The differences that the comparison of a day found, of all accounts, settled or not, newest first.
   *
   * They are settled like
   * any other payment case.
   */
  listBillCases(params: ListBillCasesParams, options?: CallOptions): Promise<ListBillCasesResponse>;
  /**
   * Days whose bills were compared with our payments and refunds and with the ledger, newest first, each merchant account's for itself.
   *
   * A day's bills come at 10:00 of the next one, in China.
   */
  listBillDays(params?: ListBillDaysParams, options?: CallOptions): Promise<ListBillDaysResponse>;
  /** Whom the caller blocked, newest first. */
  listBlocks(params?: ListBlocksParams, options?: CallOptions): Promise<ListBlocksResponse>;
  /** The times of a service that are still to come, the next first. */
  listBookingSlots(params: ListBookingSlotsParams, options?: CallOptions): Promise<ListBookingSlotsResponse>;
  /** Campaigns that run or are to come, newest first. */
  listCampaigns(params?: ListCampaignsParams, options?: CallOptions): Promise<ListCampaignsResponse>;
  /**
   * What was used at the point, newest first.
   *
   * For staff of that point.
   *
   * Refused with LEADER_DISABLED.
   */
  listCardUses(params: ListCardUsesParams, options?: CallOptions): Promise<ListCardUsesResponse>;
  /** Circles of a community, newest first. */
  listCircles(params: ListCirclesParams, options?: CallOptions): Promise<ListCirclesResponse>;
  /** The codes of a template, used and unused. */
  listCodes(params: ListCodesParams, options?: CallOptions): Promise<ListCodesResponse>;
  /** A post's comments, oldest first. */
  listComments(params: ListCommentsParams, options?: CallOptions): Promise<ListCommentsResponse>;
  /** Communities, newest first. */
  listCommunities(params?: ListCommunitiesParams, options?: CallOptions): Promise<ListCommunitiesResponse>;
  /**
   * Complaints at WeChat Pay, newest first.
   *
   * For operators of the platform.
   */
  listComplaints(params?: ListComplaintsParams, options?: CallOptions): Promise<ListComplaintsResponse>;
  /**
   * Who made coupon templates and switched them on and off.
   *
   * For operators and auditors of the
   * platform.
   */
  listCouponAudit(params?: ListCouponAuditParams, options?: CallOptions): Promise<ListCouponAuditResponse>;
  /** The caller's coupons, newest first. */
  listCoupons(params?: ListCouponsParams, options?: CallOptions): Promise<ListCouponsResponse>;
  /** What was sent over WeChat, or was to be, newest first: why somebody heard nothing. */
  listDeliveries(params?: ListDeliveriesParams, options?: CallOptions): Promise<ListDeliveriesResponse>;
  /**
   * What the leader brings to the door, by building, unit and floor: for the round's leader, with names and phones.
   *
   * Refused with LEADER_DISABLED.
   */
  listDoorDeliveries(params: ListDoorDeliveriesParams, options?: CallOptions): Promise<ListDoorDeliveriesResponse>;
  /** The newest posts of all circles of a community that the caller may read. */
  listFeed(params: ListFeedParams, options?: CallOptions): Promise<ListPostsResponse>;
  /** Leaders whom the caller follows, but for those who are disabled. */
  listFollowedLeaders(params?: ListFollowedLeadersParams, options?: CallOptions): Promise<ListFollowedLeadersResponse>;
  /** Plans with their latest runs, newest first. */
  listGrantPlans(params?: ListGrantPlansParams, options?: CallOptions): Promise<ListGrantPlansResponse>;
  /** What the caller's growth came from and where it went, newest first. */
  listGrowth(params?: ListGrowthParams, options?: CallOptions): Promise<ListGrowthResponse>;
  /**
   * The hall of a community, newest first, for those who lead there: what can be opened with.
   *
   * Refused with LEADER_DISABLED.
   */
  listHall(params: ListHallParams, options?: CallOptions): Promise<ListHallResponse>;
  /** All goods of all halls, withdrawn ones too, newest first. */
  listHallGoods(params?: ListHallGoodsParams, options?: CallOptions): Promise<ListHallGoodsResponse>;
  /**
   * What was handed over at the point, newest first.
   *
   * For staff of that point.
   *
   * Refused with LEADER_DISABLED.
   */
  listHandOvers(params: ListHandOversParams, options?: CallOptions): Promise<ListHandOversResponse>;
  /**
   * Pictures that wait for a person, oldest first: WeChat doubts them, or has not judged them in time.
   *
   * A role in one community
   * does not do.
   */
  listHeldMedia(params?: ListHeldMediaParams, options?: CallOptions): Promise<ListHeldMediaResponse>;
  /** What waits for a person, oldest first. */
  listHeldReviews(params?: ListHeldReviewsParams, options?: CallOptions): Promise<ListMyReviewsResponse>;
  /**
   * Rounds that the caller could help to sell: those offered to her, and those of a community that are open to helpers.
   *
   * Refused with LEADER_DISABLED.
   */
  listHelpOffers(params?: ListHelpOffersParams, options?: CallOptions): Promise<ListHelpOffersResponse>;
  /** Rounds that the caller helps to sell, newest first, with what came of it. */
  listHelpSells(params?: ListHelpSellsParams, options?: CallOptions): Promise<ListHelpSellsResponse>;
  /**
   * What is wrong with the file of an import, by line.
   *
   * For operators of the platform.
   */
  listImportFaults(params: ListImportFaultsParams, options?: CallOptions): Promise<ListImportFaultsResponse>;
  /** Invoices of everybody, newest first. */
  listInvoices(params?: ListInvoicesParams, options?: CallOptions): Promise<ListInvoicesResponse>;
  /** Applications that wait for a decision, oldest first: of the whole platform for operators, of their community for its admins. */
  listLeaderApplications(params?: ListLeaderApplicationsParams, options?: CallOptions): Promise<ListLeaderApplicationsResponse>;
  /** Of every leader whose rounds closed in that time, by id. */
  listLeaderRecords(params?: ListLeaderRecordsParams, options?: CallOptions): Promise<ListLeaderRecordsResponse>;
  /** Leaders of a community who are not disabled. */
  listLeaders(params: ListLeadersParams, options?: CallOptions): Promise<ListLeadersResponse>;
  /** Of the caller's rounds, newest first. */
  listLedAfterSales(params?: ListLedAfterSalesParams, options?: CallOptions): Promise<ListLedAfterSalesResponse>;
  /** Complaints about orders of the caller's rounds and points, newest first: operators answer them. */
  listLedComplaints(params?: ListLedComplaintsParams, options?: CallOptions): Promise<ListLedComplaintsResponse>;
  /** The caller's links, newest first, with their counts. */
  listLinks(params?: ListLinksParams, options?: CallOptions): Promise<ListLinksResponse>;
  /** All products, newest first. */
  listManagedProducts(params?: ListManagedProductsParams, options?: CallOptions): Promise<ListProductsResponse>;
  /** Who is bound to the account. */
  listMerchantBindings(params: ListMerchantBindingsParams, options?: CallOptions): Promise<ListMerchantBindingsResponse>;
  /** All accounts but the installation's own, by number. */
  listMerchants(params?: ListMerchantsParams, options?: CallOptions): Promise<ListMerchantsResponse>;
  /** The caller's inbox, newest first, kept for 180 days. */
  listMessages(params?: ListMessagesParams, options?: CallOptions): Promise<ListMessagesResponse>;
  /** Closed months, newest first, without their accounts. */
  listMonths(params?: ListMonthsParams, options?: CallOptions): Promise<ListMonthsResponse>;
  /** The caller's own, newest first. */
  listMyAfterSales(params?: ListMyAfterSalesParams, options?: CallOptions): Promise<ListMyAfterSalesResponse>;
  /** The caller's bookings, newest first. */
  listMyBookings(params?: ListMyBookingsParams, options?: CallOptions): Promise<ListBookingsResponse>;
  /** The caller's cards, newest first. */
  listMyCards(params?: ListMyCardsParams, options?: CallOptions): Promise<ListMyCardsResponse>;
  /** The caller's own complaints, newest first: where each stands. */
  listMyComplaints(params?: ListMyComplaintsParams, options?: CallOptions): Promise<ListMyComplaintsResponse>;
  /** The caller's invoices, newest first. */
  listMyInvoices(params?: ListMyInvoicesParams, options?: CallOptions): Promise<ListInvoicesResponse>;
  /** Where the caller leads or has applied, newest first. */
  listMyLeaderships(params?: ListMyLeadershipsParams, options?: CallOptions): Promise<ListMyLeadershipsResponse>;
  /** The caller's payouts, newest first. */
  listMyPayouts(params?: ListMyPayoutsParams, options?: CallOptions): Promise<ListPayoutsResponse>;
  /** Everything of the caller's that lies at points, by point. */
  listMyPickUps(params?: ListMyPickUpsParams, options?: CallOptions): Promise<ListMyPickUpsResponse>;
  /** Points that are the caller's or where he works. */
  listMyPoints(params?: ListMyPointsParams, options?: CallOptions): Promise<ListMyPointsResponse>;
  /** The caller's own, newest first, also those that are not shown. */
  listMyReviews(params?: ListMyReviewsParams, options?: CallOptions): Promise<ListMyReviewsResponse>;
  /** The caller's own rounds in every state, newest first. */
  listMyRounds(params?: ListMyRoundsParams, options?: CallOptions): Promise<ListMyRoundsResponse>;
  /** What the caller earns, share by share, newest first: of what, why, and when it is his. */
  listMyShares(params?: ListMySharesParams, options?: CallOptions): Promise<ListMySharesResponse>;
  /** Teams of a campaign that can be joined, the one whose time ends first before the others. */
  listOpenTeams(params: ListOpenTeamsParams, options?: CallOptions): Promise<ListOpenTeamsResponse>;
  /** What the buyer of an order was asked. */
  listOrderSubstitutions(params: ListOrderSubstitutionsParams, options?: CallOptions): Promise<ListOrderSubstitutionsResponse>;
  /** The caller's orders, newest first. */
  listOrders(params?: ListOrdersParams, options?: CallOptions): Promise<ListOrdersResponse>;
  /**
   * Whose parcel takes what, by number, as it is now: for the leader and who works there.
   *
   * Refused with LEADER_DISABLED.
   */
  listParcels(params: ListParcelsParams, options?: CallOptions): Promise<ListParcelsResponse>;
  /**
   * Money that does not go its way and waits for somebody: newest first.
   *
   * For operators, finance and auditors of the
   * platform.
   */
  listPaymentCases(params?: ListPaymentCasesParams, options?: CallOptions): Promise<ListPaymentCasesResponse>;
  /** Payouts of everybody, newest first. */
  listPayouts(params?: ListPayoutsParams, options?: CallOptions): Promise<ListPayoutsResponse>;
  /**
   * Who gave and took roles, and founded communities.
   *
   * For operators and auditors of the
   * platform.
   */
  listPeopleAudit(params?: ListPeopleAuditParams, options?: CallOptions): Promise<ListPeopleAuditResponse>;
  /** Points of a community that are in use. */
  listPickUpPoints(params: ListPickUpPointsParams, options?: CallOptions): Promise<ListPickUpPointsResponse>;
  /**
   * Who hands out goods at a point: for those who work there and those above them.
   *
   * Refused with LEADER_DISABLED.
   */
  listPointStaff(params: ListPointStaffParams, options?: CallOptions): Promise<ListPointStaffResponse>;
  /** How points are earned: the rules that are in force or will be, newest first. */
  listPointsRules(params?: ListPointsRulesParams, options?: CallOptions): Promise<ListPointsRulesResponse>;
  /** The postings of the caller's points, newest first. */
  listPostings(params?: ListPostingsParams, options?: CallOptions): Promise<ListPostingsResponse>;
  /**
   * A circle's posts, newest first.
   *
   * Pages neither repeat nor skip while posts arrive.
   */
  listPosts(params: ListPostsParams, options?: CallOptions): Promise<ListPostsResponse>;
  /** What buyers say of a product, newest first, and how many stars they give. */
  listProductReviews(params: ListProductReviewsParams, options?: CallOptions): Promise<ListProductReviewsResponse>;
  /** Products on the shelf, newest first; those that words are found in, when some are given. */
  listProducts(params?: ListProductsParams, options?: CallOptions): Promise<ListProductsResponse>;
  /** Points that wait for a decision, oldest first. */
  listProposedPoints(params?: ListProposedPointsParams, options?: CallOptions): Promise<ListProposedPointsResponse>;
  /** Who was named at WeChat Pay, newest first; merchants, and people since they were first given a part. */
  listReceivers(params?: ListReceiversParams, options?: CallOptions): Promise<ListReceiversResponse>;
  /** Whom a leader refuses: the caller's own list, or any leader's for operators. */
  listRefusedBuyers(params?: ListRefusedBuyersParams, options?: CallOptions): Promise<ListRefusedBuyersResponse>;
  /** The queue of open reports, oldest first: of the communities the caller reviews. */
  listReports(params?: ListReportsParams, options?: CallOptions): Promise<ListReportsResponse>;
  /** Each merchant account as it was looked at last, at most a minute ago, and the rule that holds. */
  listReserves(params?: ListReservesParams, options?: CallOptions): Promise<ListReservesResponse>;
  /** The roles of a person. */
  listRoles(params: ListRolesParams, options?: CallOptions): Promise<ListRolesResponse>;
  /** The running list (接龙), by number: who takes part with what, names masked, without those who hide. */
  listRoundEntries(params: ListRoundEntriesParams, options?: CallOptions): Promise<ListRoundEntriesResponse>;
  /** Who helps to sell a round, or was asked to: for its leader, by id downwards. */
  listRoundHelpers(params: ListRoundHelpersParams, options?: CallOptions): Promise<ListRoundHelpersResponse>;
  /**
   * All orders of a round, by number: for its leader.
   *
   * Refused with LEADER_DISABLED.
   */
  listRoundOrders(params: ListRoundOrdersParams, options?: CallOptions): Promise<ListRoundOrdersResponse>;
  /**
   * The places of a round with what each of them waits for: for its leader.
   *
   * Refused with LEADER_DISABLED.
   */
  listRoundPlaces(params: ListRoundPlacesParams, options?: CallOptions): Promise<ListRoundPlacesResponse>;
  /** Rounds of a community that are to come or run, newest first. */
  listRounds(params: ListRoundsParams, options?: CallOptions): Promise<ListRoundsResponse>;
  /**
   * Bookings to be served, newest first: of a service that the caller runs, or (without one) of slots that he staffs.
   *
   * Refused with LEADER_DISABLED.
   */
  listServedBookings(params?: ListServedBookingsParams, options?: CallOptions): Promise<ListBookingsResponse>;
  /** What merchants were asked to give back, newest first. */
  listShareReturns(params?: ListShareReturnsParams, options?: CallOptions): Promise<ListShareReturnsResponse>;
  /**
   * 发货信息: what WeChat was told of how orders reach their buyers, newest first; it holds their money until it knows.
   *
   * For
   * operators, finance and auditors of the platform.
   */
  listShippingInfos(params: ListShippingInfosParams, options?: CallOptions): Promise<ListShippingInfosResponse>;
  /**
   * Who goes short of what at a place, by number: as proposed, and once confirmed as it was confirmed.
   *
   * For the leader and
   * who works there.
   *
   * Refused with LEADER_DISABLED.
   */
  listShortages(params: ListShortagesParams, options?: CallOptions): Promise<ListShortagesResponse>;
  /** The caller's sign-ins of a month, in order. */
  listSignIns(params?: ListSignInsParams, options?: CallOptions): Promise<ListSignInsResponse>;
  /** Its lines, oldest order first. */
  listSkuRefundLines(params: ListSkuRefundLinesParams, options?: CallOptions): Promise<ListSkuRefundLinesResponse>;
  /** Newest first. */
  listSkuRefunds(params?: ListSkuRefundsParams, options?: CallOptions): Promise<ListSkuRefundsResponse>;
  /** The templates to ask for, and how many messages of each may be sent now. */
  listSubscriptions(params?: ListSubscriptionsParams, options?: CallOptions): Promise<ListSubscriptionsResponse>;
  /**
   * What was asked at a place, and what was answered: for the leader and who works there.
   *
   * Refused with LEADER_DISABLED.
   */
  listSubstitutions(params: ListSubstitutionsParams, options?: CallOptions): Promise<ListSubstitutionsResponse>;
  /** All suppliers, newest first. */
  listSuppliers(params?: ListSuppliersParams, options?: CallOptions): Promise<ListSuppliersResponse>;
  /**
   * What a supplier supplies, and for how much.
   *
   * Newest SKUs first.
   */
  listSupplies(params: ListSuppliesParams, options?: CallOptions): Promise<ListSuppliesResponse>;
  /**
   * Who opened circles, decided reports and changed the word list.
   *
   * For operators and auditors of the
   * platform.
   */
  listTalkAudit(params?: ListTalkAuditParams, options?: CallOptions): Promise<ListTalkAuditResponse>;
  /** Templates of a channel whose coupons are being issued now, newest first. */
  listTemplates(params?: ListTemplatesParams, options?: CallOptions): Promise<ListTemplatesResponse>;
  /**
   * Who changed what in the shop by a role of his: products, campaigns, payment cases.
   *
   * For operators and auditors of the
   * platform.
   */
  listTradeAudit(params?: ListTradeAuditParams, options?: CallOptions): Promise<ListTradeAuditResponse>;
  /** The word list. */
  listWords(params?: ListWordsParams, options?: CallOptions): Promise<ListWordsResponse>;
  /**
   * The caller looks at a round: he hears of its opening, its steps, its minimum and its end.
   *
   * Forgotten when it is over.
   */
  lookAtRound(params: LookAtRoundParams, options?: CallOptions): Promise<LookAtRoundResponse>;
  /**
   * Lowers the total that must be reached, before the cut-off.
   *
   * Refused with LEADER_DISABLED, ROUND_FROZEN.
   */
  lowerRoundMinimum(params: LowerRoundMinimumParams, options?: CallOptions): Promise<Round>;
  /**
   * The caller has read it.
   *
   * Again is no mistake.
   *
   * Refused with NOT_ENTITLED.
   */
  markArticleRead(params: MarkArticleReadParams, options?: CallOptions): Promise<Article>;
  /**
   * Marks messages as read: those named, or all up to now when none is.
   *
   * Marking again changes nothing; ids of others'
   * messages change nothing.
   */
  markRead(params?: MarkReadParams, options?: CallOptions): Promise<Unread>;
  /**
   * What happens to it on the side of who runs the service or staffs the slot: confirmed, begun, done, nobody came, or called off (then all of it goes back).
   *
   * Refused with BOOKING_ELSEWHERE, BOOKING_TOO_EARLY, LEADER_DISABLED.
   */
  moveBooking(params: MoveBookingParams, options?: CallOptions): Promise<Booking>;
  /**
   * Names somebody who may fetch the caller's goods with a code of his own: from the moment he agrees.
   *
   * Refused with PERSON_UNKNOWN, HOUSEHOLD_FULL.
   */
  nameHouseholdMember(params: NameHouseholdMemberParams, options?: CallOptions): Promise<Household>;
  /**
   * Puts a SKU into the hall of a community, or of all that have no line of their own for it.
   *
   * Refused with HALL_OFFERED, SHARES_ABOVE_CAP.
   */
  offerInHall(params: OfferInHallParams, options?: CallOptions): Promise<HallGoods>;
  /**
   * Offers a round to one other leader, who hears of it and may help to sell it.
   *
   * Refused with LEADER_DISABLED, ROUND_FROZEN.
   */
  offerRound(params: OfferRoundParams, options?: CallOptions): Promise<RoundHelper>;
  /**
   * Opens a share link: says where it leads, and counts.
   *
   * Refused with LINK_EXPIRED.
   */
  openLink(params: OpenLinkParams, options?: CallOptions): Promise<Link>;
  /**
   * What a pay link asks for, for anyone who has it: goods and amount, the orderer's name masked.
   *
   * Gone when the order is off.
   *
   * Refused with ORDER_EXPIRED.
   */
  openPayLink(params: OpenPayLinkParams, options?: CallOptions): Promise<PayLink>;
  /**
   * Pays another's order: who begins first is the one who pays.
   *
   * Refunds go back to him.
   *
   * Refused with ORDER_NOT_PAYABLE, ORDER_EXPIRED, PAYER_UNKNOWN, PAYMENT_UNAVAILABLE, MERCHANT_NOT_READY.
   */
  payByLink(params: PayByLinkParams, options?: CallOptions): Promise<Payment>;
  /**
   * Makes the parameters that the mini-program hands to wx.requestPayment.
   *
   * An order of 0 fen is paid by this call. Asking
   * again gives usable parameters of the same payment.
   *
   * Refused with ORDER_NOT_PAYABLE, ORDER_EXPIRED, PAYER_UNKNOWN, PAYMENT_UNAVAILABLE, CHANNEL_MISSING, MERCHANT_NOT_READY.
   */
  payOrder(params: PayOrderParams, options?: CallOptions): Promise<Payment>;
  /**
   * Books places of a slot.
   *
   * They are held while the order may be paid.
   *
   * Refused with COUPON_NOT_USABLE, POINTS_NOT_USABLE, PRODUCT_OFF_SHELF, LIMIT_REACHED, SHARED_LIMIT_REACHED, PRICE_CHANGED, SLOT_FULL, SLOT_CLOSED.
   */
  placeBooking(params: PlaceBookingParams, options?: CallOptions): Promise<Booking>;
  /**
   * Orders a card.
   *
   * It is good from the moment it is paid.
   *
   * Refused with COUPON_NOT_USABLE, POINTS_NOT_USABLE, PRODUCT_OFF_SHELF, LIMIT_REACHED, SHARED_LIMIT_REACHED, PRICE_CHANGED.
   */
  placeCardOrder(params: PlaceCardOrderParams, options?: CallOptions): Promise<Card>;
  /**
   * Orders an article or column.
   *
   * It can be read as soon as it is paid.
   *
   * Refused with COUPON_NOT_USABLE, POINTS_NOT_USABLE, PRODUCT_OFF_SHELF, LIMIT_REACHED, SHARED_LIMIT_REACHED, PRICE_CHANGED, CHANNEL_MISSING, BOUGHT_ALREADY.
   */
  placeContentOrder(params: PlaceContentOrderParams, options?: CallOptions): Promise<Order>;
  /**
   * Orders in a flash sale.
   *
   * The answer is the order, durably: there is no «queueing, ask again». Pay it before `payBy`.
   *
   * Refused with SOLD_OUT, STOCK_SHORT, LIMIT_REACHED, SHARED_LIMIT_REACHED, NOT_STARTED, ENDED, CAMPAIGN_KIND, MEMBERS_ONLY, NEW_MEMBERS_ONLY, LEVEL_TOO_LOW.
   */
  placeFlashOrder(params: PlaceFlashOrderParams, options?: CallOptions): Promise<Order>;
  /**
   * Orders for a neighbour without a phone: paid by the leader, by a relative's link, or marked as paid in cash.
   *
   * What is
   * paid in cash stands in the sheets and the round's totals, and outside of WeChat, of revenue and of shares.
   *
   * Refused with SOLD_OUT, STOCK_SHORT, LIMIT_REACHED, SHARED_LIMIT_REACHED, NOT_STARTED, ENDED, LEADER_DISABLED, POINT_NOT_OFFERED, BELOW_DOOR_MINIMUM, MIXED_MERCHANTS.
   */
  placeNeighbourOrder(params: PlaceNeighbourOrderParams, options?: CallOptions): Promise<RoundOrder>;
  /**
   * Orders a basket.
   *
   * All of it or nothing. Pay it before `payBy`.
   *
   * Refused with COUPON_NOT_USABLE, POINTS_NOT_USABLE, PRODUCT_OFF_SHELF, STOCK_SHORT, LIMIT_REACHED, SHARED_LIMIT_REACHED, NOT_DELIVERED_THERE, PRICE_CHANGED, NO_RETURN_UNSAID, MIXED_MERCHANTS.
   */
  placeOrder(params: PlaceOrderParams, options?: CallOptions): Promise<Order>;
  /**
   * Orders goods of a round.
   *
   * The answer is the order, durably; pay it before `payBy`.
   *
   * Refused with SOLD_OUT, STOCK_SHORT, LIMIT_REACHED, SHARED_LIMIT_REACHED, NOT_STARTED, ENDED, COUPON_NOT_USABLE, MEMBERS_ONLY, BUYER_REFUSED, POINT_NOT_OFFERED, POINTS_NOT_USABLE, BELOW_DOOR_MINIMUM, MIXED_MERCHANTS, LEVEL_TOO_LOW.
   */
  placeRoundOrder(params: PlaceRoundOrderParams, options?: CallOptions): Promise<RoundOrder>;
  /**
   * Makes a list of who bought a SKU, and what each gets back: by unit or by percent of what the goods cost, never more than is left of them.
   *
   * Nothing goes back yet: the lines are gathered by a job and stay as they are then.
   */
  planSkuRefund(params: PlanSkuRefundParams, options?: CallOptions): Promise<SkuRefund>;
  /** Proposes to give somebody points, or to take some: a second operator decides. */
  proposeAdjustment(params: ProposeAdjustmentParams, options?: CallOptions): Promise<Adjustment>;
  /**
   * Puts an article at its place in a column, instead of what was there.
   *
   * Needs the role operator.
   */
  publishArticle(params: PublishArticleParams, options?: CallOptions): Promise<Article>;
  /**
   * How a service is booked from now on.
   *
   * Bookings that are there keep the terms they were made under.
   */
  publishBookingTerms(params: PublishBookingTermsParams, options?: CallOptions): Promise<BookingTerms>;
  /**
   * What a card is from now on.
   *
   * Cards that are sold keep the terms they were sold under, and may be used at the new points, too.
   */
  publishCardTerms(params: PublishCardTermsParams, options?: CallOptions): Promise<CardTerms>;
  /**
   * How much is kept from now on: the next version of the rule.
   *
   * While there is less, nobody is paid out by transfer or by
   * profit sharing, and operators hear of it once; both end when there is enough again. Without a rule nothing is held back.
   */
  publishReserveRule(params: PublishReserveRuleParams, options?: CallOptions): Promise<ReserveRule>;
  /**
   * Publishes a draft: what its check finds red (CheckRound) needs an operator's yes.
   *
   * Its units are cut out of the SKUs' stock, followers hear of it, it opens at its start.
   *
   * Refused with LEADER_DISABLED, LEADER_RESTING, PRODUCT_OFF_SHELF, POINT_NOT_APPROVED, STOCK_SHORT, ROUND_FROZEN, HALL_SHORT, APPROVAL_NEEDED.
   */
  publishRound(params: PublishRoundParams, options?: CallOptions): Promise<Round>;
  /**
   * By which way leaders and partners are paid: the next version of the rule.
   *
   * With sharing on, what is paid from now on stays
   * frozen at WeChat Pay until its order is completed; then everybody's part is split off it, within WeChat's limits, and the
   * rest is freed. Whatever sharing cannot take is the earner's to ask for. Off: nothing new is frozen or split.
   */
  publishSettlementRule(params: PublishSettlementRuleParams, options?: CallOptions): Promise<SettlementRule>;
  /**
   * What leaders and partners earn of what is paid from now on: the next version of the rule.
   *
   * All parts together are at most
   * 30 % of an order's goods.
   *
   * Refused with SHARES_ABOVE_CAP.
   */
  publishShareRule(params: PublishShareRuleParams, options?: CallOptions): Promise<ShareRule>;
  /**
   * Puts so many of a SKU into the caller's cart, in place of how many there were.
   *
   * Refused with PRODUCT_OFF_SHELF, CART_FULL.
   */
  putCartItem(params: PutCartItemParams, options?: CallOptions): Promise<Cart>;
  /**
   * Puts a word on the list, or changes what it does.
   *
   * Takes effect for new texts within seconds, on every replica. The list
   * is the whole platform's: a role in one community does not do.
   *
   * Refused with WORD_LIST_FULL.
   */
  putWord(params: PutWordParams, options?: CallOptions): Promise<Word>;
  /**
   * What a basket would cost, with every step explained.
   *
   * The very computation of the order itself; nothing is kept.
   *
   * Refused with COUPON_NOT_USABLE, POINTS_NOT_USABLE, PRODUCT_OFF_SHELF, STOCK_SHORT, LIMIT_REACHED, SHARED_LIMIT_REACHED, NOT_DELIVERED_THERE, MIXED_MERCHANTS.
   */
  quoteBasket(params: QuoteBasketParams, options?: CallOptions): Promise<BasketQuote>;
  /**
   * What a booking would cost, every step explained, and what would go back until when.
   *
   * Nothing is kept.
   *
   * Refused with COUPON_NOT_USABLE, POINTS_NOT_USABLE, PRODUCT_OFF_SHELF, LIMIT_REACHED, SHARED_LIMIT_REACHED, SLOT_FULL, SLOT_CLOSED.
   */
  quoteBooking(params: QuoteBookingParams, options?: CallOptions): Promise<BookingQuote>;
  /**
   * What a card would cost, with every step explained.
   *
   * Nothing is kept.
   *
   * Refused with COUPON_NOT_USABLE, POINTS_NOT_USABLE, PRODUCT_OFF_SHELF, LIMIT_REACHED, SHARED_LIMIT_REACHED.
   */
  quoteCard(params: QuoteCardParams, options?: CallOptions): Promise<CardQuote>;
  /**
   * What an article or column would cost, with every step explained.
   *
   * Nothing is kept.
   *
   * Refused with COUPON_NOT_USABLE, POINTS_NOT_USABLE, PRODUCT_OFF_SHELF, LIMIT_REACHED, SHARED_LIMIT_REACHED, CHANNEL_MISSING.
   */
  quoteContent(params: QuoteContentParams, options?: CallOptions): Promise<ContentQuote>;
  /**
   * What an order would cost, with every step explained.
   *
   * The very computation of the order itself; nothing is kept.
   *
   * Refused with COUPON_NOT_USABLE, CAMPAIGN_KIND, SHARED_LIMIT_REACHED, LEVEL_TOO_LOW.
   */
  quoteOrder(params: QuoteOrderParams, options?: CallOptions): Promise<Quote>;
  /**
   * What an order of a round would cost: the order's own computation; nothing is kept.
   *
   * Refused with NOT_STARTED, ENDED, COUPON_NOT_USABLE, POINTS_NOT_USABLE, POINT_NOT_OFFERED, BELOW_DOOR_MINIMUM, MIXED_MERCHANTS, SHARED_LIMIT_REACHED, LEVEL_TOO_LOW.
   */
  quoteRoundOrder(params: QuoteRoundOrderParams, options?: CallOptions): Promise<BasketQuote>;
  /**
   * Notes a delivery, or a part of one: what came on top of what was noted before.
   *
   * By the leader or who works there.
   *
   * Refused with NOT_TO_BE_RECEIVED, LEADER_DISABLED, BOOKS_DIFFER.
   */
  recordArrival(params: RecordArrivalParams, options?: CallOptions): Promise<PlaceReceiving>;
  /**
   * Notes what weighed goods of orders that are ready weigh, each line once: what was paid for and is not there goes back.
   *
   * Nobody is charged more. By the leader or who works there.
   *
   * Refused with NOT_TO_BE_WEIGHED, WEIGHED_BEFORE, LEADER_DISABLED.
   */
  recordWeights(params: RecordWeightsParams, options?: CallOptions): Promise<RecordWeightsResponse>;
  /**
   * 兑换码: a code becomes a coupon, once.
   *
   * Refused with COUPON_CODE_UNKNOWN, COUPON_CODE_USED, ALL_CLAIMED, CLAIM_LIMIT_REACHED, CLAIM_NOT_OPEN, CLAIM_OVER.
   */
  redeemCode(params: RedeemCodeParams, options?: CallOptions): Promise<Coupon>;
  /**
   * Takes fewer of what a paid order has, before the cut-off: what was paid for the rest goes back, to the fen.
   *
   * More is
   * another order.
   *
   * Refused with ENDED, ORDER_NOT_PAID.
   */
  reduceRoundOrder(params: ReduceRoundOrderParams, options?: CallOptions): Promise<RoundOrder>;
  /**
   * Exchanges a refresh token for a new pair; the old one is spent.
   *
   * Within 10 seconds the spent one gives the same pair's
   * refresh token again; later, its use ends every sign-in that came from it.
   *
   * Refused with REFRESH_TOKEN_INVALID.
   */
  refresh(params: RefreshParams, options?: CallOptions): Promise<Session>;
  /**
   * Gives the unused part back, as its terms say.
   *
   * That ends the card.
   *
   * Refused with CARD_ELSEWHERE.
   */
  refundCard(params: RefundCardParams, options?: CallOptions): Promise<Card>;
  /**
   * Gives money back for an order, in whole or in part, with a reason.
   *
   * All of a plain order of which nothing has left the
   * house calls it off, and its units go back to their pool; otherwise units stay where they are. All that operators gave
   * back for one order above a sum needs the yes of another one (AskApproval, APPROVAL_REFUND_ORDER, for the sum of all).
   *
   * Refused with ORDER_NOT_REFUNDABLE, APPROVAL_NEEDED.
   */
  refundOrder(params: RefundOrderParams, options?: CallOptions): Promise<Order>;
  /**
   * Takes no more orders from somebody, with a reason that operators see.
   *
   * Refused with LEADER_DISABLED.
   */
  refuseBuyer(params: RefuseBuyerParams, options?: CallOptions): Promise<RefusedBuyer>;
  /**
   * The caller hears shortly before a campaign starts (预告), and shortly before it ends if he has not bought by then; or no longer wants to.
   *
   * Asking again changes nothing.
   *
   * Refused with ENDED.
   */
  remindMe(params: RemindMeParams, options?: CallOptions): Promise<Reminder>;
  /** Takes an address away, and what it held. */
  removeAddress(params: RemoveAddressParams, options?: CallOptions): Promise<ListAddressesResponse>;
  /** Takes a SKU out of the caller's cart; one that is not in there is no mistake. */
  removeCartItem(params: RemoveCartItemParams, options?: CallOptions): Promise<Cart>;
  /** From this moment on he fetches nothing of the caller's. */
  removeHouseholdMember(params: RemoveHouseholdMemberParams, options?: CallOptions): Promise<Household>;
  /**
   * From this moment on he hands out nothing there.
   *
   * Refused with LEADER_DISABLED.
   */
  removePointStaff(params: RemovePointStaffParams, options?: CallOptions): Promise<RemovePointStaffResponse>;
  /** He earns as a person again; WeChat Pay takes the account off its list. */
  removeReceiver(params: RemoveReceiverParams, options?: CallOptions): Promise<Receiver>;
  /**
   * What leaders and partners were paid in a quarter, as the tax report wants it: CSV with names and identity numbers in clear, for finance alone; on record who read it and why.
   *
   * Page by page, the head in the first.
   */
  reportIncome(params: ReportIncomeParams, options?: CallOptions): Promise<IncomeReport>;
  /**
   * Tells what the caller answered to wx.requestSubscribeMessage.
   *
   * One «accept» is one message that may be sent.
   *
   * Refused with TEMPLATE_UNKNOWN.
   */
  reportSubscription(params: ReportSubscriptionParams, options?: CallOptions): Promise<Subscription>;
  /**
   * Asks for money, a return, an exchange or another parcel, for lines of an order: its buyer, or its leader for him.
   *
   * What
   * units are worth is computed from what is left of their line. While it is open the order is neither confirmed nor
   * completed by itself. Of a line with a claim promise (坏果包赔) what is wrong is said within its hours from receipt on; of
   * what is damaged or spoiled and stays with the buyer the promise pays its percent.
   *
   * Refused with AFTER_SALE_NOT_POSSIBLE, AFTER_SALE_NOTHING_LEFT, TOO_MANY_AFTER_SALES, LEADER_DISABLED, CLAIM_TOO_LATE.
   */
  requestAfterSale(params: RequestAfterSaleParams, options?: CallOptions): Promise<AfterSale>;
  /**
   * The buyer asks for the invoice of a completed order: over what was paid and kept.
   *
   * A refund before it is issued makes it
   * less; one after that reverses it, and the rest may be asked for again.
   *
   * Refused with INVOICE_EXISTS, INVOICE_NOT_YET, INVOICE_NOTHING.
   */
  requestInvoice(params: RequestInvoiceParams, options?: CallOptions): Promise<Invoice>;
  /**
   * Asks for what is the caller's to be sent to his WeChat wallet, less what is withheld, out of the merchant account whose orders have earned it: what is his with one is never paid by another.
   *
   * One at a time of each account; from a sum on two
   * people of finance say yes first.
   *
   * Refused with PAYEE_UNKNOWN, PAYOUT_UNDER_WAY, PAYOUT_LIMIT, PAYOUT_TOO_MUCH, PAYER_UNKNOWN.
   */
  requestPayout(params: RequestPayoutParams, options?: CallOptions): Promise<Payout>;
  /**
   * To another slot of the same service, as often and as late as the terms allow.
   *
   * Places move in one step.
   *
   * Refused with SLOT_FULL, SLOT_CLOSED, BOOKING_ELSEWHERE, RESCHEDULE_NOT_ALLOWED.
   */
  rescheduleBooking(params: RescheduleBookingParams, options?: CallOptions): Promise<Booking>;
  /** Takes a role back, at once. */
  revokeRole(params: RevokeRoleParams, options?: CallOptions): Promise<RevokeRoleResponse>;
  /**
   * Orders of everybody, newest first.
   *
   * A page looks at 20,000 orders at most: it may be short, even empty, and still have a
   * next one. For operators, finance and auditors of the platform.
   */
  searchOrders(params?: SearchOrdersParams, options?: CallOptions): Promise<SearchOrdersResponse>;
  /**
   * The buyer has sent the goods back.
   *
   * Refused with AFTER_SALE_ELSEWHERE.
   */
  sendBack(params: SendBackParams, options?: CallOptions): Promise<AfterSale>;
  /** Opens the caller's circle to everybody, or keeps it to its members; holds for what was written before, too. */
  setCircleVisibility(params: SetCircleVisibilityParams, options?: CallOptions): Promise<Circle>;
  /**
   * Gives a fee rule its next version; it counts for orders from now on.
   *
   * Every fault is named.
   */
  setDeliveryRule(params: SetDeliveryRuleParams, options?: CallOptions): Promise<DeliveryRule>;
  /** Is shown in the running list, or not. */
  setEntryHidden(params: SetEntryHiddenParams, options?: CallOptions): Promise<SetEntryHiddenResponse>;
  /** Stops a plan, also in the middle of a run, or lets it go on with the next. */
  setGrantPlanActive(params: SetGrantPlanActiveParams, options?: CallOptions): Promise<GrantPlan>;
  /**
   * Says whether leaders' rounds in a community sell goods of its hall alone.
   *
   * Rounds that are published already stay.
   */
  setHallRule(params: SetHallRuleParams, options?: CallOptions): Promise<HallRule>;
  /**
   * Disables a leader, with a reason he sees, or enables him again.
   *
   * What he has open is for operators to end.
   */
  setLeaderDisabled(params: SetLeaderDisabledParams, options?: CallOptions): Promise<Leader>;
  /**
   * Takes a rest, or comes back: who rests opens nothing new; what is open goes on.
   *
   * Refused with LEADER_DISABLED.
   */
  setLeaderRest(params: SetLeaderRestParams, options?: CallOptions): Promise<Leader>;
  /**
   * Sets all levels at once; every fault is named.
   *
   * Everybody's level follows within minutes, by what he has.
   */
  setLevels(params?: SetLevelsParams, options?: CallOptions): Promise<LevelSet>;
  /**
   * Lets other leaders help to sell a round (帮卖), or no more of them: who helps already goes on.
   *
   * Refused with LEADER_DISABLED, ROUND_FROZEN.
   */
  setOpenToHelpers(params: SetOpenToHelpersParams, options?: CallOptions): Promise<Round>;
  /**
   * Who earns of buyers who first came by a channel, through a link of his own: what others write on theirs is no partner's.
   *
   * Inactive: nobody, from now on.
   */
  setPartner(params: SetPartnerParams, options?: CallOptions): Promise<Partner>;
  /**
   * The caller says who he is, so that he can be paid: WeChat compares the name with the one it knows; the identity number is for the tax office.
   *
   * Both are kept sealed and never shown again. Not while a payout is under way.
   *
   * Refused with PAYOUT_UNDER_WAY.
   */
  setPayee(params: SetPayeeParams, options?: CallOptions): Promise<Payee>;
  /** Stops a rule at once, or lets it go on. */
  setPointsRuleActive(params: SetPointsRuleActiveParams, options?: CallOptions): Promise<PointsRule>;
  /**
   * Puts a product on the shelf, or takes it off.
   *
   * Running campaigns go on. What is missing for the shelf (of food: origin,
   * shelf life, storage, licence; a supplier's licence that is over) is all named at once.
   */
  setProductStatus(params: SetProductStatusParams, options?: CallOptions): Promise<Product>;
  /**
   * What somebody earns of one merchant account's payments goes to a merchant account from now on, by profit sharing alone: nothing is withheld of it, and what refunds take back later is asked back from that account.
   *
   * WeChat Pay is told by a job and compares the name. An account of
   * his that was named before is taken off.
   *
   * Refused with RECEIVER_TAKEN.
   */
  setReceiver(params: SetReceiverParams, options?: CallOptions): Promise<Receiver>;
  /** Says who supplies a SKU and what he gets for a unit, from now on. */
  setSkuSupplier(params: SetSkuSupplierParams, options?: CallOptions): Promise<Supply>;
  /** Operators hear (StockLow) when no more than so many units of a SKU are left on the shelf: once, until there were more again. */
  setStockAlarm(params: SetStockAlarmParams, options?: CallOptions): Promise<StockAlarm>;
  /**
   * Notes a supplier's licence, in place of the one of that kind.
   *
   * When its last day is over, the supplier's products leave
   * the shelf, and none is put there until there is a new one.
   */
  setSupplierLicence(params: SetSupplierLicenceParams, options?: CallOptions): Promise<Supplier>;
  /** Stops a template, or lets it go on: no coupon of a stopped one is issued; issued ones stay good. */
  setTemplateActive(params: SetTemplateActiveParams, options?: CallOptions): Promise<Template>;
  /**
   * What the seller owed is done: returned goods are here and are refunded; what was exchanged or missing is on its way.
   *
   * Refused with AFTER_SALE_ELSEWHERE, AFTER_SALE_NOTHING_LEFT, LEADER_DISABLED.
   */
  settleAfterSale(params: SettleAfterSaleParams, options?: CallOptions): Promise<AfterSale>;
  /**
   * Settles a case: somebody has looked at it and done what was to do, and says what.
   *
   * The case moves no money by itself; that
   * of a refund which WeChat was never asked for (it takes no more parts of the payment) says that it was paid by hand, and the
   * refund is done. For operators and finance of the platform.
   *
   * Refused with CASE_SETTLED.
   */
  settlePaymentCase(params: SettlePaymentCaseParams, options?: CallOptions): Promise<PaymentCase>;
  /**
   * A code for somebody else to fetch all of the caller's own at a point with: of one use, for some hours.
   *
   * Sharing again ends the
   * one before.
   *
   * Refused with NOTHING_TO_PICK_UP.
   */
  sharePickUpCode(params: SharePickUpCodeParams, options?: CallOptions): Promise<SharedPickUpCode>;
  /**
   * Hands an order to a carrier.
   *
   * The same again changes nothing.
   *
   * Refused with ORDER_NOT_SHIPPABLE.
   */
  shipOrder(params: ShipOrderParams, options?: CallOptions): Promise<Order>;
  /**
   * A code for some sessions of it: of one use, for ten minutes.
   *
   * The one before ends.
   *
   * Refused with CARD_ELSEWHERE, SESSIONS_SHORT.
   */
  showCardCode(params: ShowCardCodeParams, options?: CallOptions): Promise<CardCode>;
  /**
   * The caller's one code at a point, the same until everything is picked up; and a signed form of it for a QR code, which may be kept for a phone that will have no signal.
   *
   * Refused with NOTHING_TO_PICK_UP.
   */
  showPickUpCode(params: ShowPickUpCodeParams, options?: CallOptions): Promise<PickUpCode>;
  /**
   * Signs in with a code of wx.login.
   *
   * The first sign-in creates the user; a share link that brought him is kept.
   *
   * Refused with CODE_INVALID, SIGN_IN_REFUSED.
   */
  signIn(params: SignInParams, options?: CallOptions): Promise<Session>;
  /**
   * 签到: signs in for today, on China's calendar.
   *
   * Once a day; again the same day gives the same answer.
   */
  signInToday(params?: SignInTodayParams, options?: CallOptions): Promise<DaySignedIn>;
  /**
   * Ends this sign-in, or all of the caller's.
   *
   * Access tokens are refused within a second.
   */
  signOut(params?: SignOutParams, options?: CallOptions): Promise<SignOutResponse>;
  /**
   * The merchant pays for missing seats of an open team, openly marked (赞助席位): no goods, no order, no revenue.
   *
   * The team is
   * complete when that was all it lacked. For operators, and leaders of the campaign's community or circle.
   *
   * Refused with TEAM_FULL, TEAM_CLOSED, NOBODY_HAS_PAID, LEADER_DISABLED, LEADER_RESTING.
   */
  sponsorTeam(params: SponsorTeamParams, options?: CallOptions): Promise<Team>;
  /**
   * Pays back what was planned, by a job; buyers hear of it with the reason.
   *
   * Above a sum it needs the yes of another operator
   * (AskApproval, APPROVAL_SKU_REFUND, for the planned sum).
   *
   * Refused with SKU_REFUND_NOT_READY, APPROVAL_NEEDED.
   */
  startSkuRefund(params: StartSkuRefundParams, options?: CallOptions): Promise<SkuRefund>;
  /**
   * Starts a team with the caller's own order in it.
   *
   * The team's deadline and rules are fixed now.
   *
   * Refused with SOLD_OUT, STOCK_SHORT, LIMIT_REACHED, SHARED_LIMIT_REACHED, NOT_STARTED, ENDED, CAMPAIGN_KIND, COUPON_NOT_USABLE, MEMBERS_ONLY, NEW_MEMBERS_ONLY, LEVEL_TOO_LOW.
   */
  startTeam(params: StartTeamParams, options?: CallOptions): Promise<TeamOrder>;
  /**
   * No new orders from now on; unpaid ones are closed, paid ones are honoured: in teams that are still open the merchant pays for the seats that are missing.
   *
   * For operators, and leaders of the campaign's community or circle.
   *
   * Refused with ENDED, LEADER_DISABLED, LEADER_RESTING.
   */
  stopCampaign(params: StopCampaignParams, options?: CallOptions): Promise<Campaign>;
  /** The caller helps no more: what is ordered from now on is not hers. */
  stopHelpSelling(params: StopHelpSellingParams, options?: CallOptions): Promise<StopHelpSellingResponse>;
  /**
   * The caller's coupons for a basket, the best first, and why the others do not fit.
   *
   * Advice: nothing is kept.
   */
  suggestCoupons(params: SuggestCouponsParams, options?: CallOptions): Promise<SuggestCouponsResponse>;
  /**
   * The caller hears once when a SKU that is sold out comes back (StockBack), and is forgotten then; or no longer wants to.
   *
   * Asking again changes nothing. A hundred SKUs at most.
   *
   * Refused with STOCK_THERE, TOO_MANY_WISHES.
   */
  tellWhenBack(params: TellWhenBackParams, options?: CallOptions): Promise<StockWish>;
  /** Later orders are the installation's own account's again (a supplier's: that of the community they are sold in). */
  unbindMerchant(params: UnbindMerchantParams, options?: CallOptions): Promise<Merchant>;
  /** Takes a block back. */
  unblockUser(params: UnblockUserParams, options?: CallOptions): Promise<UnblockUserResponse>;
  /**
   * The sessions are the buyer's again: within ten minutes, once, with a reason that is logged.
   *
   * For staff of that point.
   *
   * Refused with UNDO_TOO_LATE, ALREADY_UNDONE, LEADER_DISABLED.
   */
  undoCardUse(params: UndoCardUseParams, options?: CallOptions): Promise<CardUse>;
  /**
   * Takes a hand-over back, all of it: within ten minutes, once, with a reason that is logged.
   *
   * The goods lie there again; their
   * buyer's code is a new one when none was open any more. For staff of that point.
   *
   * Refused with UNDO_TOO_LATE, ALREADY_UNDONE, LEADER_DISABLED.
   */
  undoHandOver(params: UndoHandOverParams, options?: CallOptions): Promise<HandOverRecord>;
  /** Wants to hear no more. */
  unfollowLeader(params: UnfollowLeaderParams, options?: CallOptions): Promise<UnfollowLeaderResponse>;
  /**
   * Takes a like back.
   *
   * Taking it back again changes nothing.
   */
  unlikePost(params: UnlikePostParams, options?: CallOptions): Promise<Post>;
  /**
   * Puts other words into an address.
   *
   * Orders that were placed keep what it said.
   */
  updateAddress(params: UpdateAddressParams, options?: CallOptions): Promise<Address>;
  /**
   * More or fewer places, other staff, closed or open.
   *
   * Who has booked keeps his place.
   *
   * Refused with STAFF_BUSY, SLOT_FULL, LEADER_DISABLED.
   */
  updateBookingSlot(params: UpdateBookingSlotParams, options?: CallOptions): Promise<BookingSlot>;
  /**
   * Puts what it says in place of what is there, if that is still of the version that was looked at.
   *
   * Units that rounds and
   * campaigns have taken stay theirs.
   *
   * Refused with VERSION_STALE, SHARES_ABOVE_CAP.
   */
  updateHallGoods(params: UpdateHallGoodsParams, options?: CallOptions): Promise<HallGoods>;
  /**
   * Replaces the public profile.
   *
   * The texts pass the content check; where it cannot be asked the old ones stay.
   *
   * Refused with TEXT_REFUSED, CHECK_UNAVAILABLE.
   */
  updateMe(params: UpdateMeParams, options?: CallOptions): Promise<Me>;
  /**
   * Changes a point of the caller's.
   *
   * Another place or name is reviewed again; hours and pictures are not.
   *
   * Refused with POINT_CLOSED, LEADER_DISABLED.
   */
  updatePickUpPoint(params: UpdatePickUpPointParams, options?: CallOptions): Promise<PickUpPoint>;
  /**
   * Puts what it says in place of what a product says of itself, if that is still of the version that was looked at.
   *
   * On the
   * shelf it must go on saying what the shelf wants.
   *
   * Refused with VERSION_STALE.
   */
  updateProduct(params: UpdateProductParams, options?: CallOptions): Promise<Product>;
  /**
   * Replaces a draft or a round that has not started.
   *
   * Of an open one only texts and pictures may differ.
   *
   * Refused with LEADER_DISABLED, PRODUCT_OFF_SHELF, POINT_NOT_APPROVED, ROUND_FROZEN, HALL_SHORT, APPROVAL_NEEDED.
   */
  updateRound(params: UpdateRoundParams, options?: CallOptions): Promise<Round>;
  /**
   * The same for a SKU, with its product's version.
   *
   * Campaigns and orders keep the price they were made with.
   *
   * Refused with VERSION_STALE.
   */
  updateSku(params: UpdateSkuParams, options?: CallOptions): Promise<Product>;
  /**
   * Puts what it says in place of what is there, if that is still of the version that was looked at.
   *
   * Refused with SUPPLIER_NAMED, VERSION_STALE.
   */
  updateSupplier(params: UpdateSupplierParams, options?: CallOptions): Promise<Supplier>;
  /**
   * Sends a picture: JPEG, PNG or WebP, whatever it is called, up to 10 MiB.
   *
   * It is made anew in three sizes, without what the
   * camera wrote into it. WeChat looks at it, which takes moments, half an hour at most; until it has passed only its owner sees
   * it. What belongs to nothing after a day is thrown away. Sent again, it is another picture.
   *
   * Refused with PHONE_NOT_VERIFIED, MEDIA_TYPE_REFUSED, MEDIA_UNREADABLE, MEDIA_TOO_MANY.
   */
  uploadMedia(params: UploadMediaParams, options?: CallOptions): Promise<Media>;
  /**
   * Sessions are used, by the code that is shown.
   *
   * For staff of a point of the card's. Wrong codes count as at hand-overs.
   *
   * Refused with CODE_WRONG, CODE_EXPIRED, CODE_CLOSED, CARD_CODE_USED, CARD_ELSEWHERE, SESSIONS_SHORT, LEADER_DISABLED.
   */
  useCard(params: UseCardParams, options?: CallOptions): Promise<CardUse>;
  /** Computes a closed month again from its postings, day by day, and names the first day that is not as it was closed. */
  verifyMonth(params: VerifyMonthParams, options?: CallOptions): Promise<MonthVerification>;
  /**
   * Verifies the phone with a code of WeChat's phone button.
   *
   * A number belongs to one account.
   *
   * Refused with CODE_INVALID, PHONE_TAKEN.
   */
  verifyPhone(params: VerifyPhoneParams, options?: CallOptions): Promise<Me>;
  /**
   * The buyer takes it back, while nothing was sent back or refunded.
   *
   * Refused with AFTER_SALE_ELSEWHERE.
   */
  withdrawAfterSale(params: WithdrawAfterSaleParams, options?: CallOptions): Promise<AfterSale>;
  /**
   * Everybody who has bought is refunded, with the reason, wherever the order stands; nobody buys any more.
   *
   * Also after the
   * campaign is over or stopped. For operators, and operators of the campaign's community. Above a sum somebody else has to
   * approve it: a campaign that is stopped meanwhile takes in no more than was asked for.
   *
   * Refused with ENDED, APPROVAL_NEEDED.
   */
  withdrawCampaign(params: WithdrawCampaignParams, options?: CallOptions): Promise<Campaign>;
  /**
   * The round's leader takes back what was offered: what is ordered from now on is not the helper's, what was stays so.
   *
   * Refused with LEADER_DISABLED.
   */
  withdrawRoundOffer(params: WithdrawRoundOfferParams, options?: CallOptions): Promise<RoundHelper>;
  /**
   * Reviews a line of a completed order of the caller's.
   *
   * It is shown when its text and its pictures have passed.
   *
   * Refused with PHONE_NOT_VERIFIED, TEXT_REFUSED, MEDIA_UNUSABLE, REVIEWED_ALREADY.
   */
  writeReview(params: WriteReviewParams, options?: CallOptions): Promise<Review>;
}
