/** No limit: a test itself limits what it sends. Tests of limits set their own. */
export const NO_LIMITS = {
  GUEST_POSTS_PER_MINUTE: 0,
  SESSION_POSTS_PER_SECOND: 0,
  JOINS_PER_SECOND: 0,
  CONNECTS_PER_SECOND: 0,
  NEWCOMER_SECONDS: 0,
  BALLOT_AFTER_SECONDS: 0,
  GUEST_REQUESTS_PER_SECOND: 0,
  GUEST_SOCKETS: 0,
  ADDRESS_REQUESTS_PER_SECOND: 0,
}

/** The same for a server that is a process of its own. */
export const NO_LIMITS_ENVIRONMENT: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries(NO_LIMITS).map(([name, value]) => [name, String(value)]),
)
