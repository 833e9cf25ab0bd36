import { describe, expect, test } from 'vitest'
import { type Evidence, isAllDone, stepsOf } from './steps.ts'

const NONE: Evidence = { guest: null, screen: null, message: null }
const AT = '2026-11-22T11:02:14.000Z'
const guest = { name: 'Toasting Magpie', at: AT }
const current = (evidence: Evidence) =>
  stepsOf(evidence)
    .filter(({ isCurrent }) => isCurrent)
    .map(({ id }) => id)

describe('the steps of the first minute', () => {
  test('[H1] one step is current: the first that has not happened', () => {
    expect(current(NONE)).toEqual(['scan'])
    expect(current({ ...NONE, guest })).toEqual(['screen'])
    expect(current({ ...NONE, guest, screen: { at: AT } })).toEqual(['message'])
    expect(current({ ...NONE, screen: { at: AT } })).toEqual(['scan'])
  })

  test('[H1] a step is ticked by its event alone, in any order, with the time of the event', () => {
    const steps = stepsOf({ ...NONE, screen: { at: AT } })
    expect(steps.map(({ id, doneAt }) => [id, doneAt])).toEqual([
      ['scan', null],
      ['screen', AT],
      ['message', null],
    ])
  })

  test('[H1] with all three nothing is current and all is done', () => {
    const all = { guest, screen: { at: AT }, message: guest }
    expect(current(all)).toEqual([])
    expect(isAllDone(stepsOf(all))).toBe(true)
    expect(isAllDone(stepsOf({ ...all, screen: null }))).toBe(false)
  })
})
