import {
  type CreateCredentialBody,
  type Credential,
  type CredentialList,
  type CredentialRole,
  type HostedSession,
  prepareName,
  refusal,
  type Session,
} from '@guestwall/protocol'
import type { Actor } from '../domain/actor.ts'
import { type CredentialRecord, credentialOf, OPERATOR, type SessionCredential } from '../domain/credential-record.ts'
import { accepted, type Outcome, refused } from '../domain/outcome.ts'
import type { Clock, Random } from '../domain/ports.ts'
import type { CredentialUses } from './credential-uses.ts'
import type { StoredTokens } from './stored-tokens.ts'
import type { RequestOf } from '../log/decide/command.ts'
import type { SessionLog } from '../log/session-log.ts'
import type { Store } from '../log/store.ts'
import { bodyHash } from './body-hash.ts'

/** The credentials that a session begins with, for the operator. */
const FIRST = { host: 'Host', wall: 'Screen' } as const
type FirstRole = keyof typeof FIRST

export interface CredentialHandlerParts {
  readonly store: Store
  readonly log: SessionLog
  readonly tokens: StoredTokens
  readonly uses: CredentialUses
  readonly clock: Clock
  readonly random: Random
}

type CredentialRequest = RequestOf<'createCredential' | 'revokeCredential'>

/** Creates, lists and revokes the named credentials of a session, for a host; gives the operator those of each session. */
export class CredentialHandler {
  readonly #parts: CredentialHandlerParts

  constructor(parts: CredentialHandlerParts) {
    this.#parts = parts
  }

  async create(
    actor: Actor,
    { key, name, role }: CreateCredentialBody,
  ): Promise<Outcome<{ readonly credential: Credential; readonly token: string }>> {
    const { tokens } = this.#parts
    const credentialId = tokens.idOf(actor.sessionId, actor.id, key)
    const token = tokens.tokenOf(actor.sessionId, credentialId)
    const outcome = await this.createFor(actor, key, { credentialId, name, role, tokenHash: tokens.hashOf(token) })
    return outcome.ok ? accepted({ credential: outcome.value, token }) : outcome
  }

  /** The same for a token that exists already. */
  createFor(
    actor: Actor,
    key: string,
    draft: { readonly credentialId: string; readonly name: string; readonly role: CredentialRole; readonly tokenHash: string },
  ): Promise<Outcome<Credential>> {
    const name = prepareName(draft.name)
    if (!name.ok) return Promise.resolve(refused(refusal(name.code)))
    return this.#append(actor, key, { kind: 'createCredential', ...draft, name: name.text })
  }

  async list(actor: Actor): Promise<CredentialList> {
    const { store, uses } = this.#parts
    await uses.flush()
    const credentials = (await store.listCredentials([actor.sessionId])).map(({ record }) => credentialOf(record))
    return { credentials, own: actor.isRevocable === true ? actor.id : null }
  }

  revoke(actor: Actor, credentialId: string, key: string | undefined): Promise<Outcome<Credential>> {
    return this.#append(actor, key, { kind: 'revokeCredential', credentialId })
  }

  /** The credentials of a new session. */
  first(sessionId: string): CredentialRecord[] {
    return [this.#made(sessionId, 'host', 1), this.#made(sessionId, 'wall', 1)]
  }

  /** The sessions with a valid credential of each kind. Where all of the operator's are revoked, and for a session of an earlier version, new ones are made. */
  async hosted(sessions: readonly Session[]): Promise<HostedSession[]> {
    const { store, tokens } = this.#parts
    const known = await store.listCredentials(sessions.map(({ id }) => id))
    const operators = known.filter(({ record }) => record.createdBy === OPERATOR)
    const made: SessionCredential[] = []
    const tokenOf = (sessionId: string, role: FirstRole): string => {
      const own = operators.filter((known) => known.sessionId === sessionId && known.record.role === role)
      const valid = own.find(({ record }) => record.revokedAt === null && record.tokenHash === this.#hashOf(sessionId, record.id))
      const record = valid?.record ?? this.#made(sessionId, role, own.length + 1)
      if (valid === undefined) made.push({ sessionId, record })
      return tokens.tokenOf(sessionId, record.id)
    }
    const hosted = sessions.map((session) => ({
      session,
      hostToken: tokenOf(session.id, 'host'),
      wallToken: tokenOf(session.id, 'wall'),
    }))
    await store.addCredentials(made)
    return hosted
  }

  /** The operator's credentials are numbered: two requests at once make the same one. */
  #made(sessionId: string, role: FirstRole, number: number): CredentialRecord {
    const id = `${role}-${number}`
    const createdAt = new Date(this.#parts.clock.wallTime()).toISOString()
    const tokenHash = this.#hashOf(sessionId, id)
    return { id, name: FIRST[role], role, tokenHash, createdAt, createdBy: OPERATOR, lastUsedAt: null, revokedAt: null }
  }

  #hashOf(sessionId: string, credentialId: string): string {
    const { tokens } = this.#parts
    return tokens.hashOf(tokens.tokenOf(sessionId, credentialId))
  }

  async #append(actor: Actor, key: string | undefined, request: CredentialRequest): Promise<Outcome<Credential>> {
    const command = { ...request, actor, key: key ?? this.#parts.random.id(), bodyHash: bodyHash(request) }
    const outcome = await this.#parts.log.append(command)
    if (!outcome.ok) return outcome
    return outcome.value.credential === undefined ? refused(refusal('not_found')) : accepted(outcome.value.credential)
  }
}
