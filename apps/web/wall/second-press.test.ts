import { describe, expect, it } from 'vitest'
import { ASKED_MS, SecondPress } from './second-press.ts'

describe('[P9] a key whose act the hall cannot unsee', () => {
  it('acts on its second press alone, and asks anew after each act', () => {
    const key = new SecondPress()
    expect([key.confirms('hide v1', 0, 0), key.confirms('hide v1', 1_000, 1_000), key.confirms('hide v1', 2_000, 2_000)]).toEqual([
      false,
      true,
      false,
    ])
  })

  it('asks anew for another act, and after the time in which it waits', () => {
    const key = new SecondPress()
    expect([key.confirms('close v1', 0, 0), key.confirms('reopen v1', 1_000, 1_000), key.confirms('close v1', 2_000, 2_000)]).toEqual([
      false,
      false,
      false,
    ])
    expect(key.confirms('close v1', 2_000 + ASKED_MS + 1, 2_000 + ASKED_MS + 1)).toBe(false)
  })

  it('takes no double click, and no press that was made before the question stood on the screen', () => {
    const key = new SecondPress()
    // The first press waited half a second for the server.
    expect(key.confirms('close v1', 0, 500)).toBe(false)
    expect([key.confirms('close v1', 200, 510), key.confirms('close v1', 1_000, 1_000)]).toEqual([false, false])
    expect(key.confirms('close v1', 1_200, 1_200)).toBe(true)
  })
})
