import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { RealtimeClient } from '@guestwall/client'
import { openSqliteStore } from '@guestwall/server'
import type { WallMessage } from '@guestwall/protocol'
import { afterAll, expect, test } from 'vitest'
import { realtimeClient, until } from '../cluster/cluster.test-kit.ts'
import { ServerProcess } from '../support/server-process.ts'

/** An older copy of the data folder is put back under real clients: two histories never meet, and what the copy lacks comes back. */

const KEPT = 5
const LOST = 40
const root = mkdtempSync(join(tmpdir(), 'guestwall-copy-'))
const undo: (() => unknown)[] = []
afterAll(async () => {
  for (const one of undo.toReversed()) await one()
  rmSync(root, { recursive: true, force: true })
})

/** Gives the file the marks of one that was closed last, as a machine does that is set back as a whole. */
function markAsClosedLast(file: string): void {
  const { ino, birthtimeNs, ctimeNs, size } = statSync(file, { bigint: true })
  writeFileSync(`${file}.closed`, [ino, birthtimeNs, ctimeNs, size].join(' '))
}

test.each([
  ['the folder copied back', () => {}],
  ['the whole machine set back, which the files do not show', (data: string) => markAsClosedLast(join(data, 'guestwall.db'))],
])(
  '[LOG-4] %s after 40 more messages: a new epoch, every acknowledged message is offered again and appears once',
  {
    timeout: 120_000,
  },
  async (name, disguise) => {
    const data = join(root, name.replaceAll(' ', '-'))
    const copy = `${data}-copy`
    let server = await ServerProcess.start({ directory: data })
    undo.push(() => server.stop())
    const { port } = server
    const restart = async () => {
      server = await ServerProcess.start({ directory: data, port })
    }
    const { session } = await server.createSession()
    const clients = ['One', 'Two'].map((guest) => realtimeClient(server.url, session.id, guest))
    const [first, second] = clients as [RealtimeClient, RealtimeClient]
    undo.push(() => clients.forEach((client) => client.close()))
    await until(() => clients.every(({ state }) => state === 'connected'))
    const write = (client: RealtimeClient, count: number, word: string) =>
      Promise.all(Array.from({ length: count }, (_, index) => client.sendMessage(`${word} ${index}`, 'Guest')))

    const kept = await write(first, KEPT, 'kept')
    await server.end()
    execFileSync('cp', ['-a', data, copy])
    await restart()
    const lost = [...(await write(first, LOST / 2, 'one')), ...(await write(second, LOST / 2, 'two'))]
    await until(() => clients.every((client) => client.getSnapshot().position?.lastEventId === KEPT + LOST))
    const epoch = first.getSnapshot().position?.epoch
    await server.end()
    execFileSync('sh', ['-ec', 'rm -rf "$0"; cp -a "$1" "$0"', data, copy])
    disguise(data)
    await restart()

    await until(() =>
      clients.every(({ getSnapshot }) => {
        const { position, waitingToSend } = getSnapshot()
        return position?.epoch !== epoch && position?.lastEventId === KEPT + LOST && waitingToSend === 0
      }),
    )
    await server.end()
    const store = await openSqliteStore(data)
    const log = await store.readEvents(session.id, 0, 1_000)
    await store.close()
    const messages = log?.events.map(({ event }) => event.data as WallMessage) ?? []
    expect(messages.map(({ key }) => key).toSorted()).toEqual([...kept, ...lost].map(({ key }) => key).toSorted())
    expect(messages.slice(0, KEPT).map(({ id }) => id)).toEqual(kept.map(({ id }) => id))
    const known = new Set(messages.map(({ id }) => id))
    for (const { id } of lost) expect(known.has(id)).toBe(false)
    for (const client of clients)
      expect(client.getSnapshot().messages.map(({ message }) => message.id)).toEqual(messages.map(({ id }) => id))
  },
)
