/**
 * Drops everything that this browser keeps of a session that is deleted: what waits to be sent, drafts, names, credentials. Call it when its client has
 * ended.
 */
export function forgetSession(sessionId: string): void {
  // A client that has just ended may still be writing: that is over before the next task.
  setTimeout(() => {
    try {
      for (const key of Object.keys(localStorage)) {
        const [owner, ...names] = key.split(':')
        const isOfIt = names.includes(sessionId) || localStorage.getItem(key) === sessionId
        if (owner === 'guestwall' && isOfIt) localStorage.removeItem(key)
      }
    } catch {
      // Where the browser stores nothing, there is nothing to drop.
    }
  })
}
