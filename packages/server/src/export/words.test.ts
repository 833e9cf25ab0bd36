import { describe, expect, it } from 'vitest'
import { actorName, type Cell, type Details, type Language, type Table } from './cells.ts'
import type { VoteRecord } from '../domain/vote-record.ts'
import { csv } from './csv.ts'
import { termIn } from './terms.ts'
import { publicityOf } from './votes.ts'

async function linesOf(cells: readonly Cell[], language: Language | null): Promise<string[]> {
  const table: Table<{ readonly cells: readonly Cell[] }> = {
    name: 'activity',
    async *pages() {
      yield await Promise.resolve([{ cells }])
    },
    columns: ['actedBy', 'act', 'details'],
    rowsOf: (item) => [item.cells],
  }
  let text = ''
  for await (const piece of csv(table, { timeZone: 'Asia/Shanghai', language })) text += piece
  return text.slice(1).trimEnd().split('\r\n')
}

const details = (of: Details): Cell => ({ details: of })
const BY_FIRST_HOST = actorName({ id: 'host-1', name: 'Host' })
const CHANGE = details({ moderation: 'closed', title: '小雨', opensAt: '2026-11-22T10:00:00.000Z', layout: null })

describe('[EXP-5] a file in a language', () => {
  it('has its words for columns, acts, details, and for those whom no host named', async () => {
    expect(await linesOf([BY_FIRST_HOST, { term: 'session.changed' }, CHANGE], 'zh-CN')).toEqual([
      '"操作人","操作","详情"',
      '"主持人","修改设置","留言怎样上墙：关闭留言；标题：小雨；自动开始时间：2026-11-22 18:00:00；画面：无"',
    ])
    expect(await linesOf([BY_FIRST_HOST, { term: 'screen.blanked' }, CHANGE], 'en')).toEqual([
      '"Acted by","Act","Details"',
      '"Host","blanked the screen","how messages come to the wall: closed; title: 小雨; opens at: 2026-11-22 18:00:00; on the screen: none"',
    ])
  })

  it('has a name as it is that a host gave, whatever it is', async () => {
    expect((await linesOf([actorName({ id: 'c1', name: 'Host' }), null, null], 'zh-CN'))[1]).toBe('"Host","",""')
  })

  it('has no formula in the details', async () => {
    expect((await linesOf([null, null, details({ title: 'x;=1+1' })], 'en'))[1]).toBe(`"","","title: x;'=1+1"`)
  })
})

it('[EXP-5] a csv without a language has the names of the protocol', async () => {
  expect(await linesOf([BY_FIRST_HOST, { term: 'session.changed' }, CHANGE], null)).toEqual([
    '"actedBy","act","details"',
    '"Host","session.changed","moderation: closed; title: 小雨; opensAt: 2026-11-22T10:00:00.000Z; layout: null"',
  ])
})

it('[EXP-5] yes and no are words in a file in a language, and names of the protocol in one without', async () => {
  expect((await linesOf([true, false, null], 'zh-CN'))[1]).toBe('"是","否",""')
  expect((await linesOf([true, false, null], 'en'))[1]).toBe('"yes","no",""')
  expect((await linesOf([true, false, null], null))[1]).toBe('"true","false",""')
})

it('[EXP-5] results that everybody sees are public in words, whatever their setting was; programs read the setting', async () => {
  const cell = async (vote: Pick<VoteRecord, 'state' | 'results' | 'revealed'>, language: Language | null) =>
    (await linesOf([publicityOf(vote), null, null], language))[1]?.split(',')[0]
  const vote = { state: 'closed', results: 'never', revealed: true } as const
  expect([await cell(vote, 'zh-CN'), await cell(vote, null)]).toEqual(['"公开"', '"never"'])
  expect(await cell({ ...vote, results: 'afterClose', revealed: null }, 'zh-CN')).toBe('"公开"')
  expect(await cell({ ...vote, state: 'open', results: 'afterClose', revealed: null }, 'zh-CN')).toBe('"结束后"')
  expect(await cell({ ...vote, revealed: null }, 'zh-CN')).toBe('"由主持人公布"')
  expect(await cell({ ...vote, results: 'always', revealed: false }, 'zh-CN')).toBe('"已隐藏"')
})

it('a term of a newer version stays as it is', () => {
  expect(termIn('zh-CN', 'photo.turned')).toBe('photo.turned')
})
