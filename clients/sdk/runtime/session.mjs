// The two tokens of a sign-in, and their renewal: one flight however many calls have noticed that the access token is old.

const ENDED = ['TOKEN_EXPIRED', 'TOKEN_STALE'];

// options: { tokens, onTokens(tokens|null), signIn() => tokens }; refresh(refreshToken) asks the server for new tokens.
export function createSession(options, refresh) {
  let tokens = options.tokens || null;
  let renewal = null;

  function set(next) {
    tokens = next ? { accessToken: next.accessToken, refreshToken: next.refreshToken } : null;
    if (options.onTokens) options.onTokens(tokens);
  }

  // New tokens by the refresh token; when the server will have none of it, by signing in again; otherwise none.
  async function obtain() {
    if (tokens && tokens.refreshToken) {
      try {
        return await refresh(tokens.refreshToken);
      } catch (problem) {
        if (problem.status !== 400 && problem.status !== 401 && problem.status !== 403) throw problem;
      }
    }
    return options.signIn ? options.signIn() : null;
  }

  async function renewNow() {
    const next = await obtain();
    set(next);
    return next !== null && next !== undefined;
  }

  return {
    get tokens() {
      return tokens;
    },
    set,
    // Whether a refusal can be cured by new tokens.
    isEnded: (problem) => problem.status === 401 && ENDED.indexOf(problem.code) >= 0,
    // Renews after `usedToken` was refused; at once true when somebody else has done it meanwhile.
    renew(usedToken) {
      if (tokens && tokens.accessToken !== usedToken) return Promise.resolve(true);
      if (!renewal) {
        const done = () => {
          renewal = null;
        };
        renewal = renewNow();
        renewal.then(done, done);
      }
      return renewal;
    },
  };
}
