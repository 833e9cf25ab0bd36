import { randomUUID } from 'node:crypto'

/**
 * The steps of scenarios/artillery.yml: they speak Wire v1 (packages/protocol/SPEC.md) over the socket of a virtual guest.
 *
 * @typedef {{ send(text: string): void, on(event: 'message', listener: (data: Buffer) => void): void }} Socket
 * @typedef {{ ws: Socket, vars: Record<string, unknown>, frames?: Frames }} Context
 * @typedef {{ emit(kind: 'histogram' | 'counter', name: string, value: number): void }} Metrics
 * @typedef {{ type: string, ref?: number, code?: string, events?: { type: string, data: { content?: string } }[] }} Frame
 */

const ANSWER_MS = 10_000
const CHOICE = 'o1'

/** The frames that come to one guest; a step waits for the first that it looks for. */
class Frames {
  /** @type {Set<(frame: Frame) => void>} */
  #waiting = new Set()

  /** @param {Socket} socket */
  constructor(socket) {
    socket.on('message', (data) => {
      const frame = /** @type {Frame} */ (JSON.parse(data.toString()))
      for (const look of this.#waiting) look(frame)
    })
  }

  /**
   * @param {string} what For the error.
   * @param {(frame: Frame) => boolean} isIt
   * @returns {Promise<Frame>}
   */
  first(what, isIt) {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#waiting.delete(look)
        reject(new Error(`no ${what} in ${ANSWER_MS / 1_000} s`))
      }, ANSWER_MS)
      /** @param {Frame} frame */
      const look = (frame) => {
        if (!isIt(frame)) return
        clearTimeout(timer)
        this.#waiting.delete(look)
        resolve(frame)
      }
      this.#waiting.add(look)
    })
  }
}

/**
 * The address of the session's socket.
 *
 * @param {{ target: string }} connection
 * @param {Context} _context
 * @param {() => void} done
 */
export function toSession(connection, _context, done) {
  connection.target = `${connection.target}/api/realtime/ws?session=${process.env.GUESTWALL_SESSION}`
  done()
}

/**
 * @param {Context} context
 * @param {Metrics} metrics
 */
export async function hello(context, metrics) {
  const frames = new Frames(context.ws)
  context.frames = frames
  const atMs = performance.now()
  const welcome = frames.first('welcome', ({ type }) => type === 'welcome' || type === 'error')
  context.ws.send(JSON.stringify({ type: 'hello', guestName: 'Artillery' }))
  accepted(await welcome, metrics)
  metrics.emit('histogram', 'guestwall.hello_ms', performance.now() - atMs)
}

/**
 * Sends a message, and waits for its acknowledgement and for the event that brings it to the wall.
 *
 * @param {Context} context
 * @param {Metrics} metrics
 */
export async function writeMessage(context, metrics) {
  const key = randomUUID()
  const content = `新婚快乐 ${key}`
  const atMs = performance.now()
  const event = context.frames?.first('event', ({ events = [] }) => events.some(({ data }) => data.content === content))
  await command(context, metrics, { type: 'sendMessage', key, content, guestName: 'Artillery' })
  metrics.emit('histogram', 'guestwall.ack_ms', performance.now() - atMs)
  await event
  metrics.emit('histogram', 'guestwall.delivery_ms', performance.now() - atMs)
}

/**
 * @param {Context} context
 * @param {Metrics} metrics
 */
export async function castVote(context, metrics) {
  const voteId = process.env.GUESTWALL_VOTE
  if (voteId === undefined) return
  await command(context, metrics, { type: 'castVote', key: randomUUID(), voteId, optionIds: [CHOICE] })
  metrics.emit('counter', 'guestwall.votes', 1)
}

let lastRef = 0

/**
 * @param {Context} context
 * @param {Metrics} metrics
 * @param {object} fields
 */
async function command({ ws, frames }, metrics, fields) {
  const ref = (lastRef += 1)
  const answer = frames?.first('answer', (frame) => frame.ref === ref)
  ws.send(JSON.stringify({ ref, ...fields }))
  accepted(await answer, metrics)
}

/**
 * @param {Frame | undefined} frame
 * @param {Metrics} metrics
 */
function accepted(frame, metrics) {
  if (frame?.type !== 'error') return
  metrics.emit('counter', `guestwall.refused.${frame.code}`, 1)
  throw new Error(`refused: ${frame.code}`)
}
