import readSheets, { type Row } from 'read-excel-file/node'
import { describe, expect, it } from 'vitest'
import { type Cell, localTime, type Table, term, verbatim } from '../cells.ts'
import { xlsx } from './xlsx.ts'

const SETTINGS = { timeZone: 'Asia/Shanghai', language: 'zh-CN' } as const
const NOW = Date.UTC(2026, 10, 22, 10)

interface Item {
  readonly cells: readonly Cell[]
}

function tableOf(pages: AsyncGenerator<readonly Item[]>): Table<Item> {
  return { name: 'messages', pages: () => pages, columns: ['eventId', 'localTime', 'content', 'pinned'], rowsOf: ({ cells }) => [cells] }
}

async function* page(...rows: (readonly Cell[])[]): AsyncGenerator<readonly Item[]> {
  yield await Promise.resolve(rows.map((cells) => ({ cells })))
}

async function read(table: Table, options: { settings?: typeof SETTINGS; maxRows?: number } = {}) {
  const chunks: Uint8Array[] = []
  const { settings = SETTINGS, ...rest } = options
  for await (const chunk of xlsx(table, settings, { now: NOW, ...rest })) chunks.push(chunk)
  return readSheets(Buffer.concat(chunks), { trim: false })
}

async function cellsOf(...texts: Cell[]): Promise<Row[number][]> {
  const [sheet] = await read(tableOf(page(...texts.map((text) => [1, null, text]))))
  return (sheet?.data ?? []).slice(1).map((row) => row[2] ?? null)
}

describe('a workbook', () => {
  it('has the sheet and the headers in the language of the reader, and names the zone of its times', async () => {
    const sheets = await read(tableOf(page()))
    expect(sheets).toEqual([{ sheet: '留言', data: [['日志编号', '时间 (Asia/Shanghai)', '留言', '置顶']] }])
  })

  it('has each text as it was written: formulas, zeros, long numbers, emoji, line ends, letters that XML forbids or gives a meaning', async () => {
    const texts = [
      '=1+1',
      '=HYPERLINK("http://x")',
      '+1',
      '-1',
      '@SUM(A1)',
      '＝1',
      '0012',
      '123456789012345678901',
      '1e5',
      '2026-11-22',
      'TRUE',
      '新婚快乐 👰🏻‍♀️',
      'two\nlines',
      ' spaces ',
      '<b>&amp;"\'',
      ']]>',
    ]
    expect(await cellsOf(...texts)).toEqual(texts)
  })

  it('keeps what XML cannot hold, and a text that looks like the form in which it is kept', async () => {
    const texts = ['a\u0001b', 'a\r\nb', '\tx', '_x0041_', '_x', '_x005F_x0041_', 'a\uFFFEb']
    expect(await cellsOf(...texts)).toEqual(texts)
    expect(await cellsOf('half \uD83D of a pair')).toEqual(['half \uFFFD of a pair'])
  })

  it('has numbers as numbers, times as dates of the local clock, terms in words, ids as they are', async () => {
    const midnight = localTime('2026-11-21T16:00:00.900Z')
    const [sheet] = await read(
      tableOf(page([42, midnight, verbatim('-id'), true], [-1, null, term('pending'), false], [0, null, term('new'), null])),
    )
    expect(sheet?.data.slice(1)).toEqual([
      [42, new Date('2026-11-22T00:00:00.000Z'), '-id', '是'],
      [-1, null, '待审核', '否'],
      [0, null, 'new', null],
    ])
  })

  it('continues on further sheets where one is full, each with its headers', async () => {
    const numbers = [1, 2, 3, 4, 5]
    const sheets = await read(tableOf(page(...numbers.map((number) => [number]))), { maxRows: 3 })
    expect(sheets.map(({ sheet, data }) => [sheet, data.slice(1).map(([number]) => number)])).toEqual([
      ['留言', [1, 2]],
      ['留言 2', [3, 4]],
      ['留言 3', [5]],
    ])
    expect(new Set(sheets.map(({ data }) => data[0]?.join()))).toHaveProperty('size', 1)
  })

  it('reads no further page than its reader has room for, and none after the reader has left', async () => {
    let pages = 0
    let isClosed = false
    async function* endless(): AsyncGenerator<readonly Item[]> {
      try {
        for (;;) {
          pages += 1
          yield await Promise.resolve(
            Array.from({ length: 500 }, (_, index) => ({ cells: [index, null, `${Math.sin(pages * 1000 + index)}`.repeat(8)] })),
          )
        }
      } finally {
        isClosed = true
      }
    }
    const chunks = xlsx(tableOf(endless()), SETTINGS, { now: NOW })
    await chunks.next()
    // The streams fill their buffers, and then wait.
    for (let before = -1; before !== pages; ) {
      before = pages
      for (let turn = 0; turn < 100; turn += 1) await new Promise(setImmediate)
    }
    expect(pages).toBeLessThan(20)
    await chunks.return(undefined)
    const last = pages
    for (let turn = 0; turn < 100; turn += 1) await new Promise(setImmediate)
    expect([pages, isClosed]).toEqual([last, true])
  })

  it('breaks off where its table fails', async () => {
    async function* failing(): AsyncGenerator<readonly Item[]> {
      yield* page([1])
      throw new Error('the store is away')
    }
    await expect(read(tableOf(failing()))).rejects.toThrow('the store is away')
  })
})
