import { describe, expect, it } from 'vitest'
import { refusal } from '../errors.ts'
import { parseAnswer } from './parse-answer.ts'

const joined = { guest: { id: 'g1', name: 'A' }, token: 't' }
const join = { method: 'POST', path: '/api/sessions/s1/guests?x=1', status: 201 }

describe('a test client', () => {
  it('reads an answer as the table of routes has it for its status', () => {
    expect(parseAnswer({ ...join, body: JSON.stringify(joined) })).toEqual(joined)
  })

  it('refuses a field that the schema does not name, a missing one, and a status that the route does not have', () => {
    expect(() => parseAnswer({ ...join, body: JSON.stringify({ ...joined, role: 'host' }) })).toThrow(/role/)
    expect(() => parseAnswer({ ...join, body: '{"token":"t"}' })).toThrow(/guest/)
    expect(() => parseAnswer({ ...join, status: 200, body: JSON.stringify(joined) })).toThrow(/no route has the answer 200/)
    expect(() => parseAnswer({ method: 'GET', path: '/api/elsewhere', status: 200, body: '{}' })).toThrow(/elsewhere/)
  })

  it('reads a refusal as a problem document', () => {
    const { code, message, retryable } = refusal('session_not_found')
    const problem = { type: `urn:guestwall:${code}`, title: message, status: 404, code, retryable }
    expect(parseAnswer({ ...join, status: 404, body: JSON.stringify(problem) })).toEqual(problem)
    expect(() => parseAnswer({ ...join, status: 404, body: JSON.stringify({ ...problem, detail: 'x' }) })).toThrow(/detail/)
  })
})
