import type { MessageStatus } from '@guestwall/protocol'
import { expect, test } from 'vitest'
import { PhotoHandler } from './photo-handler.ts'

const READERS = {
  host: ['h', 'host'],
  moderator: ['m', 'moderator'],
  author: ['g1', 'guest'],
  guest: ['g2', 'guest'],
  screen: ['w', 'wall'],
} as const
const MAY_READ: Readonly<Record<MessageStatus, readonly (keyof typeof READERS)[]>> = {
  shown: ['host', 'moderator', 'author', 'guest', 'screen'],
  pending: ['host', 'moderator', 'author'],
  private: ['host', 'moderator', 'author'],
  rejected: ['host', 'moderator'],
  removed: [],
}

test.each(Object.entries(MAY_READ))('[PHOTO-2] the photo of a message that is %s is read by these alone: %j', async (status, mayRead) => {
  const parts = {
    images: { missing: null, store: { read: () => Promise.resolve(Buffer.from('picture')) } },
    store: { findPhoto: () => Promise.resolve({ status, guestId: 'g1' }) },
    onError: expect.unreachable,
  }
  const photos = new PhotoHandler(parts as never)
  const read: string[] = []
  const refusals: string[] = []
  for (const [name, [id, role]] of Object.entries(READERS)) {
    const answer = await photos.read({ sessionId: 's', id, role, name }, 'photo', 'full')
    if (answer.ok) read.push(name)
    else refusals.push(answer.refusal.code)
  }
  expect(read).toEqual(mayRead)
  expect(refusals).toEqual(Array(5 - mayRead.length).fill('not_found'))
})
