import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { Decoder, DecoderBroken } from './decoder.ts'

/*
 * Libraries that fail in the decoder's process, in the place of the real one.
 */
const directory = mkdtempSync(join(tmpdir(), 'guestwall-decoder-'))
const decoders: Decoder[] = []
afterAll(() => {
  for (const decoder of decoders) decoder.close()
  rmSync(directory, { recursive: true, force: true })
})

function decoderWith(name: string, source: string): Decoder {
  const path = join(directory, `${name}.cjs`)
  writeFileSync(path, source)
  const decoder = new Decoder(path)
  decoders.push(decoder)
  return decoder
}

const job = (file: string) => ({ file, maxPixels: 1000, outputs: [{ file: 'out', maxSide: 10, format: 'jpeg' as const }] })

test('a decoder that breaks on a picture ends with it, and the next picture is decoded by another process', async () => {
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
  expect(await decoder.decode(job('fine'))).toEqual({ width: 2, height: 1 })
})

test('a library that does not load is told with its reason', async () => {
  const decoder = decoderWith('missing', `throw new Error('no binary for this machine')`)
  await expect(decoder.decode(job('any'))).rejects.toThrow(DecoderBroken)
  await expect(decoder.decode(job('any'))).rejects.toThrow('no binary for this machine')
})
