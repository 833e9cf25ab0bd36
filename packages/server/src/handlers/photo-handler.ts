import { type Photo, type PhotoSize, type Refusal, refusal, type Session } from '@guestwall/protocol'
import type { Limits } from '../cluster/limits/limits.ts'
import type { Actor } from '../domain/actor.ts'
import { accepted, type Outcome, refused } from '../domain/outcome.ts'
import type { Clock, Random } from '../domain/ports.ts'
import { SharedReads } from '../domain/shared-reads.ts'
import type { PhotoLimits, ShownPhoto } from '../domain/stored-photo.ts'
import type { LiveSessions } from '../feed/live-sessions.ts'
import type { Images } from '../images/images.ts'
import type { ImageBody } from '../images/receive-image.ts'
import type { Store } from '../log/store.ts'
import { BUSY_MS, faultRefusal, photosOff, takeImage } from './image-refusals.ts'
import { photoForms, photoName, photoNames } from '../images/photo-names.ts'

/** Uploads of one guest: some at once, then one in ten seconds. */
const GUEST_RATE = { perSecond: 0.1, burst: 6 }
/** Uploads of one session: a hall after the first dance at once, then five a second, which is more than one decoder makes. */
const SESSION_RATE = { perSecond: 5, burst: 300 }
/** Uploads of one guest that no message has yet. A page sends the message as soon as its photo is there; before the opening and in a pause they wait. */
const UNSENT_OF_GUEST = 4
/** Uploads of a session that no message has yet, where its photos have no limit; otherwise they are half of it. */
const UNSENT_OF_SESSION = 1000

/** Takes uploads of photos, and gives their pictures to those who may see them (PHOTO-1, PHOTO-2, PHOTO-5). */
export class PhotoHandler {
  readonly #parts: PhotoParts
  /** A picture that a hall asks for at once is read once. */
  readonly #reads = new SharedReads<string, Buffer<ArrayBuffer> | null>()

  constructor(parts: PhotoParts) {
    this.#parts = parts
  }

  /** Stores a photo for a message that is sent later. The same key gets the first one (SEND-1). */
  async upload(actor: Actor, key: string, body: ImageBody): Promise<Outcome<{ readonly photo: Photo; readonly isReplay: boolean }>> {
    const { images, store, live, limits, random, clock } = this.#parts
    const { sessionId, id: guestId } = actor
    const off = await live.with(sessionId, (found) =>
      found === null ? refusal('session_not_found') : (found.guests.refusalOf(actor, 'write') ?? refusalOf(found.session)),
    )
    if (off !== null) return refused(off)
    const known = await store.findUpload(sessionId, guestId, key)
    if (known !== null) return accepted({ photo: known, isReplay: true })
    if (images === null || images.missing !== null) return refused(photosOff)
    const rates = [
      { key: `photo ${guestId}`, rate: GUEST_RATE },
      { key: 'photos', rate: SESSION_RATE },
    ]
    const shortage = await limits.tryConsumeAll(sessionId, rates)
    if (shortage !== null) return refused(refusal('rate_limited', { retryAfterMs: shortage.waitMs }))
    const id = random.id()
    const at = new Date(clock.wallTime()).toISOString()
    const added = await store.addPhoto(sessionId, { id, guestId, key, at }, limitsOf(actor, this.#parts.most))
    if (added === 'noSession') return refused(refusal('session_not_found'))
    if (added === 'full') return refused(refusal('photos_off', { detail: 'There are as many photos here as there may be.' }))
    if (added === 'unsent') return refused(faultRefusal({ fault: 'busy' }, random.next()))
    const owner = { folder: sessionId, ownerId: guestId }
    const stored = await takeImage(images, { body, owner, forms: photoForms(id) }, this.#parts.onError)
    if ('fault' in stored) {
      await this.#discard(images, sessionId, id)
      return refused(faultRefusal(stored, random.next()))
    }
    const photo = await store.storePhoto(sessionId, { id, width: stored.width, height: stored.height })
    if (photo?.id !== id) await this.#discard(images, sessionId, id)
    if (photo !== null) return accepted({ photo, isReplay: photo.id !== id })
    // The session is gone, or this upload was discarded before it ended.
    const isGone = (await store.findSession(sessionId)) === null
    return refused(isGone ? refusal('session_not_found') : faultRefusal({ fault: 'busy' }, random.next()))
  }

  /** Deletes what there is of an upload that failed, or that another one under its key preceded. The sweep would find it, too. */
  async #discard(images: Images, sessionId: string, id: string): Promise<void> {
    try {
      await this.#parts.store.discardPhotos(sessionId, [id])
      await images.store.delete(sessionId, photoNames(id))
      await this.#parts.store.forgetPhotos(sessionId, [id])
    } catch (error) {
      this.#parts.onError(error)
    }
  }

  /** The bytes of a photo, where the actor may see its message's text. One that it may not see is as unknown as one that does not exist. */
  async read(actor: Actor, id: string, size: PhotoSize): Promise<Outcome<Buffer<ArrayBuffer>>> {
    const { images, store } = this.#parts
    const shown = await store.findPhoto(actor.sessionId, id)
    if (images === null || shown === null || !maySee(actor, shown)) return refused(refusal('not_found'))
    const name = photoName(id, size)
    try {
      const bytes = await this.#reads.run(`${actor.sessionId}/${name}`, () => images.store.read(actor.sessionId, name))
      return bytes === null ? refused(refusal('not_found')) : accepted(bytes)
    } catch (error) {
      this.#parts.onError(error)
      return refused(refusal('unavailable', { retryAfterMs: BUSY_MS }))
    }
  }
}

interface PhotoParts {
  readonly store: Store
  readonly live: LiveSessions
  readonly limits: Limits
  /** `null`: this server takes no photos. */
  readonly images: Images | null
  readonly most: Pick<PhotoLimits, 'ofSession' | 'ofGuest'>
  readonly clock: Clock
  readonly random: Random
  readonly onError: (error: unknown) => void
}

/** The limits of an upload. The limit of the session is none for a host. */
function limitsOf({ role }: Actor, { ofSession, ofGuest }: PhotoParts['most']): PhotoLimits {
  const unsentOfSession = ofSession === 0 ? UNSENT_OF_SESSION : Math.ceil(ofSession / 2)
  if (role !== 'guest') return { ofSession: 0, ofGuest, unsentOfSession, unsentOfGuest: 0 }
  return { ofSession, ofGuest, unsentOfSession, unsentOfGuest: UNSENT_OF_GUEST }
}

function refusalOf({ photos, state }: Session): Refusal | null {
  if (state === 'ended') return refusal('session_ended')
  return photos === undefined || photos === 'off' ? refusal('photos_off', { detail: 'The host takes no photos.' }) : null
}

/** Its author sees what only waits, or is for the hosts alone, as the author may read its text. */
function maySee({ role, id }: Actor, { status, guestId }: ShownPhoto): boolean {
  if (status === 'shown' || (guestId === id && (status === 'pending' || status === 'private'))) return true
  return (role === 'host' || role === 'moderator') && status !== 'removed'
}
