import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { CLOSE, ERROR_CODES, ERRORS } from './errors.ts'

const specPath = fileURLToPath(new URL('../SPEC.md', import.meta.url))
/** The part of SPEC.md that is written from the table of refusals. */
const REFUSALS = /(?<=<!-- errors: [^\n]*-->\n)[\s\S]*?(?=<!-- \/errors -->)/

function refusalsTable(): string {
  const rows = ERROR_CODES.map((code) => {
    const { status, close, instruction, message } = ERRORS[code]
    return `| \`${code}\` | ${status} | ${close ?? ''} | ${instruction} | ${message} |`
  })
  return ['| code | HTTP | close | do | means |', '|---|---|---|---|---|', ...rows, ''].join('\n')
}

describe('SPEC.md', () => {
  it('[SEND-4] lists every refusal as the table in errors.ts has it', () => {
    const text = readFileSync(specPath, 'utf8')
    if (process.env['UPDATE_WIRE'] === '1')
      writeFileSync(
        specPath,
        text.replace(REFUSALS, () => refusalsTable()),
      )
    expect(REFUSALS.exec(readFileSync(specPath, 'utf8'))?.[0], 'run: UPDATE_WIRE=1 npx vitest run --project unit packages/protocol').toBe(
      refusalsTable(),
    )
  })

  it('lists every close code', () => {
    const text = readFileSync(specPath, 'utf8')
    for (const code of Object.values(CLOSE)) expect(text).toMatch(new RegExp(`^\\| ${code} \\|`, 'm'))
  })
})
