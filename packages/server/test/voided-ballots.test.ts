import type { HostedSession, Receipt, Vote } from '@guestwall/protocol'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Guestwall, startGuestwall, TOKEN_SECRET } from '../../../tests/support/guestwall.ts'
import { testDatabase } from '../../../tests/support/test-database.ts'
import { BallotBox, talliesIn, tokenOf, VoteHost } from '../../../tests/support/votes.ts'
import { WireClient } from '../../../tests/support/wire-client.ts'
import { sealOf } from '../src/audit/seal.ts'
import { recountSession } from '../src/audit/recount-session.ts'
import { findReceipt, verifyAudit } from '../src/audit/verify.ts'
import { auditFile } from '../src/audit/write-audit-file.ts'
import { newGuestId } from '../src/log/decide/guest-id.ts'
import { openPostgresStore } from '../src/stores/open-postgres-store.ts'

/** A host voids what one device cast through ever new guests: on a real server, on both stores, and every count stays exact. */

const EVENING = Date.parse('2026-11-22T19:00:00.000Z')
const FLOOD_FROM = EVENING + 600_000
const FLOOD_TO = FLOOD_FROM + 59_999
const HALL = 30
const FLOOD = 120

describe.each([
  ['the embedded store', () => Promise.resolve(null)],
  ['PostgreSQL', async () => openPostgresStore(await testDatabase(), () => {})],
])('on %s', (_name, open) => {
  let wall: Guestwall
  let box: BallotBox
  let hosted: HostedSession
  let host: VoteHost
  beforeAll(async () => {
    const store = await open()
    wall = await startGuestwall(store === null ? {} : { store })
    box = new BallotBox(wall.url)
    hosted = await wall.createSession()
    host = new VoteHost(wall.url, hosted)
  })
  afterAll(async () => {
    box.close()
    await wall.stop()
  })

  const tokenAt = (joinedMs: number, name: string) => tokenOf(hosted.session.id, newGuestId(joinedMs, name))
  const tokensAt = (count: number, joinedMs: (index: number) => number, name: string) =>
    Promise.all(Array.from({ length: count }, (_, index) => tokenAt(joinedMs(index), `${name}${index}`)))

  async function voidBallots(voteId: string, body: object, token = hosted.hostToken) {
    const response = await fetch(`${wall.url}/api/host/votes/${voteId}/void`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
    return { status: response.status, ...((await response.json()) as { vote?: Vote; code?: string }) }
  }
  const window = (key: string) => ({ key, joinedFrom: new Date(FLOOD_FROM).toISOString(), joinedTo: new Date(FLOOD_TO).toISOString() })

  async function own(voteId: string, token: string) {
    const response = await fetch(`${wall.url}/api/realtime/votes/${voteId}/ballot`, { headers: { authorization: `Bearer ${token}` } })
    return (await response.json()) as { ballot: { optionIds: string[] } | null; receipt: Receipt | null; voided?: boolean }
  }

  async function audit(): Promise<Buffer> {
    const pieces: string[] = []
    for await (const piece of auditFile(wall.store, hosted.session.id, sealOf(TOKEN_SECRET), '2026-11-22T21:00:00.000Z')) pieces.push(piece)
    return Buffer.from(pieces.join(''))
  }

  async function stuffed(words: Parameters<VoteHost['open']>[0]) {
    const { id: voteId } = await host.open(words)
    const hall = await tokensAt(HALL, (index) => (index % 2 === 0 ? EVENING : FLOOD_TO + 1 + index), 'hall')
    const flood = await tokensAt(FLOOD, (index) => FLOOD_FROM + (index * 59_999) / FLOOD, 'flood')
    await Promise.all([
      ...hall.map((token, index) =>
        box.cast(token, voteId, { key: `hall-${index}-${voteId}`, optionIds: [index % 3 === 0 ? 'o1' : 'o2'] }),
      ),
      ...flood.map((token, index) => box.cast(token, voteId, { key: `flood-${index}-${voteId}`, optionIds: ['o3'] })),
    ])
    return { voteId, hall, flood }
  }
  const left = { ballots: HALL, counts: { o1: HALL / 3, o2: (HALL * 2) / 3, o3: 0 } }

  test('[VOTE-2] one action voids the ballots of a join window: everybody reads the sums without them, and recount and audit agree', async () => {
    const reader = await WireClient.join(wall.url, hosted.session.id, { token: hosted.wallToken })
    const { voteId, hall, flood } = await stuffed({ changeable: true })
    const [before] = await wall.store.readVotes(hosted.session.id)
    expect(before).toMatchObject({ ballots: HALL + FLOOD, counts: { o3: FLOOD } })
    const kept = await own(voteId, flood[0] as string)
    expect(await voidBallots(voteId, window('void-key-1'))).toMatchObject({ status: 200, vote: { state: 'open', tally: left } })
    expect(
      await reader.until(() => talliesIn(reader.frames, voteId).find(({ ballots, counts }) => ballots === HALL && counts['o3'] === 0)),
    ).toMatchObject(left)
    reader.close()

    // The same act again, and the same under another key, voids nothing twice.
    expect(await voidBallots(voteId, window('void-key-1'))).toMatchObject({ status: 200, vote: { tally: left } })
    expect(await voidBallots(voteId, window('void-key-2'))).toMatchObject({ status: 200, vote: { tally: left } })
    expect((await wall.store.readVotes(hosted.session.id))[0]?.chain.seq).toBe(HALL + 2 * FLOOD)

    // A guest whose ballot was voided gets a refusal and cannot vote again; the others go on.
    const voided = await own(voteId, flood[0] as string)
    expect(voided).toMatchObject({ ballot: null, voided: true })
    expect(await box.cast(flood[0] as string, voteId, { key: 'once-more', optionIds: ['o3'] })).toMatchObject({
      status: 409,
      body: { code: 'ballot_voided', retryable: false },
    })
    expect(await box.cast(hall[0] as string, voteId, { key: 'changed-mind', optionIds: ['o2'] })).toMatchObject({ status: 200 })
    const closed = await host.act(voteId, 'close')
    expect(closed.tally).toMatchObject({ ballots: HALL, counts: { o1: HALL / 3 - 1, o2: (HALL * 2) / 3 + 1, o3: 0 } })

    for (const verdict of await recountSession(wall.store, hosted.session.id)) expect(verdict.differences).toEqual([])
    const { wrong, audit: file, votes } = verifyAudit(await audit(), sealOf(TOKEN_SECRET).publicKey)
    expect(wrong).toBeNull()
    expect(votes[0]).toMatchObject({ ballots: HALL, voided: FLOOD })
    if (file === null || kept.receipt === null || voided.receipt === null) throw new Error('no file or no receipts')
    expect(findReceipt(file, kept.receipt)).toMatchObject({ wrong: null, optionIds: ['o3'], isVoided: true })
    expect(findReceipt(file, voided.receipt)).toMatchObject({ wrong: null, optionIds: [], isVoided: true })
  })

  test('[VOTE-4] in a closed vote whose ballots are final the result is corrected and published again', async () => {
    const { voteId } = await stuffed({ changeable: false })
    expect((await host.act(voteId, 'close')).tally).toMatchObject({ ballots: HALL + FLOOD })
    expect(await voidBallots(voteId, window('void-key-3'))).toMatchObject({ status: 200, vote: { state: 'closed', tally: left } })
    for (const verdict of await recountSession(wall.store, hosted.session.id)) expect(verdict.differences).toEqual([])
    expect(verifyAudit(await audit())).toMatchObject({ wrong: null })
  })

  test('voiding is for hosts alone, needs a key and a time, and refuses an unknown vote as not found', async () => {
    const { id: voteId } = await host.open()
    const guest = await tokenAt(EVENING, 'guest')
    expect(await voidBallots(voteId, window('void-key-4'), guest)).toMatchObject({ status: 403, code: 'forbidden' })
    const { key: _key, ...keyless } = window('')
    const inverted = { key: 'void-key-5', joinedFrom: window('').joinedTo, joinedTo: window('').joinedFrom }
    const noTime = { ...window('void-key-6'), joinedTo: '2026-99-99T00:00:00.000Z' }
    for (const body of [keyless, inverted, noTime, {}])
      expect(await voidBallots(voteId, body)).toMatchObject({ status: 400, code: 'bad_request' })
    expect(await voidBallots('none', window('void-key-7'))).toMatchObject({ status: 404, code: 'vote_not_found' })
  })
})
