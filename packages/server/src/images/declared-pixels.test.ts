import { MAX_PHOTO_PIXELS } from '@guestwall/protocol'
import sharp from 'sharp'
import { expect, test } from 'vitest'
import { declaredPixels } from './declared-pixels.ts'

const plain = (width = 60, height = 40) => sharp({ create: { width, height, channels: 3, background: '#a33' } })

test('[PHOTO-5] the pixels that a JPEG or a PNG declares are told, in every form of JPEG, and behind its metadata', async () => {
  const forms = [
    plain().png(),
    plain().jpeg(),
    plain().jpeg({ progressive: true }),
    plain().jpeg({ optimiseCoding: true, quality: 100 }).withMetadata({ orientation: 6 }),
    plain()
      .withExif({ IFD0: { Copyright: 'x'.repeat(60_000) } })
      .withIccProfile('p3')
      .jpeg(),
  ]
  for (const form of forms) expect(declaredPixels(await form.toBuffer())).toBe(2400)
})

test('[PHOTO-5] what declares none in its first bytes, or more than is decoded, counts as the largest', async () => {
  const jpeg = await plain().jpeg().toBuffer()
  const huge = await plain().png().toBuffer()
  huge.writeUInt32BE(100_000, 16)
  huge.writeUInt32BE(100_000, 20)
  const empty = Buffer.from(huge).fill(0, 16, 24)
  const heads = [huge, empty, jpeg.subarray(0, 4), await plain().webp().toBuffer(), await plain().gif().toBuffer(), Buffer.alloc(0)]
  expect(heads.map(declaredPixels)).toEqual(heads.map(() => MAX_PHOTO_PIXELS))
})
