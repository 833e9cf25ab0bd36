import { refusal } from '@guestwall/protocol'
import type { Actor } from '../domain/actor.ts'
import { accepted, type Outcome, refused } from '../domain/outcome.ts'
import type { Clock } from '../domain/ports.ts'
import { type AskedWriting, chooseWriting } from '../export/choose-export.ts'
import type { BookMaker } from '../keepsake/book-maker.ts'
import type { ImageStore } from '../images/image-store.ts'
import { type Keepsake, keepsake } from '../keepsake/keepsake.ts'
import { storedPhotos } from '../keepsake/stored-photos.ts'
import type { Store } from '../log/store.ts'

interface KeepsakeHandlerParts {
  readonly store: Store
  readonly clock: Clock
  /** The path of the built page. */
  readonly template: string
  readonly book: BookMaker
  /** Where the photos are; `null`: this server takes none. */
  readonly images: ImageStore | null
}

/** Makes the keepsake of a session for its host, also while the session is live. */
export class KeepsakeHandler {
  readonly #parts: KeepsakeHandlerParts

  constructor(parts: KeepsakeHandlerParts) {
    this.#parts = parts
  }

  /** The pieces read the store lazily, and may throw `StoreUnavailable`. */
  async open(actor: Actor, asked: AskedWriting): Promise<Outcome<Keepsake>> {
    const { store, clock, template, book, images } = this.#parts
    const choice = chooseWriting(asked)
    if ('code' in choice) return refused(choice)
    const session = await store.findSession(actor.sessionId)
    if (session === null) return refused(refusal('session_not_found'))
    const photos = images === null ? null : storedPhotos(images, session.id)
    return accepted(keepsake({ reader: store, session, choice, template, book, photos, now: clock.wallTime() }))
  }
}
