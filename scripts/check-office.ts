import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Cell, localTime, type Table, verbatim, xlsx } from '@guestwall/server/testing'

/**
 * `npm run check:office`: writes a workbook with the texts that spreadsheets get wrong, lets LibreOffice open it and write it as csv, and compares the
 * cells. It needs `soffice` (Debian: libreoffice-calc-nogui).
 */

const TEXTS = [
  '新婚快乐',
  '👰🏻‍♀️🎉',
  '=1+1',
  '+1',
  '-1',
  '@SUM(A1)',
  '0012',
  '123456789012345678901',
  'two\nlines',
  '_x0041_',
  '<b>&"',
  '2026-11-22',
  'TRUE',
]
const EXPECTED_TIME = '2026-11-22 00:00:00'

const table: Table<{ readonly text: string; readonly number: number }> = {
  name: 'messages',
  async *pages() {
    yield await Promise.resolve(TEXTS.map((text, number) => ({ text, number })))
  },
  columns: ['eventId', 'localTime', 'content', 'id'],
  rowsOf: ({ text, number }): Cell[][] => [[number, localTime('2026-11-21T16:00:00.000Z'), text, verbatim('-id')]],
}

const folder = mkdtempSync(join(tmpdir(), 'guestwall-office-'))
try {
  const chunks: Uint8Array[] = []
  for await (const chunk of xlsx(table, { timeZone: 'Asia/Shanghai', language: 'zh-CN' }, { now: 0 })) chunks.push(chunk)
  writeFileSync(join(folder, 'cells.xlsx'), Buffer.concat(chunks))
  // 44: comma; 34: quote; 76: UTF-8; every text is quoted, every cell as it is shown.
  const form = 'csv:Text - txt - csv (StarCalc):44,34,76,1,,0,true,true'
  const home = `-env:UserInstallation=file://${join(folder, 'profile')}`
  const run = spawnSync('soffice', [home, '--headless', '--convert-to', form, '--outdir', folder, join(folder, 'cells.xlsx')], {
    encoding: 'utf8',
  })
  if (run.error !== undefined) throw new Error('soffice is missing: on Debian apt-get install libreoffice-calc-nogui', { cause: run.error })
  const [header, ...rows] = readCsv(readFileSync(join(folder, 'cells.csv'), 'utf8').replace(/^\uFEFF/, ''))
  const expected = TEXTS.map((text, number) => [String(number), EXPECTED_TIME, text, '-id'])
  const wrong = expected.filter((row, index) => JSON.stringify(row) !== JSON.stringify(rows[index]))
  process.stdout.write(`${String(header)}\n${expected.length - wrong.length} of ${expected.length} rows are the same in LibreOffice\n`)
  for (const row of wrong) process.stdout.write(`  ${JSON.stringify(row)} became ${JSON.stringify(rows[Number(row[0])])}\n`)
  process.exitCode = wrong.length === 0 && rows.length === expected.length ? 0 : 1
} finally {
  rmSync(folder, { recursive: true })
}

/** Cells that are quoted where they are text. */
function readCsv(text: string): string[][] {
  const rows: string[][] = [[]]
  for (const [, quoted, plain, then] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\n]*))(,|\n)/gy)) {
    rows.at(-1)?.push(quoted?.replaceAll('""', '"') ?? plain ?? '')
    if (then === '\n') rows.push([])
  }
  return rows.slice(0, -1)
}
