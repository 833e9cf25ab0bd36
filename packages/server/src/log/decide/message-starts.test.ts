import { MessageStatusSchema } from '@guestwall/protocol'
import { describe, expect, test } from 'vitest'
import { startOf } from './message-starts.ts'

/** The statuses that each act accepts, the one that is meant without a name first. */
const ACTS = {
  approve: ['pending'],
  reject: ['pending', 'shown', 'private'],
  restore: ['rejected'],
  hold: ['rejected', 'shown'],
  pin: ['shown'],
  unpin: ['shown'],
} as const

describe.each(Object.entries(ACTS))('[MOD-1] [MOD-4] [MOD-11] %s', (name, starts) => {
  const action = name as keyof typeof ACTS

  test(`starts from ${starts[0]} where the host names no status`, () => {
    expect(startOf({ action })).toBe(starts[0])
  })

  test.each(MessageStatusSchema.options)('from a message that is %s starts only where the table has it', (from) => {
    expect(startOf({ action, from })).toBe((starts as readonly string[]).includes(from) ? from : null)
  })
})
