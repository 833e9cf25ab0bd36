import { aSession } from '@guestwall/protocol/testing'
import { renderToStaticMarkup } from 'react-dom/server'
import { expect, it } from 'vitest'
import { WallHeader } from './wall-header.tsx'

const counts = (online: number | null, total: number) => {
  const html = renderToStaticMarkup(<WallHeader session={aSession()} total={total} online={online} language="en" />)
  return [...html.matchAll(/<b>(\d+)<\/b> ([^<]+)/g)].map(([, count, noun]) => `${count} ${noun}`)
}

it('a wall counts guests and messages as soon as there is one: nobody reads "0 guests here" in a hall', () => {
  expect(counts(null, 0)).toEqual([])
  expect(counts(0, 0)).toEqual([])
  expect(counts(1, 0)).toEqual(['1 guest here'])
  expect(counts(0, 2)).toEqual(['2 messages'])
  expect(counts(812, 40)).toEqual(['812 guests here', '40 messages'])
})

it('[LIFE-3] a wall says that it is a rehearsal, to whoever looks at it already, and says nothing of it later', () => {
  const header = (state: 'rehearsing' | 'open') =>
    renderToStaticMarkup(<WallHeader session={aSession({ state })} total={0} online={0} language="en" />)
  expect(header('rehearsing')).toContain('Rehearsal')
  expect(header('open')).not.toContain('Rehearsal')
})
