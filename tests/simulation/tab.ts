import { type HttpAnswer, type HttpRequest, RealtimeClient, RefusedError, type TraceEntry } from '@guestwall/client'
import type { Ballot, PollAnswer } from '@guestwall/protocol'
import { parseClientFrame, parseServerFrame } from '@guestwall/protocol/testing'
import type { SeededRandom } from '../support/seeded-random.ts'
import { exchange } from './exchange.ts'
import type { HistoryRecord, Readership } from './history.ts'
import type { ProfileStorage } from './page-storage.ts'
import { Process } from './process.ts'
import type { ServerProcess } from './server-process.ts'
import { SimulatedSocket } from './simulated-socket.ts'
import type { VirtualClock } from '@guestwall/protocol/testing'
import type { Weather } from './weather.ts'

type WithoutTime<Record> = Record extends unknown ? Omit<Record, 'atMs'> : never

/** The parts that every tab of a run shares. */
export interface TabWorld {
  readonly time: VirtualClock
  readonly random: SeededRandom
  readonly server: ServerProcess
  readonly sessionId: string
  record(record: WithoutTime<HistoryRecord>): void
  /** A body that no other message has. */
  newBody(): string
  /** A fault was felt: an answer that did not come, a socket lost. */
  onFault(what: string): void
  /** The trace of each client, where it is wanted. */
  readonly traces: Map<string, ClientTrace> | null
}

/** The trace of a client, and the client: a replay must come to its snapshot. */
export interface ClientTrace {
  readonly client: RealtimeClient
  readonly entries: readonly TraceEntry[]
}

export interface TabOptions {
  readonly name: string
  readonly weather: Weather
  readonly storage: ProfileStorage
  /** A host's credential; guests join with a name. */
  readonly token: string | null
  readonly usesSocket: boolean
  readonly pollWaitSeconds?: number
}

/** A ballot that left a client, and what it said. */
interface AskedBallot {
  readonly key: string
}

/** One tab of a browser: a client that may be reloaded, and the sockets that its pages opened. */
export class Tab {
  readonly name: string
  readonly usesSocket: boolean
  readonly audience: Readership
  readonly #world: TabWorld
  readonly #options: TabOptions
  /** The commands of its sockets, by transport and `ref`. */
  readonly #asked = new Map<string, AskedBallot>()
  #page: Process
  #client: RealtimeClient | null = null
  #clientName = ''
  #pages = 0
  #opened = 0
  #sockets: SimulatedSocket[] = []
  #wakers = new Set<() => void>()
  #hasLostFrames = false
  #failed = new Set<string>()

  constructor(world: TabWorld, options: TabOptions) {
    this.name = options.name
    this.usesSocket = options.usesSocket
    this.audience = options.token === null ? 'everyone' : 'hosts'
    this.#world = world
    this.#options = options
    this.#page = new Process(world.time)
  }

  get client(): RealtimeClient | null {
    return this.#client
  }

  get clientName(): string {
    return this.#clientName
  }

  get isAsleep(): boolean {
    return this.#page.isAsleep
  }

  open(): void {
    if (this.#client !== null) return
    const { time, random, sessionId } = this.#world
    const { weather, storage, token, usesSocket, pollWaitSeconds } = this.#options
    this.#pages += 1
    const name = `${this.name}.${this.#pages}`
    const page = new Process(time)
    this.#page = page
    this.#clientName = name
    this.#wakers = new Set()
    this.#failed = new Set()
    this.#world.record({ kind: 'opened', client: name, audience: this.audience })
    const wakers = this.#wakers
    const entries: TraceEntry[] = []
    const client = new RealtimeClient({
      url: 'https://wall.test',
      session: sessionId,
      ...(pollWaitSeconds !== undefined && { pollWaitSeconds }),
      ...(token === null ? { guestName: `guest ${this.name}` } : { token }),
      clock: page,
      random: random.fork().next,
      storage: storage.of(page),
      ...(this.#world.traces !== null && { onTrace: (entry: TraceEntry) => void entries.push(entry) }),
      transports: {
        socket: usesSocket ? (_url, _subprotocol, listener) => this.#openSocket(name, page, listener) : null,
        http: (request, abort) => {
          const isPoll = request.url.includes('/poll?')
          if (isPoll) this.#world.record({ kind: 'polled', client: name })
          const parts = {
            time,
            weather,
            page,
            server: this.#world.server,
            random: random.next,
            onArrival: () => this.#onArrival(name, request),
            onAnswer: (answer: HttpAnswer) => this.#onAnswer(name, request, answer, abort),
          }
          return exchange(parts, request, abort)
        },
      },
      wakeSource(onWake) {
        wakers.add(onWake)
        return () => wakers.delete(onWake)
      },
    })
    this.#client = client
    this.#world.traces?.set(name, { client, entries })
    client.subscribe(() => this.#show(client, name))
    client.connect()
    this.#show(client, name)
  }

  /** A guest writes a message and taps "send". */
  tap(body = this.#world.newBody()): void {
    const client = this.#client
    if (client === null || this.isAsleep) return
    const name = this.#clientName
    const known = new Set(client.getSnapshot().messages.map(({ viewKey }) => viewKey))
    const queued = client.queueMessage(body, `guest ${this.name}`)
    this.#tapped(client, name, known, body)
    void queued.then(
      ({ key, settled }) => {
        if (client.getSnapshot().isStorageDurable) this.#world.record({ kind: 'kept', key })
        void settled.then(
          ({ id, eventId }) => this.#world.record({ kind: 'acked', client: name, key, messageId: id, eventId }),
          (error: unknown) => {
            if (error instanceof RefusedError && error.code !== 'client_closed') this.#refused(name, key, error.code)
          },
        )
      },
      () => {},
    )
  }

  /** A guest chooses in a vote. */
  cast(voteId: string, optionIds: readonly string[]): void {
    const client = this.#client
    if (client === null || this.isAsleep) return
    const before = client.getSnapshot().ballots.find((ballot) => ballot.voteId === voteId)
    client.castVote(voteId, optionIds).catch(() => {})
    const ballot = client.getSnapshot().ballots.find((each) => each.voteId === voteId)
    if (ballot === undefined || ballot.key === before?.key) return
    this.#world.record({ kind: 'chose', client: this.#clientName, key: ballot.key, voteId, optionIds })
  }

  /** The guest deals with a refusal: sends the message again, or takes it away. */
  dealWithRefusals(again: boolean): void {
    const client = this.#client
    if (client === null || this.isAsleep) return
    for (const { delivery, viewKey, message } of client.getSnapshot().messages) {
      if (delivery !== 'failed') continue
      this.#world.record({ kind: 'discarded', client: this.#clientName, key: viewKey })
      if (again) {
        const known = new Set(client.getSnapshot().messages.map((view) => view.viewKey))
        client.retry(viewKey)
        this.#tapped(client, this.#clientName, known, message.content)
      } else client.discard(viewKey)
    }
  }

  #tapped(client: RealtimeClient, name: string, known: ReadonlySet<string>, body: string): void {
    const fresh = client.getSnapshot().messages.filter(({ viewKey, message }) => !known.has(viewKey) && message.content === body)
    for (const { viewKey } of fresh) this.#world.record({ kind: 'tapped', tab: this.name, client: name, key: viewKey, body })
  }

  #refused(name: string, key: string, code: string): void {
    if (this.#failed.has(key)) return
    this.#failed.add(key)
    this.#world.record({ kind: 'refused', client: name, key, code })
  }

  /** `leave`: in good order. `kill`: in the middle of whatever it does. */
  close(how: 'leave' | 'kill'): void {
    const client = this.#client
    if (client === null) return
    this.#client = null
    this.#world.record({ kind: 'closed', client: this.#clientName })
    if (how === 'leave') client.close()
    this.#page.kill()
    for (const socket of this.#sockets) if (how === 'kill') socket.cut(this.#world.random.is(0.7) ? 'server' : 'nobody')
    this.#sockets = []
  }

  reload(how: 'leave' | 'kill'): void {
    this.close(how)
    this.open()
  }

  sleep(): void {
    if (this.#client === null) return
    this.#world.record({ kind: 'slept', client: this.#clientName })
    this.#page.sleep()
  }

  wakeUp(): void {
    if (!this.#page.isAsleep) return
    // A deadline that passed meanwhile counts from now on.
    this.#world.record({ kind: 'slept', client: this.#clientName })
    this.#page.wake()
    this.signalWake()
  }

  /** The tab becomes visible, or the device comes online. */
  signalWake(): void {
    if (!this.#page.isAsleep) for (const onWake of this.#wakers) onWake()
  }

  cutSockets(told: 'both' | 'client' | 'server' | 'nobody'): void {
    for (const socket of this.#sockets) socket.cut(told)
    this.#sockets = []
  }

  #openSocket(name: string, page: Process, listener: ConstructorParameters<typeof SimulatedSocket>[4]['listener']) {
    const { time, server, sessionId } = this.#world
    const { weather } = this.#options
    this.#opened += 1
    const transport = `${name}/${this.#opened}`
    const socket = new SimulatedSocket(transport, time, weather, page, {
      listener: {
        onOpen: () => listener.onOpen(),
        onText: (text) => listener.onText(text),
        onClose: (code) => {
          if (code !== 1000) this.#world.onFault('socket')
          listener.onClose(code)
        },
      },
      observer: {
        onClientText: (text) => this.#onClientText(name, transport, text),
        onServerText: (text) => this.#onServerText(name, transport, text),
        onSwallowed: () => this.#onSwallowed(name, transport),
      },
    })
    this.#sockets = [...this.#sockets.filter((other) => !other.isOver), socket]
    weather.carry(() => {
      const { upgrades } = weather
      if (upgrades === 'refused' || weather.isPortal) socket.refuse()
      else if (upgrades === 'silent') socket.openOnto()
      else if (upgrades === 'pass') server.accept(sessionId, socket)
    })
    return socket.client
  }

  #onClientText(client: string, transport: string, text: string): void {
    const frame = parseClientFrame(text)
    if (frame.type === 'sendMessage') this.#world.record({ kind: 'arrived', client, key: frame.key, transport: 'socket' })
    if (frame.type === 'castVote') this.#asked.set(`${transport} ${frame.ref}`, { key: frame.key })
    if (frame.type === 'hello') this.#world.record({ kind: 'greeted', client, transport, position: frame.position ?? null })
  }

  #onSwallowed(client: string, transport: string): void {
    this.#hasLostFrames = true
    this.#world.onFault('swallowed')
    this.#world.record({ kind: 'swallowed', client, transport })
  }

  /** A client that lost the last frame cannot know it before the next: its sockets are replaced. */
  replaceLossySockets(): void {
    if (this.#hasLostFrames) this.cutSockets('both')
    this.#hasLostFrames = false
  }

  #onServerText(client: string, transport: string, text: string): void {
    const frame = parseServerFrame(text)
    if (frame.type === 'welcome') {
      this.#world.record({ kind: 'welcomed', client, transport, head: frame.lastEventId, recovered: frame.recovered })
    } else if (frame.type === 'events') {
      const { from, to, events } = frame
      this.#world.record({ kind: 'slice', client, transport, epoch: null, from, to, events })
    } else if (frame.type === 'snapshot') {
      const { epoch, lastEventId: position, wall } = frame
      this.#world.record({ kind: 'snapshot', client, transport, epoch, position, wall })
    } else if (frame.type === 'ack' && frame.ballot !== undefined) {
      const { key } = this.#asked.get(`${transport} ${frame.ref}`) ?? { key: '' }
      this.#world.record({ kind: 'ballotAcked', client, key, ...frame.ballot })
    } else if (frame.type === 'error' && frame.ref !== undefined && !frame.retryable) {
      const asked = this.#asked.get(`${transport} ${frame.ref}`)
      if (asked !== undefined) this.#world.record({ kind: 'ballotRefused', client, key: asked.key, code: frame.code })
    }
  }

  /** A copy of a post that the network kept back until its guest had long been told no. */
  #onArrival(client: string, { method, body }: HttpRequest): void {
    if (method === 'PUT') return
    const key = (body as { key?: string } | undefined)?.key
    if (key !== undefined) this.#world.record({ kind: 'arrived', client, key, transport: 'http' })
  }

  #onAnswer(client: string, { url, method, body }: HttpRequest, answer: HttpAnswer, abort: AbortSignal): void {
    if (method === 'PUT') this.#onBallotAnswer(client, (body as { key: string }).key, answer)
    if (answer.kind === 'network' && !abort.aborted) this.#world.onFault('exchange')
    if (answer.kind === 'foreign') this.#world.onFault('portal')
    if (answer.kind !== 'ok' || method !== 'GET' || !url.includes('/poll?')) return
    const poll = answer.body as PollAnswer
    if ('snapshot' in poll) {
      const { epoch, lastEventId: position, wall } = poll.snapshot
      this.#world.record({ kind: 'snapshot', client, transport: 'poll', epoch, position, wall })
    } else {
      const { epoch, from, to, events } = poll
      this.#world.record({ kind: 'slice', client, transport: 'poll', epoch, from, to, events })
    }
  }

  #onBallotAnswer(client: string, key: string, answer: HttpAnswer): void {
    if (answer.kind === 'ok') this.#world.record({ kind: 'ballotAcked', client, key, ...(answer.body as { ballot: Ballot }).ballot })
    if (answer.kind === 'refused' && !answer.refusal.retryable) {
      this.#world.record({ kind: 'ballotRefused', client, key, code: answer.refusal.code })
    }
  }

  #show(client: RealtimeClient, name: string): void {
    if (this.#client !== client) return
    const { state, position, wall, messages, ballots, guest } = client.getSnapshot()
    for (const { delivery, viewKey, refusal } of messages) if (delivery === 'failed') this.#refused(name, viewKey, refusal?.code ?? '?')
    this.#world.record({ kind: 'viewed', client: name, state, position, wall, messages, ballots, guestId: guest?.id ?? null })
  }
}
