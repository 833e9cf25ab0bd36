import { VirtualClock } from '@guestwall/protocol/testing'
import { describe, expect, test } from 'vitest'
import { seededRandom } from '../testing/seeded-random.ts'
import type { SendMessageOptions, QueuedMessage } from '../types.ts'
import { memoryPhotos } from './memory-photos.ts'
import { PhotoOutbox } from './photo-outbox.ts'
import type { PhotoStorage, PhotoUpload, UploadAnswer } from './types.ts'

const BLOB = new Blob(['bytes'], { type: 'image/jpeg' })
const PHOTO = { id: 'p1', width: 4, height: 3 }
const OK: UploadAnswer = { kind: 'ok', photo: PHOTO }
const refused = (retryable: boolean, retryAfterMs?: number): UploadAnswer => ({
  kind: 'refused',
  refusal: { code: retryable ? 'session_busy' : 'photos_off', message: '', retryable, retryAfterMs },
})
const settle = async () => {
  for (let turn = 0; turn < 30; turn += 1) await Promise.resolve()
}

/** A server that answers in turn, and a client that keeps what it is given. */
function setUp(
  answers: UploadAnswer[],
  { storage = memoryPhotos(), clock = new VirtualClock() }: { storage?: PhotoStorage; clock?: VirtualClock } = {},
) {
  const uploads: string[] = []
  const sent: (SendMessageOptions & { readonly content: string })[] = []
  let wake: () => void = () => {}
  const upload: PhotoUpload = ({ url }, onProgress) => {
    uploads.push(new URL(url, 'http://wall').searchParams.get('key') ?? '')
    onProgress(0.5)
    return Promise.resolve(answers.shift() ?? OK)
  }
  const outbox = new PhotoOutbox({
    url: 'http://wall',
    session: 's1',
    token: () => 'token',
    storage,
    upload,
    clock,
    random: seededRandom(7),
    wakeSource: (onWake) => {
      wake = () => onWake(false)
      return () => {}
    },
    client: {
      queueMessage(content, _name, options = {}): Promise<QueuedMessage> {
        sent.push({ content, ...options })
        return Promise.resolve({ key: options.key ?? '', settled: new Promise(() => {}) })
      },
    },
  })
  return { outbox, storage, clock, uploads, sent, wake: () => wake(), states: () => outbox.getSnapshot().map(({ state }) => state) }
}

describe('[SEND-6] a photo', () => {
  test('is stored before its first try, uploaded, sent with its text under the same key, and then forgotten', async () => {
    const { outbox, uploads, sent, storage } = setUp([])
    const stored: number[] = []
    const put = storage.put
    storage.put = async (photo) => {
      stored.push(uploads.length)
      await put(photo)
    }
    await outbox.add(BLOB, '百年好合', '小明')
    await settle()
    expect(stored).toEqual([0])
    expect(sent).toEqual([{ content: '百年好合', photo: PHOTO, key: uploads[0] }])
    expect([outbox.getSnapshot(), await storage.list()]).toEqual([[], []])
  })

  test('of a page that was killed is sent by the next page, under the same key, once', async () => {
    const storage = memoryPhotos()
    const first = setUp([{ kind: 'network' }], { storage })
    await first.outbox.add(BLOB, '百年好合', '小明')
    await settle()
    first.outbox.close()
    const next = setUp([], { storage })
    await next.outbox.open()
    await settle()
    expect(next.sent).toEqual([{ content: '百年好合', photo: PHOTO, key: first.uploads[0] }])
    expect([first.sent, await storage.list()]).toEqual([[], []])
  })

  test('that storage refuses is sent all the same, and says that it is lost with the page', async () => {
    const storage: PhotoStorage = { ...memoryPhotos(), put: () => Promise.reject(new Error('no space')) }
    const { outbox, sent } = setUp([refused(true, 1_000)], { storage })
    await outbox.add(BLOB, '百年好合', '小明')
    await settle()
    expect(outbox.getSnapshot()).toMatchObject([{ isUnstored: true, state: 'waiting' }])
    outbox.retryNow()
    await settle()
    expect(sent).toHaveLength(1)
  })
})

describe('[SEND-4] an upload', () => {
  test('that the server puts off waits as long as it says, and is then tried under the same key', async () => {
    const { outbox, clock, uploads, sent } = setUp([refused(true, 5_000)])
    await outbox.add(BLOB, '百年好合', '小明')
    await settle()
    clock.advance(4_999)
    await settle()
    expect(outbox.getSnapshot()).toMatchObject([{ state: 'waiting', refusal: { code: 'session_busy' } }])
    expect(uploads).toHaveLength(1)
    clock.advance(1)
    await settle()
    expect([uploads[0] === uploads[1], sent.length]).toEqual([true, 1])
  })

  test('that is refused for good stays visible and blocks no other; tried again, it has a new key; discarded, it is gone', async () => {
    const { outbox, uploads, sent, storage, states } = setUp([refused(false), OK, refused(false)])
    await outbox.add(BLOB, 'one', '小明')
    await outbox.add(BLOB, 'two', '小明')
    await settle()
    expect([states(), sent.map(({ content }) => content)]).toEqual([['failed'], ['two']])
    await outbox.retry(outbox.getSnapshot()[0]?.key ?? '')
    await settle()
    expect([states(), new Set(uploads).size]).toEqual([['failed'], 3])
    await outbox.discard(outbox.getSnapshot()[0]?.key ?? '')
    expect([states(), await storage.list()]).toEqual([[], []])
  })

  test('without an answer is tried again for ever, and at once when the network is back', async () => {
    const { outbox, clock, uploads, wake, sent } = setUp(Array.from({ length: 20 }, () => ({ kind: 'network' as const })))
    await outbox.open()
    await outbox.add(BLOB, '百年好合', '小明')
    for (let minute = 0; minute < 4; minute += 1) {
      clock.advance(60_000)
      await settle()
    }
    expect(uploads.length).toBeGreaterThan(3)
    expect(sent).toEqual([])
    const before = uploads.length
    wake()
    await settle()
    expect(uploads.length).toBe(before + 1)
  })

  test('[SEND-5] goes in the order in which the guest sent them, one at a time', async () => {
    const { outbox, sent } = setUp([{ kind: 'network' }, refused(true, 10)])
    for (const text of ['one', 'two', 'three']) await outbox.add(BLOB, text, '小明')
    for (let turn = 0; turn < 5; turn += 1) {
      outbox.retryNow()
      await settle()
    }
    expect(sent.map(({ content }) => content)).toEqual(['one', 'two', 'three'])
  })
})

test('a photo that is taken away while it is uploaded is not sent', async () => {
  const storage = memoryPhotos()
  const put = storage.put
  // Storing takes longer than the tap that takes it away.
  storage.put = async (photo) => {
    await settle()
    await put(photo)
  }
  const { outbox, sent } = setUp([], { storage })
  const adding = outbox.add(BLOB, '百年好合', '小明')
  await outbox.discard(outbox.getSnapshot()[0]?.key ?? '')
  await adding
  await settle()
  expect([sent, outbox.getSnapshot()]).toEqual([[], []])
  expect(await storage.list()).toEqual([])
})
