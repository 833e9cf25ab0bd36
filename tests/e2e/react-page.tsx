/* The page of react.e2e.ts: real clients against a server in memory and virtual time, in a real browser's document. */
import { RealtimeClient, type RealtimeClientOptions } from '@guestwall/client'
import { FakeServer, seededRandom, TestStorage, VirtualClock } from '@guestwall/client/testing'
import {
  ConnectionBadge,
  GuestwallProvider,
  messagesEn,
  MessageStream,
  StreamItem,
  type StreamItemProps,
  useConnection,
  useMessages,
  useOnline,
  useRealtimeClient,
  useSnapshot,
  useVotes,
} from '@guestwall/react'
import { act, type ReactNode, StrictMode } from 'react'
import { createRoot, hydrateRoot } from 'react-dom/client'
import { renderToString } from 'react-dom/server.browser'

Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true })

function setUp() {
  const clock = new VirtualClock()
  const server = new FakeServer(clock)
  const storage = new TestStorage()
  const options = (): RealtimeClientOptions => ({
    url: 'https://wall.test',
    session: 'session-1',
    guestName: 'Ana',
    clock,
    random: seededRandom(1),
    storage: storage.tab(),
    transports: server.transports,
  })
  return { clock, server, options, pass: (ms: number) => act(() => clock.run(ms)) }
}

function place(): HTMLElement {
  const element = document.createElement('div')
  document.body.append(element)
  return element
}

const openSockets = (server: FakeServer) => server.pairs.filter(({ isOver }) => !isOver).length

interface ViewProps {
  readonly client: RealtimeClient
  readonly onItem?: () => void
}

/** As an application would write it: labels and functions in place. */
function View({ client, onItem }: ViewProps) {
  const snapshot = useSnapshot(client)
  return (
    <div>
      <b>{snapshot.state}</b>
      <ConnectionBadge connection={snapshot} labels={messagesEn.connection} />
      <MessageStream
        messages={snapshot.messages}
        labels={{
          ...messagesEn.stream,
          me: (name) => {
            if (name !== 'name') onItem?.()
            return `Me · ${name}`
          },
        }}
        timeOf={(iso) => iso.slice(11, 16)}
        onRetry={(key) => client.retry(key)}
        onDiscard={(key) => client.discard(key)}
      />
    </div>
  )
}

const cases = {
  async subscriptions() {
    const { server, options, pass } = setUp()
    const client = new RealtimeClient(options())
    let subscriptions = 0
    const counted = {
      subscribe(listener: () => void) {
        subscriptions += 1
        return client.subscribe(listener)
      },
      getSnapshot: client.getSnapshot,
    }
    const Count = () => <i>{useSnapshot(counted).messages.length}</i>
    const element = place()
    const root = createRoot(element)
    act(() => root.render(<Count />))
    client.connect()
    await pass(1_000)
    for (let at = 0; at < 90; at += 1) {
      server.say(`message ${at}`)
      await pass(10)
    }
    const shown = element.textContent
    act(() => root.unmount())
    act(() => client.close())
    return { subscriptions, shown }
  },

  /** The server renders; the browser's client is connected and has messages when the page is hydrated. */
  async hydration() {
    const { server, options, pass } = setUp()
    server.say('already there')
    const html = renderToString(<View client={new RealtimeClient(options())} />)
    const client = new RealtimeClient(options())
    client.connect()
    await pass(1_000)
    const element = place()
    element.innerHTML = html
    const problems: string[] = []
    act(() => {
      hydrateRoot(element, <View client={client} />, { onRecoverableError: (error) => problems.push(String(error)) })
    })
    const shown = element.querySelector('b')?.textContent
    const texts = [...element.querySelectorAll('.gw-note__text')].map(({ textContent }) => textContent)
    act(() => client.close())
    return { rendered: html.includes('<b>connecting</b>'), problems, shown, texts }
  },

  /** Own messages, because each of their items says the author's name through a label that counts. */
  async items() {
    const { server, options, pass } = setUp()
    const client = new RealtimeClient(options())
    client.connect()
    await pass(1_000)
    for (let at = 0; at < 99; at += 1) void client.sendMessage(`message ${at}`, 'Ana')
    await pass(60_000)
    const element = place()
    let items = 0
    const root = createRoot(element)
    act(() => root.render(<View client={client} onItem={() => (items += 1)} />))
    const first = items
    const before = [...element.querySelectorAll('.gw-note')]
    items = 0
    server.say('another guest writes')
    await pass(10)
    const forOthers = items
    const kept = before.filter((item) => item.isConnected).length
    items = 0
    act(() => void client.sendMessage('one more', 'Ana'))
    await pass(2_000)
    const forOwn = items
    const count = element.querySelectorAll('.gw-note').length
    act(() => client.close())
    return { first, forOthers, forOwn, kept, count }
  },

  /** Components that read one part of the snapshot each, below a provider. */
  async selectors() {
    const { server, options, pass } = setUp()
    const renders = { app: 0, connection: 0, online: 0, votes: 0, list: 0, items: 0 }
    const Connection = () => <b>{useConnection().state + count('connection')}</b>
    const Online = () => <i>{`${useOnline()}${count('online')}`}</i>
    const Votes = () => <i>{`${useVotes().length}${count('votes')}`}</i>
    const renderMessage = (props: StreamItemProps): ReactNode => {
      count('items')
      return <StreamItem {...props} />
    }
    const List = () => {
      count('list')
      return <MessageStream messages={useMessages()} renderMessage={renderMessage} />
    }
    const App = () => (
      <GuestwallProvider options={options()}>
        {count('app')}
        <Connection />
        <Online />
        <Votes />
        <List />
      </GuestwallProvider>
    )
    function count(name: keyof typeof renders): '' {
      renders[name] += 1
      return ''
    }
    const element = place()
    const root = createRoot(element)
    act(() => root.render(<App />))
    await pass(1_000)
    for (let at = 0; at < 99; at += 1) server.say(`message ${at}`)
    await pass(1_000)
    const before = { ...renders }
    server.say('one more')
    await pass(1_000)
    const shown = element.querySelectorAll('.gw-note').length
    act(() => root.unmount())
    const more = (name: keyof typeof renders) => renders[name] - before[name]
    return {
      shown,
      items: more('items'),
      list: more('list'),
      others: { app: more('app'), connection: more('connection'), online: more('online'), votes: more('votes') },
    }
  },

  /** A provider in strict mode, whose application is edited four times. */
  async strictProvider() {
    const { clock, server, options, pass } = setUp()
    const Shown = () => <b>{useConnection().state}</b>
    const { close } = RealtimeClient.prototype
    let closes = 0
    RealtimeClient.prototype.close = function () {
      closes += 1
      close.call(this)
    }
    const root = createRoot(place())
    for (let edit = 0; edit < 5; edit += 1) {
      act(() =>
        root.render(
          <StrictMode>
            <GuestwallProvider options={options()}>
              <Shown key={edit} />
            </GuestwallProvider>
          </StrictMode>,
        ),
      )
      await pass(1_000)
    }
    const whileMounted = { opened: server.pairs.length, closes }
    act(() => root.unmount())
    await pass(1_000)
    RealtimeClient.prototype.close = close
    return { whileMounted, closes, afterwards: openSockets(server), pending: clock.pending }
  },

  /** The provider gets another session, twice. */
  async otherSession() {
    const { server, options, pass } = setUp()
    const Shown = () => <b>{useConnection().state}</b>
    const element = place()
    const root = createRoot(element)
    const open: number[] = []
    for (const session of ['session-1', 'session-2', 'session-1']) {
      act(() =>
        root.render(
          <GuestwallProvider options={{ ...options(), session }}>
            <Shown />
          </GuestwallProvider>,
        ),
      )
      await pass(1_000)
      open.push(openSockets(server))
    }
    const shown = element.textContent
    act(() => root.unmount())
    await pass(1_000)
    return { open, shown, afterwards: openSockets(server) }
  },

  /** Four edits of a component while the page is open, in strict mode. */
  async hotReloads() {
    const { clock, server, options, pass } = setUp()
    const version = (edit: number) =>
      function Edited() {
        const client = useRealtimeClient(options())
        return <View client={client} key={edit} />
      }
    const root = createRoot(place())
    const open: number[] = []
    for (let edit = 0; edit < 5; edit += 1) {
      const Edited = version(edit)
      act(() =>
        root.render(
          <StrictMode>
            <Edited />
          </StrictMode>,
        ),
      )
      await pass(1_000)
      open.push(openSockets(server))
    }
    act(() => root.unmount())
    await pass(1_000)
    return { open, guests: server.guests.length, afterwards: openSockets(server), pending: clock.pending }
  },
}

export type Case = keyof typeof cases
export type Results = { readonly [Name in Case]: Awaited<ReturnType<(typeof cases)[Name]>> }
Object.assign(globalThis, { runCase: (name: Case) => cases[name]() })
