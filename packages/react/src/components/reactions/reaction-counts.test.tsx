import { renderToStaticMarkup } from 'react-dom/server'
import { expect, test } from 'vitest'
import { WallCardReactions } from '../wall/wall-card-reactions.tsx'
import { ReactionCounts, shownReactions } from './reaction-counts.tsx'
import { ReactionsProvider } from './reaction-source.ts'

const COUNTS = { tears: 5, love: 46, joy: 38, praise: 17, unknown: 99 }

test('[REACT-3] the reactions of most guests are shown, always in the order of the seals, and none that nobody has', () => {
  expect(shownReactions(COUNTS, 3).map(({ seal, count }) => `${seal}${count}`)).toEqual(['囍38', '赞17', '爱46'])
  expect(shownReactions({ joy: 0 }, 3)).toEqual([])
  expect(shownReactions({ joy: 2, love: 2, tears: 2 }, 2).map(({ kind }) => kind)).toEqual(['joy', 'love'])
})

test('[REACT-3] a card shows the counts of its own message, and nothing without a source or a reaction', () => {
  const source = { of: (id: string) => ({ counts: id === 'm1' ? COUNTS : {} }), subscribe: () => () => {} }
  const card = (messageId: string, value: typeof source | null) =>
    renderToStaticMarkup(
      <ReactionsProvider value={value}>
        <WallCardReactions messageId={messageId} />
      </ReactionsProvider>,
    )
  expect(
    card('m1', source)
      .replace(/<[^>]*>/g, ' ')
      .match(/\S+/g),
  ).toEqual(['囍', '38', '赞', '17', '爱', '46'])
  expect([card('m2', source), card('m1', null)]).toEqual(['', ''])
})

test('[REACT-3] counts are read out where they have a label, and hidden from readers of screens where not', () => {
  const named = renderToStaticMarkup(<ReactionCounts counts={COUNTS} most={2} labelOf={(kind, count) => `${kind} ${count}`} />)
  expect(named).toContain('aria-label="joy 38 · love 46"')
  expect(renderToStaticMarkup(<ReactionCounts counts={COUNTS} />)).toContain('aria-hidden="true"')
})
