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
