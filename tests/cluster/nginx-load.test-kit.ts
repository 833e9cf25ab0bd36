import { memoryStorage, RealtimeClient } from '@guestwall/client'
import type { HostedSession, WallMessage } from '@guestwall/protocol'
import { expect } from 'vitest'
import type { Cluster } from '../support/cluster.ts'
import { type SecureHttp, secureHttp } from '../support/secure-http.ts'

/** Looks this often whether a condition holds. */
const LOOK_MS = 10

/** Resolves once the condition holds; the test's own limit ends the waiting. */
export async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, LOOK_MS))
}

/** The events that a reader received. */
interface Shown {
  /** By their place in the log. */
  readonly contents: Map<number, string>
  /** Walls that showed a message twice or out of order. */
  disorder: number
}

/** Guests who write and read through nginx without a pause, some over HTTP alone, and what must hold when they are done. */
export class LoadThroughNginx {
  /** By its words: each is written once. */
  readonly acknowledged = new Map<string, WallMessage>()
  /** How often a reader lost its socket. */
  cuts = 0
  readonly #cluster: Cluster
  readonly #http: SecureHttp
  readonly #hosted: HostedSession
  readonly #clients: RealtimeClient[] = []
  readonly #readers = new Map<RealtimeClient, Shown>()
  #writers: Promise<void>[] = []
  #isOver = false

  private constructor(cluster: Cluster, hosted: HostedSession) {
    this.#cluster = cluster
    this.#hosted = hosted
    this.#http = secureHttp(cluster.nginx.ca)
  }

  /** Of the readers and of each five writers, one has no socket. Resolves when the readers read and the writers begin. */
  static async start(cluster: Cluster, { readers, writers }: { readers: number; writers: number }): Promise<LoadThroughNginx> {
    const load = new LoadThroughNginx(cluster, await cluster.createSession())
    for (let index = 0; index < readers; index += 1) load.#read(load.#connect(`Reader ${index}`, index > 0))
    await until(() => [...load.#readers.keys()].every((reader) => reader.getSnapshot().wall !== null))
    load.#writers = Array.from({ length: writers }, (_, index) => load.#write(index))
    return load
  }

  /** Resolves when so many more messages were acknowledged. */
  more(count: number): Promise<void> {
    const enough = this.acknowledged.size + count
    return until(() => this.acknowledged.size >= enough)
  }

  /** Stops writing, waits until everything is acknowledged and read, and compares it all with the log. */
  async finish(): Promise<void> {
    this.#isOver = true
    await Promise.all(this.#writers)
    const log = await this.#history()
    expect(log.map(({ content }) => content).sort()).toEqual([...this.acknowledged.keys()].sort())
    for (const { content, id, eventId, key } of log) expect(this.acknowledged.get(content)).toMatchObject({ id, eventId, key })
    expect(log.map(({ eventId }) => eventId)).toEqual(log.map((_, index) => index + 1))

    const readers = [...this.#readers.keys()]
    await until(() => readers.every((reader) => reader.getSnapshot().position?.lastEventId === log.length))
    for (const [reader, { contents, disorder }] of this.#readers) {
      expect(reader.getSnapshot().wall).toEqual(readers[0]?.getSnapshot().wall)
      // A wall holds the newest messages only; its count went up once for each event that was applied.
      expect(reader.getSnapshot().wall?.messageCount).toBe(log.length)
      expect(disorder).toBe(0)
      for (const [eventId, content] of contents) expect(content).toBe(log[eventId - 1]?.content)
    }
  }

  close(): void {
    for (const client of this.#clients) client.close()
    this.#http.close()
  }

  #connect(guestName: string, hasSocket: boolean): RealtimeClient {
    const { transports } = this.#http
    const client = new RealtimeClient({
      url: this.#cluster.url,
      session: this.#hosted.session.id,
      guestName,
      storage: memoryStorage(),
      transports: hasSocket ? transports : { ...transports, socket: null },
      // Back before the next fault, which then cuts it again.
      reconnectWaitsMs: [50, 100, 200],
      pollIntervalMs: 200,
    })
    this.#clients.push(client)
    client.connect()
    return client
  }

  #read(reader: RealtimeClient): void {
    const shown: Shown = { contents: new Map(), disorder: 0 }
    this.#readers.set(reader, shown)
    reader.on('state', (state) => {
      if (state === 'reconnecting') this.cuts += 1
    })
    reader.subscribe(() => {
      const messages = reader.getSnapshot().wall?.messages ?? []
      if (messages.some(({ eventId }, index) => eventId <= (messages[index - 1]?.eventId ?? 0))) shown.disorder += 1
      for (const { eventId, content } of messages) shown.contents.set(eventId, content)
    })
  }

  async #write(index: number): Promise<void> {
    const guestName = `Writer ${index}`
    const writer = this.#connect(guestName, index % 5 > 0)
    for (let count = 0; !this.#isOver; count += 1) {
      const content = `${index}: ${count}`
      this.acknowledged.set(content, await writer.sendMessage(content, guestName))
    }
  }

  /** The whole log, as the database has it. */
  async #history(): Promise<WallMessage[]> {
    const all: WallMessage[] = []
    const server = this.#cluster.servers.find(({ isRunning }) => isRunning)
    for (let before: number | null = null; ; ) {
      const query = `limit=200${before === null ? '' : `&before=${before}`}`
      const response = await fetch(`${server?.url}/api/sessions/${this.#hosted.session.id}/messages?${query}`, {
        headers: { authorization: `Bearer ${this.#hosted.hostToken}` },
      })
      const page = (await response.json()) as { messages: WallMessage[]; nextBefore: number | null }
      all.push(...page.messages)
      if (page.nextBefore === null) return all.reverse()
      before = page.nextBefore
    }
  }
}
