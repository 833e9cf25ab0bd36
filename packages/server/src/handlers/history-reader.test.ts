import { HistorySchema, PAGE_BYTES, type WallMessage } from '@guestwall/protocol'
import { aMessage } from '@guestwall/protocol/testing'
import * as v from 'valibot'
import { beforeEach, expect, test } from 'vitest'
import type { MessagePageQuery } from '../storage/storage.ts'
import { HistoryReader } from './history-reader.ts'

const LONG = '囍'.repeat(1_365)

let contents: string[]
let asked: Set<string>
let rowsRead: number
let atOnce: number
let mostAtOnce: number
let reader: HistoryReader

beforeEach(() => {
  contents = []
  asked = new Set()
  rowsRead = 0
  atOnce = 0
  mostAtOnce = 0
  reader = new HistoryReader({ readMessages })
})

function messageAt(index: number): WallMessage {
  return aMessage(index, { content: contents[index - 1] ?? '' })
}

async function readMessages(_sessionId: string, { before, limit, statuses }: MessagePageQuery): Promise<WallMessage[]> {
  asked.add(statuses.join())
  atOnce += 1
  mostAtOnce = Math.max(mostAtOnce, atOnce)
  await new Promise((resolve) => setImmediate(resolve))
  atOnce -= 1
  const newest = Math.min(contents.length, (before ?? Number.POSITIVE_INFINITY) - 1)
  const ids = Array.from({ length: Math.max(0, Math.min(limit, newest)) }, (_, index) => newest - index)
  rowsRead += ids.length
  return ids.map(messageAt)
}

async function page(before: number | null, limit: number) {
  const text = await reader.page('s', before, limit)
  return { text, ...v.parse(HistorySchema, JSON.parse(text)) }
}

async function all(limit: number): Promise<number[]> {
  const found: number[] = []
  for (let before: number | null = null; ; ) {
    const { messages, nextBefore }: Awaited<ReturnType<typeof page>> = await page(before, limit)
    found.push(...messages.map(({ eventId }) => eventId))
    if (nextBefore === null) return found
    expect(messages.length).toBeGreaterThan(0)
    before = nextBefore
  }
}

test.each([1, 39, 40, 41, 100, 200])('pages of %i hold every message once, newest first', async (limit) => {
  contents = Array.from({ length: 321 }, (_, index) => (index % 7 === 0 ? LONG : '喜'))
  expect(await all(limit)).toEqual(Array.from({ length: 321 }, (_, index) => 321 - index))
})

test('[MOD-3] the history asks the store for messages on the wall alone', async () => {
  contents = ['喜']
  await all(40)
  expect([...asked]).toEqual(['shown'])
})

test('a page of the longest messages ends at 64 KiB, and reads no more than it needs', async () => {
  contents = Array.from({ length: 400 }, () => LONG)
  const { text, messages, nextBefore } = await page(null, 200)
  expect(Buffer.byteLength(text)).toBeLessThan(PAGE_BYTES + 100)
  expect(messages.length).toBeGreaterThan(10)
  expect(nextBefore).toBe(messages.at(-1)?.eventId)
  expect(rowsRead).toBe(40)
})

test('requests for the same page at the same time share one read, and few pages are read at once', async () => {
  contents = Array.from({ length: 1_000 }, () => '喜')
  const same = await Promise.all(Array.from({ length: 50 }, () => reader.page('s', null, 40)))
  expect([new Set(same).size, rowsRead]).toEqual([1, 40])
  const others = await Promise.all(Array.from({ length: 50 }, (_, index) => page(1_000 - index, 40)))
  expect(others.map(({ messages }) => messages[0]?.eventId)).toEqual(Array.from({ length: 50 }, (_, index) => 999 - index))
  expect(mostAtOnce).toBeLessThanOrEqual(4)
})
