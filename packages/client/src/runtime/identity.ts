import { type Guest, isGuest, isString, isWord, nullable, objectOf, type Role, type Welcome } from '@guestwall/protocol'
import { parseJson } from '../core/parse.ts'
import { kept } from '../core/same.ts'
import type { RealtimeClientOptions } from '../types.ts'
import type { Joined } from './api.ts'
import type { Tell } from './listeners.ts'
import type { SafeStorage } from './safe-storage.ts'

/** Who this client is: its credential, its guest, and under which name its entries are stored. */
export interface Identity {
  /** Reads what an earlier visit left. */
  load(): Promise<void>
  token(): string | null
  who(): Who
  /** Begins the storage key of every entry of this guest. Known after `load`. */
  outboxPrefix(): string
  /** Takes a new guest's credential; resolves when it is stored, so that a command never precedes it. */
  joined(joined: Joined): Promise<void>
  /** Takes what the server says of us, a renewed credential included. */
  welcomed(welcome: Welcome): void
  /** The kept credential is worth nothing any more: the next client joins anew. */
  forget(): void
}

export interface IdentityParts {
  readonly storage: SafeStorage
  readonly options: Pick<RealtimeClientOptions, 'session' | 'token'>
  readonly tell: Tell
}

/** Who this is, as it is stored for the next visit. */
export interface Who {
  readonly owner: string
  readonly guest: Guest | null
  readonly role: Role | null
  readonly token: string | null
}

const isWho = objectOf<Who>({ owner: isString, guest: nullable(isGuest), role: isWord, token: nullable(isString) })

/**
 * A credential given by option is never stored: a host's must not take the place of the guest's who uses the same browser. Only who it
 * belongs to is noted, under a hash, so that entries are found again after the credential was renewed.
 */
export function createIdentity({ storage, options, tell }: IdentityParts): Identity {
  const prefix = `guestwall:${options.session}:`
  const given = options.token
  let who: Who = { owner: given === undefined ? 'me' : hash(given), guest: null, role: null, token: given ?? null }
  const noteKey = (of: string) => `${prefix}who${given === undefined ? '' : `:${hash(of)}`}`

  async function note({ guest, token }: Joined, role: Role): Promise<void> {
    const before = who
    who = kept(before, { ...before, guest: kept(before.guest, guest), role, token })
    if (who !== before) await storage.write(noteKey(token), JSON.stringify({ ...who, token: given === undefined ? token : null }))
    if (token !== before.token) tell('token', token, guest)
  }

  async function load(): Promise<void> {
    const stored = parseJson((await storage.read(noteKey(given ?? ''))) ?? '')
    if (!isWho(stored)) return
    const { token } = who
    who = { ...stored, token: given ?? stored.token }
    if (who.guest && who.token && who.token !== token) tell('token', who.token, who.guest)
  }

  return {
    load,
    token: () => who.token,
    who: () => who,
    outboxPrefix: () => `${prefix}out:${who.owner}:`,
    async joined(joined) {
      // Another tab may have joined meanwhile: its guest is ours, too.
      await load()
      if (who.token === null) await note(joined, 'guest')
    },
    welcomed: (welcome) => void note(welcome, welcome.role),
    forget() {
      if (given !== undefined) return
      who = { ...who, token: null }
      void storage.write(noteKey(''), null)
    },
  }
}

/** FNV-1a in base 36: tells a browser's few credentials apart without showing one. */
function hash(text: string): string {
  let value = 0x811c9dc5
  for (let i = 0; i < text.length; i += 1) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193)
  return (value >>> 0).toString(36)
}
