import { EventSchema } from '@guestwall/protocol'
import { expect, test } from 'vitest'
import type { KeyedCommand } from '../../log/decide/command.ts'
import { appendAll, createSession, HOST } from '../../log/store.test-kit.ts'
import type { LogSlice } from '../../domain/log-event.ts'
import { MemoryStore } from '../../testing/memory-store.ts'
import { encodeHint, parseHint } from './hint.ts'

const AT = '2026-11-22T10:00:00.000Z'
/** Everything that a wall can come to, as it is committed. */
async function everyEvent(): Promise<LogSlice[]> {
  const store = new MemoryStore()
  const { id: sessionId } = await createSession(store)
  let lastKey = 0
  const slices: LogSlice[] = []
  const commit = async (command: Record<string, unknown>, actor: object = HOST) => {
    const key = `key-number-${(lastKey += 1)}`
    // A minute apart, so that every tally is due.
    const now = new Date(Date.UTC(2026, 10, 22, 10, lastKey)).toISOString()
    const committed = await appendAll(
      store,
      [{ ...command, actor: { sessionId, ...actor }, key, bodyHash: key } as unknown as KeyedCommand],
      now,
    )
    const [outcome] = committed.outcomes
    if (outcome?.ok !== true) throw new Error(`refused: ${JSON.stringify(outcome)}`)
    slices.push(committed.slice)
    return outcome.value
  }
  const guest = { id: 'guest', name: '小明', role: 'guest' }
  const { message } = await commit({ kind: 'sendMessage', content: '祝福 👨‍👩‍👧 "\\ \u0000'.repeat(8), guestName: '小明' }, guest)
  const act = (action: string, from?: string) => commit({ kind: 'actOnMessage', messageId: message?.id, action, from })
  await act('pin')
  await act('unpin')
  await act('reject', 'shown')
  await act('restore')
  await act('hold', 'shown')
  await act('approve')
  const check = { held: [{ rule: 'word', text: '祝福' }], refusal: null }
  const { message: held } = await commit({ kind: 'sendMessage', content: '祝福', guestName: '小明', check }, guest)
  await commit({ kind: 'actOnMessage', messageId: held?.id, action: 'reject' })
  await commit({ kind: 'removeMessage', messageId: message?.id })
  await commit({ kind: 'controlScreens', screenId: null, change: { isPaused: true } })
  await commit({ kind: 'changeSettings', change: { newcomersWait: 'on' } })
  await commit({ kind: 'changeSession', change: { title: 'Another', subtitle: '', moderation: 'closed' } })
  const words = { question: 'Q', options: ['a', 'b'], maxChoices: 1, changeable: true, results: 'afterVoting' }
  const { vote } = await commit({ kind: 'createVote', draft: words })
  const voteId = vote?.id
  const turn = (name: string) => commit({ kind: 'actOnVote', voteId, action: name })
  await turn('open')
  await commit({ kind: 'castVote', voteId, optionIds: ['o1'] }, guest)
  for (const name of ['close', 'reveal', 'hide', 'reopen', 'close', 'show', 'rerun']) await turn(name)
  const { vote: unused } = await commit({ kind: 'createVote', draft: words })
  await commit({ kind: 'actOnVote', voteId: unused?.id, action: 'remove' })
  await commit({ kind: 'createCredential', credentialId: 'c1', name: '小雨', role: 'moderator', tokenHash: 'hash' })
  await commit({ kind: 'revokeCredential', credentialId: 'c1' })
  await store.append(sessionId, {
    commands: [{ kind: 'noteGuests' }],
    seen: [{ id: 'guest', name: '小明', source: 'link', firstAt: AT, at: AT }],
    now: AT,
    newIds: [''],
  })
  await commit({ kind: 'changeSession', change: { moderation: 'off' } })
  await commit({ kind: 'sendMessage', content: '祝福', guestName: '小明' }, guest)
  const onGuest = (act: unknown) => commit({ kind: 'actOnGuest', guestId: 'guest', act, reason: '原因 "\\' })
  for (const act of ['mute', { rename: '小红' }, 'ban']) await onGuest(act)
  await commit({ kind: 'actOnSession', act: 'end' })
  return slices.filter(({ events }) => events.length > 0)
}

test('[LOG-3] the events of any wall make a hint that other servers accept unchanged, or that says only how far the log is', async () => {
  const slices = await everyEvent()
  const types = new Set<string>(slices.flatMap(({ events }) => events.map(({ event }) => event.type)))
  expect([...types].sort()).toEqual(EventSchema.options.map(({ entries }) => entries.type.literal).sort())
  for (const slice of slices) {
    const { events: _, ...bare } = slice
    const hint = parseHint(encodeHint('this-server', slice))
    expect(hint).toEqual({ server: 'this-server', ...(hint?.events === undefined ? bare : slice) })
  }
})

test('[MOD-3] [MOD-6] [VOTE-1] a hint carries the events of a slice where everybody may read all of them, and no others', async () => {
  const carried = (await everyEvent()).flatMap((slice) => parseHint(encodeHint('this-server', slice))?.events ?? [])
  expect(carried.map(({ event }) => event.type)).toContain('message.created')
  for (const { audience, by, voters, recipient, event } of carried) {
    expect([audience, by, voters, recipient]).toEqual(['everyone', undefined, undefined, undefined])
    expect(JSON.stringify(event)).not.toMatch(/"pending"|"held"|"decided"|"reason"/)
  }
})
