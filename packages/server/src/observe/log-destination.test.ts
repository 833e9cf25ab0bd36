import { describe, expect, test } from 'vitest'
import { VirtualClock } from '@guestwall/protocol/testing'
import { LogDestination } from './log-destination.ts'

type Done = (error: NodeJS.ErrnoException | null, written: number) => void

/** A destination of which the test says what it does with each write. */
function destination() {
  const clock = new VirtualClock()
  const writes: { readonly text: string; readonly done: Done }[] = []
  const reported: number[] = []
  const log = new LogDestination(
    2,
    clock,
    (lines) => reported.push(lines),
    (_fd, bytes, done) => writes.push({ text: bytes.toString(), done }),
  )
  const answer = (code: string | null, written?: number) => {
    const write = writes.shift()
    if (write === undefined) throw new Error('nothing is written')
    write.done(code === null ? null : Object.assign(new Error(code), { code }), written ?? Buffer.byteLength(write.text))
  }
  return { clock, log, writes, reported, answer }
}

describe('the destination of the log', () => {
  test('writes lines in their order, those that waited together', () => {
    const { log, writes, answer } = destination()
    for (const line of ['one\n', 'two\n', 'three\n']) log.write(line)
    expect(writes.map(({ text }) => text)).toEqual(['one\n'])
    answer(null)
    expect(writes.map(({ text }) => text)).toEqual(['two\nthree\n'])
    answer(null, 4)
    expect(writes.map(({ text }) => text)).toEqual(['three\n'])
    answer(null)
    expect([writes.length, log.lost]).toEqual([0, 0])
  })

  test.each(['ENOSPC', 'EPIPE', 'EIO'])('%s: lines are dropped and counted, and it is said once lines go through again', (code) => {
    const { clock, log, writes, reported, answer } = destination()
    log.write('one\n')
    log.write('two\n')
    answer(code)
    expect([writes.length, log.lost]).toEqual([0, 1])
    clock.advance(250)
    answer(code)
    log.write('three\n')
    expect([writes.length, log.lost, reported]).toEqual([0, 2, []])
    clock.advance(250)
    answer(null)
    expect([log.lost, reported]).toEqual([2, [2]])
  })

  test('tries a busy destination again with the same lines', () => {
    const { clock, log, writes, answer } = destination()
    log.write('one\n')
    answer('EAGAIN')
    expect(writes).toEqual([])
    clock.advance(250)
    expect(writes.map(({ text }) => text)).toEqual(['one\n'])
    answer(null)
    expect(log.lost).toBe(0)
  })

  test('keeps at most 1 MiB for a destination that accepts nothing', () => {
    const { log, answer, reported, writes } = destination()
    const line = `${'x'.repeat(1023)}\n`
    for (let index = 0; index < 3_000; index += 1) log.write(line)
    // One line is being written, 1,024 wait.
    expect(log.lost).toBe(3_000 - 1 - 1_024)
    answer(null)
    expect(reported).toEqual([log.lost])
    expect(writes[0]?.text.length).toBeLessThanOrEqual(1 << 16)
  })

  test('it is settled when no line waits, or when one was refused', async () => {
    const { log, answer } = destination()
    await expect(log.settled()).resolves.toBeUndefined()
    log.write('one\n')
    const written = log.settled()
    answer(null)
    await written
    log.write('two\n')
    const refused = log.settled()
    answer('ENOSPC')
    await refused
  })
})
