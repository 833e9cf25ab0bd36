import { expect, test } from 'vitest'
import { type Allowance, LeakyBuckets } from './leaky-buckets.ts'

const ALLOWANCE: Allowance = { perSecond: 10, free: 100, patience: 50 }

test('free units cost no time; beyond them the wait grows with the debt; beyond the longest wait the bucket refuses', () => {
  const debts = new LeakyBuckets()
  expect(debts.charge('a', 100, ALLOWANCE, 0)).toEqual({ waitMs: 0, isOver: false })
  expect(debts.charge('a', 10, ALLOWANCE, 0)).toEqual({ waitMs: 1_000, isOver: false })
  expect(debts.charge('a', 40, ALLOWANCE, 0)).toEqual({ waitMs: 5_000, isOver: false })
  expect(debts.charge('a', 1, ALLOWANCE, 0)).toEqual({ waitMs: 5_100, isOver: true })
})

test('a caller that keeps the rate, or waits as the answer says, is never refused', () => {
  const debts = new LeakyBuckets()
  for (let second = 0; second < 1_000; second += 1) expect(debts.charge('a', 10, ALLOWANCE, second * 1_000).waitMs).toBe(0)
  let nowMs = 2_000_000
  for (let turn = 0; turn < 100; turn += 1) {
    const { waitMs, isOver } = debts.charge('b', 30, ALLOWANCE, nowMs)
    expect(isOver).toBe(false)
    nowMs += waitMs
  }
})

test('the debt of a flood is at most the longest wait and one charge, whatever its length', () => {
  const debts = new LeakyBuckets()
  for (let turn = 0; turn < 10_000; turn += 1) debts.charge('a', 25, ALLOWANCE, 0)
  expect(debts.charge('a', 0, ALLOWANCE, 7_500)).toEqual({ waitMs: 0, isOver: false })
})

test('callers do not pay for each other, no rate means no limit, and a caller without debt is forgotten', () => {
  const debts = new LeakyBuckets()
  debts.charge('a', 1_000, ALLOWANCE, 0)
  expect(debts.charge('b', 1, ALLOWANCE, 0)).toEqual({ waitMs: 0, isOver: false })
  expect(debts.charge('c', 1e9, { perSecond: 0, free: 0, patience: 0 }, 0)).toEqual({ waitMs: 0, isOver: false })
  debts.sweep(100)
  expect(debts.size).toBe(1)
  debts.sweep(1_000_000)
  expect(debts.size).toBe(0)
})
