import { type HostedSession, JOIN, pathOf, ROUTES } from '@guestwall/protocol'

/** The pause before a request is repeated that the database was too busy for. */
const RETRY_MS = 50

/**
 * Posts JSON and returns the JSON of the answer. A request that the database was too busy for is repeated, as clients do. Throws with the
 * server's text when it refuses.
 */
export async function post<Answer>(url: string, body: unknown, token?: string): Promise<Answer> {
  const headers = { 'content-type': 'application/json', ...(token === undefined ? {} : { authorization: `Bearer ${token}` }) }
  for (;;) {
    const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) })
    const text = await response.text()
    if (response.ok) return JSON.parse(text) as Answer
    if (response.status !== 503 || !text.includes('"unavailable"')) throw new Error(`${url}: ${response.status} ${text}`)
    await new Promise((resolve) => setTimeout(resolve, RETRY_MS))
  }
}

export function createSession(url: string, operatorToken: string, body: object): Promise<HostedSession> {
  return post(`${url}${ROUTES.createSession.path}`, body, operatorToken)
}

/** A new guest with its token. */
export function joinSession(
  url: string,
  sessionId: string,
  guestName: string,
): Promise<{ guest: { id: string; name: string }; token: string }> {
  return post(`${url}${pathOf(JOIN, sessionId)}`, { guestName })
}

export async function endSession(url: string, { session, hostToken }: HostedSession, body: object = {}): Promise<void> {
  await post(`${url}${pathOf(ROUTES.endSession, session.id)}`, body, hostToken)
}

export async function removeMessage(url: string, hostToken: string, messageId: string, body: object = {}): Promise<void> {
  await post(`${url}${pathOf(ROUTES.removeMessage, messageId)}`, body, hostToken)
}
