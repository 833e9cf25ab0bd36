import { expect, test } from 'vitest'
import { type Latest, nextLatest, NO_LATEST } from './latest-message.ts'

const message = (order: number, content = '百年好合') => ({ key: `m${order}`, order, name: '小明', content, isPinned: false })
const shown = ({ message: latest }: Latest) => latest?.key ?? null

test('a lower third shows the latest message until it was read, and then the latest one of those that came', () => {
  const first = nextLatest(NO_LATEST, [message(1), message(2)], 0)
  const all = [message(1), message(2), message(3), message(4)]
  const early = nextLatest(first, all, 2_900)
  expect([shown(first), early, shown(nextLatest(early, all, 3_000))]).toEqual(['m2', first, 'm4'])
})

test('a long message stays as long as it takes to read', () => {
  const first = nextLatest(NO_LATEST, [message(1, '喜'.repeat(40))], 0)
  expect(shown(nextLatest(first, [message(1), message(2)], 5_900))).toBe('m1')
  expect(shown(nextLatest(first, [message(1), message(2)], 6_000))).toBe('m2')
})

test('[SCREEN-3] a message that is taken away leaves at once: a later one may follow, an older one never', () => {
  const first = nextLatest(NO_LATEST, [message(1), message(2)], 0)
  const gone = nextLatest(first, [message(1)], 100)
  expect(shown(gone)).toBeNull()
  expect(nextLatest(gone, [message(1)], 60_000)).toBe(gone)
  expect(shown(nextLatest(gone, [message(1), message(3)], 200))).toBe('m3')
  expect(shown(nextLatest(first, [message(1), message(3)], 100))).toBe('m3')
})
