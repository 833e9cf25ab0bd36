import { randomBytes } from 'node:crypto'
import { connect, type Socket } from 'node:net'
import { OPCODE } from '../../tests/support/raw/opcode.ts'
import { rawFrame, textFrame, ZERO_MASK } from '../../tests/support/raw/raw-frame.ts'
import { upgradeRequest } from '../../tests/support/raw/upgrade-request.ts'

/**
 * One attacker, in a process of its own: `node flooder.ts KIND PORT SESSION TOKENS…`. It opens sockets, sends as fast as they take it, and
 * opens the next as soon as one is closed, whatever the server answered. When its parent asks it, it reports what it sent and ends.
 */

const [kind = '', portText = '', session = '', ...tokens] = process.argv.slice(2)
const port = Number(portText)
const sent = { connections: 0, pieces: 0, bytes: 0 }
/** Sent in one write. */
const PIECES = 50
/** A refused attempt is repeated at once; this only keeps the attacker's own loop alive. */
const AGAIN_MS = 5

const json = (value: object) => textFrame(value, ZERO_MASK)
const key = () => randomBytes(8).toString('hex')
const message = (changes: object) => ({ type: 'sendMessage', ref: 1, key: key(), content: 'x', guestName: 'Guest', ...changes })

const FRAMES: Record<string, () => Buffer> = {
  options: () => json({ type: 'castVote', ref: 1, key: key(), voteId: 'v1', optionIds: Array.from({ length: 4_000 }, () => 'a') }),
  keys: () => json(message(Object.fromEntries(Array.from({ length: 1_500 }, (_, index) => [`x${index}`, 0])))),
  texts: () => json(message({ content: '\u0e01\u0e31'.repeat(650) })),
  field: () => json(message({ author: 'me' })),
  votes: () => json({ type: 'castVote', ref: 1, key: key(), voteId: 'v1', optionIds: ['o1'] }),
  pings: () => rawFrame({ opcode: OPCODE.ping, payload: Buffer.alloc(100), mask: ZERO_MASK }),
}

/** The first bytes of a connection, and the bytes that it then repeats. `null`: it sends nothing more, and the next connection opens. */
function script(token: string): { readonly first: Buffer; readonly again: Buffer | null } {
  const head = { host: 'Host: 127.0.0.1\r\n', auth: `Authorization: Bearer ${token}\r\n` }
  switch (kind) {
    case 'files':
      return {
        first: Buffer.from(`GET / HTTP/1.1\r\n${head.host}\r\n`.repeat(1_000)),
        again: Buffer.from(`GET / HTTP/1.1\r\n${head.host}\r\n`.repeat(100)),
      }
    case 'false credentials': {
      const request = `GET /api/realtime/poll?session=${session} HTTP/1.1\r\n${head.host}Authorization: Bearer a.b.${key()}\r\n\r\n`
      return { first: Buffer.from(request), again: null }
    }
    case 'polls':
      return { first: Buffer.from(`GET /api/realtime/poll?session=${session} HTTP/1.1\r\n${head.host}${head.auth}\r\n`), again: null }
    case 'codes':
      return { first: Buffer.from(`GET /api/sessions/${key().slice(0, 6)} HTTP/1.1\r\n${head.host}\r\n`), again: null }
    case 'upgrades':
      return { first: Buffer.from(upgradeRequest(session)), again: null }
    case 'false hellos':
      return { first: Buffer.concat([Buffer.from(upgradeRequest(session)), json({ type: 'hello', token: `a.b.${key()}` })]), again: null }
    case 'new guests':
      return {
        first: Buffer.concat([Buffer.from(upgradeRequest(session)), json({ type: 'hello', guestName: 'Guest' })]),
        again: pieces('votes'),
      }
    default:
      return { first: Buffer.concat([Buffer.from(upgradeRequest(session)), json({ type: 'hello', token })]), again: pieces(kind) }
  }
}

function pieces(name: string): Buffer {
  const make = FRAMES[name]
  if (make === undefined) throw new Error(`there is no flood ${name}`)
  return Buffer.concat(Array.from({ length: PIECES }, make))
}

function attack(token: string): void {
  const { first, again } = script(token)
  const socket: Socket = connect({ port, host: '127.0.0.1' })
  sent.connections += 1
  socket.on('error', () => {})
  // It reads, so that it is not cut off for that; of what it reads it takes no notice.
  socket.on('data', () => {
    if (again === null) socket.destroy()
  })
  const more = () => {
    while (again !== null && socket.writable) {
      sent.pieces += PIECES
      sent.bytes += again.length
      if (!socket.write(again)) return
    }
  }
  socket.on('drain', more)
  socket.on('connect', () => {
    socket.write(first)
    sent.bytes += first.length
    more()
  })
  socket.on('close', () => setTimeout(() => attack(token), AGAIN_MS))
}

for (const token of tokens) attack(token)
process.on('message', () => {
  process.send?.(sent)
  process.exit(0)
})
