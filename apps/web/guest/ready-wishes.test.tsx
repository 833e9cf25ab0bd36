import { OccasionSchema } from '@guestwall/protocol'
import { renderToStaticMarkup } from 'react-dom/server'
import { expect, test } from 'vitest'
import { guestMessages } from './messages.ts'
import { ReadyWishes } from './ready-wishes.tsx'

const wishes = (occasion: Parameters<typeof ReadyWishes>[0]['occasion'], language: 'en' | 'zh-CN') => {
  const html = renderToStaticMarkup(<ReadyWishes occasion={occasion} t={guestMessages(language)} onPick={() => {}} />)
  return [...html.matchAll(/<button[^>]*>([^<]+)<\/button>/g)].map(([, wish]) => wish)
}

test.each(['en', 'zh-CN'] as const)(
  'each occasion has three ready wishes of its own in %s; without one they are those of a wedding',
  (language) => {
    const all = OccasionSchema.options.map((occasion) => wishes(occasion, language))
    expect(all.map(({ length }) => length)).toEqual(all.map(() => 3))
    expect(new Set(all.flat()).size).toBe(3 * all.length)
    expect(wishes(undefined, language)).toEqual(wishes('wedding', language))
  },
)
