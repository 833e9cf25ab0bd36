import type { Guest, Role, Welcome } from '@guestwall/protocol'
import { isString, nullable, objectOf } from '../core/guard.ts'
import { parseJson } from '../core/parse.ts'
import { isGuest, isWord } from '../core/wire-guards.ts'
import type { RealtimeClientOptions } from '../types.ts'
import type { Joined } from './api.ts'
import type { SafeStorage } from './safe-storage.ts'

/** Who this client is: its credential, its guest, and under which name its entries are stored. */
export interface Identity {
  /** Reads what an earlier visit left. */
  load(): Promise<void>
  token(): string | null
  guest(): Guest | null
  role(): Role | null
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
  /** A credential was issued or renewed. */
  onToken(token: string, guest: Guest): void
}

/** Who this is, as it is stored for the next visit. */
const isKept = objectOf<{ owner: string; guest: Guest; role: Role; token: string | null }>({
  owner: isString,
  guest: isGuest,
  role: isWord,
  token: nullable(isString),
})

/**
 * A credential given by option is never stored: a host's must not take the place of the guest's who uses the same browser. Only who it
 * belongs to is noted, under a hash, so that entries are found again after the credential was renewed.
 */
export function createIdentity({ storage, options, onToken }: IdentityParts): Identity {
  const prefix = `guestwall:${options.session}:`
  const given = options.token
  let owner = given === undefined ? 'me' : hash(given)
  let token = given ?? null
  let guest: Guest | null = null
  let role: Role | null = null
  const noteKey = (of: string) => `${prefix}who${given === undefined ? '' : `:${hash(of)}`}`

  function note(): Promise<void> {
    const kept = { owner, guest, role, token: given === undefined ? token : null }
    return storage.write(noteKey(token ?? ''), JSON.stringify(kept))
  }

  async function load(): Promise<void> {
    const kept = parseJson((await storage.read(noteKey(given ?? ''))) ?? '')
    if (!isKept(kept)) return
    token = given ?? kept.token
    owner = kept.owner
    guest = kept.guest
    role = kept.role
  }

  return {
    load,
    token: () => token,
    guest: () => guest,
    role: () => role,
    outboxPrefix: () => `${prefix}out:${owner}:`,
    async joined(joined) {
      // Another tab may have joined meanwhile: its guest is ours, too.
      await load()
      if (token !== null) return
      token = joined.token
      guest = joined.guest
      role = 'guest'
      await note()
      onToken(joined.token, joined.guest)
    },
    welcomed(welcome) {
      const isRenewed = welcome.token !== token
      const isOther = guest?.id !== welcome.guest.id || guest.name !== welcome.guest.name
      if (!isRenewed && !isOther && role === welcome.role) return
      token = welcome.token
      role = welcome.role
      if (isOther) guest = welcome.guest
      void note()
      if (isRenewed) onToken(welcome.token, welcome.guest)
    },
    forget() {
      if (given !== undefined) return
      token = null
      void storage.remove(noteKey(''))
    },
  }
}

/** FNV-1a in base 36: tells a browser's few credentials apart without showing one. */
function hash(text: string): string {
  let value = 0x811c9dc5
  for (let i = 0; i < text.length; i += 1) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193)
  return (value >>> 0).toString(36)
}
