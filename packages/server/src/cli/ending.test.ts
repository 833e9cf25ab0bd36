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

test('the first signal starts the shutdown, the second one shortens it', async () => {
  ending.signal()
  await settle()
  expect(reported).toEqual(['begin'])
  ending.signal()
  ending.signal()
  await settle()
  expect(reported).toEqual(['begin', 'hurry'])
})

test('the end of the parent starts the shutdown, and shortens none that a signal started', async () => {
  ending.parentGone()
  ending.parentGone()
  await settle()
  expect(reported).toEqual(['begin'])
  ending.signal()
  await settle()
  expect(reported).toEqual(['begin', 'hurry'])
})

test('one Ctrl-C, which also ends the parent, starts one shutdown and does not shorten it', async () => {
  ending.signal()
  ending.parentGone()
  await settle()
  expect(reported).toEqual(['begin'])
})
