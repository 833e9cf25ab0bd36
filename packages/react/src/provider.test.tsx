import type { ClientSnapshot } from '@guestwall/client'
import { renderToStaticMarkup } from 'react-dom/server'
import { describe, expect, it } from 'vitest'
import { MessageStream } from './components/stream/message-stream.tsx'
import { useGuestwall } from './hooks/use-guestwall.ts'
import { useMessages } from './hooks/use-messages.ts'
import { useSnapshot } from './hooks/use-snapshot.ts'
import { messagesEn } from './messages/en.ts'
import type { GuestwallMessages } from './messages/messages.ts'
import { messagesZhCN } from './messages/zh-CN.ts'
import { GuestwallProvider } from './provider.tsx'

const options = { url: 'https://wall.example', session: 'k3v9', guestName: 'Ana' }
const Stream = () => <MessageStream messages={useMessages()} />

describe('<GuestwallProvider>', () => {
  it('renders the initial snapshot on a server, and nothing connects', () => {
    const html = renderToStaticMarkup(
      <GuestwallProvider options={options}>
        <Stream />
      </GuestwallProvider>,
    )
    expect(html).toContain(messagesEn.stream.empty)
  })

  it('a third language is one value', () => {
    const german: GuestwallMessages = { ...messagesEn, locale: 'de', stream: { ...messagesEn.stream, empty: 'Noch keine Nachricht.' } }
    const html = renderToStaticMarkup(
      <GuestwallProvider options={options} messages={german}>
        <Stream />
      </GuestwallProvider>,
    )
    expect(html).toContain('Noch keine Nachricht.')
  })

  it('an inner provider without texts keeps those of the outer one', () => {
    const html = renderToStaticMarkup(
      <GuestwallProvider options={options} messages={messagesZhCN}>
        <GuestwallProvider options={options}>
          <Stream />
        </GuestwallProvider>
      </GuestwallProvider>,
    )
    expect(html).toContain(messagesZhCN.stream.empty)
  })

  it('a catalog without one of its texts does not compile', () => {
    type Incomplete = Omit<GuestwallMessages, 'stream'> & { readonly stream: Omit<GuestwallMessages['stream'], 'empty'> }
    const isAccepted: Incomplete extends GuestwallMessages ? true : false = false
    expect(isAccepted).toBe(false)
  })
})

describe('hooks', () => {
  it('say that they need a provider', () => {
    const View = () => <b>{useGuestwall(({ online }) => online)}</b>
    expect(() => renderToStaticMarkup(<View />)).toThrow('<GuestwallProvider>')
  })

  it('read a client whose methods need their `this`', () => {
    const client = {
      snapshot: { online: 186 } as ClientSnapshot,
      subscribe: () => () => undefined,
      getSnapshot() {
        return this.snapshot
      },
    }
    const View = () => <b>{useSnapshot(client).online}</b>
    expect(renderToStaticMarkup(<View />)).toBe('<b>186</b>')
  })
})
