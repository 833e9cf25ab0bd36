import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Guestwall, OPERATOR_TOKEN, startGuestwall } from '../../../tests/support/guestwall.ts'
import { ALL_RULES } from '../src/all-rules.ts'
import { RuleBroken } from '../src/check.ts'
import { NetworkTarget } from '../src/network-target.ts'
import type { Rule } from '../src/rule.ts'
import { runRule } from '../src/run-rules.ts'
import { broken } from './broken-target.ts'
import { FAULTS } from './faults.ts'

/** A fault that makes something never come is seen after this long, in milliseconds. Longer than the 5 s in which `hello` comes. */
const NEVER_MS = 8_000

let wall: Guestwall
beforeAll(async () => {
  wall = await startGuestwall()
})
afterAll(() => wall.stop())

test('there is a broken server for every rule, and for nothing else', () => {
  const covered = ALL_RULES.map((rule) => FAULTS.filter(([beginning]) => isOf(rule, beginning)).length)
  expect(covered).toEqual(ALL_RULES.map(() => 1))
  expect(FAULTS).toHaveLength(ALL_RULES.length)
})

test.concurrent.each(FAULTS)('a server that breaks the rule is found: %s', async (beginning, faults) => {
  const rule = ALL_RULES.find((one) => isOf(one, beginning)) as Rule
  const target = broken(new NetworkTarget([wall.url], OPERATOR_TOKEN), faults())
  await expect(runRule(rule, target, NEVER_MS)).rejects.toBeInstanceOf(RuleBroken)
})

function isOf({ id, title }: Rule, beginning: string): boolean {
  return `${id} ${title}`.startsWith(beginning)
}
