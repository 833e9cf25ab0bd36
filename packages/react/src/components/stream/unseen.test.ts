import type { ViewMessage } from '@guestwall/client'
import { describe, expect, it } from 'vitest'
import { countUnseen, newestKey } from './unseen.ts'

const entry = (viewKey: string, isMine = false) => ({ viewKey, isMine }) as ViewMessage

describe('messages that came while somebody read further up', () => {
  it('counts those after the last one seen, without one’s own', () => {
    expect(countUnseen([entry('a'), entry('b'), entry('c', true), entry('d')], 'a')).toBe(2)
  })

  it('counts nothing from a place that is gone', () => {
    expect(countUnseen([entry('b')], 'a')).toBe(0)
    expect(countUnseen([entry('b')], null)).toBe(0)
  })

  it('the count starts from the newest', () => {
    expect(newestKey([entry('a'), entry('b')])).toBe('b')
    expect(newestKey([])).toBeNull()
  })
})
