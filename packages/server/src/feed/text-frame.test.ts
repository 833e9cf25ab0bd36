import { expect, test } from 'vitest'
import { FrameReader } from '../../../../tests/support/raw/frame-reader.ts'
import { OPCODE } from '../../../../tests/support/raw/opcode.ts'
import { closeFrame, pingFrame, pongFrame, textFrame } from './text-frame.ts'

/** The frames in these bytes. */
function framesIn(bytes: Buffer): { opcode: number; payload: string }[] {
  const frames: { opcode: number; payload: string }[] = []
  new FrameReader((opcode, payload) => frames.push({ opcode, payload: payload.toString() })).push(bytes)
  return frames
}

test.each([0, 1, 41, 42, 21_844, 21_845, 21_846])('a text of %i characters of three bytes is one whole frame', (characters) => {
  const payload = '喜'.repeat(characters)
  expect(framesIn(textFrame(payload))).toEqual([{ opcode: OPCODE.text, payload }])
})

test('frames stand behind each other: text, ping, pong, close', () => {
  const bytes = Buffer.concat([textFrame('a'), pingFrame(), pongFrame(Buffer.from('p')), closeFrame(null), closeFrame(4400, 'bad_frame')])
  expect(framesIn(bytes)).toEqual([
    { opcode: OPCODE.text, payload: 'a' },
    { opcode: OPCODE.ping, payload: '' },
    { opcode: OPCODE.pong, payload: 'p' },
    { opcode: OPCODE.close, payload: '' },
    { opcode: OPCODE.close, payload: Buffer.from('\x11\x30bad_frame', 'latin1').toString() },
  ])
})
