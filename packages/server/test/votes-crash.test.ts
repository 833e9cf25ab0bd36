import { rmSync } from 'node:fs'
import { afterAll, afterEach, describe, expect, test } from 'vitest'
import { TOKEN_SECRET } from '../../../tests/support/guestwall.ts'
import { joinSession } from '../../../tests/support/http-calls.ts'
import { ServerProcess } from '../../../tests/support/server-process.ts'
import { testDatabase } from '../../../tests/support/test-database.ts'
import { BallotBox, recount, talliesIn, tokenOf, VoteHost } from '../../../tests/support/votes.ts'
import { WireClient } from '../../../tests/support/wire-client.ts'
import { openPostgresStore } from '../src/stores/open-postgres-store.ts'
import { openSqliteStore } from '../src/stores/open-sqlite-store.ts'
import type { Store } from '../src/log/store.ts'

/** The server, killed with SIGKILL while a hall votes. */

/** As many guests cast, and change their minds, at one time. */
const AT_ONCE = 40
const OPTIONS = ['o1', 'o2', 'o3']

let server: ServerProcess | null = null
const directories: string[] = []
afterEach(() => server?.kill())
afterAll(() => {
  for (const directory of directories) rmSync(directory, { recursive: true, force: true })
})

async function start(environment: Record<string, string>, again?: ServerProcess): Promise<ServerProcess> {
  server = await ServerProcess.start({
    environment: { TOKEN_SECRET, ...environment },
    ...(again === undefined ? {} : { port: again.port, directory: again.directory }),
  })
  directories.push(server.directory)
  return server
}

/** Kills the server once a ballot is acknowledged, within a quarter of a second of the opening: before it is told of. Then a reader sees what was published. */
async function killAfterBallot(running: ServerProcess) {
  const hosted = await running.createSession()
  const { token } = await joinSession(running.url, hosted.session.id, '小明')
  const box = new BallotBox(running.url, 1)
  const { id: voteId } = await new VoteHost(running.url, hosted).open()
  const answer = await box.cast(token, voteId, { key: 'the-last-word', optionIds: ['o2'] })
  await running.kill()
  if (answer?.status !== 200) throw new Error('the ballot was not acknowledged')
  box.close()
  const again = await start({}, running)
  const reader = await WireClient.join(again.url, hosted.session.id, { token })
  const { wall } = await reader.frame('snapshot')
  return { server: again, reader, voteId, published: wall.votes[0]?.tally }
}

describe.each([
  ['the embedded store', 4, () => Promise.resolve({}), (directory: string) => openSqliteStore(directory)],
  [
    'PostgreSQL',
    1,
    async () => ({ DATABASE_URL: await testDatabase() }),
    (_: string, environment: Record<string, string>) => openPostgresStore(environment['DATABASE_URL'] as string, () => {}),
  ],
] as readonly [
  string,
  number,
  () => Promise<Record<string, string>>,
  (directory: string, environment: Record<string, string>) => Promise<Store>,
][])('on %s', (_name, kills, prepare, openStore) => {
  test(`[SEND-2] [VOTE-2] killed ${kills} times in a storm of ballots: tally, recount and the guests that were acknowledged are the same`, {
    timeout: 300_000,
  }, async () => {
    const environment = await prepare()
    let current = await start(environment)
    const { url } = current
    const hosted = await current.createSession()
    const sessionId = hosted.session.id
    const host = new VoteHost(url, hosted)
    const { id: voteId } = await host.open({ results: 'afterClose' })
    const box = new BallotBox(url, AT_ONCE)

    /** The last choice of each guest that was acknowledged. */
    const acknowledged = new Map<string, string>()
    let answers = 0
    let unknown = 0
    let guests = 0
    let isOver = false
    /** Under one key until it is answered, however often its server dies. */
    const cast = async (token: string, key: string, option: string) => {
      for (;;) {
        const answer = await box.cast(token, voteId, { key, optionIds: [option] })
        if (answer?.status === 200) return
        if (answer !== null && answer.status !== 503) throw new Error(`${answer.status} ${answer.body.code}`)
        unknown += 1
        await new Promise((resolve) => setTimeout(resolve, 50))
      }
    }
    const vote = async () => {
      while (!isOver) {
        guests += 1
        const guestId = `g${guests}`
        const token = await tokenOf(sessionId, guestId)
        // Every third one changes their mind.
        for (let choice = 0; choice < (guests % 3 === 0 ? 2 : 1); choice += 1) {
          const option = OPTIONS[(guests + choice) % OPTIONS.length] as string
          await cast(token, `${guestId}-key-${choice}`, option)
          acknowledged.set(guestId, option)
          answers += 1
        }
      }
    }
    const storm = Array.from({ length: AT_ONCE }, vote)
    const failed = Promise.all(storm)
    for (let kill = 0; kill < kills; kill += 1) {
      const target = answers + 50 + Math.floor(Math.random() * 300)
      while (answers < target) await Promise.race([new Promise((resolve) => setTimeout(resolve, 1)), failed])
      await current.kill()
      current = await start(environment, current)
    }
    const target = answers + 100
    while (answers < target) await Promise.race([new Promise((resolve) => setTimeout(resolve, 1)), failed])
    isOver = true
    await failed
    box.close()
    // The fault did bite.
    expect(unknown).toBeGreaterThan(kills)

    const { tally } = await host.act(voteId, 'close')
    await current.kill()
    const store = await openStore(current.directory, environment)
    const counted = await recount(store, sessionId, voteId)
    await store.close()
    expect(counted.ballots).toBe(acknowledged.size)
    expect(new Map([...counted.choices].map(([guestId, [option]]) => [guestId, option]))).toEqual(acknowledged)
    expect([tally?.ballots, tally?.counts]).toEqual([counted.ballots, counted.counts])
    expect(counted.chain).toBe(answers)
  })
})

test('[VOTE-4] a server that is killed between a ballot and its tally publishes the tally after its restart, without another ballot', {
  timeout: 300_000,
}, async () => {
  // On a busy machine the kill may come after the tally: then there is nothing to find again, and another server is killed.
  let killed = await killAfterBallot(await start({}))
  while (killed.published?.version === 2) killed = await killAfterBallot(killed.server)
  const { reader, published, voteId } = killed
  expect(published).toMatchObject({ version: 1, ballots: 0 })
  const tally = await reader.until(() => talliesIn(reader.frames, voteId).find(({ version }) => version === 2))
  expect(tally).toMatchObject({ ballots: 1, counts: { o1: 0, o2: 1, o3: 0 } })
  reader.close()
})
