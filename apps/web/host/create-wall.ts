import type { HostedSession, Occasion, Theme } from '@guestwall/protocol'
import { outcomeOf } from '../shared/outcome.ts'
import { hostClient } from './host-client.ts'

/** How a new wall begins: guests write at once; it is a draft; or it is tried out first. */
export const BEGINNINGS = ['open', 'scheduled', 'rehearsing'] as const
export type Beginning = (typeof BEGINNINGS)[number]

export interface NewWall {
  readonly title: string
  readonly subtitle: string
  readonly occasion: Occasion
  readonly theme: Theme
  readonly begins: Beginning
  /** When a wall that does not begin at once opens by itself; `null`: a host opens it. */
  readonly opensAt: Date | null
}

/** Creates a wall on which the host approves first and the filter marks what it finds. A rehearsal is an act on a draft: if it is refused, the wall is a draft, and its console offers the act again. */
export async function createWall(token: string, { title, subtitle, occasion, theme, begins, opensAt }: NewWall): Promise<HostedSession> {
  const line = subtitle.trim()
  const client = hostClient(token)
  const hosted = await client.createSession({
    title: title.trim(),
    ...(line === '' ? {} : { subtitle: line }),
    occasion,
    theme,
    moderation: 'approve',
    filter: 'hold',
    state: begins === 'open' ? 'open' : 'scheduled',
    ...(begins === 'open' || opensAt === null ? {} : { opensAt: opensAt.toISOString() }),
  })
  const host = client.session(hosted.session.id, hosted.hostToken)
  if (begins === 'rehearsing') await outcomeOf(host.act('rehearse', { from: 'scheduled' }))
  return hosted
}
