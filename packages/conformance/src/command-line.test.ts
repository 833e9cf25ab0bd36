import { describe, expect, test } from 'vitest'
import { ALL_RULES } from './all-rules.ts'
import { run } from './command-line.ts'

async function ran(args: string[], environment: Record<string, string> = {}) {
  const printed = { out: '', err: '' }
  const code = await run(args, environment, { out: (text) => (printed.out += text), err: (text) => (printed.err += text) })
  return { code, ...printed }
}

describe('guestwall-conformance', () => {
  test('--list prints every rule and runs nothing', async () => {
    const { code, out } = await ran(['--list'])
    expect(code).toBe(0)
    expect(out.trim().split('\n')).toHaveLength(ALL_RULES.length)
  })

  test('--only leaves the rules that hold the text', async () => {
    const { out } = await ran(['--list', '--only', 'sync-5'])
    expect(
      out
        .trim()
        .split('\n')
        .map((line) => line.split(' ')[0]),
    ).toEqual(['SYNC-5', 'SYNC-5'])
  })

  test('--help says what it does', async () => {
    const { code, out } = await ran(['--help'])
    expect([code, out]).toEqual([0, expect.stringContaining('--operator-token')])
  })

  test.each([
    [[], /give the address/],
    [['localhost:8787'], /is no address/],
    [['http://localhost:1', '--only', 'nothing like it'], /leaves no rule/],
    [['http://localhost:1'], /OPERATOR_TOKEN/],
    [['http://localhost:1', '--unknown'], /--unknown/],
    [['http://127.0.0.1:1', '--operator-token', 'x'], /no session could be made/],
  ])('%j is refused with what to do, and 2', async (args, sentence) => {
    const { code, err, out } = await ran(args)
    expect([code, out]).toEqual([2, ''])
    expect(err).toMatch(sentence)
  })
})

test('titles are rules: no two are the same, none begins with a capital', () => {
  const names = ALL_RULES.map(({ id, title }) => `${id} ${title}`)
  expect(new Set(names).size).toBe(names.length)
  expect(ALL_RULES.filter(({ title }) => /^[A-Z]/.test(title) || title.endsWith('.'))).toEqual([])
})
