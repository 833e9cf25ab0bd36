import { NEW_SCREEN } from '@guestwall/protocol'
import { describe, expect, test } from 'vitest'
import { heldState, keptAway, pictureOf, shownOn, toldQueue } from './own-picture.ts'

const messages = [1, 2, 3, 4].map((order) => ({ key: `m${order}`, order, name: '小明', content: '喜', isPinned: false }))
const orders = (state: Partial<typeof NEW_SCREEN>) => shownOn({ ...NEW_SCREEN, ...state }, messages).map(({ order }) => order)

describe('[SCREEN-5] the messages of a screen', () => {
  test('are all, and the same list, until a host clears or freezes it', () => {
    expect(shownOn(NEW_SCREEN, messages)).toBe(messages)
  })

  test('are those after the clearing, and those before the freeze', () => {
    expect([orders({ clearedTo: 2 }), orders({ frozenAt: 3 }), orders({ clearedTo: 1, frozenAt: 3 })]).toEqual([
      [3, 4],
      [1, 2, 3],
      [2, 3],
    ])
  })
})

describe('[SCREEN-5] a frozen screen', () => {
  const state = { ...NEW_SCREEN, frozenAt: 3 }
  const frozen = new Set(['m1', 'm3'])

  test('shows the messages that were on the wall when it was frozen: none that was posted before and approved since', () => {
    expect(shownOn(state, messages, frozen).map(({ key }) => key)).toEqual(['m1', 'm3'])
    expect(shownOn({ ...state, clearedTo: 1 }, messages, frozen).map(({ key }) => key)).toEqual(['m3'])
    expect(keptAway(state, messages, frozen).map(({ key }) => key)).toEqual(['m2', 'm4'])
  })

  test('shows all others again when it is no longer frozen', () => {
    expect(shownOn(NEW_SCREEN, messages, frozen)).toEqual(messages)
  })
})

describe('[SCREEN-5] a paused screen, also one that is loaded again,', () => {
  test('shows of the messages after the pause as many as a host let enter', () => {
    expect([orders({ pausedAt: 2 }), orders({ pausedAt: 2, steps: 1 }), orders({ pausedAt: 2, steps: 5 })]).toEqual([
      [1, 2],
      [1, 2, 3],
      [1, 2, 3, 4],
    ])
    expect(orders({ pausedAt: 1, clearedTo: 2, steps: 1 })).toEqual([3])
  })

  test('counts those that it keeps away, and none that a host cleared', () => {
    const count = (state: Partial<typeof NEW_SCREEN>) => keptAway({ ...NEW_SCREEN, ...state }, messages).length
    expect([count({}), count({ clearedTo: 3 }), count({ pausedAt: 1 }), count({ pausedAt: 1, steps: 1 }), count({ frozenAt: 3 })]).toEqual([
      0, 0, 3, 2, 1,
    ])
  })
})

describe('[SCREEN-5] [LIFE-1] the end', () => {
  const held = { ...NEW_SCREEN, frozenAt: 3, pausedAt: 2, steps: 1 }

  test('lets go what was frozen or paused: the hall sees the thanks', () => {
    const state = heldState(held, { state: 'ended' })
    expect([state.frozenAt, state.pausedAt]).toEqual([null, null])
    expect(pictureOf(state, { layout: 'masonry', state: 'ended' }, { hasMessages: true, hasSpotlight: false, hasVote: false })).toBe('idle')
  })

  test('changes nothing else, and a session that goes on holds', () => {
    expect(heldState(held, { state: 'open' })).toBe(held)
    expect(heldState(held, undefined)).toBe(held)
    expect(heldState(NEW_SCREEN, { state: 'ended' })).toBe(NEW_SCREEN)
    expect(heldState({ ...held, isBlank: true }, { state: 'ended' }).isBlank).toBe(true)
  })
})

describe('[SCREEN-1] the picture of a screen', () => {
  const all = { hasMessages: true, hasSpotlight: true, hasVote: true }
  const session = { layout: 'masonry' } as const

  test('is blank whatever else is set, then the large message, then the layout of the screen, then that of the session', () => {
    expect(pictureOf({ ...NEW_SCREEN, isBlank: true, layout: 'results' }, session, all)).toBe('blank')
    expect(pictureOf({ ...NEW_SCREEN, layout: 'results' }, session, all)).toBe('spotlight')
    const without = { ...all, hasSpotlight: false }
    expect(pictureOf({ ...NEW_SCREEN, layout: 'results' }, session, without)).toBe('results')
    expect(pictureOf({ ...NEW_SCREEN, layout: 'masonry' }, { layout: 'results' }, without)).toBe('masonry')
    expect(pictureOf(NEW_SCREEN, { layout: 'results' }, without)).toBe('results')
    expect(pictureOf({ ...NEW_SCREEN, layout: 'danmaku' }, session, without)).toBe('danmaku')
    for (const layout of ['masonry', 'danmaku'] as const)
      expect(pictureOf({ ...NEW_SCREEN, layout }, session, { hasMessages: false, hasSpotlight: false, hasVote: true })).toBe('idle')
  })

  test.each([NEW_SCREEN, { ...NEW_SCREEN, layout: 'results' } as const])(
    'in the layout of votes is the wall of messages until there is a vote: no layout empties a wall',
    (state) => {
      const results = { layout: 'results' } as const
      expect(pictureOf(state, results, { ...all, hasSpotlight: false, hasVote: false })).toBe('masonry')
      expect(pictureOf(state, results, { hasMessages: false, hasSpotlight: false, hasVote: false })).toBe('idle')
      expect(pictureOf(state, results, { ...all, hasSpotlight: false })).toBe('results')
    },
  )

  test('[LIFE-1] of an ended session is the thanks, unless results are shown or a host has chosen a layout for the screen', () => {
    const ended = { layout: 'masonry', state: 'ended' } as const
    const without = { ...all, hasSpotlight: false }
    expect(pictureOf(NEW_SCREEN, ended, without)).toBe('idle')
    expect(pictureOf(NEW_SCREEN, { ...ended, layout: 'results' }, without)).toBe('results')
    expect(pictureOf({ ...NEW_SCREEN, layout: 'masonry' }, ended, without)).toBe('masonry')
  })
})

test.each([{ pausedAt: 5 }, { frozenAt: 5 }, { isBlank: true }])(
  '[SCREEN-7] a screen that is held by %j names no turn: no author is told to be the next one',
  (held) => {
    expect(toldQueue({ ...NEW_SCREEN, ...held }, [7, 9])).toEqual([])
    expect(toldQueue(NEW_SCREEN, [7, 9])).toEqual([7, 9])
  },
)

describe('[P5] results that are revealed', () => {
  const onHand = { hasMessages: true, hasSpotlight: false, hasVote: true, hasReveal: true }
  const session = { layout: 'masonry' } as const

  test('are an event for a screen that shows something else, and for none that a host has made blank or that shows a message large', () => {
    expect(pictureOf(NEW_SCREEN, session, onHand)).toBe('results')
    expect(pictureOf({ ...NEW_SCREEN, layout: 'danmaku' }, session, onHand)).toBe('results')
    expect(pictureOf({ ...NEW_SCREEN, isBlank: true }, session, onHand)).toBe('blank')
    expect(pictureOf(NEW_SCREEN, session, { ...onHand, hasSpotlight: true })).toBe('spotlight')
    expect(pictureOf(NEW_SCREEN, session, { ...onHand, hasReveal: false })).toBe('masonry')
  })
})
