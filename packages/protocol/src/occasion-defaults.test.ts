import { expect, test } from 'vitest'
import { OCCASION_DEFAULTS } from './session-life.ts'

test('[LIFE-5] a wedding and a class publish at once, a conference approves first; guests of a wedding may write to the hosts alone', () => {
  expect(OCCASION_DEFAULTS).toEqual({
    wedding: { theme: 'linen', moderation: 'off', privateWishes: true, reactions: true },
    conference: { theme: 'night', moderation: 'approve', privateWishes: false, reactions: true },
    class: { theme: 'contrast', moderation: 'off', privateWishes: false, reactions: true },
  })
})
