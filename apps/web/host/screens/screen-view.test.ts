import { aScreenReport } from '@guestwall/protocol/testing'
import { expect, test } from 'vitest'
import { cardOf, shownPage, summaryOf } from './screen-view.ts'

const page = (name: string, ageMs: number, over = {}) => ({ page: name, ageMs, report: aScreenReport(over) })
const screen = (id: string, ...pages: ReturnType<typeof page>[]) => ({ id, name: id, pages })

test('[SCREEN-4] the console draws the box of each message in the proportions of the screen', () => {
  expect(cardOf('m-1 2500 0 5000 10000')).toEqual({ id: 'm-1', box: { left: 0.25, top: 0, width: 0.5, height: 1 } })
})

test('[SCREEN-4] of a link that is open twice the page is drawn that reported last', () => {
  expect(shownPage(screen('a', page('p1', 900), page('p2', 100)))?.page).toBe('p2')
  expect(shownPage(screen('a'))).toBeNull()
})

test('[SCREEN-4] the strip counts the screens that report, and says the furthest behind and the slowest delivery', () => {
  const screens = [
    screen('a', page('p1', 0, { behindMs: 12_400, deliveryMs: 80 })),
    screen('b', page('p2', 0, { behindMs: 900, deliveryMs: 240 }), page('p3', 0)),
    screen('c'),
  ]
  expect(summaryOf(screens)).toEqual({ reporting: 2, silent: 1, behindS: 12, deliveryMs: 240 })
  expect(summaryOf([])).toEqual({ reporting: 0, silent: 0, behindS: 0, deliveryMs: null })
})
