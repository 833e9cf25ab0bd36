import { refusal } from '@guestwall/protocol'
import type { Seal } from '../audit/seal.ts'
import type { Actor } from '../domain/actor.ts'
import { accepted, type Outcome, refused } from '../domain/outcome.ts'
import type { Clock } from '../domain/ports.ts'
import { type AskedExport, chooseExport } from '../export/choose-export.ts'
import { exportSession, type SessionExport } from '../export/session-export.ts'
import type { Store } from '../log/store.ts'

interface ExportHandlerParts {
  readonly store: Store
  readonly seal: Seal
  readonly clock: Clock
}

/** Exports a session for its host, also while the session is live. */
export class ExportHandler {
  readonly #parts: ExportHandlerParts

  constructor(parts: ExportHandlerParts) {
    this.#parts = parts
  }

  /** The pieces read the store lazily, and may throw `StoreUnavailable`. */
  async open(actor: Actor, request: AskedExport): Promise<Outcome<SessionExport>> {
    const { store, seal, clock } = this.#parts
    const choice = chooseExport(request)
    if ('code' in choice) return refused(choice)
    const session = await store.findSession(actor.sessionId)
    if (session === null) return refused(refusal('session_not_found'))
    return accepted(exportSession(store, session, choice, () => seal, clock.wallTime()))
  }
}
