import { beforeEach, expect, test } from 'vitest'
import { Ending } from './ending.ts'

let reported: string[]
let ending: Ending
beforeEach(() => {
  reported = []
  ending = new Ending((hurried) => {
    reported.push('begin')
    void hurried.then(() => reported.push('hurry'))
  })
})
/** Promises that are resolved have reported it. */
const settle = () => new Promise((resolve) => setImmediate(resolve))

test('the first signal begins, the second one hurries', async () => {
  ending.signal()
  await settle()
  expect(reported).toEqual(['begin'])
  ending.signal()
  ending.signal()
  await settle()
  expect(reported).toEqual(['begin', 'hurry'])
})

test('a parent that is gone begins, and after a signal hurries nothing', async () => {
  ending.parentGone()
  ending.parentGone()
  await settle()
  expect(reported).toEqual(['begin'])
  ending.signal()
  await settle()
  expect(reported).toEqual(['begin', 'hurry'])
})

test('one Ctrl-C, which ends the parent too, begins once and hurries nothing', async () => {
  ending.signal()
  ending.parentGone()
  await settle()
  expect(reported).toEqual(['begin'])
})
