import {
  GET_HISTORY,
  GET_ONLINE,
  type HostMessage,
  type MessageStatus,
  pathOf,
  POLL,
  type Position,
  ROUTES,
  SEND_MESSAGE,
  type Session,
  type Wall,
} from '@guestwall/protocol'
import { canariesIn, nameOf, REASON, textOf } from './canaries.ts'
import { statusesIn } from './checker.ts'
import { type Answered, commandOn } from './command-on.ts'
import type { Adapter, DuelAnswer, HistoryRecord, Reader, Span } from './history.ts'
import { GUESTS, type MessageAct, READERS, type Step, type Way } from './plan.ts'
import { guestOf, hostOf, readerOf, REDIS, WALL } from './readers.ts'
import { SocketFold } from './socket-fold.ts'
import type { HttpAnswer, Peer, Stage } from './stage.ts'

/** After this long without faults, all servers and readers are at the head. */
const CALM_MS = 2_500

interface OpenSocket {
  readonly reader: Reader
  readonly server: number
  readonly fold: SocketFold
  readonly peer: Peer
}

/** Runs the steps on the stage, and returns what was acknowledged and what readers received. */
export function runHistory(stage: Stage, session: Session, steps: readonly Step[]): Promise<HistoryRecord[]> {
  return new HistoryRun(stage, session).run(steps)
}

class HistoryRun {
  readonly #stage: Stage
  readonly #session: Session
  readonly #records: HistoryRecord[] = []
  readonly #sockets: OpenSocket[] = []
  readonly #ids = new Map<number, string>()
  readonly #waiting: Promise<unknown>[] = []
  readonly #isBanned = new Set<string>()
  #vote: string | null = null
  #position: Position | null = null
  #order = 0
  #keys = 0
  #names = 0

  constructor(stage: Stage, session: Session) {
    this.#stage = stage
    this.#session = session
  }

  async run(steps: readonly Step[]): Promise<HistoryRecord[]> {
    this.#stage.redis?.onCommand((text) => this.#received(REDIS, 'redis', text, this.#span(...this.#start(), null)))
    // The servers know every guest, as after its first visit.
    for (let index = 0; index < READERS; index += 1) await this.#drive(this.#read('poll', readerOf(index), index % this.#stage.servers))
    await this.#drive(this.#stage.pass(1_500))
    for (const step of steps) {
      await this.#drive(this.#do(step))
    }
    this.#stage.calm()
    await this.#drive(this.#stage.pass(CALM_MS))
    await this.#readAll()
    await this.#drive(this.#readRedis())
    await this.#drive(Promise.all(this.#waiting))
    for (const { peer } of this.#sockets) peer.close()
    const logged = this.#stage.logLines().join('\n')
    this.#received({ id: 'log', role: 'guest' }, 'log', logged, this.#span(this.#order, this.#stage.now(), null))
    return this.#records
  }

  #drive<Result>(promise: Promise<Result>): Promise<Result> {
    return this.#stage.drive(promise)
  }

  async #do(step: Step): Promise<void> {
    switch (step.do) {
      case 'post':
        return this.#post(step)
      case 'act':
        await this.#act(step.act, step.post, step.host, step.server)
        return
      case 'actOnAll':
        return this.#actOnAll(step)
      case 'duel':
        return this.#duel(step)
      case 'guest':
        return this.#actOnGuest(step)
      case 'mode': {
        const body = { key: this.#key(), moderation: step.moderation }
        await this.#command(step.server, pathOf(ROUTES.changeSession, this.#session.id), hostOf(0), body, 'PATCH')
        return
      }
      case 'vote':
        return this.#actOnVote(step)
      case 'read':
        return this.#read(step.way, readerOf(step.reader), step.server)
      case 'wait':
        this.#waiting.push(this.#wait(readerOf(step.reader), step.server))
        return
      case 'open':
        await this.#open(readerOf(step.reader), step.server, step.isFromStart)
        return
      case 'pass':
        return this.#stage.pass(step.ms)
      case 'crash':
        return this.#stage.crash(step.server)
      case 'redis':
        this.#stage.redis?.setAway(step.isAway)
        return
      case 'fill':
        return this.#stage.fill()
      case 'together':
        await Promise.all(step.steps.map((each) => this.#do(each)))
        return
      default:
        return step satisfies never
    }
  }

  async #post({ post, guest, server, over, isPrivate }: Extract<Step, { do: 'post' }>): Promise<void> {
    const reader = guestOf(guest)
    const body = { key: this.#key(), content: textOf(post), guestName: nameOf(post), ...(isPrivate ? { to: 'hosts' } : {}) }
    const started = this.#start()
    const at = this.#records.push({ kind: 'posted', post, guest: reader.id, span: this.#span(...started, server) }) - 1
    let message: Pick<HostMessage, 'id' | 'status'> | undefined
    const socket = over === 'socket' ? await this.#ownSocket(reader, server) : null
    const frame = socket === null ? null : await socket.peer.ask({ type: 'sendMessage', ...body })
    if (frame?.type === 'ack') message = frame.message
    let answeredBy: number | null = server
    if (frame === null || (frame.type === 'error' && frame.retryable)) {
      const { answer, server: by } = await this.#command(server, SEND_MESSAGE.path, reader, { ...body, session: this.#session.id })
      answeredBy = socket === null ? by : null
      if (answer !== null) this.#received(reader, 'ack', answer.text, this.#span(...started, server), post)
      if (answer !== null && answer.status < 300) ({ message } = JSON.parse(answer.text) as { message: HostMessage })
    }
    if (message === undefined) return
    const span = this.#span(...started, answeredBy)
    this.#records[at] = { kind: 'posted', post, guest: reader.id, span }
    this.#ids.set(post, message.id)
    this.#became(post, message.status, span)
  }

  async #act(act: MessageAct, post: number, host: number, server: number): Promise<HttpAnswer | null> {
    const id = this.#ids.get(post)
    if (id === undefined) return null
    const started = this.#start()
    const { path, body } = messageAct(act, id)
    const done = await this.#command(server, path, hostOf(host), { ...body, key: this.#key() })
    if (done.answer?.status === 200) {
      const { message } = JSON.parse(done.answer.text) as { message: HostMessage }
      this.#became(post, message.status, this.#span(...started, done.server))
    }
    return done.answer
  }

  async #actOnAll({ act, host, server }: Extract<Step, { do: 'actOnAll' }>): Promise<void> {
    const ids = [...this.#ids.values()]
    if (ids.length === 0) return
    const started = this.#start()
    const path = pathOf(ROUTES.actOnMessages, this.#session.id)
    const { answer, server: by } = await this.#command(server, path, hostOf(host), { key: this.#key(), action: act, ids })
    if (answer?.status !== 200) return
    for (const message of (JSON.parse(answer.text) as { messages: HostMessage[] }).messages) {
      for (const [post, id] of this.#ids) if (id === message.id) this.#became(post, message.status, this.#span(...started, by))
    }
  }

  /** Two hosts act on one post that waits: one approves and the other rejects. */
  async #duel({ post, isApproverFirst, servers }: Extract<Step, { do: 'duel' }>): Promise<void> {
    if (statusesIn(this.#records).get(post) !== 'pending') return
    const acts: readonly MessageAct[] = isApproverFirst ? ['approve', 'reject'] : ['reject', 'approve']
    const answers = await Promise.all(acts.map((act, host) => this.#act(act, post, host, servers[host] as number)))
    const told = answers.map((answer, host): DuelAnswer => {
      const problem = JSON.parse(answer?.text ?? '{}') as { message?: HostMessage; by?: { name: string } }
      return {
        host: hostOf(host).id,
        wanted: acts[host] === 'approve' ? 'shown' : 'rejected',
        status: answer?.status === 200 ? (problem.message?.status ?? null) : null,
        first: problem.by?.name ?? null,
      }
    })
    this.#records.push({ kind: 'duel', post, answers: told })
  }

  async #actOnGuest({ act, guest, host, server }: Extract<Step, { do: 'guest' }>): Promise<void> {
    const { id } = guestOf(guest)
    const started = this.#start()
    const body = act === 'renameGuest' ? { guestName: `renamed ${(this.#names += 1)}` } : act.endsWith('Messages') ? {} : { reason: REASON }
    const route = act === 'undoBan' ? ROUTES.unbanGuest : ROUTES[act]
    const undo = act === 'undoBan' ? { restoreMessages: true } : {}
    const done = await this.#command(server, pathOf(route, id), hostOf(host), { ...body, ...undo, key: this.#key() })
    if (done.answer?.status !== 200 || act === 'muteGuest' || act === 'unmuteGuest') return
    const isRepeatedBan = act === 'banGuest' && this.#isBanned.has(id)
    if (act === 'banGuest') this.#isBanned.add(id)
    if (act === 'unbanGuest' || act === 'undoBan') this.#isBanned.delete(id)
    // A ban of a guest who is banned changes nothing.
    if (!isRepeatedBan) this.#records.push({ kind: 'guestAct', act, guest: id, span: this.#span(...started, done.server) })
  }

  async #actOnVote({ act, server }: Extract<Step, { do: 'vote' }>): Promise<void> {
    if (act === 'createVote' && this.#vote === null) {
      const body = { key: this.#key(), question: '?', options: ['a', 'b'] }
      const { answer } = await this.#command(server, pathOf(ROUTES.createVote, this.#session.id), hostOf(0), body)
      if (answer !== null && answer.status < 300) this.#vote = (JSON.parse(answer.text) as { vote: { id: string } }).vote.id
    } else if (act !== 'createVote' && this.#vote !== null) {
      await this.#command(server, pathOf(ROUTES[act], this.#vote), hostOf(0), { key: this.#key() })
    }
  }

  async #read(way: Way, reader: Reader, server: number): Promise<void> {
    if (way === 'redis') return this.#readRedis()
    const { path, adapter } = this.#pathOf(way)
    const answer = await this.#get(server, path, reader, adapter)
    const { snapshot } = (answer?.status === 200 && adapter === 'snapshot' ? JSON.parse(answer.text) : {}) as {
      snapshot?: { epoch: string }
    }
    if (snapshot !== undefined) this.#position = { epoch: snapshot.epoch, lastEventId: 0 }
  }

  async #readRedis(): Promise<void> {
    const { redis } = this.#stage
    if (redis === null) return
    const started = this.#start()
    this.#received(REDIS, 'redis', await redis.holdings(), this.#span(...started, null))
  }

  #pathOf(way: Exclude<Way, 'redis'>): { path: string; adapter: Adapter } {
    const snapshot = `${POLL.path}?session=${this.#session.id}`
    const from = this.#position === null ? '' : `&epoch=${this.#position.epoch}&lastEventId=0`
    switch (way) {
      case 'snapshot':
        return { path: snapshot, adapter: 'snapshot' }
      case 'poll':
        return { path: snapshot + from, adapter: from === '' ? 'snapshot' : 'poll' }
      case 'replay':
        return { path: `${snapshot}${from}${from === '' ? '' : '&replay=all'}`, adapter: from === '' ? 'snapshot' : 'replay' }
      case 'history':
        return { path: pathOf(GET_HISTORY, this.#session.id), adapter: 'history' }
      case 'online':
        return { path: `${GET_ONLINE.path}?session=${this.#session.id}`, adapter: 'online' }
      case 'export':
        return { path: `${pathOf(ROUTES.exportSession, this.#session.id)}?what=messages`, adapter: 'export' }
      case 'metrics':
        return { path: '/metrics', adapter: 'metrics' }
      default:
        return way satisfies never
    }
  }

  /** A long poll from the newest position that this run knows. */
  async #wait(reader: Reader, server: number): Promise<void> {
    const snapshot = await this.#get(server, this.#pathOf('snapshot').path, reader, 'snapshot')
    if (snapshot?.status !== 200) return
    const { epoch, lastEventId } = (JSON.parse(snapshot.text) as { snapshot: Position }).snapshot
    const query = `?session=${this.#session.id}&epoch=${epoch}&lastEventId=${lastEventId}&wait=25`
    await this.#get(server, `${POLL.path}${query}`, reader, 'longPoll')
  }

  async #get(server: number, path: string, reader: Reader, adapter: Adapter): Promise<HttpAnswer | null> {
    const started = this.#start()
    const answer = await this.#stage.request(server, path, await this.#stage.token(reader))
    // A poll that waited was answered at one moment, and says what was true then.
    const span = this.#span(...(adapter === 'longPoll' ? this.#start() : started), server)
    if (answer !== null) this.#received(reader, adapter, answer.text, span)
    return answer
  }

  async #ownSocket(reader: Reader, server: number): Promise<OpenSocket> {
    const known = this.#sockets.find((socket) => socket.reader.id === reader.id && socket.server === server && socket.peer.isOpen)
    return known ?? this.#open(reader, server, false)
  }

  async #open(reader: Reader, server: number, isFromStart: boolean): Promise<OpenSocket> {
    const fold = new SocketFold(this.#session)
    const position = isFromStart ? this.#position : null
    const peer = await this.#stage.open(server, await this.#stage.token(reader), position, (text) => {
      const isAck = text.startsWith('{"type":"ack"')
      const post = isAck ? canariesIn(text)[0]?.number : undefined
      this.#received(reader, isAck ? 'ack' : 'socket', text, this.#span(...this.#start(), server), post)
      fold.add(text)
    })
    const socket = { reader, server, fold, peer }
    this.#sockets.push(socket)
    return socket
  }

  async #command(server: number, path: string, reader: Reader, body: object, method?: string): Promise<Answered> {
    return commandOn(this.#stage, server, path, await this.#stage.token(reader), body, method)
  }

  /** The state of every reader in the end. */
  async #readAll(): Promise<void> {
    const gone = new Set<string>()
    for (const record of this.#records) {
      if (record.kind !== 'guestAct') continue
      if (record.act === 'banGuest' || record.act === 'removeGuest') gone.add(record.guest)
      if (record.act === 'unbanGuest' || record.act === 'undoBan') gone.delete(record.guest)
    }
    const here = [WALL, ...Array.from({ length: GUESTS }, (_, index) => guestOf(index))].filter(({ id }) => !gone.has(id))
    const has = (reader: Reader, adapter: Adapter, server: number, messages: readonly { content: string }[], count: number | null) =>
      this.#records.push({
        kind: 'has',
        reader,
        adapter,
        server,
        posts: messages.flatMap(({ content }) => canariesIn(content).map(({ number }) => number)),
        count,
      })
    // Before any request, which would make a server that is behind read the log.
    for (const { reader, server, fold, peer } of this.#sockets) {
      if (peer.isOpen) has(reader, 'socket', server, fold.shown(), fold.wall.messageCount)
    }
    const get = <Answer>(server: number, path: string, reader: Reader, adapter: Adapter): Promise<Answer> =>
      this.#drive(this.#get(server, path, reader, adapter)).then((answer) => JSON.parse(answer?.text ?? 'null') as Answer)
    for (let server = 0; server < this.#stage.servers; server += 1) {
      for (const reader of [here[server % here.length] as Reader]) {
        const { snapshot } = await get<{ snapshot: Position & { wall: Wall } }>(server, this.#pathOf('snapshot').path, reader, 'snapshot')
        has(reader, 'snapshot', server, snapshot.wall.messages, snapshot.wall.messageCount)
        const history = await get<{ messages: HostMessage[] }>(server, this.#pathOf('history').path, reader, 'history')
        has(reader, 'history', server, history.messages, null)
        await get(server, this.#pathOf('online').path, reader, 'online')
        const fold = new SocketFold(this.#session)
        // A server with a fault may never come to an end.
        for (let [from, page] = [-1, { to: 0, hasMore: true }]; page.hasMore && page.to > from; ) {
          from = page.to
          const query = `?session=${this.#session.id}&epoch=${snapshot.epoch}&lastEventId=${page.to}&replay=all`
          page = await get<{ to: number; hasMore: boolean }>(server, `${POLL.path}${query}`, reader, 'replay')
          fold.add(JSON.stringify({ type: 'events', ...page }))
        }
        has(reader, 'replay', server, fold.shown(), fold.wall.messageCount)
      }
      const list = await get<{ messages: HostMessage[] }>(
        server,
        `${pathOf(ROUTES.listMessages, this.#session.id)}?limit=100`,
        hostOf(1),
        'hostList',
      )
      has(hostOf(1), 'hostList', server, list.messages, null)
    }
  }

  #became(post: number, status: MessageStatus, span: Span): void {
    this.#records.push({ kind: 'status', post, status, span })
  }

  #received(reader: Reader, adapter: Adapter, text: string, span: Span, post?: number): void {
    this.#records.push({ kind: 'received', reader, adapter, text, span, ...(post === undefined ? {} : { post }) })
  }

  #start(): [number, number] {
    return [(this.#order += 1), this.#stage.now()]
  }

  #span(from: number, fromMs: number, server: number | null): Span {
    return { from, fromMs, to: (this.#order += 1), toMs: this.#stage.now(), server }
  }

  #key(): string {
    return `key-of-the-proof-${(this.#keys += 1)}`
  }
}

function messageAct(act: MessageAct, id: string): { path: string; body: object } {
  switch (act) {
    case 'approve':
      return { path: pathOf(ROUTES.approveMessage, id), body: {} }
    case 'reject':
      return { path: pathOf(ROUTES.rejectMessage, id), body: {} }
    case 'rejectShown':
      return { path: pathOf(ROUTES.rejectMessage, id), body: { from: 'shown' } }
    case 'rejectPrivate':
      return { path: pathOf(ROUTES.rejectMessage, id), body: { from: 'private' } }
    case 'restore':
      return { path: pathOf(ROUTES.restoreMessage, id), body: {} }
    case 'hold':
      return { path: pathOf(ROUTES.holdMessage, id), body: {} }
    case 'holdShown':
      return { path: pathOf(ROUTES.holdMessage, id), body: { from: 'shown' } }
    case 'pin':
      return { path: pathOf(ROUTES.pinMessage, id), body: {} }
    case 'unpin':
      return { path: pathOf(ROUTES.unpinMessage, id), body: {} }
    case 'remove':
      return { path: pathOf(ROUTES.removeMessage, id), body: {} }
    default:
      return act satisfies never
  }
}
