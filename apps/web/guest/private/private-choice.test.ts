import { expect, test } from 'vitest'
import { choosePrivate, isChosen } from './private-choice.ts'

test('[MOD-11] the choice to write to the hosts alone holds until it is taken back', () => {
  for (const isRehearsal of [true, false]) {
    expect(isChosen(choosePrivate(true, isRehearsal), isRehearsal)).toBe(true)
    expect(isChosen(choosePrivate(false, isRehearsal), isRehearsal)).toBe(false)
  }
  expect(isChosen(null, false)).toBe(false)
})

test('[LIFE-3] [MOD-11] the choice of a rehearsal does not reach into the real evening', () => {
  expect(isChosen(choosePrivate(true, true), false)).toBe(false)
})
