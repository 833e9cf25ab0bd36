import * as protocol from '@guestwall/protocol'
import {
  CLOSE,
  COMMANDS,
  ClientFrameSchema,
  ERROR_CODES,
  ERRORS,
  HELLO_TIMEOUT_MS,
  MAX_FRAME_BYTES,
  ServerFrameSchema,
  SUBPROTOCOL,
  WIRE_VERSION,
} from '@guestwall/protocol'
import { ref, withSchemas } from './schemas.ts'

const ABOUT = `The WebSocket of a Guestwall server: subprotocol \`${SUBPROTOCOL}\`, text frames, one JSON object in each. A frame of a client has at most ${MAX_FRAME_BYTES / 1024} KiB. The client sends \`hello\` first, within ${HELLO_TIMEOUT_MS / 1000} s; it contains the credential, which is never in the address. The rules with their ids are in packages/protocol/SPEC.md.

A server refuses unknown fields. A client ignores unknown fields, and frames and events of an unknown type.`

/** One sentence for each frame. That of a command is in its file in the protocol. A frame without one stops the generator. */
const SUMMARIES: Readonly<Record<string, string>> = {
  hello: 'Identifies the client and its position. Without a token the server creates a guest named `guestName`.',
  ...Object.fromEntries(Object.entries(COMMANDS).map(([type, { summary }]) => [type, summary])),
  ping: 'Asks for a `pong`, to check whether the socket still works (CONN-5).',
  welcome: 'Answers `hello`. If `recovered` is true, `events` follow from the position of the client, otherwise a `snapshot` (SYNC-3).',
  events: 'A slice of the log: every event in (`from`, `to`] that this reader may see (SYNC-1). `Event` has the schema of each type.',
  snapshot: 'The wall, and the position at which it is correct (SYNC-3).',
  ack: 'The result of the command with the same `ref`, after the commit. Exactly one of the result fields is present.',
  error: 'A refusal. Without `ref` it concerns the connection, and the server then closes it.',
  online: 'The number of guests online. The latest value counts; it is sent at most once a second (ONLINE-3).',
  reactions:
    'Counts of reactions that have changed, for those who asked with `watchReactions` (REACT-3). It is sent at most four times a second.',
  heartbeat: 'Shows that the server is alive. The server sends it at least every `heartbeatMs` of `welcome`.',
  pong: 'Answers `ping`.',
  goodbye: 'The server shuts down; reconnect after `reconnectInMs` (CONN-6).',
  places: 'Where the guest’s own messages are on the screens; the latest wins. Only after `followPlaces`.',
}

/** On `ref` an answer is paired with its command. */
const PAIRED = [...Object.keys(COMMANDS), 'ack', 'error']

/** The WebSocket as an AsyncAPI 3 document. */
export function asyncApi() {
  const fromClient = framesOf(ClientFrameSchema)
  const fromServer = framesOf(ServerFrameSchema)
  const document = {
    asyncapi: '3.0.0',
    info: { title: 'Guestwall Wire', version: String(WIRE_VERSION), description: ABOUT, license: { name: 'MIT' } },
    defaultContentType: 'application/json',
    channels: {
      socket: {
        address: '/api/realtime/ws',
        title: 'One session’s socket',
        messages: Object.fromEntries([...fromClient, ...fromServer].map(({ type }) => [type, { $ref: `#/components/messages/${type}` }])),
        bindings: { ws: { method: 'GET', query: { type: 'object', required: ['session'], properties: { session: ref('Id') } } } },
        'x-subprotocol': SUBPROTOCOL,
        'x-close-codes': closeCodes(),
      },
    },
    operations: {
      ...Object.fromEntries(fromClient.map(({ type }) => [type, operation('receive', type)])),
      ...Object.fromEntries(fromServer.map(({ type }) => [type, operation('send', type)])),
    },
    components: {
      messages: Object.fromEntries([...fromClient, ...fromServer].map(({ type, name }) => [type, message(type, name)])),
      // Not on the channel by itself: what the items of `events` are, as far as this version knows.
      'x-events': ref('Event'),
    },
  }
  return withSchemas(document, 'draft-07')
}

interface Frame {
  readonly type: string
  /** The name of its schema. */
  readonly name: string
}

/** The frames of a union. */
function framesOf(union: typeof ClientFrameSchema | typeof ServerFrameSchema): Frame[] {
  return union.options.map((schema) => {
    const exported = Object.entries(protocol).find(([, value]) => value === schema)
    if (exported === undefined) throw new Error(`the frame ${schema.entries.type.literal} is not exported by @guestwall/protocol`)
    return { type: schema.entries.type.literal, name: exported[0].replace(/Schema$/, '') }
  })
}

function message(type: string, name: string) {
  if (SUMMARIES[type] === undefined) throw new Error(`the frame ${type} has no sentence in asyncapi.ts`)
  const correlation = PAIRED.includes(type) ? { correlationId: { location: '$message.payload#/ref' } } : {}
  return { name: type, summary: SUMMARIES[type], ...correlation, payload: ref(name) }
}

/** Seen from the server, as AsyncAPI 3 has it: it receives what a client sends. */
function operation(action: 'receive' | 'send', type: string) {
  const to = (name: string) => ({ $ref: `#/channels/socket/messages/${name}` })
  const reply = replyTo(type)
  return {
    action,
    channel: { $ref: '#/channels/socket' },
    messages: [to(type)],
    ...(reply.length === 0 ? {} : { reply: { channel: { $ref: '#/channels/socket' }, messages: reply.map(to) } }),
  }
}

function replyTo(type: string): string[] {
  if (type === 'hello') return ['welcome', 'error']
  if (type === 'ping') return ['pong']
  return type in COMMANDS ? ['ack', 'error'] : []
}

/** Each close code with the refusals that end a connection with it. */
function closeCodes() {
  return Object.fromEntries(Object.values(CLOSE).map((code) => [code, ERROR_CODES.filter((name) => ERRORS[name].close === code)]))
}
