import { EventEmitter } from 'node:events'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { SEND_MESSAGE, UPLOAD_PHOTO } from '@guestwall/protocol'
import { VirtualClock } from '@guestwall/protocol/testing'
import { expect, test } from 'vitest'
import { withBodyDeadline } from './body-deadline.ts'

/** A request whose body comes as slowly as the test lets it; `ended` is what its socket was told. */
function slowRequest(over: Partial<Pick<IncomingMessage, 'method' | 'url' | 'headers'>> = {}) {
  const ended: string[] = []
  const socket = { end: (text: string) => void ended.push(text), destroy: () => void ended.push('destroyed') }
  const facts = { method: 'POST', url: SEND_MESSAGE.path, headers: { 'content-length': '10' }, socket, ...over }
  return { request: Object.assign(new EventEmitter(), facts) as unknown as IncomingMessage, ended }
}

function serve(over: Parameters<typeof slowRequest>[0], beforeEnd: (request: IncomingMessage) => void = () => {}, headersSent = false) {
  const clock = new VirtualClock()
  const { request, ended } = slowRequest(over)
  withBodyDeadline(clock, () => {})(request, { headersSent } as ServerResponse & { req: IncomingMessage })
  clock.advance(14_999)
  beforeEnd(request)
  clock.advance(2)
  return ended
}

test('a body that is not there after 15 s ends its request', () => {
  expect(serve({})).toEqual([expect.stringContaining('408')])
  expect(serve({ headers: { 'transfer-encoding': 'chunked' } })).toEqual([expect.stringContaining('408')])
  expect(serve({}, () => {}, true)).toEqual(['destroyed'])
})

test('a body that is whole, no body, and an upload have more time', () => {
  expect(serve({}, (request) => request.emit('end'))).toEqual([])
  expect(serve({ headers: {} })).toEqual([])
  expect(serve({ headers: { 'content-length': '0' } })).toEqual([])
  expect(serve({ url: `${UPLOAD_PHOTO.path}?key=key-of-the-photo` })).toEqual([])
})
