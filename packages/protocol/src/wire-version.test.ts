import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { SUBPROTOCOL, WIRE_VERSION } from './version.ts'
import { wireRecord } from './testing/wire-record.test-kit.ts'

const recordPath = fileURLToPath(new URL(`../wire-v${WIRE_VERSION}.json`, import.meta.url))
const UPDATE = 'UPDATE_WIRE=1 npx vitest run --project unit packages/protocol'
const ADVICE = `The wire differs from packages/protocol/wire-v${WIRE_VERSION}.json. Independent clients are written against that record.
- Not meant? Undo the change of the schema.
- Meant, and version ${WIRE_VERSION} is out? Raise WIRE_VERSION in version.ts, then: ${UPDATE}
- Meant, and version ${WIRE_VERSION} was never released? Only: ${UPDATE}`

describe('the wire', () => {
  it(`is what the record of version ${WIRE_VERSION} says: every frame, event, HTTP body, refusal and close code`, () => {
    const now = `${JSON.stringify(wireRecord(), null, 2)}\n`
    if (process.env['UPDATE_WIRE'] === '1') writeFileSync(recordPath, now)
    const recorded = existsSync(recordPath) ? readFileSync(recordPath, 'utf8') : ''
    expect(JSON.parse(now), ADVICE).toEqual(recorded === '' ? null : JSON.parse(recorded))
    expect(now, ADVICE).toBe(recorded)
  })

  it('is named by its version', () => {
    expect(SUBPROTOCOL).toBe(`guestwall.v${WIRE_VERSION}`)
  })
})
