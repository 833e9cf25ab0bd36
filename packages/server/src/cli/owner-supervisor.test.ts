import { VirtualClock } from '@guestwall/protocol/testing'
import { expect, test } from 'vitest'
import type { OwnerNews } from './owner-news.ts'
import { type OwnerEnd, OwnerSupervisor } from './owner-supervisor.ts'

const PORT = 8787
const FULL = 'the disk is full'
const EXPLAINED = { code: 1, reason: 'exit code 1' }
const KILLED = { code: null, reason: 'SIGKILL' }

/** A process of the test. It answers while `answers` is true, and ends when it is told to. */
interface Fake {
  readonly port: number | null
  readonly tell: (news: OwnerNews) => void
  readonly end: (end: OwnerEnd) => void
  readonly orders: string[]
  answers: boolean
}

async function supervised() {
  const clock = new VirtualClock()
  const owners: Fake[] = []
  const log: string[] = []
  const say = (sentence: string) => void log.push(sentence)
  const supervisor = new OwnerSupervisor({
    clock,
    log: { info: say, error: say },
    fork(port, onNews) {
      let end: (end: OwnerEnd) => void = () => {}
      const ended = new Promise<OwnerEnd>((resolve) => {
        end = resolve
      })
      const fake: Fake = { port, tell: onNews, end, orders: [], answers: true }
      owners.push(fake)
      const order = (what: string) => {
        if (what !== 'sign') fake.orders.push(what)
        else if (fake.answers) onNews({ kind: 'sign' })
      }
      return { order, kill: () => end(KILLED), ended }
    },
  })
  let code: number | null = null
  void supervisor.run().then((ended) => {
    code = ended
  })
  const newest = () => owners.at(-1) as Fake
  const serve = () => newest().tell({ kind: 'serving', port: PORT })
  /** The newest owner ends, and this time passes. */
  const endAnd = async (end: OwnerEnd, ms: number) => {
    newest().end(end)
    await clock.run(ms)
  }
  await clock.run(0)
  return { clock, owners, log, supervisor, newest, serve, endAnd, code: () => code }
}

test('a server that has never served ends with its owner, whose sentence is the only one', async () => {
  const { newest, endAnd, log, code, owners } = await supervised()
  newest().tell({ kind: 'cannotStart', sentence: FULL })
  await endAnd(EXPLAINED, 60_000)
  expect({ code: code(), log, starts: owners.length }).toEqual({ code: 1, log: [], starts: 1 })
})

test('a server whose first owner is killed before it served ends, and says so', async () => {
  const { endAnd, log, code } = await supervised()
  await endAnd(KILLED, 60_000)
  expect(code()).toBe(1)
  expect(log).toEqual(['the owner of the store ended before the server served (SIGKILL): the server ends'])
})

test('after the server has served its owner starts again for ever, with growing pauses and on the same port, and the log says what follows', async () => {
  const { serve, newest, endAnd, log, code, owners } = await supervised()
  serve()
  await endAnd(KILLED, 499)
  expect(owners).toHaveLength(1)
  await endAnd(KILLED, 1)
  expect(owners).toHaveLength(2)
  for (const seconds of [1, 2, 4, 8, 8]) {
    const before = owners.length
    newest().tell({ kind: 'cannotStart', sentence: FULL })
    await endAnd(EXPLAINED, seconds * 1_000 - 1)
    expect(owners).toHaveLength(before)
    await endAnd(EXPLAINED, 1)
    expect(owners).toHaveLength(before + 1)
  }
  serve()
  await endAnd({ code: 1, reason: 'exit code 1' }, 500)
  expect(owners).toHaveLength(8)
  expect(owners.map(({ port }) => port)).toEqual([null, ...Array.from({ length: 7 }, () => PORT)])
  const again = 'it and all workers start again in'
  expect(log).toEqual([
    `the owner of the store ended (SIGKILL): ${again} 0.5 s`,
    ...[1, 2, 4, 8, 8].map((seconds) => `the owner of the store could not start: ${again} ${seconds} s: ${FULL}`),
    `the owner of the store ended (exit code 1): ${again} 0.5 s`,
  ])
  expect(code()).toBe(null)
})

test('a server that is asked to end drains its owner, and ends with the code of that', async () => {
  const { clock, serve, supervisor, newest, endAnd, code } = await supervised()
  serve()
  let hurry = () => {}
  supervisor.end(
    new Promise((resolve) => {
      hurry = resolve
    }),
  )
  await clock.run(0)
  expect(newest().orders).toEqual(['drain'])
  hurry()
  await clock.run(0)
  expect(newest().orders).toEqual(['drain', 'hurry'])
  await endAnd({ code: 0, reason: 'exit code 0' }, 0)
  expect(code()).toBe(0)
})

test('a server that is asked to end between two owners ends at once', async () => {
  const { clock, serve, supervisor, endAnd, code, owners } = await supervised()
  serve()
  await endAnd(KILLED, 100)
  supervisor.end(new Promise(() => {}))
  await clock.run(60_000)
  expect({ code: code(), starts: owners.length }).toEqual({ code: 0, starts: 1 })
})

test('an owner that hangs for 30 s is ended and starts again', async () => {
  const { clock, serve, newest, log, owners } = await supervised()
  serve()
  await clock.run(60_000)
  newest().answers = false
  await clock.run(32_500)
  expect(owners).toHaveLength(2)
  await clock.run(60_000)
  expect(log).toEqual([
    'the owner of the store has not answered for 10 s',
    'the owner of the store has not answered for 30 s: it is ended',
    'the owner of the store ended (SIGKILL): it and all workers start again in 0.5 s',
  ])
})
