import { ERRORS, MAX_FRAME_BYTES, WIRE_VERSION } from '@guestwall/protocol'
import { ADDRESSES } from './addresses.mjs'
import { ref, withSchemas } from './schemas.mjs'

const ABOUT = `The HTTP door of a Guestwall server. What it promises has rule ids in packages/protocol/SPEC.md; the WebSocket is described by asyncapi.json.

Bodies are JSON in UTF-8 of at most ${MAX_FRAME_BYTES / 1024} KiB, without content encoding; fields and query parameters that are not documented are refused. A credential travels in the \`Authorization\` header, never in an address. Every refusal is a problem document (RFC 9457) whose \`code\` is the contract; a method that an address does not have is answered 405 \`method_not_allowed\` with \`Allow\`. Nothing of the API may be cached.`

const SECURITY_SCHEMES = {
  operator: {
    type: 'http',
    scheme: 'bearer',
    description: 'The operator’s token: `OPERATOR_TOKEN`, or the one kept in the data directory.',
  },
  session: {
    type: 'http',
    scheme: 'bearer',
    description: 'A credential of a guest, a host or a wall screen. It belongs to one session; addresses under `/api/host` want a host’s.',
  },
}

const TAGS = [
  { name: 'guest', description: 'Join, read, write.' },
  { name: 'host', description: 'Run a session.' },
  { name: 'operator', description: 'Create sessions.' },
  { name: 'operation', description: 'For who runs the server.' },
]

const ANY_ID = { name: 'id', in: 'path', required: true, schema: ref('Id') }

/** The HTTP door as an OpenAPI 3.1 document. */
export function openApi() {
  const paths = Object.entries(ADDRESSES).map(([path, methods]) => [
    path,
    {
      ...(path.includes('{id}') ? { parameters: [ANY_ID] } : {}),
      ...Object.fromEntries(Object.entries(methods).map(([method, operation]) => [method, describe(operation)])),
    },
  ])
  const document = {
    openapi: '3.1.0',
    info: { title: 'Guestwall', version: String(WIRE_VERSION), description: ABOUT, license: { name: 'MIT', identifier: 'MIT' } },
    tags: TAGS,
    paths: Object.fromEntries(paths),
    components: { securitySchemes: SECURITY_SCHEMES },
  }
  return withSchemas(document, 'draft-2020-12')
}

/** @param {import('./addresses.mjs').Operation} operation */
function describe({ id, tag, summary, description, credential, parameters, body, isBodyOptional, answers, refusals }) {
  return {
    operationId: id,
    tags: [tag],
    summary,
    ...(description === undefined ? {} : { description }),
    security: credential === undefined ? [] : [{ [credential]: [] }],
    ...(parameters === undefined ? {} : { parameters }),
    ...(body === undefined
      ? {}
      : { requestBody: { required: isBodyOptional !== true, content: { 'application/json': { schema: body } } } }),
    responses: { ...Object.fromEntries(Object.entries(answers).map(answer)), ...problems(refusals) },
  }
}

function answer([status, { description, schema, type = 'application/json' }]) {
  return [status, { description, content: { [type]: { schema } } }]
}

/** The refusals by status. A credential in an address is refused everywhere. */
function problems(refusals) {
  const byStatus = new Map()
  for (const code of new Set(['bad_request', ...refusals])) {
    const { status } = ERRORS[code]
    byStatus.set(status, [...(byStatus.get(status) ?? []), code])
  }
  return Object.fromEntries([...byStatus].map(([status, codes]) => [status, problem(codes)]))
}

function problem(codes) {
  const canWait = codes.some((code) => ERRORS[code].retryable)
  return {
    description: codes.map((code) => `\`${code}\`: ${ERRORS[code].message}`).join('\n\n'),
    ...(canWait ? { headers: { 'Retry-After': { description: '`retryAfterMs` in whole seconds.', schema: { type: 'integer' } } } } : {}),
    content: { 'application/problem+json': { schema: ref('Problem') } },
    'x-codes': codes,
  }
}
