import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { crc32, deflateSync } from 'node:zlib'
import { MAX_PHOTO_BYTES } from '@guestwall/protocol'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { systemClock } from '../system.ts'
import { FileImageStore } from './file-image-store.ts'
import { bodyOf, testImages } from './images.test-kit.ts'
import { DECODERS, type ImageForm, Images, type StoredImage } from './images.ts'

const FORMS: readonly ImageForm[] = [
  { name: 'full.jpg', maxSide: 2048, format: 'jpeg' },
  { name: 'small.jpg', maxSide: 640, format: 'jpeg' },
]
const OWNER = { folder: 's1', ownerId: 'g1' }
const RED = { r: 200, g: 20, b: 20 }

let made: ReturnType<typeof testImages>
beforeAll(() => {
  made = testImages()
})
afterAll(() => made.dispose())

const plain = (width: number, height: number, channels: 3 | 4 = 3) =>
  sharp({ create: { width, height, channels, background: channels === 4 ? { ...RED, alpha: 0 } : RED } })
const take = (...pieces: readonly Uint8Array[]) => takeOf('g1', ...pieces)
const takeOf = (guestId: string, ...pieces: readonly Uint8Array[]) =>
  made.images.take(bodyOf(...pieces), { folder: 's1', ownerId: guestId }, FORMS)
const stored = async (name: string) => (await made.images.store.read('s1', name)) ?? Buffer.alloc(0)

/** The header of a PNG that claims a size, with a few of its bytes. */
function bomb(width: number, height: number): Buffer {
  const chunk = (type: string, data: Buffer) => {
    const body = Buffer.concat([Buffer.from(type, 'latin1'), data])
    const numbers = Buffer.alloc(8)
    numbers.writeUInt32BE(data.length, 0)
    numbers.writeUInt32BE(crc32(body), 4)
    return Buffer.concat([numbers.subarray(0, 4), body, numbers.subarray(4)])
  }
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header.set([8, 2, 0, 0, 0], 8)
  const rows = deflateSync(Buffer.alloc(64 * 1024 * 1024))
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    chunk('IHDR', header),
    chunk('IDAT', rows),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

describe('a picture', () => {
  test('is stored upright, without a byte of its metadata, in both sizes', async () => {
    // Orientation 6: the camera was turned. The upper left of the pixels is then at the upper right.
    const gps = { GPSLatitude: '52/1 31/1 0/1', GPSLatitudeRef: 'N' }
    const photo = await plain(4096, 2048)
      .composite([{ input: { create: { width: 300, height: 300, channels: 3, background: '#00f' } }, left: 0, top: 0 }])
      .withExif({ IFD0: { Copyright: 'a canary' }, IFD3: gps })
      .withMetadata({ orientation: 6 })
      .jpeg()
      .toBuffer()
    expect((await sharp(photo).metadata()).exif?.includes('a canary')).toBe(true)
    expect(await take(photo)).toEqual({ width: 1024, height: 2048 })
    const [full, small] = [await stored('full.jpg'), await stored('small.jpg')]
    expect((await sharp(full).metadata()).exif).toBeUndefined()
    expect(full.includes('canary') || small.includes('canary')).toBe(false)
    expect(await sharp(small).metadata()).toMatchObject({ format: 'jpeg', width: 320, height: 640 })
    const corner = await sharp(full).extract({ left: 1000, top: 20, width: 1, height: 1 }).raw().toBuffer()
    expect(corner[2]).toBeGreaterThan(200)
  })

  test('that is small keeps its size, and one that is transparent gets white behind it', async () => {
    expect(await take(await plain(40, 30, 4).png().toBuffer())).toEqual({ width: 40, height: 30 })
    const { data } = await sharp(await stored('full.jpg'))
      .raw()
      .toBuffer({ resolveWithObject: true })
    expect([...data.subarray(0, 3)]).toEqual([255, 255, 255])
  })

  test('may be a JPEG, a PNG, a WebP, or a GIF, whose first picture it is', async () => {
    for (const format of ['jpeg', 'png', 'webp', 'gif'] as const) {
      expect(await take(await plain(64, 48).toFormat(format).toBuffer())).toEqual({ width: 64, height: 48 })
    }
  })

  test('with an archive behind it is stored without the archive', async () => {
    const photo = await plain(64, 48).jpeg().toBuffer()
    expect(await take(photo, Buffer.from('PK\x03\x04 a canary'))).toEqual({ width: 64, height: 48 })
    expect((await stored('full.jpg')).includes('canary')).toBe(false)
  })
})

describe('refused is', () => {
  test('what claims more pixels than allowed, before anything of it is decoded', async () => {
    expect(await take(bomb(30_000, 30_000))).toEqual({ fault: 'pixels' })
  })

  test('a picture that is cut or damaged', async () => {
    const photo = await plain(800, 600).jpeg().toBuffer()
    expect(await take(photo.subarray(0, photo.length / 2))).toEqual({ fault: 'unreadable' })
    expect(await take(Buffer.concat([photo.subarray(0, 40), Buffer.alloc(4000, 7)]))).toEqual({ fault: 'unreadable' })
  })

  test('a document, whatever it says it is, with a sentence', async () => {
    const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>')
    expect(await take(svg)).toMatchObject({ fault: 'type', sentence: expect.stringContaining('SVG') })
  })

  test('an upload that breaks off, one that says nothing, and one that is too large', async () => {
    const breaking = async function* () {
      yield await plain(8, 8).jpeg().toBuffer()
      throw new Error('the peer is gone')
    }
    expect(await made.images.take({ bytes: breaking(), length: null }, OWNER, FORMS)).toEqual({ fault: 'cut' })
    expect(await take()).toEqual({ fault: 'empty' })
    const endless = async function* () {
      yield await plain(8, 8).jpeg().toBuffer()
      for (;;) yield Buffer.alloc(1024 * 1024)
    }
    expect(await made.images.take({ bytes: endless(), length: null }, OWNER, FORMS)).toEqual({ fault: 'size' })
    expect(await made.images.take({ bytes: endless(), length: MAX_PHOTO_BYTES + 1 }, OWNER, FORMS)).toEqual({ fault: 'size' })
  })
})

test('no upload leaves a file behind, taken or refused', async () => {
  await take(await plain(64, 48).jpeg().toBuffer())
  await take(Buffer.from('%PDF-1.7'))
  expect(readdirSync(join(made.directory, 'incoming'))).toEqual([])
})

test('[PHOTO-5] guests with the largest pictures do not keep those of others from the line; a guest has four in it', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'guestwall-turns-'))
  const gate = join(directory, 'open')
  const path = join(directory, 'slow.cjs')
  // A library that decodes once the gate is open.
  writeFileSync(
    path,
    `const { existsSync } = require('node:fs')
     const open = () => new Promise((resolve) => { const look = () => existsSync(${JSON.stringify(gate)}) ? resolve() : setTimeout(look, 5); look() })
     const image = () => ({
       metadata: async () => ({ width: 2, height: 1 }), timeout: image, autoOrient: image, resize: image, flatten: image, jpeg: image,
       toFile: async (file) => { await open(); require('node:fs').writeFileSync(file, ''); return { width: 2, height: 1 } },
     })
     module.exports = Object.assign(image, { concurrency: () => {}, cache: () => {} })`,
  )
  const store = new FileImageStore(join(directory, 'images'))
  const images = new Images({ store, sharp: { path }, incoming: join(directory, 'incoming'), clock: systemClock, onBroken: () => {} })
  const [large, small] = [bomb(8000, 8000), await plain(64, 48).jpeg().toBuffer()]
  const results: (readonly [string, StoredImage])[] = []
  const running: Promise<unknown>[] = []
  const begin = (guestId: string, bytes: Buffer) => {
    const taken = images.take(bodyOf(bytes), { folder: 's1', ownerId: guestId }, FORMS)
    running.push(taken.then((result) => results.push([guestId, result])))
  }
  const busy = () => results.filter(([, result]) => 'fault' in result && result.fault === 'busy').map(([guestId]) => guestId)
  for (let guest = 0; guest < 12; guest += 1) begin(`bomber ${guest}`, large)
  // Of the largest, four wait.
  await vi.waitUntil(() => busy().length === 12 - DECODERS - 4, { timeout: 30_000 })
  for (let guest = 0; guest < 20; guest += 1) begin(`guest ${guest}`, small)
  for (let photo = 0; photo < 6; photo += 1) begin('eager', small)
  await vi.waitUntil(() => busy().includes('eager'), { timeout: 30_000 })
  writeFileSync(gate, '')
  await Promise.all(running)
  images.close()
  rmSync(directory, { recursive: true, force: true })
  const refused = busy()
  expect([
    refused.filter((guestId) => guestId === 'eager').length,
    refused.filter((guestId) => guestId.startsWith('guest')).length,
  ]).toEqual([2, 0])
  expect(results.length).toBe(38)
})

test('many at once are stored one after the other', async () => {
  const photo = await plain(64, 48).jpeg().toBuffer()
  const results = await Promise.all(Array.from({ length: 12 }, (_, guest) => takeOf(`g${guest}`, photo)))
  expect(results).toEqual(results.map(() => ({ width: 64, height: 48 })))
})
