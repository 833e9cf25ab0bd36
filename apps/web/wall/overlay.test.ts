import { expect, test } from 'vitest'
import { readOverlay } from './overlay.ts'

test('an address without the word is that of a wall; with it alone it is a lower third with its code', () => {
  expect(readOverlay('')).toBeNull()
  expect(readOverlay('?region=top')).toBeNull()
  expect(readOverlay('?overlay')).toEqual({ kind: 'lower-third', region: 'top', density: 'normal', hasEntrance: true, isLatest: false })
})

test('an overlay takes its region, its density and its code and whether it shows the latest message from the address, and the usual ones for what is not known', () => {
  const given = { kind: 'danmaku', region: 'bottom', density: 'low', hasEntrance: false, isLatest: true }
  expect(readOverlay('?overlay=danmaku&region=bottom&density=low&code=off&latest=on')).toEqual(given)
  expect(readOverlay('?overlay=danmaku&region=left&density=9')).toEqual({
    ...given,
    region: 'top',
    density: 'normal',
    hasEntrance: true,
    isLatest: false,
  })
  expect(readOverlay('?overlay=x')?.kind).toBe('lower-third')
})
