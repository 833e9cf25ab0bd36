import { aSession } from '@guestwall/protocol/testing'
import { describe, expect, test } from 'vitest'
import type { Actor } from '../../domain/actor.ts'
import type { CredentialRecord } from '../../domain/credential-record.ts'
import type { LockedSession } from '../../storage/transaction.ts'
import type { KeyedCommand } from './command.ts'
import { decideBatch, readSetOf } from './decide-batch.ts'
import { MAX_CREDENTIALS } from './decide-credential.ts'

const NOW = '2026-11-22T10:00:00.000Z'
const HELPER: Actor = { sessionId: 's', id: 'helper', name: '小雨', role: 'host', isRevocable: true }
const OPERATORS: Actor = { sessionId: 's', id: 'host-1', name: 'Host', role: 'host', isRevocable: true }

function record(id: string, change: Partial<CredentialRecord> = {}): CredentialRecord {
  const made = { createdAt: NOW, createdBy: 'operator', lastUsedAt: null, revokedAt: null }
  return { id, name: id, role: 'host', tokenHash: `hash-of-${id}`, ...made, ...change }
}
function command(what: object, actor: Actor, key: string): KeyedCommand {
  return { ...what, actor, key, bodyHash: key } as KeyedCommand
}
const rename = (actor: Actor, key: string) => command({ kind: 'changeSession', change: { title: key } }, actor, key)
const revoke = (credentialId: string, key: string) => command({ kind: 'revokeCredential', credentialId }, OPERATORS, key)

function decided(credentials: readonly CredentialRecord[], commands: readonly KeyedCommand[], knownKeys: LockedSession['knownKeys'] = []) {
  const read = {
    clockMs: null,
    knownKeys,
    messages: [],
    pinnedIds: [],
    settings: null,
    screens: null,
    stateBy: null,
    shownAuthors: [],
    guests: [],
    votes: [],
    ballots: [],
    freshVoters: [],
    photos: [],
    credentials,
  }
  const decision = decideBatch({ session: aSession({ id: 's' }), epoch: 'e', head: 7, ...read }, { commands, now: NOW, newIds: [] })
  return { ...decision, answers: decision.outcomes.map((outcome) => (outcome.ok ? 'accepted' : outcome.refusal.code)) }
}

describe('[CRED-3] a revocation', () => {
  test('applies to the commands behind it in its batch, and a refused one leaves no trace', () => {
    const { answers, events, keys } = decided(
      [record('helper'), record('host-1')],
      [rename(HELPER, 'before'), revoke('helper', 'the-revocation'), rename(HELPER, 'after'), rename(OPERATORS, 'own')],
    )
    expect(answers).toEqual(['accepted', 'accepted', 'unauthorised', 'accepted'])
    expect(events.map(({ event }) => [event.id, event.type])).toEqual([
      [8, 'session.changed'],
      [9, 'credential.changed'],
      [10, 'session.changed'],
    ])
    expect(events[1]?.audience).toBe('hosts')
    expect(keys.map(({ key }) => key)).toEqual(['before', 'the-revocation', 'own'])
  })

  test('refuses a command whose key is known, and one of a credential that the session does not have', () => {
    const known = { actorId: 'helper', key: 'known', bodyHash: 'known', messageId: null, voteId: null, refusal: null }
    const revoked = [record('helper', { revokedAt: NOW }), record('host-1')]
    expect(decided(revoked, [rename(HELPER, 'known')], [known]).answers).toEqual(['unauthorised'])
    expect(decided([record('host-1')], [rename(HELPER, 'unknown')]).answers).toEqual(['unauthorised'])
  })

  test('makes one event, however often it is asked for', () => {
    const { answers, events, credentials } = decided(
      [record('helper'), record('host-1')],
      [revoke('helper', 'first'), revoke('helper', 'second')],
    )
    expect([answers, events.length]).toEqual([['accepted', 'accepted'], 1])
    expect(credentials).toEqual([record('helper', { revokedAt: NOW })])
  })

  test('is looked up for hosts, helpers and screens with a name, and for no guest', () => {
    const { isRevocable: _, ...signed } = HELPER
    const of = (actor: Actor) => readSetOf([rename(actor, 'a')]).credentials
    expect([of(HELPER), of({ ...HELPER, role: 'wall' }), of(signed), of({ ...signed, role: 'guest' })]).toEqual([true, true, false, false])
  })
})

test('[CRED-1] a session has at most five hundred credentials', () => {
  const all = Array.from({ length: MAX_CREDENTIALS - 1 }, (_, index) =>
    record(`host-${index + 1}`, { revokedAt: index === 0 ? null : NOW }),
  )
  const create = (id: string) =>
    command({ kind: 'createCredential', credentialId: id, name: id, role: 'wall', tokenHash: `hash-of-${id}` }, OPERATORS, `key-${id}`)
  expect(decided(all, [create('last'), create('last'), create('too-many')]).answers).toEqual(['accepted', 'accepted', 'conflict'])
})
