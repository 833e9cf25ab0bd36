import { randomBytes } from 'node:crypto'
import { mkdir, readdir, rm, stat } from 'node:fs/promises'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { MAX_PHOTO_BYTES, MAX_PHOTO_PIXELS } from '@guestwall/protocol'
import type { Clock } from '../domain/ports.ts'
import { readDeclaredPixels } from './declared-pixels.ts'
import type { ImageOutput, Tones } from './decode-job.ts'
import { Decoder, DecoderBroken } from './decoder.ts'
import { FairQueue } from './fair-queue.ts'
import type { FoundSharp } from './find-sharp.ts'
import type { ImageStore } from './image-store.ts'
import { type ImageBody, type ReceiveFault, receiveImage } from './receive-image.ts'

/** Uploads that are received at once. Each has a file of at most `MAX_PHOTO_BYTES`, and no memory of its own. */
const RECEIVED_AT_ONCE = 64
/** Uploads that wait, with their bytes still at their senders. */
const IN_LINE = 512
/** Uploads of one guest that are received or wait. A page sends one after the other. */
const OF_GUEST = 4
/** Decoders. One core stays with the server. */
export const DECODERS = Math.min(4, Math.max(1, availableParallelism() - 1))
/** Pixels that wait to be decoded: 64 photos as pages send them, or four of the largest. Beyond, the last in turn is refused, so that large ones hold no places of receiving. */
const PIXELS_IN_LINE = 4 * MAX_PHOTO_PIXELS
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

/** The session whose folder gets the pictures, and the guest or host whose turn it takes. */
export interface ImageOwner {
  readonly folder: string
  readonly ownerId: string
}

/** The size of the first picture, in pixels; or why nothing was stored. */
export type StoredImage =
  | { readonly width: number; readonly height: number; readonly tones?: Tones }
  | ReceiveFault
  /** `busy`: the line is full, or has enough of this owner, or no decoder could be started just now. `off`: pictures cannot be decoded here. */
  | { readonly fault: 'pixels' | 'unreadable' | 'busy' | 'off' }

/**
 * Takes pictures from strangers: receives, decodes, encodes and stores them, each stage in its own line with fair turns, so that nothing that guests write
 * waits for it, and no guest for all of another's. Our encoder writes every stored picture: no byte of the upload is left, metadata included.
 */
export class Images {
  readonly store: ImageStore
  readonly #clock: Clock
  readonly #incoming: string
  readonly #receiving = new FairQueue({ atWork: RECEIVED_AT_ONCE, room: IN_LINE, ofParty: OF_GUEST })
  readonly #decoding: FairQueue
  readonly #decoders: Decoder[]
  readonly #onBroken: (error: Error) => void
  #missing: string | null

  /** `incoming`: a folder for uploads that are being received. `decoders`: how many decode at once. */
  constructor(parts: {
    store: ImageStore
    sharp: FoundSharp
    incoming: string
    clock: Clock
    onBroken: (error: Error) => void
    /** A decoder's process ended by itself or was killed; the next picture starts another. */
    onDied?: (reason: string) => void
    decoders?: number
  }) {
    this.store = parts.store
    this.#clock = parts.clock
    this.#incoming = parts.incoming
    this.#onBroken = parts.onBroken
    this.#missing = 'missing' in parts.sharp ? parts.sharp.missing : null
    const path = 'path' in parts.sharp ? parts.sharp.path : ''
    const { decoders = DECODERS, clock, onDied } = parts
    const ofDecoder = { clock, ...(onDied === undefined ? {} : { onDied }) }
    this.#decoding = new FairQueue({ atWork: decoders, room: PIXELS_IN_LINE, ofParty: OF_GUEST })
    this.#decoders = Array.from({ length: decoders }, () => new Decoder(path, ofDecoder))
  }

  /** Why pictures cannot be taken on this machine; `null`: they can. */
  get missing(): string | null {
    return this.#missing
  }

  /** Stores a picture of this owner in each of these forms. Resolves when all are durable. */
  async take(body: ImageBody, owner: ImageOwner, forms: readonly ImageForm[], options: TakeOptions = {}): Promise<StoredImage> {
    if (this.#missing !== null) return { fault: 'off' }
    return (await this.#receiving.run(partyOf(owner), 1, () => this.#receive(body, owner, forms, options))) ?? { fault: 'busy' }
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

  async #receive(body: ImageBody, owner: ImageOwner, forms: readonly ImageForm[], options: TakeOptions): Promise<StoredImage> {
    await mkdir(this.#incoming, { recursive: true, mode: 0o700 })
    const file = join(this.#incoming, randomBytes(12).toString('hex'))
    const outputs = forms.map((form, index) => ({ ...form, file: `${file}.${index}` }))
    try {
      const fault = await receiveImage(body, file, MAX_PHOTO_BYTES, this.#clock)
      if (fault !== null) return fault
      const decoded = await this.#decode(owner, file, outputs, options)
      if ('fault' in decoded) return decoded
      for (const output of outputs) await this.store.put(owner.folder, output.name, output.file)
      return decoded
    } finally {
      for (const made of [file, ...outputs.map((output) => output.file)]) await rm(made, { force: true })
    }
  }

  async #decode(owner: ImageOwner, file: string, outputs: readonly ImageOutput[], options: TakeOptions): Promise<StoredImage> {
    const pixels = await readDeclaredPixels(file)
    const decoded = await this.#decoding.run(partyOf(owner), pixels, async () => {
      const decoder = this.#decoders.pop() as Decoder
      try {
        // No picture costs more than its turn was given for.
        return await decoder.decode({ file, maxPixels: pixels, outputs, ...options })
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

const partyOf = ({ folder, ownerId }: ImageOwner) => `${folder}/${ownerId}`
