import * as protocol from '@guestwall/protocol'

/**
 * @typedef {{ type: string, entries?: Record<string, Schema>, item?: Schema, wrapped?: Schema, value?: Schema, options?: Schema[],
 *   literal?: string, pipe?: { type: string, requirement?: unknown }[] }} Schema
 */

/** The values that have a guard of their own: its name, by the name of the schema. A later one uses those before it. */
const NAMED = {
  Guest: 'isGuest',
  WallMessage: 'isMessage',
  VotePayload: 'isTally',
  Vote: 'isVote',
  Ballot: 'isBallot',
  Session: 'isSession',
  Wall: 'isWall',
  OnlinePage: 'isOnlinePage',
}

/** The fields that no client of ours reads. They are not checked, so they cost nothing. */
const UNREAD = /** @type {Record<string, string[]>} */ ({
  Session: [
    'code',
    'title',
    'subtitle',
    'moderation',
    'slowModeSeconds',
    'layout',
    'theme',
    'occasion',
    'opensAt',
    'retentionDays',
    'photos',
    'privateWishes',
    'reactions',
    'look',
    'createdAt',
  ],
  // The entry for photos checks it.
  WallMessage: ['photo'],
  // This client asks for no page of names over a socket.
  Ack: ['online', 'reported', 'places', 'reaction', 'reactions'],
  Problem: ['type', 'status', 'by', 'message', 'state'],
  'message.removed': ['nameErased'],
  'vote.removed': ['wasDraft'],
  'guest.removed': ['guestId'],
  'settings.changed': ['newcomersWait', 'filter'],
  // Screens and consoles read it from an entry of their own.
  'screen.changed': ['screenId', 'change', 'control'],
  'credential.changed': ['id', 'name', 'role', 'createdAt', 'lastUsedAt', 'revokedAt'],
  // The host's list of guests reads it from its own requests.
  'guest.changed': ['id', 'name', 'firstSeenAt', 'lastSeenAt', 'source', 'isRenamed', 'isMuted', 'isRemoved', 'isBanned', 'reason', 'by'],
})

/** The frames that an entry of its own reads and checks: the client ignores them like those of a newer server. */
const UNREAD_FRAMES = ['places', 'reactions']

/** The guards with which a client checks what it receives, made from the schemas: `generated/guards.ts`. */
export function guardsModule() {
  // The pages of guests do not read the fields of a message that are for hosts.
  const known = new Map([
    [schemaOf('UnknownEvent'), 'isEvent'],
    [schemaOf('HostMessage'), 'isMessage'],
  ])
  const lines = []
  for (const [schema, guard] of Object.entries(NAMED)) {
    lines.push(`export const ${guard} = ${typed(guardOf(schemaOf(schema), known, UNREAD[schema]), schema)}`)
    known.set(schemaOf(schema), guard)
  }
  const body = `${lines.join('\n')}

/** The guards of the events' data, in the order of the types in \`REDUCERS\`: each type is in the bundle once. */
const DATA_GUARDS: readonly Guard<unknown>[] = [
${eventData(known)}
]

/** A map, because the type comes from outside: every object has a \`constructor\`. */
const EVENT_DATA = new Map(Object.keys(REDUCERS).map((type, at) => [type, DATA_GUARDS[at]]))

const isEnvelope = shape<AnyEvent>('type at', { id: isCount })

/** An event of a type that this version does not know passes with any data (SYNC-2). */
const isEvent: Guard<AnyEvent> = (input): input is AnyEvent => isEnvelope(input) && (EVENT_DATA.get(input.type)?.(input.data) ?? true)

/** Whether this version knows the type of an event that has passed its guard, and so the form of its data. */
export function isKnownEvent(event: AnyEvent): event is WallEvent {
  return EVENT_DATA.has(event.type)
}

/** The fields of each frame besides its type. */
const FRAMES = new Map<string, Guard<unknown>>(
  Object.entries({
${frames(known)}
  }),
)

const isTyped = shape<{ readonly type: string }>('type')

/** A frame of a type that this version does not know passes: a newer server may send it, and it is ignored. */
export function isServerFrame(input: unknown): input is ServerFrame {
  return isTyped(input) && (FRAMES.get(input.type)?.(input) ?? true)
}

const isPollSnapshot = ${guardOf(schemaOf('PollSnapshot'), known)}
const isPollEvents = ${guardOf(schemaOf('PollEvents'), known)}

export const isPollAnswer = (input: unknown): input is PollAnswer => isPollSnapshot(input) || isPollEvents(input)

${answer('isJoined', 'Joined', known)}
${answer('isPosted', 'PostedMessage', known)}
${answer('isCast', 'CastBallot', known)}
/** A problem document, as far as a client reads it. */
${answer('isProblem', 'Problem', known, UNREAD['Problem'])}
`
  return `// Generated from the schemas by \`npm run generate\`. Do not edit.
import type * as v from 'valibot'
import type { ProblemSchema } from '../errors.ts'
import type { AnyEvent, WallEvent } from '../events/event.ts'
import type { ServerFrame } from '../frames/server-frame.ts'
import { ${importsOf(body)} } from '../guard.ts'
import type { Guest, OnlinePage } from '../guest.ts'
import type { CastBallotSchema, JoinedSchema, PollAnswer, PostedMessageSchema } from '../http.ts'
import type { WallMessage } from '../message.ts'
import type { Session } from '../session.ts'
import type { Ballot, Vote, VotePayload } from '../vote.ts'
import type { Wall } from '../wall.ts'
import { REDUCERS } from './events.ts'

/*
 * A client checks what it receives as deep as it reads it, so that the reducer can trust its input (CONN-7, SYNC-2). Patterns of ids and times
 * and the words of lists are not checked: a newer server may have more words.
 */

${body}`
}

const SCHEMAS = new Map(Object.entries(protocol))

/** @param {string} name @returns {Schema} */
function schemaOf(name) {
  return /** @type {never} */ (SCHEMAS.get(`${name}Schema`))
}

/**
 * The expression as the guard of a type.
 * @param {string} guard
 * @param {string} type
 */
function typed(guard, type) {
  return guard.startsWith('shape(') ? guard.replace('shape(', `shape<${type}>(`) : `${guard} as Guard<${type}>`
}

/** @param {string} guard @param {string} schema @param {Map<Schema, string>} known @param {string[]} [unread] */
function answer(guard, schema, known, unread) {
  return `export const ${guard} = ${typed(guardOf(schemaOf(schema), known, unread), `v.InferOutput<typeof ${schema}Schema>`)}`
}

/** @param {Map<Schema, string>} known */
function eventData(known) {
  const options = /** @type {Schema[]} */ (/** @type {unknown} */ (protocol.EventSchema.options))
  return options
    .map(({ entries }) => {
      const type = entries?.['type']?.literal ?? ''
      return `  // ${type}
  ${guardOf(part(entries?.['data']), known, UNREAD[type])},`
    })
    .join('\n')
}

/** @param {Map<Schema, string>} known */
function frames(known) {
  const options = /** @type {Schema[]} */ (/** @type {unknown} */ (protocol.ServerFrameSchema.options))
  return options
    .filter((option) => !UNREAD_FRAMES.includes(option.entries?.['type']?.literal ?? ''))
    .map((option) => {
      const type = option.entries?.['type']?.literal ?? ''
      const unread = ['type', ...(type === 'ack' ? (UNREAD['Ack'] ?? []) : [])]
      return `    ${type}: ${guardOf(option, known, unread)},`
    })
    .join('\n')
}

/**
 * The expression of a guard.
 * @param {Schema} schema
 * @param {Map<Schema, string>} known
 * @param {readonly string[]} [unread]
 * @returns {string}
 */
function guardOf(schema, known, unread = []) {
  const name = known.get(schema)
  if (name !== undefined) return name
  switch (schema.type) {
    case 'string':
    case 'picklist':
      return 'isString'
    case 'boolean':
      return 'isBoolean'
    case 'number':
      return numberGuard(schema.pipe ?? [])
    case 'array':
      return `listOf(${guardOf(part(schema.item), known)})`
    case 'record':
      return `recordOf(${guardOf(part(schema.value), known)})`
    case 'nullable':
      return `nullable(${guardOf(part(schema.wrapped), known)})`
    case 'optional':
      return `optional(${guardOf(part(schema.wrapped), known)})`
    case 'object':
      return objectGuard(schema.entries ?? {}, known, unread)
    default:
      throw new Error(`no guard for a schema of type ${schema.type}`)
  }
}

/** @param {Schema | undefined} schema @returns {Schema} */
function part(schema) {
  if (schema === undefined) throw new Error('a schema lacks its inner schema')
  return schema
}

/** @param {readonly { type: string, requirement?: unknown }[]} checks */
function numberGuard(checks) {
  const isWhole = checks.some(({ type }) => type === 'safe_integer')
  const isPositive = checks.some(({ type, requirement }) => type === 'min_value' && requirement === 0)
  if (isWhole) return isPositive ? 'isCount' : 'isInteger'
  if (!isPositive) throw new Error('no guard for numbers that may be negative and have a fraction')
  return 'isDuration'
}

/** @param {Record<string, Schema>} entries @param {Map<Schema, string>} known @param {readonly string[]} unread */
function objectGuard(entries, known, unread) {
  const fields = Object.entries(entries)
    .filter(([name]) => !unread.includes(name))
    .map(([name, schema]) => /** @type {const} */ ([name, guardOf(schema, known)]))
  const texts = fields.filter(([, guard]) => guard === 'isString').map(([name]) => name)
  const others = fields.filter(([, guard]) => guard !== 'isString').map(([name, guard]) => (name === guard ? name : `${name}: ${guard}`))
  if (fields.length === 0) return 'isRecord'
  if (texts.length === 0) return `objectOf({ ${others.join(', ')} })`
  return others.length === 0 ? `shape('${texts.join(' ')}')` : `shape('${texts.join(' ')}', { ${others.join(', ')} })`
}

/** @param {string} body */
function importsOf(body) {
  const names = ['isBoolean', 'isCount', 'isDuration', 'isInteger', 'isRecord', 'isString', 'listOf', 'nullable', 'objectOf', 'optional']
  const used = [...names, 'recordOf', 'shape'].filter((name) => new RegExp(`\\b${name}\\b`).test(body))
  return ['type Guard', ...used].join(', ')
}
