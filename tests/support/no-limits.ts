/** No limit and no filter: a test itself limits what it sends, and may say the same twice. Tests of limits and of the filter set their own. */
export const NO_LIMITS = {
  FILTER: 'off',
  GUEST_POSTS_PER_MINUTE: 0,
  SESSION_POSTS_PER_SECOND: 0,
  JOINS_PER_SECOND: 0,
  CONNECTS_PER_SECOND: 0,
  NEWCOMER_SECONDS: 0,
  BALLOT_AFTER_SECONDS: 0,
  GUEST_REQUESTS_PER_SECOND: 0,
  GUEST_SOCKETS: 0,
  ADDRESS_REQUESTS_PER_SECOND: 0,
} as const

/** The same for a server that is a process of its own. */
export const NO_LIMITS_ENVIRONMENT: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries(NO_LIMITS).map(([name, value]) => [name, String(value)]),
)
