import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import { type Audit, AuditSchema, canonicalText, hashOf, signedText } from '../src/audit/audit-file.ts'
import { receiptOf } from '../src/audit/receipt.ts'
import { fingerprintOf, sealOf } from '../src/audit/seal.ts'
import { findReceipt, parseReceipt, verifyAudit } from '../src/audit/verify.ts'
import { auditFile } from '../src/audit/write-audit-file.ts'
import { chainStart, nextEntry } from '../src/log/decide/ballot-chain.ts'
import { openSqliteSnapshot } from '../src/storage/sqlite/open-sqlite-snapshot.ts'
import { openSqliteStore } from '../src/stores/open-sqlite-store.ts'
import { MemoryStore } from '../src/testing/memory-store.ts'
import {
  auditBytes,
  GUESTS,
  nameOf,
  SEAL,
  type Seeded,
  seedVotes,
  tamper,
  temporaryDirectories,
  textOf,
  WRITTEN_AT,
} from './audit.test-kit.ts'

const directory = temporaryDirectories()
const store = new MemoryStore()
let seeded: Seeded
let intact: Buffer
let audit: Audit

beforeAll(async () => {
  seeded = await seedVotes(store)
  intact = await auditBytes(store, seeded.session.id)
  audit = JSON.parse(intact.toString()) as Audit
})

/** A document that the holder of the key changed and signed. */
function signed(changed: Audit): Buffer {
  return Buffer.from(canonicalText({ ...changed, signature: SEAL.sign(signedText(hashOf(changed))) }))
}

/** A copy of the audit file's content to change. */
const copied = () => structuredClone(audit)

describe('an unchanged audit file', () => {
  test('[VOTE-2] is intact: every ballot re-added gives what was announced', () => {
    const { wrong, votes } = verifyAudit(intact)
    expect(wrong).toBeNull()
    expect(votes.map(({ vote, ballots, counts }) => [vote.state, ballots, Object.fromEntries(counts)])).toEqual([
      ['closed', 3, { o1: 1, o2: 1, o3: 1 }],
      // The announced one is a ballot behind: the last was in no tally yet.
      ['open', 1, { o4: 1, o1: 1 }],
    ])
    expect(votes[1]?.vote.head.seq).toBe(2)
  })

  test('names the event that announced each result', async () => {
    const log = await store.readEvents(seeded.session.id, 0, 100)
    for (const { id, announced } of audit.votes) {
      const event = log?.events.find((logged) => logged.event.id === announced?.eventId)?.event
      expect(event?.data).toMatchObject({ id, tally: { version: announced?.version, ballots: announced?.ballots } })
    }
  })

  test('[VOTE-5] holds no guest id, no name, and no draft', async () => {
    const text = intact.toString()
    for (const guest of GUESTS) {
      expect(text).not.toContain(guest)
      expect(text).not.toContain(nameOf(guest))
    }
    expect(text).not.toContain('draft')
    expect(JSON.stringify(await store.readVotes(seeded.session.id))).toContain('draft')
  })

  test('has the same content from every store', async () => {
    const path = directory()
    const embedded = await openSqliteStore(path)
    const { session } = await seedVotes(embedded)
    const running = await auditBytes(embedded, session.id)
    const beside = await openSqliteSnapshot(path)
    expect(await auditBytes(beside, session.id)).toEqual(running)
    await beside.close()
    await embedded.close()
    expect(verifyAudit(running).wrong).toBeNull()
  })

  test('can be written while ballots arrive and votes close', async () => {
    const live = await seedVotes(store)
    for (let index = 0; index < 1_500; index += 1) await live.cast(live.openId, `early-${index}`, 'o1')
    let text = ''
    for await (const piece of auditFile(store, live.session.id, SEAL, WRITTEN_AT)) {
      text += piece
      await live.cast(live.openId, `late-${text.length}`, 'o2')
    }
    await live.turn(live.openId, 'close')
    expect(verifyAudit(Buffer.from(text)).wrong).toBeNull()
    expect(verifyAudit(await auditBytes(store, live.session.id)).wrong).toBeNull()
  })

  test('contains the tally at the moment when its votes were read, not one that was published later', async () => {
    const live = await seedVotes(store)
    const overtaken = new Proxy(store, {
      get(target, name: keyof MemoryStore) {
        if (name !== 'readVotes') return (target[name] as () => unknown).bind(target)
        return async (sessionId: string) => {
          const votes = await target.readVotes(sessionId)
          await live.turn(live.openId, 'close')
          return votes
        }
      },
    })
    const bytes = await auditBytes(overtaken, live.session.id)
    expect(verifyAudit(bytes).wrong).toBeNull()
    expect(verifyAudit(bytes).votes[1]).toMatchObject({ vote: { state: 'open' }, ballots: 1 })
  })

  test('is also valid for a session without votes and for a vote without ballots', async () => {
    const { session, turn } = await seedVotes(store)
    const drafts = (await store.readVotes(session.id)).filter(({ state }) => state === 'draft')
    for (const { id } of drafts) await turn(id, 'open')
    expect(verifyAudit(await auditBytes(store, session.id)).wrong).toBeNull()
    expect(verifyAudit(await auditBytes(store, 'no-such-session')).wrong).toBeNull()
  })
})

describe('a file with one byte changed', () => {
  const withByte = (bytes: Buffer, at: number, flipped: number) => {
    const changed = Buffer.from(bytes)
    changed[at] = (bytes[at] as number) ^ flipped
    return changed
  }
  const without = (bytes: Buffer, at: number) => Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + 1)])
  const withInserted = (bytes: Buffer, at: number, byte: number) =>
    Buffer.concat([bytes.subarray(0, at), Buffer.of(byte), bytes.subarray(at)])

  test('fails the check at every position, for every bit, removed or inserted', { timeout: 300_000 }, () => {
    expect(verifyAudit(intact).wrong).toBeNull()
    const passed: string[] = []
    const mustFail = (bytes: Buffer, what: string) => {
      if (verifyAudit(bytes).wrong === null) passed.push(what)
    }
    for (let at = 0; at < intact.length; at += 1) {
      for (let bit = 0; bit < 8; bit += 1) mustFail(withByte(intact, at, 1 << bit), `bit ${bit} of byte ${at}`)
      mustFail(without(intact, at), `without byte ${at}`)
      mustFail(withInserted(intact, at, intact[at] as number), `byte ${at} twice`)
      mustFail(withInserted(intact, at, 0x20), `a space before byte ${at}`)
    }
    for (const end of ['\n', ' ', '\0', '}']) mustFail(Buffer.concat([intact, Buffer.from(end)]), `${JSON.stringify(end)} at the end`)
    expect(passed).toEqual([])
  })

  test('fails the check at random positions of a large file', async () => {
    const large = await seedVotes(store)
    for (let index = 0; index < 3_000; index += 1) await large.cast(large.openId, `many-${index % 2_000}`, `o${(index % 4) + 1}`)
    const bytes = await auditBytes(store, large.session.id)
    expect(verifyAudit(bytes).wrong).toBeNull()
    const change = fc.record({
      at: fc.nat({ max: bytes.length - 1 }),
      byte: fc.integer({ min: 1, max: 255 }),
      how: fc.constantFrom('change', 'delete', 'insert'),
    })
    fc.assert(
      fc.property(change, ({ at, byte, how }) => {
        const changed = how === 'change' ? withByte(bytes, at, byte) : how === 'delete' ? without(bytes, at) : withInserted(bytes, at, byte)
        expect(verifyAudit(changed).wrong).not.toBeNull()
      }),
      { numRuns: 150 },
    )
  })

  test('a file that is no JSON, empty or another document gets an error message in words', () => {
    for (const text of ['', '{', 'null', '[]', '{}', '"guestwall audit"', `${'['.repeat(20_000)}`]) {
      expect(verifyAudit(Buffer.from(text)).wrong).toMatch(/^this is not/)
    }
    expect(verifyAudit(Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), intact])).wrong).toMatch(/^this is not JSON/)
    expect(verifyAudit(Buffer.from(JSON.stringify(audit, null, 2))).wrong).toBe('the bytes are not as Guestwall writes this content')
  })
})

describe('a file whose maker holds the key', () => {
  const closedIn = (changed: Audit) => changed.votes[0] as Audit['votes'][number]
  const rechain = (changed: Audit) => {
    for (const vote of changed.votes) {
      let head = chainStart(changed.session, vote.id)
      vote.entries = vote.entries.map((entry, index) => {
        const next = nextEntry(head, entry)
        head = { seq: next.seq, hash: next.hash }
        return { seq: index + 1, optionIds: [...next.optionIds], replaces: next.replaces, hash: next.hash }
      })
      vote.head = { seq: head.seq, hash: head.hash }
    }
  }
  const announcedOf = (changed: Audit) => closedIn(changed).announced as NonNullable<Audit['votes'][number]['announced']>

  test.each<[string, (changed: Audit) => void, RegExp]>([
    [
      'another result announced',
      (changed) => void (announcedOf(changed).counts[0] = { optionId: 'o1', count: 2 }),
      /“新郎”: 2 announced, 1 re-added/,
    ],
    ['another number of ballots announced', (changed) => void (announcedOf(changed).ballots = 4), /ballots: 4 announced, 3 re-added/],
    [
      'a result of fewer ballots announced for a closed vote',
      (changed) => void (announcedOf(changed).seq = 3),
      /does not tell of all ballots/,
    ],
    [
      'a result of more than there are',
      (changed) => Object.assign(closedIn(changed), { state: 'open', announced: { ...announcedOf(changed), seq: 9 } }),
      /the announced result reaches entry 9/,
    ],
    ['no result announced', (changed) => void (closedIn(changed).announced = null), /no result was announced/],
    ['an option left out of the result', (changed) => void announcedOf(changed).counts.pop(), /not of these options/],
    [
      'an entry changed',
      (changed) => void (closedIn(changed).entries[0] = { ...closedIn(changed).entries[0]!, optionIds: ['o3'] }),
      /entry 1: its hash/,
    ],
    ['an entry left out', (changed) => void closedIn(changed).entries.splice(1, 1), /entry 3 stands behind entry 1/],
    ['the last entry left out', (changed) => void closedIn(changed).entries.pop(), /the chain does not end where the file says/],
    [
      'an entry of an option that is not there',
      (changed) => {
        closedIn(changed).entries[0]!.optionIds = ['o9']
        rechain(changed)
      },
      /entry 1 is not a choice/,
    ],
    [
      'an entry of too many choices',
      (changed) => {
        closedIn(changed).entries[0]!.optionIds = ['o1', 'o2']
        rechain(changed)
      },
      /entry 1 is not a choice/,
    ],
    [
      'an entry of one choice twice',
      (changed) => {
        changed.votes[1]!.entries[0]!.optionIds = ['o1', 'o1']
        rechain(changed)
      },
      /entry 1 is not a choice/,
    ],
    [
      'an entry that replaces one twice',
      (changed) => {
        closedIn(changed).entries[2]!.replaces = 2
        rechain(changed)
      },
      /entry 4 takes the place of entry 2, which does not count/,
    ],
    [
      'an entry that replaces a later one',
      (changed) => {
        closedIn(changed).entries[0]!.replaces = 3
        rechain(changed)
      },
      /entry 1 takes the place of entry 3/,
    ],
    [
      'a final ballot changed',
      (changed) => void (closedIn(changed).settings.changeable = false),
      /entry 4 changes a ballot that cannot be changed/,
    ],
    ['a vote twice', (changed) => void changed.votes.push(closedIn(changed)), /stands in it twice/],
    ['the chain of another session', (changed) => void (changed.session = 'another'), /entry 1: its hash/],
  ])('is found out: %s', (_what, change, said) => {
    const changed = copied()
    change(changed)
    expect(verifyAudit(signed(changed)).wrong).toMatch(said)
  })

  test('[VOTE-2] fails verify and recount when ballots were changed in the database', async () => {
    const path = directory()
    const embedded = await openSqliteStore(path)
    const { session, closedId } = await seedVotes(embedded)
    tamper(path, `update ballot_chain set option_ids = '["o3"]' where seq = 1 and vote_id = '${closedId}'`)
    const bytes = await auditBytes(embedded, session.id)
    await embedded.close()
    expect(verifyAudit(bytes).wrong).toMatch(/entry 1: its hash/)
  })

  test('fails a guest’s receipt when the whole chain was made again', () => {
    const entry = closedIn(audit).entries[0]!
    const receipt = receiptOf(SEAL, { session: audit.session, voteId: closedIn(audit).id, seq: 1, hash: entry.hash })
    const changed = copied()
    closedIn(changed).entries[0]!.optionIds = ['o3']
    Object.assign(announcedOf(changed), { counts: [0, 1, 2].map((count, index) => ({ optionId: `o${index + 1}`, count })) })
    rechain(changed)
    const forged = verifyAudit(signed(changed))
    expect(forged.wrong).toBeNull()
    expect(findReceipt(forged.audit!, receipt)).toEqual({ wrong: 'entry 1 of this file is not the one of the receipt' })
    expect(findReceipt(audit, receipt)).toMatchObject({ wrong: null, optionIds: ['o1'], replacedBy: null })
  })
})

describe('the key', () => {
  const stranger = sealOf('a secret of somebody else, long enough')

  test('when pinned, distinguishes a file of the operator from one that somebody else signed', async () => {
    const foreign = Buffer.from(await textOf(auditFile(store, seeded.session.id, stranger, WRITTEN_AT)))
    expect(verifyAudit(intact, SEAL.publicKey).wrong).toBeNull()
    expect(verifyAudit(foreign).wrong).toBeNull()
    expect(verifyAudit(foreign, SEAL.publicKey).wrong).toBe('the file was signed with another key than the one given')
  })

  test('in the file is the key of the signature', () => {
    const changed = { ...copied(), publicKey: stranger.publicKey }
    expect(verifyAudit(signed(changed)).wrong).toMatch(/the signature is not one over this file by its key/)
    expect(verifyAudit(signed({ ...copied(), publicKey: 'no key' })).wrong).toMatch(/the signature is not one/)
  })

  test('has a fingerprint that is short enough to be read aloud', () => {
    expect(fingerprintOf(SEAL.publicKey)).toMatch(/^([0-9a-f]{4} ){7}[0-9a-f]{4}$/)
    expect(fingerprintOf(SEAL.publicKey)).not.toBe(fingerprintOf(stranger.publicKey))
  })
})

describe('a receipt', () => {
  const voteOf = (index: number) => audit.votes[index]!
  const whole = (index: number, seq: number, seal = SEAL) =>
    receiptOf(seal, { session: audit.session, voteId: voteOf(index).id, seq, hash: voteOf(index).entries[seq - 1]!.hash })
  const short = (index: number, seq: number) => parseReceipt(`${seq}-${voteOf(index).entries[seq - 1]!.hash.slice(0, 12)}`)!

  test('is found whole and in the short form, with the choice that it stands for', () => {
    expect(findReceipt(audit, whole(0, 3))).toMatchObject({ wrong: null, optionIds: ['o3'], replacedBy: null })
    expect(findReceipt(audit, short(0, 3))).toMatchObject({ wrong: null, vote: { id: voteOf(0).id }, optionIds: ['o3'] })
    expect(findReceipt(audit, short(1, 1))).toMatchObject({ wrong: null, vote: { id: voteOf(1).id }, optionIds: ['o4', 'o1'] })
  })

  test('of a ballot that was changed later names the entry that replaced it', () => {
    expect(findReceipt(audit, whole(0, 2))).toMatchObject({ wrong: null, replacedBy: 4 })
  })

  test('that is not in the file, or of another file, gets an error message in words', () => {
    const wrongOf = (receipt: Parameters<typeof findReceipt>[1]) => findReceipt(audit, receipt).wrong
    const later = receiptOf(SEAL, { session: audit.session, voteId: voteOf(0).id, seq: 9, hash: 'f'.repeat(64) })
    const elsewhere = receiptOf(SEAL, { ...whole(0, 1), session: 'another' })
    expect(wrongOf({ seq: 1, hashStart: 'f'.repeat(12) })).toMatch(/entry 1 of this file is not the one/)
    expect(wrongOf(later)).toMatch(/the file ends before entry 9/)
    expect(wrongOf(whole(0, 1, sealOf('another secret, long enough too')))).toMatch(/not signed with the key/)
    expect(wrongOf({ ...whole(0, 1), seq: 2 })).toMatch(/not signed with the key/)
    const { signature: _signature, ...place } = elsewhere
    expect(wrongOf(receiptOf(SEAL, place))).toMatch(/of another session/)
    const { signature: _other, ...gone } = whole(0, 1)
    expect(wrongOf(receiptOf(SEAL, { ...gone, voteId: 'gone' }))).toMatch(/not in this file/)
  })

  test('is read from the page’s short form or the server’s JSON, and from nothing else', () => {
    expect(parseReceipt(' 17-0A1B2C3D4E5F ')).toEqual({ seq: 17, hashStart: '0a1b2c3d4e5f' })
    expect(parseReceipt(JSON.stringify(whole(0, 1)))).toEqual(whole(0, 1))
    for (const text of ['', '17', '17-0a1b', '0-0a1b2c3d4e5f', '{}', 'x-0a1b2c3d4e5f', JSON.stringify({ ...whole(0, 1), more: 1 })]) {
      expect(parseReceipt(text)).toBeNull()
    }
  })
})

test('the schema lists every member that is written', () => {
  expect(Object.keys(audit)).toEqual(Object.keys(AuditSchema.entries))
})
