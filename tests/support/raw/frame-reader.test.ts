import fc from 'fast-check'
import { expect, test } from 'vitest'
import { FrameReader } from './frame-reader.ts'
import { rawFrame } from './raw-frame.ts'

const MAX_OPCODE = 15

test('a frame reader gives every whole frame once and in order, wherever the bytes are cut', () => {
  const frame = fc.record({
    opcode: fc.integer({ min: 0, max: MAX_OPCODE }),
    length: fc.oneof(fc.constantFrom(0, 125, 126, 65_535, 65_536), fc.nat({ max: 300 })),
  })
  fc.assert(
    fc.property(fc.array(frame, { maxLength: 6 }), fc.array(fc.integer({ min: 1, max: 70_000 })), (frames, cuts) => {
      const bytes = Buffer.concat(
        frames.map(({ opcode, length }) => rawFrame({ opcode, payload: Buffer.alloc(length, length), mask: null })),
      )
      const seen: { opcode: number; length: number }[] = []
      const reader = new FrameReader((opcode, payload) => seen.push({ opcode, length: payload.length }))
      let at = 0
      for (const size of [...cuts, bytes.length]) {
        reader.push(bytes.subarray(at, at + size))
        at += size
      }
      expect(seen).toEqual(frames)
    }),
    { numRuns: 50 },
  )
})
