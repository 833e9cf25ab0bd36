import { refusal } from '@guestwall/protocol'
import { beforeEach, expect, test } from 'vitest'
import { accepted, type Outcome, refused } from '../domain/outcome.ts'
import { VirtualClock } from '@guestwall/protocol/testing'
import { TallyPacer } from './tally-pacer.ts'

let clock: VirtualClock
let startMs: number
let published: [session: string, atMs: number][]
/** The results of the next publications. Past the list: done. */
let outcomes: Outcome<unknown>[]
let timer: TallyPacer

beforeEach(() => {
  clock = new VirtualClock()
  startMs = clock.now()
  published = []
  outcomes = []
  timer = new TallyPacer(clock, (sessionId) => {
    published.push([sessionId, clock.now() - startMs])
    return Promise.resolve(outcomes.shift() ?? accepted(null))
  })
})

/** Moves on in steps, so that the result of a publication arrives before the next timer. */
async function pass(ms: number): Promise<void> {
  for (let passed = 0; passed < ms; passed += 10) {
    clock.advance(Math.min(10, ms - passed))
    await Promise.resolve()
    await Promise.resolve()
  }
}

test('[VOTE-4] publishes when it is due, once, however many batches ask', async () => {
  timer.publishIn('s', 250)
  await pass(100)
  timer.publishIn('s', 150)
  timer.publishIn('s', 150)
  await pass(149)
  expect(published).toEqual([])
  await pass(1_000)
  expect(published).toEqual([['s', 250]])
})

test('[VOTE-4] a tally that is due sooner does not wait for a later one', async () => {
  timer.publishIn('s', 240)
  timer.publishIn('s', 20)
  await pass(30)
  expect(published).toEqual([['s', 20]])
  await pass(1_000)
  expect(published).toHaveLength(1)
})

test('[VOTE-4] sessions do not wait for one another', async () => {
  timer.publishIn('a', 200)
  timer.publishIn('b', 50)
  timer.publishIn('c', 0)
  await pass(300)
  expect(published).toEqual([
    ['c', 0],
    ['b', 50],
    ['a', 200],
  ])
})

test('[VOTE-4] is asked again after it published: the next ballots have their own tally', async () => {
  timer.publishIn('s', 250)
  await pass(250)
  timer.publishIn('s', 250)
  await pass(250)
  expect(published).toEqual([
    ['s', 250],
    ['s', 500],
  ])
})

test('[VOTE-4] a store that does not answer is asked again until it does', async () => {
  const unavailable = refused(refusal('unavailable', { retryAfterMs: 1_000 }))
  outcomes = [unavailable, unavailable]
  timer.publishIn('s', 250)
  await pass(5_000)
  expect(published).toEqual([
    ['s', 250],
    ['s', 1_250],
    ['s', 2_250],
  ])
})

test('[VOTE-4] ballots that are counted while the store is asked again are published as soon as they are due', async () => {
  outcomes = [refused(refusal('unavailable', { retryAfterMs: 1_000 }))]
  timer.publishIn('s', 0)
  await pass(10)
  timer.publishIn('s', 250)
  await pass(2_000)
  expect(published).toEqual([
    ['s', 0],
    ['s', 260],
  ])
})

test('[VOTE-4] a session that is gone is not asked for again', async () => {
  outcomes = [refused(refusal('session_not_found'))]
  timer.publishIn('s', 0)
  await pass(5_000)
  expect(published).toHaveLength(1)
})

test('[VOTE-4] publishes nothing after its end', async () => {
  outcomes = [refused(refusal('unavailable', { retryAfterMs: 1_000 }))]
  timer.publishIn('asked', 0)
  clock.advance(0)
  timer.publishIn('waiting', 100)
  timer.stop()
  await pass(1_500)
  timer.publishIn('late', 0)
  await pass(5_000)
  expect(published).toEqual([['asked', 0]])
})
