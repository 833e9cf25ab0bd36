import { LOOK_PARTS, type LookPart, type LookPicture, type PhotoSize, refusal, type Session } from '@guestwall/protocol'
import type { Limits } from '../cluster/limits/limits.ts'
import type { Actor } from '../domain/actor.ts'
import { accepted, type Outcome, refused } from '../domain/outcome.ts'
import type { Clock, Random } from '../domain/ports.ts'
import { SharedReads } from '../domain/shared-reads.ts'
import { NO_PHOTO_LIMITS } from '../domain/stored-photo.ts'
import type { LiveSessions } from '../feed/live-sessions.ts'
import type { Images } from '../images/images.ts'
import { lookForms, lookName, pictureNames } from '../images/look-names.ts'
import type { ImageBody } from '../images/receive-image.ts'
import type { SessionLog } from '../log/session-log.ts'
import type { Store } from '../log/store.ts'
import { bodyHash } from './body-hash.ts'
import { BUSY_MS, faultRefusal, photosOff, takeImage } from './image-refusals.ts'

/** Pictures of the looks of one session: a host tries some, then one in ten seconds. */
const RATE = { perSecond: 0.1, burst: 20 }

/** A picture of a look, as it is sent. */
export interface LookFile {
  readonly bytes: Buffer<ArrayBuffer>
  readonly mediaType: 'image/jpeg' | 'image/webp'
}

interface LookParts {
  readonly store: Store
  readonly live: LiveSessions
  readonly log: SessionLog
  readonly limits: Limits
  /** `null`: this server takes no pictures. */
  readonly images: Images | null
  readonly clock: Clock
  readonly random: Random
  readonly onError: (error: unknown) => void
}

/** Sets the pictures of a session's look, and gives them to everybody who may see the session (LOOK-1). */
export class LookHandler {
  readonly #parts: LookParts
  /** A picture that a hall asks for at once is read once. */
  readonly #reads = new SharedReads<string, Buffer<ArrayBuffer> | null>()

  constructor(parts: LookParts) {
    this.#parts = parts
  }

  /** Stores a picture and puts it into the look. Its row stands before its bytes, so that whatever breaks off is deleted (LOOK-3). */
  async set(actor: Actor, part: LookPart, body: ImageBody): Promise<Outcome<Session>> {
    const { images, store, limits, random, clock, onError } = this.#parts
    const { sessionId, id: guestId } = actor
    if (images === null || images.missing !== null) return refused(photosOff)
    const shortage = await limits.tryConsumeAll(sessionId, [{ key: 'look', rate: RATE }])
    if (shortage !== null) return refused(refusal('rate_limited', { retryAfterMs: shortage.waitMs }))
    const id = random.id()
    const at = new Date(clock.wallTime()).toISOString()
    if ((await store.addPhoto(sessionId, { id, guestId, key: id, at }, NO_PHOTO_LIMITS)) !== 'added')
      return refused(refusal('session_not_found'))
    const owner = { folder: sessionId, ownerId: guestId }
    const taken = await takeImage(images, { body, owner, forms: lookForms(part, id), measures: true }, onError)
    if ('fault' in taken) return refused(faultRefusal(taken, random.next()))
    const { width, height, tones } = taken
    if (tones === undefined || (await store.storePhoto(sessionId, { id, width, height })) === null) {
      await images.store.delete(sessionId, pictureNames(id)).catch(onError)
      return refused(refusal('session_not_found'))
    }
    return this.#change(actor, part, { id, width, height, ...tones })
  }

  /** Takes a picture out of the look. It is deleted a moment later. */
  clear(actor: Actor, part: LookPart): Promise<Outcome<Session>> {
    return this.#change(actor, part, null)
  }

  /** Gives the look of one session to another, each picture as a copy of its own (LIFE-6). A picture that cannot be copied is left out. */
  async copy(from: Session, to: Actor): Promise<void> {
    const { images, onError } = this.#parts
    for (const part of LOOK_PARTS) {
      const picture = from.look?.[part]
      if (picture === undefined || images === null) continue
      try {
        const bytes = await images.store.read(from.id, lookName(part, picture.id, 'full'))
        if (bytes !== null) await this.set(to, part, { bytes: once(bytes), length: bytes.length })
      } catch (error) {
        onError(error)
      }
    }
  }

  /** The bytes of a picture that the look has now. Any other is unknown. */
  async read(sessionId: string, id: string, size: PhotoSize): Promise<Outcome<LookFile>> {
    const { images, live, onError } = this.#parts
    const session = await live.with(sessionId, (found) => found?.session ?? null)
    if (session === null) return refused(refusal('session_not_found'))
    const part = LOOK_PARTS.find((each) => session.look?.[each]?.id === id)
    if (images === null || part === undefined) return refused(refusal('not_found'))
    const name = lookName(part, id, size)
    try {
      const bytes = await this.#reads.run(`${sessionId}/${name}`, () => images.store.read(sessionId, name))
      if (bytes === null) return refused(refusal('not_found'))
      return accepted({ bytes, mediaType: part === 'logo' ? 'image/webp' : 'image/jpeg' })
    } catch (error) {
      onError(error)
      return refused(refusal('unavailable', { retryAfterMs: BUSY_MS }))
    }
  }

  async #change(actor: Actor, part: LookPart, picture: LookPicture | null): Promise<Outcome<Session>> {
    const key = this.#parts.random.id()
    const hash = bodyHash('changeLook', part, picture?.id ?? '')
    const outcome = await this.#parts.log.append({ kind: 'changeLook', actor, key, bodyHash: hash, part, picture })
    if (!outcome.ok) return outcome
    return outcome.value.session === undefined ? refused(refusal('session_not_found')) : accepted(outcome.value.session)
  }
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes
}
