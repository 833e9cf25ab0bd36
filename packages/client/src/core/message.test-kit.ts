import type { WallMessage } from '@guestwall/protocol'

export const AT = '2026-11-22T10:00:00.000Z'

/** A message of the log; the test's own guest is `me`. */
export function messageOf(
  key: string,
  eventId: number,
  { guestId = 'me', status = 'shown' }: Partial<Pick<WallMessage, 'guestId' | 'status'>> = {},
): WallMessage {
  return { id: `m-${key}-${guestId}`, guestId, guestName: '小明', content: key, status, pinned: false, createdAt: AT, eventId, key }
}
