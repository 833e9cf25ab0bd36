import type { Store } from '@guestwall/server'
import type { RedisLink } from '@guestwall/server/testing'
import { sent, store } from './faults.ts'
import type { Fault } from './virtual-stage.ts'

/** Servers over Redis that forget one thing each, where only several servers have it. A rule is the one by which the checker names the fault. */
export const CLUSTER_FAULTS: readonly (readonly [fault: string, rule: string, fault: () => Fault])[] = [
  ['a hint has what waits', 'MOD-3', wholeHints],
  ['a hint says who acted, and why', 'MOD-6', wholeHints],
  [
    'Redis keeps the events that were for everybody',
    'MOD-3',
    () => writing((pipeline, channel, hint) => pipeline.rpush(`${channel}:ring`, hint)),
  ],
  ['the ring of a second server is not erased', 'MOD-3', () => repeatingAt([1, 2], (path) => path.includes('lastEventId=0'))],
  [
    'one server keeps a snapshot when a message leaves',
    'MOD-3',
    () => repeatingAt([1], (path) => path.includes('poll') && !path.includes('lastEventId')),
  ],
  ['the list of guests who are here has the names that they came with', 'PEOPLE-2', () => sent(asTheyCame)],
  ['a server believes Redis alone, and never looks into the store', 'SYNC-2', () => store({ readHeads: nothingNew })],
]

type Pipeline = Parameters<Parameters<RedisLink['write']>[1]>[0]
type Slice = NonNullable<Awaited<ReturnType<Store['append']>>>['slice']

/** Servers that write to Redis with each hint: `write` gets the channel and the hint. */
function writing(write: (pipeline: Pipeline, channel: string, hint: string) => void, isBesides = true): Fault {
  const publishing = (pipeline: Pipeline): Pipeline =>
    new Proxy(pipeline, {
      get: (target, name) => {
        if (name !== 'spublish') return bound(target, name)
        return (channel: string, hint: string) => {
          if (isBesides) target.spublish(channel, hint)
          write(target, channel, hint)
        }
      },
    })
  return {
    link: (link) =>
      new Proxy(link, {
        get: (target, name) =>
          name === 'write'
            ? (...[keys, add]: Parameters<RedisLink['write']>) => target.write(keys, (pipeline) => add(publishing(pipeline)))
            : bound(target, name),
      }),
  }
}

/** Every hint has all events of its slice. */
function wholeHints(): Fault {
  const slices = new Map<number, Slice>()
  const hints = writing((pipeline, channel, hint) => {
    const bare = JSON.parse(hint) as { to: number }
    pipeline.spublish(channel, JSON.stringify({ ...bare, events: slices.get(bare.to)?.events }))
  }, false)
  const append =
    (inner: Store): Store['append'] =>
    async (...asked) => {
      const committed = await inner.append(...asked)
      if (committed !== null) slices.set(committed.slice.to, committed.slice)
      return committed
    }
  return { ...hints, ...store({ append }) }
}

function bound<Target extends object>(target: Target, name: string | symbol): unknown {
  const value: unknown = Reflect.get(target, name, target)
  return typeof value === 'function' ? (value as (...asked: never[]) => unknown).bind(target) : value
}

/** These servers send again over this way what one of them sent once. */
function repeatingAt(at: readonly number[], isMeant: (path: string) => boolean): Fault {
  let kept = ''
  return sent((text, path, server) => {
    if (!at.includes(server) || !isMeant(path)) return text
    if (text.includes('canary-text-')) kept ||= text
    return kept === '' ? text : kept
  })
}

const asTheyCame = (text: string, path: string) =>
  path.includes('/online') ? text.replace(/"id":"guest-(\d+)","name":"renamed \d+"/g, '"id":"guest-$1","name":"canary-guest-$1-"') : text

/** The sessions that there are, each with a head that is neither before nor behind any other. */
const nothingNew =
  (inner: Store): Store['readHeads'] =>
  async (ids) =>
    new Map([...(await inner.readHeads(ids))].map(([id, stored]) => [id, { ...stored, head: Number.NaN }]))
