import { collectEncodeFaults, parseAnswer } from '@guestwall/protocol/testing'
import { afterAll, afterEach, expect } from 'vitest'

/*
 * In every test, all JSON of a server is compared with the schemas of the protocol, on both sides: what a server in this process encodes, and
 * what any client in this process gets by `fetch`. A field that no schema names fails the test. Clients with sockets of their own call
 * `parseServerFrame` and `parseAnswer`.
 */
const faults = collectEncodeFaults()

/** Answers that are being read; they are compared before the test ends. */
const pending = new Set<Promise<void>>()

const plainFetch = globalThis.fetch
globalThis.fetch = async (input, init) => {
  const response = await plainFetch(input, init)
  if (isWire(response)) {
    const reading = compare(response.clone(), input instanceof Request ? input.method : (init?.method ?? 'GET'))
    pending.add(reading)
    void reading.then(() => pending.delete(reading))
  }
  return response
}

/** Whether a Guestwall answered with JSON. A stub or a proxy does not set this header. */
function isWire(response: Response): boolean {
  const type = response.headers.get('content-type') ?? ''
  const { pathname } = new URL(response.url)
  return /^application\/(problem\+)?json$/.test(type) && response.headers.has('x-content-type-options') && !pathname.endsWith('/export')
}

async function compare(response: Response, method: string): Promise<void> {
  const { pathname: path } = new URL(response.url)
  // A test that ends the request early gets no body.
  const body = await response.text().catch(() => null)
  if (body === null || method === 'HEAD') return
  try {
    parseAnswer({ method, path, status: response.status, body })
  } catch (error) {
    faults.push((error as Error).message)
  }
}

async function expectNoFaults(): Promise<void> {
  await Promise.all(pending)
  expect(faults.splice(0), 'texts that do not match their schemas').toEqual([])
}

afterEach(expectNoFaults)
afterAll(async () => {
  // The next file of this process wraps it again.
  globalThis.fetch = plainFetch
  await expectNoFaults()
})
