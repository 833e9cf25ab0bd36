import { type HostScreens, NEW_SCREEN, type ScreenReport } from '@guestwall/protocol'
import { aScreenReport } from '@guestwall/protocol/testing'
import { expect, test } from 'vitest'
import { commonLayout, shownLayout, votesOnScreens } from './shown-layout.ts'

const SESSION = { layout: 'masonry' } as const
const screen = (id: string, over: Partial<ScreenReport> | null = {}): HostScreens['screens'][number] => ({
  id,
  name: id,
  pages: over === null ? [] : [{ page: 'p', ageMs: 0, report: aScreenReport({ version: 3, picture: 'masonry', ...over }) }],
})
const known = (screens: HostScreens['screens'], own: HostScreens['control']['own'] = {}) => ({
  screens,
  control: { version: 3, all: NEW_SCREEN, own },
})

test('[P5] [SCREEN-4] while revealed results stand over the messages of a screen, the layout of the votes is the one that is marked', () => {
  expect(shownLayout(known([screen('a', { picture: 'results' })]), 'a', SESSION)).toEqual({ layout: 'results', next: 'masonry' })
  expect(shownLayout(known([screen('a')]), 'a', SESSION)).toEqual({ layout: 'masonry', next: null })
  expect(shownLayout(known([screen('a', { picture: 'results' })]), 'a', { layout: 'results' })).toEqual({ layout: 'results', next: null })
})

test('[SCREEN-4] what a screen showed before it carried out the last change is not marked', () => {
  expect(shownLayout(known([screen('a', { picture: 'results', version: 2 })]), 'a', SESSION)).toEqual({ layout: 'masonry', next: null })
})

test('[SCREEN-2] for all screens the layout is marked that all of them show, and none where they differ; one that does not report has no say', () => {
  const own = { b: { ...NEW_SCREEN, layout: 'danmaku' } } as const
  expect(commonLayout(known([screen('a'), screen('b')]), SESSION)).toEqual({ layout: 'masonry', next: null })
  expect(commonLayout(known([screen('a'), screen('b')], own), SESSION)).toBeNull()
  expect(commonLayout(known([screen('a'), screen('b', { picture: 'results' })]), SESSION)).toBeNull()
  expect(commonLayout(known([screen('a'), screen('b', null)], own), SESSION)).toEqual({ layout: 'masonry', next: null })
  expect(commonLayout(known([]), SESSION)).toEqual({ layout: 'masonry', next: null })
})

test('[SCREEN-4] a vote is on the screen when a screen says so', () => {
  expect(votesOnScreens(known([screen('a', null)]))).toBeNull()
  expect(votesOnScreens(known([screen('a'), screen('b', { picture: 'results', vote: 'v1' })]))).toEqual(new Set(['v1']))
})
