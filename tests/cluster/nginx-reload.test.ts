import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { Cluster } from '../support/cluster.ts'
import { LoadThroughNginx, until } from './nginx-load.test-kit.ts'

const RELOADS = 20
const SHARE = { readers: 4, writers: 6 }

let cluster: Cluster
let load: LoadThroughNginx
beforeAll(async () => {
  // Old workers end soon, so that each reload cuts whatever it finds: harder than with the minute of a real one.
  cluster = await Cluster.start({ servers: 2, nginx: { shutdownTimeout: '300ms' } })
})
beforeEach(async () => {
  load = await LoadThroughNginx.start(cluster, SHARE)
})
afterEach(() => load?.close())
afterAll(() => cluster?.stop())

test(`[SEND-1] [SYNC-5] nginx is reloaded ${RELOADS} times under load: nothing is lost or doubled, and all readers are equal`, {
  timeout: 300_000,
}, async () => {
  const { nginx } = cluster
  for (let reload = 0; reload < RELOADS; reload += 1) {
    const before = new Set(nginx.workers())
    await nginx.reload()
    // The old workers are bounded: they go, with the sockets that they still had.
    await until(() => nginx.workers().every((worker) => !before.has(worker)))
    await load.more(10)
  }
  await load.finish()
  // The reloads did bite: sockets were cut, again and again.
  expect(load.cuts).toBeGreaterThan(RELOADS)
})

test('[SEND-1] [CONN-6] of two servers behind nginx one is restarted and then the other killed: nothing is lost or doubled', {
  timeout: 300_000,
}, async () => {
  const [first, second] = cluster.servers
  await first?.restart()
  await load.more(50)
  await second?.kill()
  await load.more(50)
  await second?.start()
  await load.more(50)
  await load.finish()
  // One of the two had all sockets of the session, then the other.
  expect(load.cuts).toBeGreaterThan(0)
})
