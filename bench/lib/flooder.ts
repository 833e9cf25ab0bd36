import { randomBytes } from 'node:crypto'
import { connect, type Socket } from 'node:net'
import { SUBPROTOCOL } from '@guestwall/protocol'

/**
 * One attacker, in a process of its own: `node flooder.ts KIND PORT SESSION TOKENS…`. It opens sockets, sends as fast as they take it, and
 * opens the next as soon as one is closed, whatever it was told. It ends with its parent's word; then it prints what it sent.
 */

const [kind = '', portText = '', session = '', ...tokens] = process.argv.slice(2)
const port = Number(portText)
const sent = { connections: 0, pieces: 0, bytes: 0 }
/** Sent in one write. */
const PIECES = 50
/** A refused attempt is repeated at once; this only keeps the attacker's own loop alive. */
const AGAIN_MS = 5

function frame(payload: Buffer, opcode = 1): Buffer {
  const { length } = payload
  const head = length < 126 ? Buffer.from([0x80 | opcode, 0x80 | length]) : Buffer.from([0x80 | opcode, 0xfe, length >> 8, length & 0xff])
  return Buffer.concat([head, Buffer.alloc(4), payload])
}
const json = (value: object) => frame(Buffer.from(JSON.stringify(value)))
const key = () => randomBytes(8).toString('hex')
const message = (changes: object) => ({ type: 'sendMessage', ref: 1, key: key(), content: 'x', guestName: 'Guest', ...changes })

const FRAMES: Record<string, () => Buffer> = {
  options: () => json({ type: 'castVote', ref: 1, key: key(), voteId: 'v1', optionIds: Array.from({ length: 4_000 }, () => 'a') }),
  keys: () => json(message(Object.fromEntries(Array.from({ length: 1_500 }, (_, index) => [`x${index}`, 0])))),
  texts: () => json(message({ content: '\u0e01\u0e31'.repeat(650) })),
  field: () => json(message({ author: 'me' })),
  votes: () => json({ type: 'castVote', ref: 1, key: key(), voteId: 'v1', optionIds: ['o1'] }),
  pings: () => frame(Buffer.alloc(100), 9),
}

function upgrade(): string {
  return (
    `GET /api/realtime/ws?session=${session} HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n` +
    `Sec-WebSocket-Key: ${randomBytes(16).toString('base64')}\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Protocol: ${SUBPROTOCOL}\r\n\r\n`
  )
}

/** What a connection says first, and what it then repeats; `null`: it says nothing more, and comes again. */
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
      return { first: Buffer.from(upgrade()), again: null }
    case 'false hellos':
      return { first: Buffer.concat([Buffer.from(upgrade()), json({ type: 'hello', token: `a.b.${key()}` })]), again: null }
    case 'new guests':
      return { first: Buffer.concat([Buffer.from(upgrade()), json({ type: 'hello', guestName: 'Guest' })]), again: pieces('votes') }
    default:
      return { first: Buffer.concat([Buffer.from(upgrade()), json({ type: 'hello', token })]), again: pieces(kind) }
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
