import type { VotePayload } from '@guestwall/protocol'
import { openPostgresStore } from '@guestwall/server'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { testDatabase } from '../support/test-database.ts'
import { BallotBox, recount, talliesIn, tokenOf, VoteHost } from '../support/votes.ts'
import { WireClient } from '../support/wire-client.ts'
import { ThreeServers, until } from './cluster.test-kit.ts'

const GUESTS = 100
/** Ballots of each guest: the last one counts. */
const CHOICES = 6
const OPTIONS = ['o1', 'o2', 'o3']
/** How far the clocks of the three servers are ahead. */
const AHEAD_MS = [0, 5 * 60_000, 10 * 60_000]
const TALLIES_PER_SECOND = 4

let servers: ThreeServers
beforeAll(async () => {
  servers = await ThreeServers.start(await testDatabase(), {
    environment: (index) => ({ NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(skew(AHEAD_MS[index] as number))}` }),
  })
})
afterAll(() => servers.stop())

/** A program that sets a process's clock ahead. */
function skew(ms: number): string {
  return `const now = Date.now; Date.now = () => now() + ${ms};`
}

test(`[VOTE-2] [VOTE-4] ${GUESTS} guests vote and change their minds at three servers at once, whose clocks are minutes apart: exact everywhere, four tallies a second at most`, {
  timeout: 300_000,
}, async () => {
  const hosted = await servers.createSession()
  const sessionId = hosted.session.id
  const host = new VoteHost(servers.url(1), hosted)
  const { id: voteId } = await host.open()
  const readers = await Promise.all([0, 1, 2].map((index) => WireClient.join(servers.url(index), sessionId, { token: hosted.hostToken })))
  const boxes = servers.urls.map((url) => new BallotBox(url))
  const tokens = await Promise.all(Array.from({ length: GUESTS }, (_, guest) => tokenOf(sessionId, `g${guest}`)))
  const startMs = await databaseMs()
  await Promise.all(
    tokens.map(async (token, guest) => {
      for (let choice = 0; choice < CHOICES; choice += 1) {
        const ballot = { key: `ballot-${guest}-${choice}`, optionIds: [OPTIONS[(guest + choice) % 3] as string] }
        // Each ballot at two servers at once: it is one.
        const answers = await Promise.all(
          [0, 1].map((more) => (boxes[(guest + choice + more) % 3] as BallotBox).cast(token, voteId, ballot)),
        )
        expect(answers.map((answer) => answer?.status)).toEqual([200, 200])
      }
    }),
  )
  const seen = (reader: WireClient): VotePayload[] => talliesIn(reader.frames, voteId)
  // The last tally comes by itself, from whichever server: none of them may wait for another's clock.
  const last = Object.fromEntries(OPTIONS.map((id, option) => [id, countOf(option)]))
  await until(() => readers.every((reader) => JSON.stringify(seen(reader).at(-1)?.counts) === JSON.stringify(last)))
  const tookMs = (await databaseMs()) - startMs
  const store = await openPostgresStore(servers.databaseUrl, () => {})
  const counted = await recount(store, sessionId, voteId)
  await store.close()
  expect(counted).toMatchObject({ ballots: GUESTS, chain: GUESTS * CHOICES, counts: last })
  for (const [guest] of tokens.entries()) expect(counted.choices.get(`g${guest}`)).toEqual([OPTIONS[(guest + CHOICES - 1) % 3]])
  for (const reader of readers) {
    const versions = seen(reader).map(({ version }) => version)
    expect(versions).toEqual([...versions].sort((left, right) => left - right))
  }
  // One at the opening, and then one a quarter of a second, with the one that is due at each end.
  const tallies = counted.published.filter(({ type }) => type === 'vote.tally').length
  expect(tallies).toBeLessThanOrEqual((tookMs / 1000) * TALLIES_PER_SECOND + 1)
  expect(tallies).toBeGreaterThan(1)
  for (const reader of readers) reader.close()
  for (const box of boxes) box.close()
})

/** How many guests chose this option last. */
function countOf(option: number): number {
  return Array.from({ length: GUESTS }, (_, guest) => (guest + CHOICES - 1) % 3).filter((chosen) => chosen === option).length
}

async function databaseMs(): Promise<number> {
  const client = new pg.Client({ connectionString: servers.databaseUrl })
  await client.connect()
  const { rows } = await client.query<{ ms: number }>('select (extract(epoch from clock_timestamp()) * 1000)::float8 as ms')
  await client.end()
  return rows[0]?.ms as number
}
