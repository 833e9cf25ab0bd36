/** Every key of a session has its id as hash tag: in a Redis Cluster they lie together, and one pipeline reaches them all. */
export function sessionKey(sessionId: string, ...parts: readonly string[]): string {
  return ['guestwall', `{${sessionId}}`, ...parts].join(':')
}

/** The session of a key or channel that `sessionKey` made. */
export function sessionOfKey(key: string): string {
  return key.slice(key.indexOf('{') + 1, key.indexOf('}'))
}
