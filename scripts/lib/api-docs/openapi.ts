import {
  type Access,
  type ErrorCode,
  ERRORS,
  MAX_FRAME_BYTES,
  type MediaType,
  type Parameter,
  ROUTE_NAMES,
  ROUTE_TEXTS,
  type Route,
  type RouteName,
  ROUTES,
  type RouteText,
  WIRE_VERSION,
} from '@guestwall/protocol'
import type { GenericSchema } from 'valibot'
import { ref, refTo, withSchemas } from './schemas.ts'

const ABOUT = `The HTTP API of a Guestwall server. Its rules have ids in packages/protocol/SPEC.md; asyncapi.json describes the WebSocket.

Bodies are JSON in UTF-8 of at most ${MAX_FRAME_BYTES / 1024} KiB, without content encoding; fields and query parameters that are not documented are refused. A credential travels in the \`Authorization\` header, never in an address. Every refusal is a problem document (RFC 9457) whose \`code\` is the contract; any request may be refused with \`rate_limited\` or \`host_refused\`; a method that an address does not have is answered 405 \`method_not_allowed\` with \`Allow\`. Nothing of the API may be cached.`

const SECURITY_SCHEMES = {
  operator: {
    type: 'http',
    scheme: 'bearer',
    description: 'The operator’s token: `OPERATOR_TOKEN`, or the one in the data directory.',
  },
  session: {
    type: 'http',
    scheme: 'bearer',
    description: 'A credential of a guest, a host or a wall screen. It belongs to one session; `x-roles` lists the roles that may call.',
  },
}

const TAGS = [
  { name: 'guest', description: 'Join, read, write.' },
  { name: 'host', description: 'Run a session.' },
  { name: 'operator', description: 'Create sessions.' },
  { name: 'operation', description: 'Monitor the server.' },
]

const ANY_ID = { name: 'id', in: 'path', required: true, schema: ref('Id') }

/** The HTTP API as an OpenAPI 3.1 document, from the table of routes. */
export function openApi() {
  const paths: Record<string, Record<string, unknown>> = {}
  for (const name of ROUTE_NAMES) {
    const { method, path } = ROUTES[name]
    const methods = (paths[path] ??= path.includes('{id}') ? { parameters: [ANY_ID] } : {})
    methods[method.toLowerCase()] = operation(name)
  }
  const document = {
    openapi: '3.1.0',
    info: { title: 'Guestwall', version: String(WIRE_VERSION), description: ABOUT, license: { name: 'MIT', identifier: 'MIT' } },
    tags: TAGS,
    paths,
    components: { securitySchemes: SECURITY_SCHEMES },
  }
  return withSchemas(document, 'draft-2020-12')
}

function operation(name: RouteName) {
  const { access, query, body, upload, isBodyOptional, answers, refusals }: Route = ROUTES[name]
  const { tag, summary, description, parameters, answers: texts } = ROUTE_TEXTS[name]
  return {
    operationId: name,
    tags: [tag],
    summary,
    ...(description === undefined ? {} : { description }),
    ...security(access),
    ...(query === undefined ? {} : { parameters: Object.entries(query).map((entry) => parameter(entry, parameters ?? {})) }),
    ...(body === undefined
      ? {}
      : { requestBody: { required: isBodyOptional !== true, content: { 'application/json': { schema: refTo(body) } } } }),
    ...(upload === undefined ? {} : { requestBody: { required: true, content: { [upload.mediaType]: {} } } }),
    responses: { ...Object.fromEntries(Object.entries(answers).map((entry) => answer(entry, texts))), ...problems(refusals) },
  }
}

function security(access: Access) {
  if (access === 'anyone') return { security: [] }
  return access === 'operator' ? { security: [{ operator: [] }] } : { security: [{ session: [] }], 'x-roles': access }
}

function parameter([name, form]: [string, Parameter], descriptions: Readonly<Record<string, string>>) {
  const {
    isRequired,
    isChecked: _,
    schema,
    ...rest
  } = form.type === 'string' ? form : { ...form, isRequired: false, isChecked: false, schema: undefined }
  return {
    name,
    in: 'query',
    ...(isRequired === true ? { required: true } : {}),
    schema: schema === undefined ? rest : refTo(schema),
    description: descriptions[name],
  }
}

function answer([status, form]: [string, GenericSchema | MediaType], texts: RouteText['answers']): [string, object] {
  const description = typeof texts === 'string' ? texts : texts[Number(status)]
  const content =
    'mediaType' in form ? { [form.mediaType]: { schema: { type: 'string' } } } : { 'application/json': { schema: refTo(form) } }
  return [status, { description, content }]
}

/** The refusals by status. Every route refuses a credential in its address. */
function problems(refusals: readonly ErrorCode[]) {
  const byStatus = new Map<number, ErrorCode[]>()
  for (const code of new Set<ErrorCode>(['bad_request', ...refusals])) {
    const { status } = ERRORS[code]
    byStatus.set(status, [...(byStatus.get(status) ?? []), code])
  }
  return Object.fromEntries([...byStatus].map(([status, codes]) => [status, problem(codes)]))
}

function problem(codes: readonly ErrorCode[]) {
  const canWait = codes.some((code) => ERRORS[code].retryable)
  return {
    description: codes.map((code) => `\`${code}\`: ${ERRORS[code].message}`).join('\n\n'),
    ...(canWait ? { headers: { 'Retry-After': { description: '`retryAfterMs` in whole seconds.', schema: { type: 'integer' } } } } : {}),
    content: { 'application/problem+json': { schema: ref('Problem') } },
    'x-codes': codes,
  }
}
