import type { HostedSession } from '@guestwall/protocol'
import { systemClock, Tokens } from '@guestwall/server'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { TOKEN_SECRET } from '../support/guestwall.ts'
import { joinSession } from '../support/http-calls.ts'
import type { ServerProcess } from '../support/server-process.ts'
import { WireClient } from '../support/wire-client.ts'
import { startDefaultServer } from './support/default-server.ts'
import { textFrame } from '../support/raw/raw-frame.ts'
import { RawWebSocket } from '../support/raw/raw-web-socket.ts'
import { freshKey } from './support/unharmed.ts'

/**
 * The limit for the cost of a flood of refused frames on a server with its default limits, in processor time, which a busy machine does not change.
 * `npm run bench -- floods` prints what guests notice of it.
 */
const SOCKETS = 4
const FRAMES = 500
/** Taken apart one by one, the frames of each of these floods took 4 s and more. */
const MAX_CPU_MICROS = 2_000_000

let server: ServerProcess
let hosted: HostedSession
let honest: WireClient
beforeAll(async () => {
  server = await startDefaultServer({ TOKEN_SECRET })
  hosted = await server.createSession()
  honest = await WireClient.join(server.url, hosted.session.id, { token: await tokenOf('honest') })
})
afterAll(async () => {
  honest?.close()
  await server?.stop()
})

function tokenOf(id: string): Promise<string> {
  return new Tokens(TOKEN_SECRET, 1, systemClock).issue({ sessionId: hosted.session.id, id, name: '小明', role: 'guest' })
}

const message = (changes: object) => ({ type: 'sendMessage', ref: 1, key: freshKey(), content: '喜', guestName: '小明', ...changes })
const FLOODS: readonly [name: string, frame: () => object][] = [
  [
    'ballots with 4,000 options',
    () => ({ type: 'castVote', ref: 1, key: freshKey(), voteId: 'v1', optionIds: Array.from({ length: 4_000 }, () => 'a') }),
  ],
  ['messages with 1,500 unknown keys', () => message(Object.fromEntries(Array.from({ length: 1_500 }, (_, index) => [`x${index}`, 0])))],
  ['the longest texts, past the rate', () => message({ content: 'ก้'.repeat(650) })],
  ['messages with an unknown field', () => message({ author: 'me' })],
  ['ballots in no vote', () => ({ type: 'castVote', ref: 1, key: freshKey(), voteId: 'nowhere', optionIds: ['o1'] })],
]

/** Sends the frames over each socket, and the codes with which these are closed. An honest guest writes meanwhile. */
async function flood(sockets: readonly RawWebSocket[], frame: () => object): Promise<number[]> {
  const bytes = Buffer.concat(Array.from({ length: FRAMES }, () => textFrame(frame())))
  const before = server.cpuMicros() ?? 0
  for (const socket of sockets) socket.write(bytes)
  expect(await honest.ask({ type: 'getOnlineList' })).toMatchObject({ type: 'ack' })
  expect((await fetch(`${server.url}/healthz`)).status).toBe(200)
  const codes = await Promise.all(sockets.map((socket) => socket.whenClosed()))
  expect((server.cpuMicros() ?? 0) - before).toBeLessThan(MAX_CPU_MICROS)
  for (const socket of sockets) socket.destroy()
  return codes
}

describe(`${FRAMES} refused frames on each of ${SOCKETS} sockets cost less than two seconds of processor time, and end with the sockets`, () => {
  for (const [index, [name, frame]] of FLOODS.entries()) {
    it(`of one credential: ${name}`, async () => {
      const token = await tokenOf(`flooder-${index}`)
      const sockets = await Promise.all(Array.from({ length: SOCKETS }, () => RawWebSocket.join(server.url, hosted.session.id, { token })))
      // 1006: what was still being sent reset the connection before the close was read.
      for (const code of await flood(sockets, frame)) expect([4400, 4429, 1006]).toContain(code)
    })

    it(`of ever new guests behind one address: ${name}`, async () => {
      const tokens = await Promise.all(Array.from({ length: SOCKETS }, async () => joinSession(server.url, hosted.session.id, '小明')))
      const sockets = await Promise.all(tokens.map(({ token }) => RawWebSocket.join(server.url, hosted.session.id, { token })))
      for (const code of await flood(sockets, frame)) expect([4400, 4429, 1006]).toContain(code)
    })
  }
})
