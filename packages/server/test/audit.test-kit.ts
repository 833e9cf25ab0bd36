import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Session } from '@guestwall/protocol'
import Sqlite from 'libsql'
import { afterAll } from 'vitest'
import { sealOf } from '../src/audit/seal.ts'
import { auditFile } from '../src/audit/write-audit-file.ts'
import type { KeyedCommand, VoteAction, VoteDraft } from '../src/log/decide/command.ts'
import { appendAll, createSession, HOST, newId } from '../src/log/store.test-kit.ts'
import type { Store } from '../src/log/store.ts'
import type { StorageReader } from '../src/storage/storage.ts'

/** A session with votes to be counted again, and what is asked of its audit file. */

export const SEAL = sealOf('token-secret-of-these-tests-only')
export const WRITTEN_AT = '2026-11-22T12:00:00.000Z'
/** Guests as they must never be found in an export of ballots. */
export const GUESTS = ['guest-alice', 'guest-bob', 'guest-carol', 'guest-dave'] as const
export const nameOf = (guestId: string) => `名${guestId.toUpperCase()}`

const WORDS: VoteDraft = { question: '今晚谁先哭？', options: ['新郎', '新娘', '爸爸'], maxChoices: 1, changeable: true, results: 'always' }

export interface Seeded {
  readonly session: Session
  /** Closed; bob changed his mind, so entry 2 does not count. */
  readonly closedId: string
  /** Open, up to two choices; its last ballot is in no tally yet. */
  readonly openId: string
  cast(voteId: string, guestId: string, ...optionIds: string[]): Promise<void>
  turn(voteId: string, turn: VoteAction): Promise<void>
}

/** A closed vote, an open one and a draft. */
export async function seedVotes(store: Store, change: Partial<Session> = {}): Promise<Seeded> {
  const session = await createSession(store, change)
  const byHost = () => ({ actor: { sessionId: session.id, ...HOST }, key: newId(), bodyHash: '' })
  const append = async (command: KeyedCommand, now?: string): Promise<string> => {
    const { outcomes } = await appendAll(store, [command], now)
    const [outcome] = outcomes
    if (outcome?.ok !== true) throw new Error(`refused: ${JSON.stringify(outcome)}`)
    return outcome.value.vote?.id ?? ''
  }
  const create = (words: Partial<VoteDraft>) => append({ kind: 'createVote', ...byHost(), draft: { ...WORDS, ...words } })
  const turn = async (voteId: string, to: VoteAction) => void (await append({ kind: 'actOnVote', ...byHost(), voteId, action: to }))
  const cast = async (voteId: string, guestId: string, ...optionIds: string[]) => {
    const actor = { sessionId: session.id, id: guestId, name: nameOf(guestId), role: 'guest' } as const
    await append({ kind: 'castVote', actor, key: newId(), bodyHash: '', voteId, optionIds })
  }
  const [alice, bob, carol, dave] = GUESTS
  const closedId = await create({})
  await turn(closedId, 'open')
  await cast(closedId, alice, 'o1')
  await cast(closedId, bob, 'o1')
  await cast(closedId, carol, 'o3')
  await cast(closedId, bob, 'o2')
  await turn(closedId, 'close')
  const openId = await create({ question: '"Which", they said?', options: ['a', 'b', 'c', 'd'], maxChoices: 2, results: 'afterVoting' })
  await turn(openId, 'open')
  await cast(openId, dave, 'o4', 'o1')
  await turn(openId, 'reveal')
  await cast(openId, alice, 'o4')
  await create({ question: 'a draft that nobody may see', options: ['x', 'y'] })
  return { session, closedId, openId, cast, turn }
}

export async function auditBytes(reader: StorageReader, sessionId: string): Promise<Buffer> {
  return Buffer.from(await textOf(auditFile(reader, sessionId, SEAL, WRITTEN_AT)))
}

export async function textOf(pieces: AsyncIterable<string | Uint8Array>): Promise<string> {
  let text = ''
  for await (const piece of pieces) text += typeof piece === 'string' ? piece : Buffer.from(piece).toString()
  return text
}

/** Changes an embedded store's file as somebody does who has the machine. */
export function tamper(directory: string, sql: string): void {
  const sqlite = new Sqlite(join(directory, 'guestwall.db'), { timeout: 5_000 })
  sqlite.exec(sql)
  sqlite.close()
}

/** Folders that are gone after the file's tests. */
export function temporaryDirectories(): () => string {
  const made: string[] = []
  afterAll(() => {
    for (const path of made) rmSync(path, { recursive: true, force: true })
  })
  return () => {
    const path = mkdtempSync(join(tmpdir(), 'guestwall-audit-'))
    made.push(path)
    return path
  }
}
