import { aMessage } from '@guestwall/protocol/testing'
import type { Delivery, ViewMessage } from '@guestwall/client'
import { renderToStaticMarkup } from 'react-dom/server'
import { describe, expect, it } from 'vitest'
import { messagesEn } from '../../messages/en.ts'
import { messagesZhCN } from '../../messages/zh-CN.ts'
import { MessageStream } from './message-stream.tsx'
import { StreamItem } from './stream-item.tsx'

const nothing = (): void => undefined

function entry(delivery: Delivery | null, content = '百年好合！'): ViewMessage {
  return {
    viewKey: `view-${delivery}-${content}`,
    isMine: delivery !== null,
    delivery,
    refusal: delivery === 'failed' ? { code: 'muted', message: 'muted', retryable: false } : null,
    message: aMessage(1, { guestName: '舅舅 老周', content }),
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

  it('[G4] a refused message shows the reason, a button to retry and a button to discard', () => {
    const html = stream([entry('failed')])
    expect(html).toContain('muted')
    expect(html.match(/<button/g)).toHaveLength(2)
  })

  it('is no live region', () => {
    const html = stream([entry(null)])
    expect(html).not.toMatch(/aria-live|role="log"/)
  })

  it('shows markup as text', () => {
    expect(stream([entry(null, '<img src=x onerror=alert(1)>')])).toContain('&lt;img src=x')
  })

  it('shows an invitation when it is empty', () => {
    expect(stream([])).toContain(messagesZhCN.stream.empty)
  })

  it('takes a class, a style and a function that renders a message', () => {
    const html = renderToStaticMarkup(
      <MessageStream
        messages={[entry(null)]}
        className="mine"
        style={{ height: 300 }}
        renderMessage={(props) => (
          <>
            <b>{props.entry.message.guestName}</b>
            <StreamItem {...props} />
          </>
        )}
      />,
    )
    expect(html).toMatch(/^<div class="gw-stream mine" style="height:300px">/)
    expect(html).toMatch(/<li data-view-key="[^"]+"><b>舅舅 老周<\/b><article class="gw-note">/)
  })

  it('renders no time on a server, which does not know the time zone of the device', () => {
    expect(renderToStaticMarkup(<MessageStream messages={[entry(null)]} />)).toContain('dateTime="2026-11-22T10:00:00.000Z"></time>')
  })
})
