import { randomBytes } from 'node:crypto'
import { mkdir, readdir, rm, stat } from 'node:fs/promises'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { MAX_PHOTO_BYTES, MAX_PHOTO_PIXELS } from '@guestwall/protocol'
import type { Clock } from '../domain/ports.ts'
import type { ImageOutput, Tones } from './decode-job.ts'
import { Decoder, DecoderBroken } from './decoder.ts'
import type { FoundSharp } from './find-sharp.ts'
import type { ImageStore } from './image-store.ts'
import { type ImageBody, type ReceiveFault, receiveImage } from './receive-image.ts'
import { WorkQueue } from './work-queue.ts'

/** Uploads that are received at once. Each has a file of at most `MAX_PHOTO_BYTES`, and no memory of its own. */
const RECEIVED_AT_ONCE = 64
/** Uploads that wait, with their bytes still at their senders. */
const IN_LINE = 512
/** Files that a dead process left behind are deleted after this time. */
const LEFT_MS = 60 * 60_000

/** A picture to store: its name, its size and its form. */
export interface ImageForm extends Omit<ImageOutput, 'file'> {
  readonly name: string
}

export interface TakeOptions {
  /** Whether the colours of the first picture are measured. */
  readonly measures?: boolean
}

/** The size of the first picture, in pixels; or why nothing was stored. */
export type StoredImage =
  | { readonly width: number; readonly height: number; readonly tones?: Tones }
  | ReceiveFault
  /** `busy`: the line is full. `off`: pictures cannot be decoded here. */
  | { readonly fault: 'pixels' | 'unreadable' | 'busy' | 'off' }

/**
 * Takes pictures from strangers: receives, decodes, encodes and stores them, each stage in its own line, so that nothing that guests write waits for
 * it. What is stored was written by our encoder: no byte of the upload is left, metadata included.
 */
export class Images {
  readonly store: ImageStore
  readonly #clock: Clock
  readonly #incoming: string
  readonly #receiving = new WorkQueue({ atWork: RECEIVED_AT_ONCE, inLine: IN_LINE })
  readonly #decoding: WorkQueue
  readonly #decoders: Decoder[]
  readonly #onBroken: (error: Error) => void
  #missing: string | null

  /** `incoming`: a folder for uploads that are being received. */
  constructor(parts: { store: ImageStore; sharp: FoundSharp; incoming: string; clock: Clock; onBroken: (error: Error) => void }) {
    this.store = parts.store
    this.#clock = parts.clock
    this.#incoming = parts.incoming
    this.#onBroken = parts.onBroken
    this.#missing = 'missing' in parts.sharp ? parts.sharp.missing : null
    // One core stays with the server.
    const atWork = Math.min(4, Math.max(1, availableParallelism() - 1))
    const path = 'path' in parts.sharp ? parts.sharp.path : ''
    this.#decoders = Array.from({ length: atWork }, () => new Decoder(path))
    this.#decoding = new WorkQueue({ atWork, inLine: RECEIVED_AT_ONCE })
  }

  /** Why pictures cannot be taken on this machine; `null`: they can. */
  get missing(): string | null {
    return this.#missing
  }

  /** Stores a picture in each of these forms. Resolves when all are durable. */
  async take(body: ImageBody, folder: string, forms: readonly ImageForm[], options: TakeOptions = {}): Promise<StoredImage> {
    if (this.#missing !== null) return { fault: 'off' }
    return (await this.#receiving.run(() => this.#receive(body, folder, forms, options))) ?? { fault: 'busy' }
  }

  /** Deletes what uploads of dead processes left behind. */
  async sweep(): Promise<void> {
    const files = await readdir(this.#incoming).catch(() => [])
    for (const file of files) {
      const path = join(this.#incoming, file)
      const found = await stat(path).catch(() => null)
      if (found !== null && this.#clock.wallTime() - found.mtimeMs > LEFT_MS) await rm(path, { force: true })
    }
  }

  close(): void {
    for (const decoder of this.#decoders) decoder.close()
  }

  async #receive(body: ImageBody, folder: string, forms: readonly ImageForm[], options: TakeOptions): Promise<StoredImage> {
    await mkdir(this.#incoming, { recursive: true, mode: 0o700 })
    const file = join(this.#incoming, randomBytes(12).toString('hex'))
    const outputs = forms.map((form, index) => ({ ...form, file: `${file}.${index}` }))
    try {
      const fault = await receiveImage(body, file, MAX_PHOTO_BYTES, this.#clock)
      if (fault !== null) return fault
      const decoded = await this.#decode(file, outputs, options)
      if ('fault' in decoded) return decoded
      for (const output of outputs) await this.store.put(folder, output.name, output.file)
      return decoded
    } finally {
      for (const made of [file, ...outputs.map((output) => output.file)]) await rm(made, { force: true })
    }
  }

  async #decode(file: string, outputs: readonly ImageOutput[], options: TakeOptions): Promise<StoredImage> {
    const decoded = await this.#decoding.run(async () => {
      const decoder = this.#decoders.pop() as Decoder
      try {
        return await decoder.decode({ file, maxPixels: MAX_PHOTO_PIXELS, outputs, ...options })
      } catch (error) {
        if (!(error instanceof DecoderBroken)) throw error
        this.#missing = error.message
        this.#onBroken(error)
        return { fault: 'off' as const }
      } finally {
        this.#decoders.push(decoder)
      }
    })
    return decoded ?? { fault: 'busy' }
  }
}
