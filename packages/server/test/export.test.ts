import type { HostedSession, WallMessage } from '@guestwall/protocol'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Guestwall, OPERATOR_TOKEN, startGuestwall, TOKEN_SECRET } from '../../../tests/support/guestwall.ts'
import { removeMessage } from '../../../tests/support/http-calls.ts'
import { sealOf } from '../src/audit/seal.ts'
import { verifyAudit } from '../src/audit/verify.ts'
import type { Cell, Table } from '../src/export/cells.ts'
import { csv } from '../src/export/csv.ts'
import { localTimes } from '../src/export/local-time.ts'
import { messagesTable } from '../src/export/messages.ts'
import type { VoteRecord } from '../src/domain/vote-record.ts'
import { streamedBody } from '../src/edge/http/streamed-body.ts'
import { ExportHandler } from '../src/handlers/export-handler.ts'
import type { Store } from '../src/log/store.ts'
import { StoreUnavailable } from '../src/storage/storage.ts'
import { VirtualClock } from '@guestwall/protocol/testing'
import { MemoryStore } from '../src/testing/memory-store.ts'
import { GUESTS, nameOf, seedVotes, type Seeded, textOf } from './audit.test-kit.ts'

/** Exports of a session over HTTP, and the forms in which they come. */

const BALLOTS = { what: 'ballots', format: 'json', timeZone: null, separator: null, language: null } as const
const UTC = { timeZone: 'UTC' }
const ID_MESSAGE = {
  guestName: 'g',
  content: 'c',
  status: 'shown',
  pinned: false,
  createdAt: '2026-11-22T10:00:00.000Z',
  eventId: 1,
} as const
const XLSX_TYPE = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'
const HOST_ROLE = { id: 'host', name: 'Host', role: 'host' } as const
/** More than two pages of the store. */
const MESSAGES = 2_300
let wall: Guestwall
let hosted: HostedSession
let seeded: Seeded
let hostToken: string
const errors: unknown[] = []

beforeAll(async () => {
  const log = { error: (told: { err: unknown }) => errors.push(told.err) }
  wall = await startGuestwall({ parts: { log: log as never } })
  hosted = await wall.createSession()
  seeded = await seedVotes(wall.store)
  const sessions = await fetch(`${wall.url}/api/sessions`, { headers: { authorization: `Bearer ${OPERATOR_TOKEN}` } })
  const { sessions: all } = (await sessions.json()) as { sessions: HostedSession[] }
  hostToken = all.find(({ session }) => session.id === seeded.session.id)?.hostToken ?? ''
})
afterAll(() => wall.stop())

function get(query: string, { token = hostToken, id = seeded.session.id } = {}): Promise<Response> {
  return fetch(`${wall.url}/api/host/sessions/${id}/export${query}`, { headers: token === '' ? {} : { authorization: `Bearer ${token}` } })
}

/** `text()` of a response takes the byte order mark away. */
async function bodyOf(response: Response): Promise<string> {
  return Buffer.from(await response.arrayBuffer()).toString()
}

/** CSV as RFC 4180 has it, where every cell is quoted. */
function readCsv(text: string): string[][] {
  expect(text.startsWith('\uFEFF')).toBe(true)
  const rows: string[][] = [[]]
  let end = 1
  for (const [whole, cell, then] of text.slice(1).matchAll(/"((?:[^"]|"")*)"(,|\r\n)/gy)) {
    rows.at(-1)?.push((cell as string).replaceAll('""', '"'))
    if (then !== ',') rows.push([])
    end += whole.length
  }
  expect([end, rows.pop()]).toEqual([text.length, []])
  return rows
}

async function say(...contents: string[]): Promise<WallMessage[]> {
  const commands = contents.map((content, index) => ({
    kind: 'sendMessage' as const,
    actor: { sessionId: hosted.session.id, id: `writer-${index % 3}`, name: '小明', role: 'guest' as const },
    key: `said-${Math.random()}`.replace('.', ''),
    bodyHash: '',
    content,
    guestName: '小明',
  }))
  const newIds = commands.map(({ key }) => `m${key.slice(5, 25)}`)
  const committed = await wall.store.append(hosted.session.id, { commands, now: new Date().toISOString(), newIds })
  return (committed?.outcomes ?? []).map((outcome) => (outcome.ok ? outcome.value.message : null) as WallMessage)
}

describe('an export', () => {
  test('is for the session’s host alone', async () => {
    const guest = await wall.join(hosted.session.id, '小明')
    expect((await get('?what=votes', { token: '' })).status).toBe(401)
    expect((await get('?what=votes', { id: hosted.session.id, token: guest.token })).status).toBe(403)
    expect((await get('?what=votes', { id: hosted.session.id, token: hosted.wallToken })).status).toBe(403)
    expect((await get('?what=votes', { token: hosted.hostToken })).status).toBe(403)
    expect((await get('?what=votes')).status).toBe(200)
  })

  test('is a file with a plain name, and no cache keeps it', async () => {
    for (const [query, type, name] of [
      ['?what=messages', 'application/json', /^guestwall-\w+-messages-\d{4}-\d\d-\d\d\.json$/],
      ['?what=ballots&format=csv', 'text/csv; charset=utf-8', /^guestwall-\w+-ballots-\d{4}-\d\d-\d\d\.csv$/],
      ['?what=guests&format=xlsx', XLSX_TYPE, /^guestwall-\w+-guests-\d{4}-\d\d-\d\d\.xlsx$/],
      ['?what=audit&format=json', 'application/json', /^guestwall-\w+-audit-\d{4}-\d\d-\d\d\.json$/],
    ] as const) {
      const response = await get(query)
      // Read to its end, it makes room for the next.
      await response.arrayBuffer()
      const { headers } = response
      expect(headers.get('content-type')).toBe(type)
      expect(headers.get('cache-control')).toBe('no-store')
      expect(headers.get('x-content-type-options')).toBe('nosniff')
      expect(/^attachment; filename="([^"]+)"; filename\*=UTF-8''[\w.%-]+$/.exec(headers.get('content-disposition') ?? '')?.[1]).toMatch(
        name,
      )
    }
  })

  test.each([
    ['', /What must be one of messages, votes, ballots, guests, activity, audit/],
    ['?what=__proto__', /What must be one of/],
    ['?what=votes&format=pdf', /Format must be one of json, csv, xlsx/],
    ['?what=audit&format=csv', /The audit file is json alone/],
    ['?what=votes&what=audit', /more than once/],
    ['?what=messages&timeZone=Mars/Olympus', /time zone must have a name such as Asia\/Shanghai/],
    ['?what=messages&separator=tab', /Separator must be one of comma, semicolon/],
    ['?what=messages&language=fr', /Language must be one of en, zh-CN/],
    ['?what=votes&names=yes', /no parameter/],
  ])('with the parameters %s is refused in words', async (query, said) => {
    const response = await get(query)
    expect(response.status).toBe(400)
    expect(((await response.json()) as { title: string }).title).toMatch(said)
  })
})

describe('messages', () => {
  const exported = async (format: string) =>
    bodyOf(await get(`?what=messages&format=${format}`, { token: hosted.hostToken, id: hosted.session.id }))

  test('[LOG-3] come all, in the order of the log, page after page', async () => {
    const said = await say(...Array.from({ length: MESSAGES }, (_, index) => `第 ${index} 条`))
    const { messages } = JSON.parse(await exported('json')) as { messages: WallMessage[] }
    expect(messages.map(({ eventId }) => eventId)).toEqual(said.map(({ eventId }) => eventId))
    expect(messages.map(({ content }) => content)).toEqual(said.map(({ content }) => content))
    const rows = readCsv(await exported('csv'))
    expect(rows).toHaveLength(MESSAGES + 1)
    const [header, first] = rows
    expect(header?.join(' ')).toBe(
      'eventId localTime timeZone guestName content status pinned decidedBy decidedTime createdAt id guestId joy congratulations praise love laughter tears',
    )
    expect(first?.slice(3, 10)).toEqual(['小明', '第 0 条', 'shown', 'false', '', '', said[0]?.createdAt])
  })

  test('in csv have the time as the hall’s clock showed it, with its zone, beside the time in UTC', async () => {
    const [message] = await say('at eight in the evening')
    const shift = 8 * 60 * 60 * 1000
    const inShanghai = new Date(Date.parse(message?.createdAt ?? '') + shift).toISOString().slice(0, 19).replace('T', ' ')
    const rows = readCsv(await exported('csv&timeZone=Asia/Shanghai'))
    const row = rows.find((cells) => cells.includes('at eight in the evening'))
    expect(row?.slice(1, 3)).toEqual([inShanghai, 'Asia/Shanghai'])
    expect(row?.[9]).toBe(message?.createdAt)
    // Midnight is hour 0 of the new day.
    expect(localTimes('Asia/Shanghai')('2026-11-21T16:00:00.000Z')).toBe('2026-11-22 00:00:00')
    expect(localTimes('America/New_York')('2026-07-01T03:59:59.000Z')).toBe('2026-06-30 23:59:59')
  })

  test('an id that begins with - stays as it is, and the counts of reactions stand behind it', async () => {
    const table = messagesTable(
      {
        readHeads: () => Promise.resolve(new Map([['s', { head: 1, epoch: 'e' }]])),
        findMessages: () => Promise.resolve([{ ...ID_MESSAGE, id: '-m1', guestId: '-g1' }]),
        readReactions: () => Promise.resolve({ version: 1, counted: [{ messageId: '-m1', kind: 'love', count: 2 }] }),
      } as unknown as Store,
      's',
      'UTC',
    )
    expect(readCsv(await textOf(csv(table, UTC)))[1]?.slice(10)).toEqual(['-m1', '-g1', '0', '0', '0', '2', '0', '0'])
  })

  test('with the semicolon as separator have the same number of cells in a spreadsheet that splits at it', async () => {
    const text = await exported('csv&separator=semicolon')
    expect(text.slice(1).split('\r\n')[0]).toMatch(/^"eventId";"localTime";"timeZone"/)
  })

  test('no cell becomes a formula in a spreadsheet that splits a file with commas at semicolons; a smiley stays', async () => {
    await say('see;=HYPERLINK("http://x")', 'a; +cmd', 'well done ;-) really', 'nice;-)')
    const contents = readCsv(await exported('csv')).map((row) => row[4])
    expect(contents).toContain(`see;'=HYPERLINK("http://x")`)
    expect(contents).toContain(`a;' +cmd`)
    expect(contents).toContain('well done ;-) really')
    expect(contents).toContain('nice;-)')
  })

  test('no cell becomes a formula in a spreadsheet with another separator, which also splits at commas and line ends', async () => {
    await say('x\n=SUM(A1)\ny', 'a,=1+2,b')
    for (const separator of ['comma', 'semicolon']) {
      const text = await exported(`csv&separator=${separator}`)
      expect(text).toContain("x\n'=SUM(A1)\ny")
      expect(text).toContain("a,'=1+2,b")
    }
  })

  test('[LOG-5] a removed message is in no format', async () => {
    const [message] = await say('what nobody may read again')
    await removeMessage(wall.url, hosted.hostToken, message?.id ?? '')
    for (const format of ['json', 'csv']) {
      const text = await exported(format)
      expect(text).not.toContain('what nobody may read again')
      expect(text).not.toContain(message?.id)
    }
    const { messages } = JSON.parse(await exported('json')) as { messages: WallMessage[] }
    // The event of the removal is no message: each of them still comes once.
    expect(messages.map(({ eventId }) => eventId)).toEqual([...new Set(messages.map(({ eventId }) => eventId))].sort((a, b) => a - b))
  })

  test('no cell is a formula, and every text comes through', async () => {
    const formulas = ['=HYPERLINK("http://x")', '+1', '-1+2', '@SUM(A1)', '＝1+1', '＋1', '－1', '＠x']
    const texts = ['"quoted", with a comma', 'two\nlines', 'a\r\nb', '"', '",","', '新婚快乐 👰🏻‍♀️', 'x=1', ' =1']
    await say(...formulas, ...texts)
    const contents = readCsv(await exported('csv')).map((row) => row[4])
    for (const text of formulas) expect(contents).toContain(`'${text}`)
    for (const text of texts) expect(contents).toContain(text)
    for (const row of readCsv(await exported('csv'))) for (const cell of row.slice(0, 10)) expect(cell).not.toMatch(/^[=+\-@\t\r＝＋－＠]/)
  })

  test('numbers of the server are not escaped as formulas, texts that begin like a formula are', async () => {
    const table: Table<{ cells: readonly Cell[] }> = {
      name: 'messages',
      async *pages() {
        yield await Promise.resolve([{ cells: [-1, '-1', '\t=1', '\r=1', '\n=1', null, true] }])
      },
      columns: ['content'],
      rowsOf: ({ cells }) => [cells],
    }
    expect((await textOf(csv(table, UTC))).split('\r\n')[1]?.slice(0, 12)).toBe('"-1","\'-1","')
    expect(await textOf(csv(table, UTC))).toBe('\uFEFF"content"\r\n"-1","\'-1","\'\t=1","\'\r=1","\'\n\'=1","","true"\r\n')
  })
})

describe('votes and ballots', () => {
  test('a vote comes with question, options, settings, state and counts; in a spreadsheet a row an option', async () => {
    const { votes } = (await (await get('?what=votes')).json()) as { votes: Record<string, unknown>[] }
    expect(votes.map(({ state }) => state)).toEqual(['closed', 'open', 'draft'])
    expect(votes[1]).toMatchObject({
      question: '"Which", they said?',
      maxChoices: 2,
      changeable: true,
      results: 'afterVoting',
      revealed: true,
      ballots: 2,
    })
    const rows = readCsv(await bodyOf(await get('?what=votes&format=csv')))
    expect(rows.slice(0, 4).map((row) => row.slice(0, 5))).toEqual([
      ['question', 'option', 'count', 'ballots', 'state'],
      ['今晚谁先哭？', '新郎', '1', '3', 'closed'],
      ['今晚谁先哭？', '新娘', '1', '3', 'closed'],
      ['今晚谁先哭？', '爸爸', '1', '3', 'closed'],
    ])
  })

  test('[VOTE-5] ballots come without names and guest ids, in the order of commits, those that count', async () => {
    const { ballots } = (await (await get('?what=ballots')).json()) as { ballots: { seq: number; choices: string[] }[] }
    expect(ballots.map(({ seq, choices }) => [seq, choices])).toEqual([
      [1, ['新郎']],
      [3, ['爸爸']],
      [4, ['新娘']],
      [1, ['d', 'a']],
      [2, ['d']],
    ])
    for (const query of ['?what=ballots', '?what=ballots&format=csv', '?what=audit']) {
      const text = await (await get(query)).text()
      for (const guest of GUESTS) {
        expect(text).not.toContain(guest)
        expect(text).not.toContain(nameOf(guest))
      }
    }
    const rows = readCsv(await bodyOf(await get('?what=ballots&format=csv')))
    expect(rows[4]?.slice(0, 3)).toEqual(['"Which", they said?', '1', 'd, a'])
  })

  test('[VOTE-2] the ballots of a large vote that is live add up to its counts', async () => {
    const large = await seedVotes(wall.store)
    const actors = Array.from({ length: 2_500 }, (_, index) => `many-${index % 2_000}`)
    const commands = actors.map((id, index) => ({
      kind: 'castVote' as const,
      actor: { sessionId: large.session.id, id, name: id, role: 'guest' as const },
      key: `key-${index}-of-${id}`,
      bodyHash: '',
      voteId: large.openId,
      optionIds: [`o${(index % 4) + 1}`],
    }))
    await wall.store.append(large.session.id, { commands, now: new Date().toISOString(), newIds: commands.map(({ key }) => key) })
    // Ballots that come once the export has begun are not of it, and take no row away from it.
    let began: VoteRecord | undefined
    const overtaken = new Proxy(wall.store, {
      get(target, name: keyof Store) {
        if (name !== 'readVotes') return target[name]
        return async (sessionId: string) => {
          const votes = await target.readVotes(sessionId)
          began = votes.find(({ id }) => id === large.openId)
          await large.cast(large.openId, 'many-1', 'o4')
          await large.cast(large.openId, 'one-more', 'o4')
          return votes
        }
      },
    })
    const handler = new ExportHandler({ store: overtaken, seal: sealOf(TOKEN_SECRET), clock: new VirtualClock() })
    const opened = await handler.open({ sessionId: large.session.id, ...HOST_ROLE }, BALLOTS)
    if (!opened.ok) throw new Error('refused')
    const { ballots } = JSON.parse(await textOf(opened.value.pieces)) as { ballots: { voteId: string; choices: string[] }[] }
    const ofLarge = ballots.filter(({ voteId }) => voteId === large.openId)
    expect(ofLarge).toHaveLength(began?.ballots ?? 0)
    for (const { id, label } of began?.options ?? []) {
      expect(ofLarge.filter(({ choices }) => choices.includes(label))).toHaveLength(began?.counts[id] ?? 0)
    }
  })

  test('the audit file passes verify, signed by the server’s seal', async () => {
    const bytes = Buffer.from(await (await get('?what=audit')).arrayBuffer())
    expect(verifyAudit(bytes, sealOf(TOKEN_SECRET).publicKey).wrong).toBeNull()
  })
})

describe('a store behind an export', () => {
  test('is read no faster than the reader reads, so memory holds a few pages', async () => {
    const store = new MemoryStore()
    const { session } = await seedVotes(store)
    const guest = { sessionId: session.id, id: 'g', name: 'g', role: 'guest' } as const
    const commands = Array.from({ length: 20_000 }, (_, index) => ({
      kind: 'sendMessage' as const,
      actor: guest,
      key: `message-${index}`,
      bodyHash: '',
      content: 'x',
      guestName: 'g',
    }))
    await store.append(session.id, { commands, now: '2026-11-22T10:00:00.000Z', newIds: commands.map(({ key }) => key) })
    let pages = 0
    const read = store.findMessages.bind(store)
    store.findMessages = (...page) => {
      pages += 1
      return read(...page)
    }
    const handler = new ExportHandler({ store, seal: sealOf(TOKEN_SECRET), clock: new VirtualClock() })
    const opened = await handler.open({ sessionId: session.id, ...HOST_ROLE }, { ...BALLOTS, what: 'messages', format: 'csv' })
    if (!opened.ok) throw new Error('refused')
    const reader = streamedBody(opened.value.pieces, undefined, { onError: () => {}, onEnd: () => {} }).getReader()
    await reader.read()
    await reader.read()
    await new Promise(setImmediate)
    expect(pages).toBeLessThan(5)
    await reader.cancel()
    await new Promise(setImmediate)
    expect(pages).toBeLessThan(6)
  })

  test('that is unavailable at the start gives a refusal; one that fails later aborts the answer, so that no part looks like a whole file', async () => {
    const { store } = wall as { store: { -readonly [Method in keyof Store]: Store[Method] } }
    const { findMessages, findSession } = store
    const asked = () => get('?what=messages&format=csv', { token: hosted.hostToken, id: hosted.session.id })
    store.findSession = () => Promise.reject(new StoreUnavailable('away'))
    expect((await asked()).status).toBe(503)
    store.findSession = findSession
    let pages = 0
    store.findMessages = (...page) => ((pages += 1) < 3 ? findMessages(...page) : Promise.reject(new StoreUnavailable('gone away')))
    await expect(asked().then(bodyOf)).rejects.toThrow()
    store.findMessages = findMessages
    expect(pages).toBe(3)
    expect(errors.filter((error) => error instanceof StoreUnavailable).map((error) => (error as Error).message)).toEqual([
      'away',
      'gone away',
    ])
    expect((await asked()).status).toBe(200)
  })
})
