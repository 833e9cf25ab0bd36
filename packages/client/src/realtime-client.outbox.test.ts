import { aSession } from '@guestwall/protocol/testing'
import { describe, expect, it } from 'vitest'
import { RefusedError } from './errors.ts'
import { contentsOf, deliveriesOf, rejectionOf, setUp } from './realtime-client.test-kit.ts'

const FINAL = { code: 'muted', message: 'The host muted this guest.', retryable: false }

describe('sending', () => {
  it('[SEND-3] shows a message at once and settles it in place, once', async () => {
    const { clock, server, connected } = setUp()
    const { client } = await connected()
    server.latencyMs = 20
    const sent = client.sendMessage('新婚快乐', '小明')
    expect(client.getSnapshot()).toMatchObject({ waitingToSend: 1, messages: [{ isMine: true, delivery: 'sending' }] })
    const key = client.getSnapshot().messages[0]?.viewKey
    await clock.run(100)
    await expect(sent).resolves.toMatchObject({ key, content: '新婚快乐' })
    expect(client.getSnapshot()).toMatchObject({ waitingToSend: 0, messages: [{ viewKey: key, isMine: true, delivery: 'shown' }] })
  })

  it('[SEND-3] is delivered from the acknowledgement on, shown from the event on', async () => {
    const { clock, server, connected } = setUp()
    const { client } = await connected()
    server.socketMode = 'hang'
    server.httpMode = 'serve'
    server.cutAll()
    const { settled } = await client.queueMessage('你好', '小明')
    await clock.run(10)
    await settled
    expect(deliveriesOf(client)).toEqual(['delivered'])
    await clock.run(2_000)
    expect(deliveriesOf(client)).toEqual(['shown'])
  })

  it('[SEND-5] keeps the order in which messages were written', async () => {
    const { clock, server, connected } = setUp()
    const { client } = await connected()
    for (let at = 0; at < 20; at += 1) {
      void client.sendMessage(`第${at}条`, '小明')
      if (at % 5 === 2) server.cutAll()
      if (at % 5 === 4) await clock.run(700)
    }
    await clock.run(30_000)
    expect(server.wall.messages.map((message) => message.content)).toEqual(Array.from({ length: 20 }, (_, at) => `第${at}条`))
  })

  it('[SEND-1] a lost answer leads to the same key on the next way, and one message', async () => {
    const { clock, server, connected } = setUp()
    const { client } = await connected()
    server.socketMode = 'hang'
    server.latencyMs = 10
    void client.sendMessage('你好', '小明')
    await clock.run(15)
    // It is in the log; answer and event are on their way, and lost.
    expect(server.wall.messages).toHaveLength(1)
    server.cutAll()
    await clock.run(100)
    expect(server.posts.map((post) => post.via)).toEqual(['socket', 'http'])
    await clock.run(2_000)
    expect(server.wall.messages).toHaveLength(1)
    expect(new Set(server.posts.map((post) => post.key)).size).toBe(1)
    expect(client.getSnapshot()).toMatchObject({ waitingToSend: 0, messages: [{ delivery: 'shown' }] })
  })

  it('[SEND-1] a socket that dies without a word costs a message 13 s: 10 for the answer, 3 for the probe', async () => {
    const { clock, server, connected } = setUp()
    const { client } = await connected()
    server.cutAll(true)
    const sent = client.sendMessage('你好', '小明')
    await clock.run(13_100)
    await expect(sent).resolves.toMatchObject({ content: '你好' })
    expect(server.posts.map((post) => post.via)).toEqual(['http'])
  })

  it('[SEND-3] the event with its key settles a message whose answer never comes', async () => {
    const { clock, server, connected } = setUp()
    const { client } = await connected()
    server.losesAnswers = true
    const sent = client.sendMessage('你好', '小明')
    await clock.run(50)
    await expect(sent).resolves.toMatchObject({ content: '你好' })
    await clock.run(60_000)
    expect(server.posts).toHaveLength(1)
  })

  it('[SEND-4] a retryable refusal waits as long as it says, in place', async () => {
    const { clock, server, connected } = setUp()
    const { client } = await connected()
    let refusals = 0
    server.refusePost = () => {
      refusals += 1
      return refusals > 1 ? null : { code: 'rate_limited', message: '', retryable: true, retryAfterMs: 1_200 }
    }
    void client.sendMessage('一', '小明')
    void client.sendMessage('二', '小明')
    await clock.run(1_150)
    expect(server.posts).toHaveLength(1)
    expect(deliveriesOf(client)).toEqual(['sending', 'sending'])
    await clock.run(100)
    expect(contentsOf(client)).toEqual(['一', '二'])
    expect(deliveriesOf(client)).toEqual(['shown', 'shown'])
  })

  it('[SEND-4] what waits for slow mode is sent at once when the host switches it off', async () => {
    const { clock, server, connected } = setUp()
    const { client } = await connected()
    const settings = (slowModeSeconds: number) =>
      server.append((id, at) => ({ id, at, type: 'session.changed', data: aSession({ id: 'session-1', slowModeSeconds }) }))
    settings(300)
    server.refusePost = () => ({ code: 'rate_limited', message: '', retryable: true, retryAfterMs: 299_000 })
    void client.sendMessage('一', '小明')
    await clock.run(5_000)
    server.refusePost = () => null
    settings(120)
    await clock.run(5_000)
    expect([deliveriesOf(client), server.posts.length]).toEqual([['sending'], 1])
    settings(0)
    await clock.run(100)
    expect(deliveriesOf(client)).toEqual(['shown'])
  })

  it('[SEND-4] a final refusal is shown, blocks nothing behind it, and can be retried under a new key or discarded', async () => {
    const { clock, server, connected, open, storage } = setUp()
    const { client } = await connected()
    server.refusePost = (_, content) => (content === '坏' ? FINAL : null)
    const told: string[] = []
    client.on('refused', ({ code }, key) => told.push(`${code} ${key}`))
    const bad = client.sendMessage('坏', '小明')
    const good = client.sendMessage('好', '小明')
    const refused = rejectionOf(bad)
    await clock.run(100)
    expect(await refused).toMatchObject({ name: 'RefusedError', code: 'muted', retryable: false })
    await expect(good).resolves.toBeDefined()
    const failed = client.getSnapshot().messages.find((view) => view.delivery === 'failed')
    expect(failed).toMatchObject({ refusal: FINAL, message: { content: '坏' } })
    expect(client.getSnapshot().waitingToSend).toBe(0)
    expect(told).toEqual([`muted ${failed?.viewKey}`])

    client.close()
    const next = open().client
    next.connect()
    await clock.run(100)
    expect(deliveriesOf(next)).toContain('failed')
    server.refusePost = () => null
    next.retry(failed?.viewKey ?? '')
    await clock.run(100)
    expect(deliveriesOf(next)).toEqual(['shown', 'shown'])
    expect(server.posts.filter((post) => post.key === failed?.viewKey)).toHaveLength(1)

    server.refusePost = () => FINAL
    void next.sendMessage('又坏', '小明')
    await clock.run(100)
    next.discard(next.getSnapshot().messages.at(-1)?.viewKey ?? '')
    await clock.run(10)
    expect(contentsOf(next)).toEqual(['好', '坏'])
    expect([...storage.items.values()].join()).not.toContain('又坏')
  })

  it('[SEND-4] a refusal that also ends the client leaves nothing in the outbox', async () => {
    const { clock, server, connected } = setUp()
    const { client } = await connected()
    server.refusePost = () => ({ code: 'removed', message: '', retryable: false })
    client.sendMessage('你好', '小明').catch(() => {})
    await clock.run(100)
    expect(client.getSnapshot()).toMatchObject({
      state: 'closed',
      closedReason: 'removed',
      waitingToSend: 0,
      messages: [{ delivery: 'failed' }],
    })
  })

  it('[SEND-4] what fits no frame is refused at once, without an entry', async () => {
    const { connected } = setUp()
    const { client } = await connected()
    await expect(client.sendMessage('字'.repeat(5_000), '小明')).rejects.toBeInstanceOf(RefusedError)
    expect(client.getSnapshot().messages).toEqual([])
  })

  it("[SEND-3] a message that waits for the host stays the guest's own until it is shown", async () => {
    const { clock, server, connected } = setUp()
    server.isModerated = true
    const { client } = await connected()
    const sent = client.sendMessage('待审', '小明')
    await clock.run(50)
    const message = await sent
    expect(deliveriesOf(client)).toEqual(['pending'])
    client.close()
    const { client: next } = await connected()
    expect(deliveriesOf(next)).toEqual(['pending'])
    server.show(message)
    await clock.run(50)
    expect(deliveriesOf(next)).toEqual(['shown'])
    expect(next.getSnapshot().messages[0]?.viewKey).toBe(message.key)
  })

  it('[LOG-5] a removed message does not come back as an own entry', async () => {
    const { clock, server, connected } = setUp()
    const { client } = await connected()
    const sent = client.sendMessage('删我', '小明')
    await clock.run(50)
    server.remove(await sent)
    await clock.run(50)
    expect(contentsOf(client)).toEqual([])
  })
})

describe('keeping', () => {
  it('[SEND-6] is stored before the first try', async () => {
    const { clock, server, storage, connected } = setUp()
    const { client } = await connected()
    const storedWhenSent: boolean[] = []
    server.refusePost = (key) => {
      storedWhenSent.push([...storage.items.keys()].some((stored) => stored.endsWith(key)))
      return null
    }
    void client.sendMessage('你好', '小明')
    await clock.run(50)
    expect(storedWhenSent).toEqual([true])
  })

  it('[SEND-6] pending sends survive a reload and are each sent once, in order', async () => {
    const { clock, server, connected } = setUp()
    const { client } = await connected()
    server.socketMode = 'hang'
    server.httpMode = 'down'
    server.cutAll()
    const lost = [client.sendMessage('一', '小明'), client.sendMessage('二', '小明'), client.sendMessage('三', '小明')]
    const closed = Promise.all(lost.map((sent) => expect(sent).rejects.toMatchObject({ code: 'client_closed', retryable: true })))
    await clock.run(5_000)
    client.close()
    await closed
    server.socketMode = 'serve'
    server.httpMode = 'serve'
    const { client: next } = await connected()
    await clock.run(1_000)
    expect(contentsOf(next)).toEqual(['一', '二', '三'])
    expect(server.wall.messages).toHaveLength(3)
    expect(server.posts).toHaveLength(3)
    expect(deliveriesOf(next)).toEqual(['shown', 'shown', 'shown'])
  })

  it('[SEND-6] a first visit that is offline keeps what was written and sends it later', async () => {
    const { clock, server, open } = setUp()
    server.httpMode = 'down'
    const { client } = open()
    client.connect()
    const { key } = await client.queueMessage('你好', '小明')
    await clock.run(3_600_000)
    expect(deliveriesOf(client)).toEqual(['sending'])
    server.httpMode = 'serve'
    await clock.run(40_000)
    expect(client.getSnapshot().messages).toMatchObject([{ viewKey: key, delivery: 'shown' }])
  })

  it('[SEND-6] refused storage leaves a client that works and says so', async () => {
    const { clock, storage, connected } = setUp()
    storage.isRefusing = true
    const { client } = await connected()
    expect(client.getSnapshot()).toMatchObject({ state: 'connected', isStorageDurable: false })
    const sent = client.sendMessage('你好', '小明')
    await clock.run(50)
    await expect(sent).resolves.toBeDefined()
    expect(deliveriesOf(client)).toEqual(['shown'])
  })

  it('[SEND-6] several tabs send each entry once, and what one settles vanishes in the other', async () => {
    const { clock, server, connected } = setUp()
    const first = (await connected()).client
    const second = (await connected()).client
    server.isModerated = true
    for (let at = 0; at < 5; at += 1) {
      void first.sendMessage(`甲${at}`, '小明')
      void second.sendMessage(`乙${at}`, '小明')
    }
    await clock.run(1_000)
    expect(server.guests).toHaveLength(1)
    expect(server.posts).toHaveLength(10)
    expect(first.getSnapshot().waitingToSend).toBe(0)
    expect(deliveriesOf(first)).toEqual(Array(10).fill('pending'))
    expect(deliveriesOf(second)).toEqual(Array(10).fill('pending'))
  })

  it('[SEND-5] what two tabs wrote offline keeps its places when it is delivered, whichever tab is back first', async () => {
    const { clock, server, connected } = setUp()
    const first = (await connected()).client
    const second = (await connected()).client
    server.socketMode = 'hang'
    server.httpMode = 'down'
    server.cutAll()
    await clock.run(30_000)
    for (const [tab, content] of [
      [second, '一'],
      [first, '二'],
      [second, '三'],
      [first, '四'],
    ] as const) {
      void tab.sendMessage(content, '小明')
      await clock.run(20)
    }
    const orders = new Set<string>()
    for (const tab of [first, second]) tab.subscribe(() => orders.add(contentsOf(tab).join('')))
    server.socketMode = 'serve'
    server.httpMode = 'serve'
    await clock.run(60_000)
    expect([...orders]).toEqual(['一二三四'])
    expect(server.wall.messages.map(({ content }) => content)).toEqual(['一', '二', '三', '四'])
  })

  it('[SEND-6] a tab that dies leaves its entries to the others', async () => {
    const { clock, server, connected } = setUp()
    const first = (await connected()).client
    const second = (await connected()).client
    server.socketMode = 'hang'
    server.httpMode = 'down'
    server.cutAll()
    void first.sendMessage('遗言', '小明')
    await clock.run(100)
    first.close()
    server.socketMode = 'serve'
    server.httpMode = 'serve'
    await clock.run(60_000)
    expect(contentsOf(second)).toEqual(['遗言'])
    expect(server.wall.messages).toHaveLength(1)
  })
})

describe('whose entries', () => {
  it("[SEND-6] a credential given by option finds its own entries again, also after it was renewed, and no other's", async () => {
    const { clock, server, connected } = setUp()
    server.renewsTokens = true
    const guest = (await connected()).client
    server.admit('司仪', 'host-token')
    const issued: string[] = []
    const host = (await connected({ token: 'host-token' })).client
    host.on('token', (token) => issued.push(token))
    server.socketMode = 'hang'
    server.httpMode = 'down'
    server.cutAll()
    void guest.sendMessage('客人的', '小明')
    void host.sendMessage('司仪的', '司仪')
    await clock.run(100)
    guest.close()
    host.close()
    server.socketMode = 'serve'
    server.httpMode = 'serve'
    const again = (await connected({ token: 'host-token+' })).client
    await clock.run(1_000)
    expect(contentsOf(again)).toEqual(['司仪的'])
    expect(again.getSnapshot().messages[0]).toMatchObject({ isMine: true, message: { guestName: '司仪' } })
    await connected()
    await clock.run(1_000)
    expect(server.wall.messages.map((message) => [message.guestName, message.content])).toEqual([
      ['司仪', '司仪的'],
      ['小明', '客人的'],
    ])
  })

  it('[SEND-6] a client that was closed and started again is in step with the other tabs', async () => {
    const { clock, server, connected } = setUp()
    const first = (await connected()).client
    const second = (await connected()).client
    second.close()
    second.connect()
    await clock.run(100)
    server.isModerated = true
    void first.sendMessage('待审', '小明')
    await clock.run(100)
    expect(deliveriesOf(second)).toEqual(['pending'])
  })
})

describe('another epoch', () => {
  it('[LOG-4] a new epoch replaces the wall, and what was acknowledged lately and lost is offered again under its key', async () => {
    const { clock, server, connected } = setUp()
    const { client } = await connected()
    server.say('旧')
    void client.sendMessage('会丢的', '小明')
    await clock.run(100)
    expect(contentsOf(client)).toEqual(['旧', '会丢的'])
    const key = client.getSnapshot().messages[1]?.viewKey
    server.restore('epoch-2', 1)
    await clock.run(5_000)
    expect(client.getSnapshot()).toMatchObject({ state: 'connected', position: { epoch: 'epoch-2', lastEventId: 2 } })
    expect(contentsOf(client)).toEqual(['旧', '会丢的'])
    expect(client.getSnapshot().messages[1]).toMatchObject({ viewKey: key, delivery: 'shown' })
  })

  it('[LOG-4] what was acknowledged long ago is not offered again', async () => {
    const { clock, server, connected } = setUp()
    const { client } = await connected()
    void client.sendMessage('很久以前', '小明')
    await clock.run(11 * 60_000)
    server.restore('epoch-2', 0)
    await clock.run(5_000)
    expect(client.getSnapshot()).toMatchObject({ state: 'connected', messages: [] })
    expect(server.posts).toHaveLength(1)
  })

  it('[LOG-4] the outbox survives an epoch change, also across a reload', async () => {
    const { clock, server, connected } = setUp()
    const { client } = await connected()
    void client.sendMessage('会丢的', '小明')
    await clock.run(100)
    client.close()
    server.restore('epoch-2', 0)
    const { client: next } = await connected()
    await clock.run(1_000)
    expect(contentsOf(next)).toEqual(['会丢的'])
    expect(server.posts.map((post) => post.key)).toEqual([server.posts[0]?.key, server.posts[0]?.key])
  })
})
