import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import { ClientFrameSchema } from './frames/client-frame.ts'
import { CLOSE, ERROR_CODES, ERRORS } from './errors.ts'
import { EventSchema } from './events/event.ts'
import { ServerFrameSchema } from './frames/server-frame.ts'
import type { Route } from './route.ts'
import { ROUTE_TEXTS } from './route-texts.ts'
import { ROUTE_NAMES, ROUTES } from './routes.ts'

const specPath = fileURLToPath(new URL('../SPEC.md', import.meta.url))
const HOW_TO_WRITE = 'run: UPDATE_WIRE=1 npx vitest run --project unit packages/protocol'
/** The part of SPEC.md that is written from the table of refusals. */
const REFUSALS = /(?<=<!-- errors: [^\n]*-->\n)[\s\S]*?(?=<!-- \/errors -->)/

/** The part that is written from the table of routes. */
const REQUESTS = /(?<=<!-- routes: [^\n]*-->\n)[\s\S]*?(?=<!-- \/routes -->)/

function requestsTable(): string {
  const rows = ROUTE_NAMES.map((name) => {
    const route: Route = ROUTES[name]
    return `| \`${route.method} ${route.path}\` | ${accessOf(route)} | ${asksOf(route)} | ${answersOf(route)} | ${ROUTE_TEXTS[name].summary} |`
  })
  return ['| request | credential | asks | answer | effect |', '|---|---|---|---|---|', ...rows, ''].join('\n')
}

function accessOf({ access }: Route): string {
  return typeof access === 'string' ? access : access.join(', ')
}

/** The names of the query parameters, or the fields of the body; `?` follows a field that may be absent. */
function asksOf({ query, body, upload }: Route): string {
  if (query !== undefined) {
    const names = Object.keys(query).map((name) => `\`${name}\``)
    return [...names, ...(upload === undefined ? [] : [`\`${upload.mediaType}\``])].join(' ')
  }
  return body === undefined ? '' : fieldList(body)
}

function answersOf({ answers }: Route): string {
  return Object.entries(answers)
    .map(([status, answer]) => {
      const form = 'mediaType' in answer ? `\`${answer.mediaType}\`` : fieldList(answer)
      return status === '200' && Object.keys(answers).length === 1 ? form : `${status} ${form}`
    })
    .join(' or ')
}

function fieldList(schema: v.GenericSchema): string {
  const { entries, options } = schema as { entries?: Readonly<Record<string, { readonly type: string }>>; options?: v.GenericSchema[] }
  if (entries === undefined) return (options ?? []).map(fieldList).join(' or ')
  return `\`{${Object.entries(entries)
    .map(([name, { type }]) => (type === 'optional' ? `${name}?` : name))
    .join(', ')}}\``
}

function refusalsTable(): string {
  const rows = ERROR_CODES.map((code) => {
    const { status, close, instruction, message } = ERRORS[code]
    return `| \`${code}\` | ${status} | ${close ?? ''} | ${instruction} | ${message} |`
  })
  return ['| code | HTTP | close | do | means |', '|---|---|---|---|---|', ...rows, ''].join('\n')
}

describe('SPEC.md', () => {
  it('[SEND-4] lists every refusal as the table in errors.ts has it, and every request as routes.ts has it', () => {
    if (process.env['UPDATE_WIRE'] === '1') {
      const text = readFileSync(specPath, 'utf8')
      writeFileSync(
        specPath,
        text.replace(REFUSALS, () => refusalsTable()).replace(REQUESTS, () => requestsTable()),
      )
    }
    const text = readFileSync(specPath, 'utf8')
    expect(REFUSALS.exec(text)?.[0], HOW_TO_WRITE).toBe(refusalsTable())
    expect(REQUESTS.exec(text)?.[0], HOW_TO_WRITE).toBe(requestsTable())
  })

  it('lists every frame with the fields of its schema, and no other', () => {
    const sent = Object.fromEntries(ClientFrameSchema.options.map(({ entries }) => [entries.type.literal, fieldsOf(entries)]))
    const received = Object.fromEntries(ServerFrameSchema.options.map(({ entries }) => [entries.type.literal, fieldsOf(entries)]))
    const text = readFileSync(specPath, 'utf8')
    expect(framesIn(text, 'client sends')).toEqual(sent)
    expect(framesIn(text, 'server sends')).toEqual(received)
  })

  it('lists every type of event', () => {
    const text = readFileSync(specPath, 'utf8')
    const listed = tableAfter(text, '| event | data | effect |').flatMap(([types]) => names(types ?? ''))
    expect([...listed].sort()).toEqual(EventSchema.options.map(({ entries }) => entries.type.literal).sort())
  })

  it('lists every close code', () => {
    const text = readFileSync(specPath, 'utf8')
    for (const code of Object.values(CLOSE)) expect(text).toMatch(new RegExp(`^\\| ${code} \\|`, 'm'))
  })
})

/** A frame's fields but its type, `?` behind those that may be absent, in the order of the schema. */
function fieldsOf(entries: Readonly<Record<string, { readonly type: string }>>): string[] {
  return Object.entries(entries)
    .filter(([name]) => name !== 'type')
    .map(([name, { type }]) => (type === 'optional' || type === 'nullish' ? `${name}?` : name))
    .sort()
}

/** The rows of a table of frames: each frame's fields as SPEC.md writes them. */
function framesIn(text: string, heading: string): Record<string, string[]> {
  const rows = tableAfter(text, `| ${heading} | fields |`)
  return Object.fromEntries(
    rows.flatMap(([frames, fields]) =>
      names(frames ?? '').map((frame) => [
        frame,
        names((fields ?? '').split('. ')[0] ?? '')
          .map((field) => field.replace(/[{[].*/, ''))
          .sort(),
      ]),
    ),
  )
}

/** The cells of the rows below a table's heading. */
function tableAfter(text: string, heading: string): string[][] {
  const lines = text.slice(text.indexOf(heading)).split('\n').slice(2)
  const end = lines.findIndex((line) => !line.startsWith('|'))
  return lines.slice(0, end).map((line) => line.split('|').slice(1, -1))
}

/** The words between backticks. */
function names(cell: string): string[] {
  return [...cell.matchAll(/`([^`]+)`/g)].map(([, name]) => name ?? '')
}
