import type { ClientSnapshot, Delivery, ViewMessage } from '@guestwall/client'
import { renderToStaticMarkup } from 'react-dom/server'
import { describe, expect, it } from 'vitest'
import { MessageComposer } from './composer/message-composer.tsx'
import { ConnectionBadge } from './connection/connection-badge.tsx'
import { messagesEn } from '../messages/en.ts'
import { messagesZhCN } from '../messages/zh-CN.ts'
import { OnlineList } from './people/online-list.tsx'
import { MessageStream } from './stream/message-stream.tsx'
import { useGuestwall } from '../hooks/use-guestwall.ts'

const nothing = (): void => undefined

function entry(delivery: Delivery | null, content = '百年好合！'): ViewMessage {
  return {
    viewKey: `view-${delivery}-${content}`,
    isMine: delivery !== null,
    delivery,
    refusal: delivery === 'failed' ? { code: 'muted', message: 'muted', retryable: false } : null,
    message: {
      id: 'm1',
      guestId: 'g1',
      guestName: '舅舅 老周',
      content,
      status: 'shown',
      pinned: false,
      createdAt: '2026-11-22T10:00:00.000Z',
      eventId: 1,
      key: 'keykeykey',
    },
  }
}

const stream = (messages: readonly ViewMessage[], labels = messagesZhCN) =>
  renderToStaticMarkup(
    <MessageStream messages={messages} labels={labels.stream} timeOf={() => '19:02'} onRetry={nothing} onDiscard={nothing} />,
  )

describe('<MessageStream>', () => {
  it.each(['sending', 'delivered', 'pending', 'shown', 'failed'] as const)('[G4] says the word and draws the mark: %s', (delivery) => {
    const html = stream([entry(delivery)])
    expect(html).toContain(messagesZhCN.stream.delivery[delivery])
    expect(html).toContain('<svg')
    expect(stream([entry(delivery)], messagesEn)).toContain(messagesEn.stream.delivery[delivery])
  })

  it('[G4] a refused message gives its reason, a way to try again and a way to let it be', () => {
    const html = stream([entry('failed')])
    expect(html).toContain('muted')
    expect(html.match(/<button/g)).toHaveLength(2)
  })

  it('is not read out by itself', () => {
    const html = stream([entry(null)])
    expect(html).not.toMatch(/aria-live|role="log"/)
  })

  it('shows markup as the words that they are', () => {
    expect(stream([entry(null, '<img src=x onerror=alert(1)>')])).toContain('&lt;img src=x')
  })

  it('invites when it is empty', () => {
    expect(stream([])).toContain(messagesZhCN.stream.empty)
  })
})

describe('<MessageComposer>', () => {
  const composer = (draft: string) =>
    renderToStaticMarkup(
      <MessageComposer
        draft={draft}
        onDraft={nothing}
        onSend={nothing}
        guestName="Lily"
        onRename={nothing}
        labels={messagesZhCN.composer}
      />,
    )

  it('[G3] counts, and does not send what is empty or too long', () => {
    expect(composer('愿你们幸福')).toContain('5 / 280')
    expect(composer('愿你们幸福')).toContain('aria-disabled="false"')
    expect(composer('')).toContain('aria-disabled="true"')
    expect(composer('好'.repeat(281))).toContain(messagesZhCN.composer.over(1))
  })
})

describe('<ConnectionBadge>', () => {
  const badge = (state: ClientSnapshot['state'], troubleSinceMs: number | null) =>
    renderToStaticMarkup(
      <ConnectionBadge
        connection={{ state, trouble: 'server', troubleSinceMs, isTimely: false, closedReason: null }}
        labels={messagesZhCN.connection}
        now={() => 10_000}
      />,
    )

  it('[G8] is an empty status while all is well, and speaks after two seconds', () => {
    expect(badge('connected', null)).toMatch(/role="status"[^>]*><\/div>/)
    expect(badge('reconnecting', 9_000)).not.toContain(messagesZhCN.connection.server)
    expect(badge('reconnecting', 8_000)).toContain(messagesZhCN.connection.server)
  })
})

describe('<OnlineList>', () => {
  it('names who is here, marks oneself, and tells how many more there are', () => {
    const guests = [{ id: 'g1', name: 'Ana', since: '2026-11-22T10:00:00.000Z' }]
    const html = renderToStaticMarkup(<OnlineList guests={guests} count={12} ownId="g1" labels={messagesEn.people} />)
    expect(html).toContain('Ana')
    expect(html).toContain(messagesEn.people.you)
    expect(html).toContain('and 11 more')
  })
})

describe('useGuestwall', () => {
  it('reads a client whose methods need their `this`', () => {
    const client = {
      snapshot: { online: 186 } as ClientSnapshot,
      subscribe: () => nothing,
      getSnapshot() {
        return this.snapshot
      },
    }
    const View = () => <b>{useGuestwall(client).online}</b>
    expect(renderToStaticMarkup(<View />)).toBe('<b>186</b>')
  })
})
