import { HostClient, type SessionHost } from '@guestwall/client/host'
import type { HostedSession, WallMessage } from '@guestwall/protocol'
import { openPostgresStore } from '@guestwall/server'
import readSheets from 'read-excel-file/node'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Guestwall, startGuestwall } from '../support/guestwall.ts'
import { post } from '../support/http-calls.ts'
import { testDatabase } from '../support/test-database.ts'

/** An evening that is taken home: every list, in every format, from each store, while it goes on and when it is over. */

const ZONE = { timeZone: 'Asia/Shanghai', language: 'zh-CN' } as const
const TEXTS = {
  shown: '=1+1 百年好合',
  waiting: 'a text that waits',
  rejected: 'a text that was rejected',
  removed: 'a text that was removed',
}

describe.each([
  ['SQLite', () => Promise.resolve(undefined)],
  ['PostgreSQL', async () => openPostgresStore(await testDatabase(), () => {})],
] as const)('on %s', (_, openStore) => {
  let wall: Guestwall
  let hosted: HostedSession
  let host: SessionHost
  let guest: { guest: { id: string }; token: string }
  let messages: Record<keyof typeof TEXTS, WallMessage>

  beforeAll(async () => {
    const store = await openStore()
    wall = await startGuestwall(store === undefined ? {} : { store })
    hosted = await wall.createSession({ title: '林晓 / 陈默', moderation: 'approve' })
    host = new HostClient({ url: wall.url }).session(hosted.session.id, hosted.hostToken)
    guest = await wall.join(hosted.session.id, '小明')
    const { token } = await host.createCredential({ name: '小雨', role: 'moderator' })
    const helper = new HostClient({ url: wall.url }).session(hosted.session.id, token)
    const say = async (content: string, index: number) => {
      const body = { session: hosted.session.id, key: `take-home-${index}`, content, guestName: '小明' }
      return (await post<{ message: WallMessage }>(`${wall.url}/api/realtime/messages`, body, guest.token)).message
    }
    const [shown, waiting, rejected, removed] = [
      await say(TEXTS.shown, 1),
      await say(TEXTS.waiting, 2),
      await say(TEXTS.rejected, 3),
      await say(TEXTS.removed, 4),
    ]
    messages = { shown, waiting, rejected, removed }
    await helper.actOnMessage(shown.id, 'approve')
    await helper.actOnMessage(rejected.id, 'reject')
    await host.removeMessage(removed.id)
    await host.renameGuest(guest.guest.id, '明明')
    await host.actOnGuest(guest.guest.id, 'mute', { reason: 'shouts' })
  })
  afterAll(() => wall.stop())

  const json = async <Item>(what: string): Promise<Item[]> => {
    const file = await host.export({ what })
    return (JSON.parse(await (await file.blob()).text()) as Record<string, Item[]>)[what] ?? []
  }
  const rows = async (what: string) => {
    const file = await host.export({ what, format: 'xlsx', ...ZONE })
    const [sheet] = await readSheets(Buffer.from(await (await file.blob()).arrayBuffer()))
    const [header = [], ...body] = sheet?.data ?? []
    return body.map((cells) => Object.fromEntries(header.map((name, index) => [String(name), cells[index] ?? null])))
  }

  test('[MOD-3] the messages come to hosts with their status and who decided, under the names of now, and without the removed ones', async () => {
    expect(await json('messages')).toMatchObject([
      { content: TEXTS.shown, status: 'shown', guestName: '明明', decided: { by: { name: '小雨' } } },
      { content: TEXTS.waiting, status: 'pending', guestName: '明明' },
      { content: TEXTS.rejected, status: 'rejected', guestName: '明明', decided: { by: { name: '小雨' } } },
    ])
    const table = await rows('messages')
    expect(table.map((row) => [row['来宾'], row['留言'], row['状态'], row['处理人']])).toEqual([
      ['明明', TEXTS.shown, '已上墙', '小雨'],
      ['明明', TEXTS.waiting, '待审核', null],
      ['明明', TEXTS.rejected, '不上墙', '小雨'],
    ])
    const shift = 8 * 60 * 60 * 1000
    const seconds = Math.floor((Date.parse(messages.shown.createdAt) + shift) / 1000)
    // A spreadsheet counts days: a second is a fraction that is not exact.
    expect(Math.round(Number(table[0]?.['时间 (Asia/Shanghai)']) / 1000)).toBe(seconds)
  })

  test('the guests come with what they wrote and with the acts on them', async () => {
    expect(await json('guests')).toMatchObject([
      { id: guest.guest.id, name: '明明', messages: 3, isMuted: true, isRenamed: true, reason: 'shouts', source: 'link' },
    ])
    expect(await rows('guests')).toMatchObject([
      { 来宾: '明明', 留言数: 3, 已禁言: '是', 已改名: '是', 已封禁: '否', 原因: 'shouts', 来源: '链接' },
    ])
  })

  test('the activity log has every act in order, under the name of the one who acted, in words where a language is asked for, and no text of a message', async () => {
    const acts = await json<{ act: string; by: { name: string }; target: { name: string; id: string } }>('activity')
    expect(acts.map(({ act }) => act)).toEqual([
      'credential.created',
      'message.approved',
      'message.rejected',
      'message.removed',
      'guest.renamed',
      'guest.muted',
    ])
    expect(acts[1]).toMatchObject({ by: { name: '小雨' }, target: { kind: 'message', id: messages.shown.id, name: '明明' } })
    const table = await rows('activity')
    expect(table.map((row) => [row['操作人'], row['操作'], row['对象'], row['原因']]).slice(1)).toEqual([
      ['小雨', '上墙', '明明', null],
      ['小雨', '拒绝或撤下', '明明', null],
      ['主持人', '永久移除', '明明', null],
      ['主持人', '改名', '明明', null],
      ['主持人', '禁言', '明明', 'shouts'],
    ])
    const spoken = await (await (await host.export({ what: 'activity', format: 'csv', ...ZONE })).blob()).text()
    expect(spoken).toContain('"操作人","操作","对象类型","对象","原因","详情"')
    expect(spoken).toContain('"主持人","禁言","来宾","明明","shouts",""')
    for (const format of ['json', 'csv']) {
      const text = await (await (await host.export({ what: 'activity', format })).blob()).text()
      for (const content of Object.values(TEXTS)) expect(text).not.toContain(content)
    }
  })

  test('[MOD-3] nobody but a host gets an export', async () => {
    const credentials = [guest.token, hosted.wallToken]
    for (const what of ['messages', 'guests', 'activity']) {
      for (const token of credentials) {
        const away = new HostClient({ url: wall.url }).session(hosted.session.id, token)
        await expect(away.export({ what })).rejects.toMatchObject({ code: 'forbidden' })
      }
    }
  })

  test('a file is called after the session, in the language that was asked for, with the local date', async () => {
    const { name } = await host.export({ what: 'guests', format: 'xlsx', ...ZONE })
    expect(name).toMatch(/^林晓 陈默-来宾-\d{4}-\d\d-\d\d\.xlsx$/)
    expect((await host.export({ what: 'guests', format: 'csv' })).name).toMatch(/^林晓 陈默-Guests-\d{4}-\d\d-\d\d\.csv$/)
  })

  test('everything can still be taken home when the session has ended', async () => {
    await host.end()
    for (const what of ['messages', 'votes', 'ballots', 'guests', 'activity']) {
      for (const format of ['json', 'csv', 'xlsx']) {
        const file = await host.export({ what, format })
        expect((await file.blob()).size).toBeGreaterThan(0)
      }
    }
    expect((await json<{ act: string }>('activity')).at(-1)?.act).toBe('session.ended')
    expect(await json('messages')).toHaveLength(3)
  })
})
