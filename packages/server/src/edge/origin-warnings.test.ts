import { expect, test } from 'vitest'
import { VirtualClock } from '@guestwall/protocol/testing'
import { OriginWarnings } from './origin-warnings.ts'
import { Origins } from './origins.ts'

test('the log reports refused pages once a minute for each cause, with the variable to set', () => {
  const clock = new VirtualClock()
  const lines: string[] = []
  const warnings = new OriginWarnings(new Origins([], false), clock, (line) => lines.push(line))
  const behindTls = { origin: 'https://wall.example', host: 'wall.example' }
  const renamed = { origin: 'https://wall.example', host: '127.0.0.1:8787' }
  for (let asked = 0; asked < 100; asked += 1) {
    warnings.refused(behindTls)
    warnings.refused({ ...renamed, origin: `https://${'x'.repeat(10_000)}${asked}` })
    clock.advance(100)
  }
  expect(lines).toHaveLength(2)
  expect(lines[0]).toContain('Write it into PUBLIC_URL; or set TRUST_PROXY=1')
  expect(lines[1]?.length).toBeLessThanOrEqual(500)
  clock.advance(50_000)
  warnings.refused(renamed)
  expect(lines[2]).toContain('anybody can send that name. If it is the address of this wall, write it into PUBLIC_URL')
})
