import { renderToStaticMarkup } from 'react-dom/server'
import { describe, expect, it } from 'vitest'
import { messagesEn } from '../../messages/en.ts'
import { OnlineList } from './online-list.tsx'

describe('<OnlineList>', () => {
  it('names the guests online, marks the guest’s own name, and says how many more there are', () => {
    const guests = [{ id: 'g1', name: 'Ana', since: '2026-11-22T10:00:00.000Z' }]
    const html = renderToStaticMarkup(<OnlineList guests={guests} count={12} ownId="g1" labels={messagesEn.people} />)
    expect(html).toContain('Ana')
    expect(html).toContain(messagesEn.people.you)
    expect(html).toContain('and 11 more')
  })

  it('takes a class and a function that renders a guest', () => {
    const guests = [{ id: 'g1', name: 'Ana', since: '2026-11-22T10:00:00.000Z' }]
    const html = renderToStaticMarkup(
      <OnlineList guests={guests} count={1} ownId="g1" className="mine" renderGuest={({ name }, isOwn) => `${name} ${isOwn}`} />,
    )
    expect(html).toContain('class="gw-people mine"')
    expect(html).toContain('>Ana true</li>')
  })
})
