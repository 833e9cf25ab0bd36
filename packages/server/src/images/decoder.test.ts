import { EventEmitter } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { VirtualClock } from '@guestwall/protocol/testing'
import { afterAll, describe, expect, test } from 'vitest'
import { systemClock } from '../system.ts'
import type { DecodeJob } from './decode-job.ts'
import { Decoder, DecoderBroken, type DecoderChild } from './decoder.ts'

const job = (file: string) => ({ file, maxPixels: 1000, outputs: [{ file: 'out', maxSide: 10, format: 'jpeg' as const }] })
const SIZE = { width: 2, height: 1 }

describe('a decoder whose process is a real one', () => {
  const directory = mkdtempSync(join(tmpdir(), 'guestwall-decoder-'))
  const decoders: Decoder[] = []
  afterAll(() => {
    for (const decoder of decoders) decoder.close()
    rmSync(directory, { recursive: true, force: true })
  })

  /** With a library of the test in the place of the real one. */
  function decoderWith(name: string, source: string): Decoder {
    const path = join(directory, `${name}.cjs`)
    writeFileSync(path, source)
    const decoder = new Decoder(path, { clock: systemClock })
    decoders.push(decoder)
    return decoder
  }

  test('that breaks on a picture twice ends with it, and the next picture is decoded by another process', async () => {
    const decoder = decoderWith(
      'breaking',
      `const image = (file) => ({
       metadata: async () => file === 'breaks' ? process.exit(1) : { width: 2, height: 1 },
       timeout: () => image(file), autoOrient: () => image(file), resize: () => image(file), flatten: () => image(file),
       jpeg: () => image(file), toFile: async () => ({ width: 2, height: 1 }),
     })
     module.exports = Object.assign(image, { concurrency: () => {}, cache: () => {} })`,
    )
    expect(await decoder.decode(job('breaks'))).toEqual({ fault: 'unreadable' })
    expect(await decoder.decode(job('fine'))).toEqual(SIZE)
  })

  test('and whose library does not load tells the reason', async () => {
    const decoder = decoderWith('missing', `throw new Error('no binary for this machine')`)
    await expect(decoder.decode(job('any'))).rejects.toThrow(DecoderBroken)
    await expect(decoder.decode(job('any'))).rejects.toThrow('no binary for this machine')
  })

  test('and is ended before it says a word is busy, and starts another for the next picture', async () => {
    const decoder = decoderWith('killed', `process.kill(process.pid, 'SIGKILL')`)
    expect(await decoder.decode(job('any'))).toEqual({ fault: 'busy' })
    expect(await decoder.decode(job('any'))).toEqual({ fault: 'busy' })
  })
})

/** What a process of the test does: it dies or is frozen before its first word; dies or is frozen on its picture; or decodes. */
type Fate = 'unborn' | 'mute' | 'dies' | 'freezes' | 'decodes'

/** A decoder with processes of the test, one fate each. */
function fated(...fates: readonly Fate[]) {
  const clock = new VirtualClock()
  const died: string[] = []
  let starts = 0
  const start = (): Promise<DecoderChild> => {
    const fate = fates[starts]
    starts += 1
    const process = new EventEmitter()
    const exit = (signal: string) => void process.emit('exit', null, signal)
    const child = Object.assign(process, {
      connected: true,
      disconnect() {},
      unref() {},
      kill: () => exit('SIGKILL'),
      send({ id }: DecodeJob) {
        if (fate === 'dies') queueMicrotask(() => exit('SIGSEGV'))
        if (fate === 'decodes') queueMicrotask(() => process.emit('message', { id, ...SIZE }))
      },
    })
    setImmediate(() => {
      if (fate === 'unborn') exit('SIGKILL')
      else if (fate !== 'mute') process.emit('message', { ready: true })
    })
    return Promise.resolve(child as unknown as DecoderChild)
  }
  const decoder = new Decoder('sharp', { clock, start, onDied: (reason) => died.push(reason) })
  /** The answer, with the seconds that it took. */
  const decode = async () => {
    const fromMs = clock.elapsedMs
    let answer: unknown
    void decoder.decode(job('any')).then((decoded) => {
      answer = decoded
    })
    while (answer === undefined) {
      await new Promise((resolve) => setImmediate(resolve))
      if (answer === undefined) await clock.run(1_000)
    }
    return { answer, seconds: Math.floor((clock.elapsedMs - fromMs) / 10_000) * 10 }
  }
  return { decode, died, starts: () => starts, clock }
}

describe('a process that', () => {
  test('is killed at its first start is a fault of one upload: the next one starts another process', async () => {
    const { decode, died } = fated('unborn', 'decodes')
    expect(await decode()).toMatchObject({ answer: { fault: 'busy' } })
    expect(await decode()).toMatchObject({ answer: SIZE })
    expect(died).toEqual(['SIGKILL'])
  })

  test('is frozen at its start is ended after 30 s, and the next upload starts another', async () => {
    const { decode } = fated('mute', 'decodes')
    expect(await decode()).toEqual({ answer: { fault: 'busy' }, seconds: 30 })
    expect(await decode()).toMatchObject({ answer: SIZE })
  })

  test('dies on a picture is followed by another for the same picture', async () => {
    const { decode, died } = fated('dies', 'decodes')
    expect(await decode()).toMatchObject({ answer: SIZE })
    expect(died).toEqual(['SIGSEGV'])
  })

  test('is frozen on a picture is ended after 30 s and followed by another for the same picture', async () => {
    const { decode } = fated('freezes', 'decodes')
    expect(await decode()).toEqual({ answer: SIZE, seconds: 30 })
  })

  test('dies on the picture of another that died makes it unreadable, and is the last for it', async () => {
    const { decode, starts } = fated('dies', 'dies', 'decodes')
    expect(await decode()).toMatchObject({ answer: { fault: 'unreadable' } })
    expect(starts()).toBe(2)
    expect(await decode()).toMatchObject({ answer: SIZE })
  })

  test('has no work ends after a minute', async () => {
    const { decode, starts, died, clock } = fated('decodes', 'decodes')
    await decode()
    await decode()
    expect(starts()).toBe(1)
    await clock.run(60_000)
    await decode()
    expect({ starts: starts(), died }).toEqual({ starts: 2, died: [] })
  })
})
