import type { Places } from '@guestwall/protocol'
import { expect, it } from 'vitest'
import { placesOf, seenAfter } from './places.ts'

const waiting = (id: string, before: number) => ({ id, state: 'waiting', before }) as const
const showing = (id: string) => ({ id, state: 'showing' }) as const
const shown = (id: string) => ({ id, state: 'shown' }) as const
const open = (...places: Places['places']): Places => ({ screens: 'open', places })
const NONE = new Set<string>()

it('[SCREEN-6] a message waits, is showing, or was shown, as the server says', () => {
  const placeOf = placesOf(open(waiting('m1', 7), showing('m2'), shown('m3')), NONE)
  expect(['m1', 'm2', 'm3', 'm4'].map(placeOf)).toEqual([{ state: 'waiting', before: 7 }, { state: 'showing' }, { state: 'shown' }, null])
})

it('[SCREEN-7] nothing is claimed without a connection; that no screen is open is said only where the server knows it', () => {
  expect(placesOf(null, NONE)('m1')).toBeNull()
  expect(placesOf({ screens: 'unknown', places: [] }, NONE)('m1')).toBeNull()
  expect(placesOf({ screens: 'none', places: [] }, NONE)('m1')).toEqual({ state: 'noScreen' })
})

it('[SCREEN-6] what was on a screen once stays so: after a restart of the server, on a screen that was loaded again, without a screen', () => {
  const seen = seenAfter(NONE, open(showing('m1'), shown('m2'), waiting('m3', 1)))
  expect([...seen]).toEqual(['m1', 'm2'])
  expect(seenAfter(seen, open(shown('m1')))).toBe(seen)
  for (const places of [null, open(), open(waiting('m1', 3)), { screens: 'none', places: [] } as const])
    expect(placesOf(places as Places | null, seen)('m1')).toEqual({ state: 'shown' })
  expect(placesOf(open(showing('m1')), seen)('m1')).toEqual({ state: 'showing' })
})
