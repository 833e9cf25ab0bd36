import type { HostedSession, PollAnswer, WallMessage } from '@guestwall/protocol'
import { expect, vi } from 'vitest'
import { type Guestwall } from '../../support/guestwall.ts'
import { post } from '../../support/http-calls.ts'

/** A mark in every input that must be refused. It must not be stored anywhere. */
export const CANARY = 'must-never-be-stored'

let posts = 0

/** A key that was never used. */
export function freshKey(): string {
  posts += 1
  return `key-${process.pid}-${posts}`
}

export async function getJson<Answer>(url: string, token?: string): Promise<Answer> {
  const response = await fetch(url, token === undefined ? {} : { headers: { authorization: `Bearer ${token}` } })
  if (!response.ok) throw new Error(`${url}: ${response.status} ${await response.text()}`)
  return (await response.json()) as Answer
}

/** The server is ready, an ordinary guest can still post and read, and neither log nor list holds anything of what was refused. */
export async function expectUnharmed({ url, join }: Guestwall, { session, hostToken }: HostedSession): Promise<void> {
  expect(await getJson(`${url}/readyz`)).toMatchObject({ status: 'ready' })
  const { token } = await join(session.id, '李奶奶')
  const body = { session: session.id, key: freshKey(), content: '百年好合', guestName: '李奶奶' }
  const { message } = await post<{ message: WallMessage }>(`${url}/api/realtime/messages`, body, token)

  const log = await readLog(url, session.id, hostToken)
  expect(log.map(({ id }) => id)).toEqual(log.map((_, index) => index + 1))
  expect(log.map(({ data }) => data)).toContainEqual(message)
  expect(JSON.stringify(log)).not.toContain(CANARY)
  const { messages } = await getJson<{ messages: WallMessage[] }>(`${url}/api/host/sessions/${session.id}/messages?limit=200`, hostToken)
  expect(messages).toContainEqual(message)
  expect(JSON.stringify(messages)).not.toContain(CANARY)
}

/** The whole log, as a host may read it. */
export async function readLog(url: string, sessionId: string, hostToken: string): Promise<{ id: number; type: string; data: unknown }[]> {
  const poll = (query: string) => getJson<PollAnswer>(`${url}/api/realtime/poll?session=${sessionId}${query}`, hostToken)
  const first = await poll('')
  if (!('snapshot' in first)) throw new Error('a poll without a position answers a snapshot')
  const events = []
  for (let from = 0; ; ) {
    const page = await poll(`&epoch=${first.snapshot.epoch}&lastEventId=${from}`)
    if (!('events' in page)) throw new Error('the log is too long to replay')
    events.push(...page.events)
    if (!page.hasMore) return events
    from = page.to
  }
}

/** Every socket that was opened is let go of, so that nothing is left of a broken peer. */
export async function expectNoConnections({ url }: Guestwall): Promise<void> {
  await vi.waitFor(
    async () => {
      const metrics = await (await fetch(`${url}/metrics`)).text()
      expect(/^guestwall_connections (\d+)$/m.exec(metrics)?.[1]).toBe('0')
    },
    { timeout: 300_000 },
  )
}
