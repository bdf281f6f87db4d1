// For how long what is said of a sale may lag behind its rows, milliseconds.

export const REFUSAL_KEPT_MS = 1000; // the gateway remembers «sold out» for so long (ttl_ms of its refusal in groupbuy.proto)

// Between a row's times, which are its transaction's beginning, and when others see it. Who is killed takes his transaction with him; who is
// stopped in the middle of one has it for 2 s (idle_in_transaction_session_timeout).
export const VISIBLE_MS_MAX = { killed: 1500, stopped: 2500 };
