import { beforeEach, expect, test } from 'vitest'
import { Ending } from './ending.ts'

let told: string[]
let ending: Ending
beforeEach(() => {
  told = []
  ending = new Ending((hurried) => {
    told.push('begin')
    void hurried.then(() => told.push('hurry'))
  })
})
/** Promises that are resolved have told it. */
const settle = () => new Promise((resolve) => setImmediate(resolve))

test('the first signal begins, the second one hurries', async () => {
  ending.signal()
  await settle()
  expect(told).toEqual(['begin'])
  ending.signal()
  ending.signal()
  await settle()
  expect(told).toEqual(['begin', 'hurry'])
})

test('a parent that is gone begins, and after a signal hurries nothing', async () => {
  ending.parentGone()
  ending.parentGone()
  await settle()
  expect(told).toEqual(['begin'])
  ending.signal()
  await settle()
  expect(told).toEqual(['begin', 'hurry'])
})

test('one Ctrl-C, which ends the parent too, begins once and hurries nothing', async () => {
  ending.signal()
  ending.parentGone()
  await settle()
  expect(told).toEqual(['begin'])
})
