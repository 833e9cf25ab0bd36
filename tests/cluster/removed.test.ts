import type { WallMessage } from '@guestwall/protocol'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { post, removeMessage } from '../support/http-calls.ts'
import { PASS } from '../support/tcp-proxy.ts'
import { testDatabase } from '../support/test-database.ts'
import { WireClient } from '../support/wire-client.ts'
import { join, pause, Reader, ThreeServers, until } from './cluster.test-kit.ts'

/** A removed body comes back from no server, whatever it missed. */

const BODY = 'the body that is removed'
/** A server that stood still for longer than two seconds doubts what it holds. */
const PAUSE_MS = 2_500

let servers: ThreeServers
beforeAll(async () => {
  servers = await ThreeServers.start(await testDatabase())
})
afterAll(() => servers.stop())

test('[LOG-5] a server that was suspended during a removal, and gets no event of it, sends the removed body to nobody', {
  timeout: 300_000,
}, async () => {
  const { session, hostToken } = await servers.createSession()
  const [here, there] = [servers.url(0), servers.url(2)]
  const reader = await Reader.open(there, session.id, 'Reader')
  const token = await join(here, session.id, 'Writer')
  const write = (key: string, content: string) =>
    post<{ message: WallMessage }>(`${here}/api/realtime/messages`, { session: session.id, key, content, guestName: 'Writer' }, token)
  const { message } = await write('the-removed-one', BODY)
  await write('the-one-that-stays', 'stays')
  await until(() => reader.head === 2)
  const { epoch } = await reader.client.frame('welcome')

  const { process: frozen, toRedis } = servers.member(2)
  process.kill(frozen.pid, 'SIGSTOP')
  try {
    toRedis.setBoth({ kind: 'blackhole' })
    await removeMessage(here, hostToken, message.id, { key: 'the-removal' })
    // They lie in the frozen server's sockets, and are the first that it reads.
    const asks = [`?session=${session.id}&epoch=${epoch}&lastEventId=0`, `?session=${session.id}`].map(async (query) => {
      const answer = await fetch(`${there}/api/realtime/poll${query}`, { headers: { authorization: `Bearer ${token}` } })
      return { status: answer.status, text: await answer.text() }
    })
    const opening = WireClient.open(there, session.id)
    await pause(PAUSE_MS)
    process.kill(frozen.pid, 'SIGCONT')
    const answers = await Promise.all(asks)
    expect(answers.map(({ status }) => status)).toEqual([200, 200])
    for (const { text } of answers) {
      expect(text).toContain('stays')
      expect(text).not.toContain(BODY)
    }
    const late = await opening
    late.send({ type: 'hello', guestName: 'Late' })
    const snapshot = JSON.stringify(await late.frame('snapshot'))
    expect(snapshot).toContain('stays')
    expect(snapshot).not.toContain(BODY)
    late.close()
  } finally {
    process.kill(frozen.pid, 'SIGCONT')
    toRedis.setBoth(PASS)
    reader.client.close()
  }
})
