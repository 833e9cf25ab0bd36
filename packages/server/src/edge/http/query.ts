import type { Parameter, Parameters } from '@guestwall/protocol'
import * as v from 'valibot'
import { RefusedRequest } from './problem.ts'

type Value = string | number | null

/** Reads the query of a request as its route declares it. It refuses unknown, repeated and malformed parameters. */
export function readQuery(parameters: Parameters, query: URLSearchParams): Record<string, Value> {
  const names = Object.keys(parameters)
  for (const name of query.keys()) {
    // A misspelt parameter would otherwise be ignored.
    if (!names.includes(name))
      throw new RefusedRequest('bad_request', `There is no parameter ${JSON.stringify(name.slice(0, 40))}; there are ${names.join(', ')}.`)
  }
  return Object.fromEntries(Object.entries(parameters).map(([name, parameter]) => [name, readParameter(name, parameter, query)]))
}

function readParameter(name: string, parameter: Parameter, query: URLSearchParams): Value {
  const values = query.getAll(name)
  if (values.length > 1) throw new RefusedRequest('bad_request', `The parameter ${name} occurs more than once.`)
  const [text] = values
  if (text === undefined) return absent(name, parameter)
  return parameter.type === 'integer' ? readInteger(name, parameter, text) : readText(name, parameter, text)
}

/** The handler says what is missing where it checks the value. */
function absent(name: string, parameter: Parameter): Value {
  if (parameter.type === 'string' && parameter.isRequired === true && parameter.isChecked !== true)
    throw new RefusedRequest('bad_request', `The parameter ${name} is missing.`)
  return parameter.default ?? null
}

function readInteger(name: string, { minimum, maximum }: Extract<Parameter, { type: 'integer' }>, text: string): number {
  const number = /^\d{1,16}$/.test(text) ? Number(text) : Number.NaN
  if (!(number >= minimum && number <= maximum))
    throw new RefusedRequest('bad_request', `The parameter ${name} must be a whole number from ${minimum} to ${maximum}.`)
  return number
}

function readText(name: string, parameter: Extract<Parameter, { type: 'string' }>, text: string): string {
  if (parameter.isChecked === true) return text
  if (parameter.enum !== undefined && !parameter.enum.includes(text))
    throw new RefusedRequest('bad_request', `The parameter ${name} must be ${parameter.enum.join(' or ')}.`)
  if (parameter.schema !== undefined && !v.is(parameter.schema, text))
    throw new RefusedRequest('bad_request', `The parameter ${name} is not of the documented form.`)
  return text
}
