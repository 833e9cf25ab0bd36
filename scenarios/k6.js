import exec from 'k6/execution'
import { Counter, Trend } from 'k6/metrics'
import { WebSocket } from 'k6/websockets'

/**
 * Guests of Guestwall for k6: each connects, says hello, writes a message every few seconds for a minute, and leaves. They speak Wire v1 (packages/protocol/SPEC.md).
 *
 *     GUESTWALL_URL=wss://wall.example GUESTWALL_SESSION=the-session-id k6 run scenarios/k6.js
 *
 * GUESTWALL_VOTE is the id of an open vote; without it nobody votes. GUESTS, STAY_SECONDS and WRITE_SECONDS change the load.
 *
 * @typedef {{ type: string, data: { content: string } }} WallEvent
 * @typedef {{ type: string, ref: number, code: string, events: readonly WallEvent[] }} Frame
 */

const URL = __ENV.GUESTWALL_URL || 'ws://127.0.0.1:8080'
const SESSION = __ENV.GUESTWALL_SESSION
const VOTE = __ENV.GUESTWALL_VOTE
const GUESTS = Number(__ENV.GUESTS || 200)
const STAY_MS = Number(__ENV.STAY_SECONDS || 60) * 1000
const WRITE_MS = Number(__ENV.WRITE_SECONDS || 5) * 1000

const helloMs = new Trend('guestwall_hello_ms', true)
const ackMs = new Trend('guestwall_ack_ms', true)
const deliveryMs = new Trend('guestwall_delivery_ms', true)
const refused = new Counter('guestwall_refused')
const lost = new Counter('guestwall_lost')

export const options = {
  scenarios: { guests: { executor: 'per-vu-iterations', vus: GUESTS, iterations: 1, maxDuration: '1h' } },
  thresholds: {
    guestwall_ack_ms: ['p(99)<250'],
    guestwall_delivery_ms: ['p(99)<400'],
    guestwall_refused: ['count==0'],
    guestwall_lost: ['count==0'],
  },
}

export default function guest() {
  const name = `k6 ${exec.vu.idInTest}`
  const socket = new WebSocket(`${URL}/api/realtime/ws?session=${SESSION}`, ['guestwall.v1'])
  const openedAt = Date.now()
  /**
   * When each command left, by its `ref`, until its answer.
   * @type {Map<number, number>}
   */
  const unanswered = new Map()
  /**
   * When each message left, by its text, until its event.
   * @type {Map<string, number>}
   */
  const undelivered = new Map()
  let count = 0

  /** @param {object} fields */
  function command(fields) {
    count += 1
    const key = `k6-${exec.vu.idInTest}-${openedAt}-${count}`
    unanswered.set(count, Date.now())
    socket.send(JSON.stringify({ ref: count, key, ...fields }))
  }

  function write() {
    const content = `新婚快乐 ${name} ${count + 1}`
    undelivered.set(content, Date.now())
    command({ type: 'sendMessage', content, guestName: name })
  }

  /** @param {readonly WallEvent[]} events */
  function onEvents(events) {
    for (const { type, data } of events) {
      const sentAt = type === 'message.created' ? undelivered.get(data.content) : undefined
      if (sentAt === undefined) continue
      undelivered.delete(data.content)
      deliveryMs.add(Date.now() - sentAt)
    }
  }

  function begin() {
    helloMs.add(Date.now() - openedAt)
    if (VOTE) command({ type: 'castVote', voteId: VOTE, optionIds: ['o1'] })
    // The first message comes at a random time, so that the guests do not write at one moment.
    setTimeout(() => {
      write()
      const timer = setInterval(write, WRITE_MS)
      setTimeout(() => clearInterval(timer), STAY_MS - WRITE_MS)
    }, Math.random() * WRITE_MS)
    setTimeout(() => {
      lost.add(unanswered.size + undelivered.size)
      socket.close()
    }, STAY_MS + WRITE_MS)
  }

  socket.onopen = () => socket.send(JSON.stringify({ type: 'hello', guestName: name }))
  socket.onmessage = ({ data }) => {
    const frame = /** @type {Frame} */ (JSON.parse(data))
    if (frame.type === 'welcome') begin()
    else if (frame.type === 'events') onEvents(frame.events)
    else if (frame.type === 'ack' || frame.type === 'error') {
      if (frame.type === 'error') refused.add(1, { code: frame.code })
      else ackMs.add(Date.now() - (unanswered.get(frame.ref) ?? openedAt))
      unanswered.delete(frame.ref)
    }
  }
  socket.onerror = () => lost.add(1)
}
