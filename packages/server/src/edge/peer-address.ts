import type { IncomingMessage } from 'node:http'
import { isIPv6 } from 'node:net'
import { remembered } from '../domain/remembered.ts'

/** The address of a request that did not come over the network, such as one of a test. */
const OWN_PROCESS = 'process'

/** Groups of an IPv6 address that identify one subscriber; the subscriber may choose the rest. */
const NETWORK_GROUPS = 4
/** Addresses whose network is remembered. */
const MAX_REMEMBERED = 256

/**
 * The address that identifies the sender of a request. Behind a trusted proxy it is the last one in `X-Forwarded-For`: the sender may have
 * invented the ones before it.
 */
export function peerAddress(request: Pick<IncomingMessage, 'headers' | 'socket'> | undefined, trustsProxy: boolean): string {
  if (request === undefined) return OWN_PROCESS
  const forwarded = trustsProxy ? request.headers['x-forwarded-for'] : undefined
  const last = (Array.isArray(forwarded) ? forwarded.join(',') : forwarded)?.split(',').at(-1)?.trim()
  return network(last === undefined || last === '' ? (request.socket.remoteAddress ?? '') : last)
}

/** A hall has one address or few. */
const network = remembered(networkOf, MAX_REMEMBERED)

function networkOf(address: string): string {
  const plain = address.replace(/^::ffff:(?=\d+\.)/i, '')
  if (!isIPv6(plain)) return plain
  const [before = '', after] = plain.split('::')
  const head = before === '' ? [] : before.split(':')
  const tail = after === undefined || after === '' ? [] : after.split(':')
  const zeros = Array.from({ length: Math.max(0, 8 - head.length - tail.length) }, () => '0')
  return [...head, ...zeros, ...tail].slice(0, NETWORK_GROUPS).join(':')
}

/** Whether the sender is a program on this machine and not a proxy that forwards for others. */
export function isOwnMachine(request: Pick<IncomingMessage, 'headers' | 'socket'> | undefined): boolean {
  if (request === undefined) return true
  return isLoopback(request.socket.remoteAddress ?? '') && !isForwarded(request)
}

/** Whether a proxy forwarded the request. */
export function isForwarded({ headers }: Pick<IncomingMessage, 'headers'>): boolean {
  return headers['x-forwarded-for'] !== undefined || headers['forwarded'] !== undefined || headers.via !== undefined
}

function isLoopback(address: string): boolean {
  return address === '::1' || /^(::ffff:)?127\./i.test(address)
}
