import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { OPCODE } from '../../../../../tests/support/raw/opcode.ts'
import { closeFrame, rawFrame } from '../../../../../tests/support/raw/raw-frame.ts'
import { FrameDecoder } from './frame-decoder.ts'

/** What a decoder tells of these pieces. */
function decoded(pieces: readonly Buffer[]): string[] {
  const told: string[] = []
  const decoder = new FrameDecoder()
  for (const piece of pieces) {
    // It unmasks in place.
    decoder.push(Buffer.from(piece), {
      onMessage: (data, isBinary) => told.push(`${isBinary ? 'binary' : 'text'} ${data.toString('latin1')}`),
      onPing: (data) => told.push(`ping ${data.toString('latin1')}`),
      onPong: () => told.push('pong'),
      onCloseFrame: (code) => told.push(`close ${code}`),
      onBroken: (code) => told.push(`broken ${code}`),
    })
  }
  return told
}

const text = (payload: string | Buffer, isFinal = true) => rawFrame({ opcode: OPCODE.text, payload, isFinal })
const more = (payload: string | Buffer, isFinal = true) => rawFrame({ opcode: OPCODE.continuation, payload, isFinal })

/** A message in some fragments with a ping between them, and what is told of it. */
const message = fc
  .record({
    opcode: fc.constantFrom(OPCODE.text, OPCODE.binary),
    parts: fc.array(fc.oneof(fc.constantFrom(0, 125, 126, 300), fc.nat({ max: 40 })), { minLength: 1, maxLength: 5 }),
    mask: fc.uint8Array({ minLength: 4, maxLength: 4 }),
    pings: fc.boolean(),
  })
  .map(({ opcode, parts, mask, pings }) => {
    const payloads = parts.map((length, index) => Buffer.alloc(length, 'abcde'[index]))
    const frames = payloads.map((payload, index) =>
      rawFrame({
        opcode: index === 0 ? opcode : OPCODE.continuation,
        payload,
        isFinal: index === payloads.length - 1,
        mask: Buffer.from(mask),
      }),
    )
    const ping = pings ? [rawFrame({ opcode: OPCODE.ping, payload: 'p' })] : []
    return {
      bytes: Buffer.concat([...frames.slice(0, -1), ...ping, ...frames.slice(-1)]),
      told: [...(pings ? ['ping p'] : []), `${opcode === OPCODE.text ? 'text' : 'binary'} ${Buffer.concat(payloads).toString('latin1')}`],
    }
  })

test('every message and ping is told once and in order, wherever the bytes are cut', () => {
  fc.assert(
    fc.property(fc.array(message, { maxLength: 6 }), fc.array(fc.integer({ min: 1, max: 900 })), (messages, cuts) => {
      const bytes = Buffer.concat(messages.map((each) => each.bytes))
      const pieces: Buffer[] = []
      let at = 0
      for (const size of [...cuts, bytes.length]) {
        if (at < bytes.length) pieces.push(bytes.subarray(at, at + size))
        at += size
      }
      expect(decoded(pieces)).toEqual(messages.flatMap(({ told }) => told))
    }),
    { numRuns: 200 },
  )
})

test('a frame that comes in 256 pieces is read; one in more breaks the limit, and so does nothing that came whole', () => {
  const frame = text('x'.repeat(294))
  const bytewise = (bytes: Buffer) => Array.from(bytes, (_, index) => bytes.subarray(index, index + 1))
  expect(decoded([...bytewise(frame.subarray(0, 256)), frame.subarray(256)])).toEqual([`text ${'x'.repeat(294)}`])
  expect(decoded(bytewise(frame))).toEqual(['broken 1008'])
  const short = text('x'.repeat(100))
  expect(decoded(bytewise(Buffer.concat([short, short, short])))).toHaveLength(3)
})

test('what is too large is refused by its header, and counts over all fragments', () => {
  expect(decoded([rawFrame({ opcode: OPCODE.text, statedLength: 2n ** 63n }).subarray(0, 10)])).toEqual(['broken 4413'])
  expect(decoded([text('x'.repeat(16 * 1024))])).toHaveLength(1)
  expect(decoded([text('x'.repeat(16 * 1024), false), more('x')])).toEqual(['broken 4413'])
})

test('what follows a broken frame or a close is not told', () => {
  expect(decoded([Buffer.concat([rawFrame({ opcode: 3 }), text('late')]), text('later')])).toEqual(['broken 1002'])
  expect(decoded([Buffer.concat([closeFrame(1000), text('late')]), text('later')])).toEqual(['close 1000'])
})

test('a message may have 16 fragments', () => {
  const fragments = (count: number) => [text('a', false), ...Array.from({ length: count - 2 }, () => more('b', false)), more('c')]
  expect(decoded(fragments(16))).toEqual([`text a${'b'.repeat(14)}c`])
  expect(decoded(fragments(17))).toEqual(['broken 1008'])
})
