import { aMessage } from '@guestwall/protocol/testing'
import type { Delivery, ViewMessage } from '@guestwall/client'
import { renderToStaticMarkup } from 'react-dom/server'
import { describe, expect, it, vi } from 'vitest'
import { messagesEn } from '../../messages/en.ts'
import type { GuestwallMessages } from '../../messages/messages.ts'
import { messagesZhCN } from '../../messages/zh-CN.ts'
import { MessageStream } from './message-stream.tsx'
import { StreamItem } from './stream-item.tsx'

const nothing = (): void => undefined

function entry(delivery: Delivery | null, content = '百年好合！'): ViewMessage {
  return {
    viewKey: `view-${delivery}-${content}`,
    isMine: delivery !== null,
    delivery,
    refusal: delivery === 'failed' ? { code: 'key_reused', message: 'reused', retryable: false } : null,
    message: aMessage(1, { guestName: '舅舅 老周', content }),
  }
}

const stream = (messages: readonly ViewMessage[], labels = messagesZhCN) =>
  renderToStaticMarkup(
    <MessageStream messages={messages} labels={labels.stream} timeOf={() => '19:02'} onRetry={nothing} onDiscard={nothing} />,
  )

describe('<MessageStream>', () => {
  it.each(['sending', 'delivered', 'pending', 'private', 'shown', 'failed'] as const)(
    '[G4] says the word and draws the mark: %s',
    (delivery) => {
      const html = stream([entry(delivery)])
      expect(html).toContain(messagesZhCN.stream.delivery[delivery])
      expect(html).toContain('<svg')
      expect(stream([entry(delivery)], messagesEn)).toContain(messagesEn.stream.delivery[delivery])
    },
  )

  it.each([
    [{ state: 'waiting', before: 7 }, '排队上墙 · 前面 7 条', 'In line for the wall · 7 before you'],
    [{ state: 'waiting', before: 0 }, '下一条就是你', 'Next on the wall'],
    [{ state: 'showing' }, '正在大屏上，抬头看看', 'On the screen now, look up'],
    [{ state: 'shown' }, '已上墙', 'On the wall'],
    [{ state: 'noScreen' }, '已送达 · 大屏没有打开', 'Delivered · no screen is open'],
  ] as const)('[SCREEN-6] says where a message of one’s own is: %j', (place, chinese, english) => {
    const html = (labels: GuestwallMessages, of: Delivery | null = 'shown') =>
      renderToStaticMarkup(<MessageStream messages={[entry(of)]} labels={labels.stream} timeOf={() => ''} placeOf={() => place} />)
    expect(html(messagesZhCN)).toContain(chinese)
    expect(html(messagesEn)).toContain(english)
    expect((html(messagesEn).match(/gw-steps__dash/g) ?? []).length).toBe('before' in place ? place.before : 0)
    // Of a message that a host still decides about, and of another guest's, it says nothing.
    for (const other of ['pending', 'sending', null] as const) expect(html(messagesEn, other)).not.toContain(english)
  })

  it('[SCREEN-7] claims nothing of a message without a place', () => {
    for (const labels of [messagesEn, messagesZhCN]) {
      const html = stream([entry('shown')], labels)
      for (const claim of [labels.stream.place.shown, labels.stream.place.showing]) expect(html).not.toContain(claim)
    }
  })

  it('[G4] a refused message shows the reason, a button to retry and a button to discard', () => {
    const html = stream([entry('failed')])
    expect(html).toContain('reused')
    expect(html).toContain(`${messagesZhCN.stream.delivery.failed} · ${messagesZhCN.stream.retry}`)
    expect(html.match(/<button/g)).toHaveLength(2)
  })

  it.each(['session_ended', 'removed', 'muted', 'too_long'])('[G4] a message refused with %s has no button to retry', (code) => {
    const html = stream([{ ...entry('failed'), refusal: { code, message: 'the reason', retryable: false } }])
    expect(html).toContain('the reason')
    expect(html).toContain(messagesZhCN.stream.delivery.failed)
    expect(html).not.toContain(messagesZhCN.stream.retry)
    expect(html.match(/<button/g)).toHaveLength(1)
  })

  it('[G4] while the session takes no messages, none has a button to retry', () => {
    const refused: ViewMessage = { ...entry('failed'), refusal: { code: 'wall_closed', message: 'closed', retryable: false } }
    const html = (isOpen: boolean) =>
      renderToStaticMarkup(<MessageStream messages={[refused]} isOpen={isOpen} labels={messagesEn.stream} timeOf={() => ''} />)
    expect(html(false)).not.toContain('Retry')
    expect(html(false)).toContain('Discard')
    expect(html(true)).toContain('Retry')
  })

  it.each([
    ['rate_limited', 'Sending in 4 s: too many at once', '发送中，4 秒后发出：发得太快'],
    ['session_busy', 'Sending in 4 s: the wall asks to wait', '发送中，4 秒后发出：留言墙请你稍等'],
  ])('[SEND-4] while the server asked to wait (%s), it says for how long and why', (code, english, chinese) => {
    vi.spyOn(performance, 'now').mockReturnValue(10_000)
    const refusal = { code, message: 'later', retryable: true }
    const waiting: ViewMessage = { ...entry('sending'), refusal, waitUntilMs: 13_100 }
    expect(stream([waiting], messagesEn)).toContain(english)
    expect(stream([waiting])).toContain(chinese)
    expect(stream([{ ...waiting, waitUntilMs: 5_000 }], messagesEn)).toContain('in 1 s')
    expect(stream([entry('sending')], messagesEn)).not.toContain(' s:')
    vi.restoreAllMocks()
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
    expect(html).toMatch(/<div role="listitem" data-view-key="[^"]+"><b>舅舅 老周<\/b><article class="gw-note">/)
  })

  it('renders no time on a server, which does not know the time zone of the device', () => {
    expect(renderToStaticMarkup(<MessageStream messages={[entry(null)]} />)).toContain('dateTime="2026-11-22T10:00:00.000Z"></time>')
  })
})
