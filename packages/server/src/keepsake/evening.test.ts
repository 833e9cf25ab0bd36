import { applyEvent, type Session, type Wall, type WallEvent } from '@guestwall/protocol'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { KeyedCommand, VoteAction } from '../log/decide/command.ts'
import { LogStore } from '../log/log-store.ts'
import { createSession, HOST, MODERATION_STEPS, newId } from '../log/store.test-kit.ts'
import { MemoryStorage } from '../testing/memory-storage.ts'
import { readEvening } from './evening.ts'

type Asked = KeyedCommand extends infer One ? (One extends KeyedCommand ? Omit<One, 'actor' | 'key' | 'bodyHash'> : never) : never

const GUESTS = 4
const VOTES = 2

/** A step of an evening; `at` chooses among the messages or votes that are there. */
const ACTION = fc.oneof(
  { weight: 8, arbitrary: fc.record({ kind: fc.constant('say' as const), by: fc.nat(GUESTS - 1), isPrivate: fc.boolean() }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('remove' as const), at: fc.nat(), eraseName: fc.boolean() }) },
  ...MODERATION_STEPS,
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('title' as const) }) },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('guest' as const),
      by: fc.nat(GUESTS - 1),
      act: fc.constantFrom('ban' as const, 'unban' as const, 'rename' as const),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('ask' as const),
      results: fc.constantFrom('always' as const, 'afterVoting' as const, 'afterClose' as const, 'never' as const),
    }),
  },
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant('vote' as const),
      at: fc.nat(VOTES - 1),
      action: fc.constantFrom<VoteAction>('open', 'open', 'close', 'reveal', 'hide', 'reopen', 'rerun', 'show', 'withdraw', 'remove'),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({ kind: fc.constant('cast' as const), at: fc.nat(VOTES - 1), by: fc.nat(GUESTS - 1), option: fc.nat(1) }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('reword' as const), at: fc.nat(VOTES - 1) }) },
)
type Action = typeof ACTION extends fc.Arbitrary<infer One> ? One : never

/** An evening in a store. Everything that somebody writes is a word that stands nowhere else. */
class Stage {
  readonly storage: MemoryStorage
  readonly store: LogStore
  readonly session: Session
  readonly texts = new Map<string, string>()
  readonly names = new Map<string, string[]>()
  readonly titles: string[] = []
  readonly questions = new Map<string, string[]>()
  #number = 0
  #given = 0

  private constructor(storage: MemoryStorage, store: LogStore, session: Session) {
    this.storage = storage
    this.store = store
    this.session = session
  }

  static async open(): Promise<Stage> {
    const storage = new MemoryStorage()
    const store = new LogStore(storage)
    return new Stage(storage, store, await createSession(store, { title: 'title 0;', privateWishes: true }))
  }

  async act(action: Action): Promise<void> {
    const voteId = [...this.questions.keys()]['at' in action ? action.at : 0] ?? 'none'
    const messageId = [...this.texts.keys()]['at' in action && this.texts.size > 0 ? action.at % this.texts.size : 0] ?? 'none'
    switch (action.kind) {
      case 'say': {
        const content = this.#word('text')
        const id = `g${action.by}`
        const names = this.names.get(id) ?? [this.#word('name')]
        this.names.set(id, names)
        const made = await this.#give(
          { kind: 'sendMessage', content, guestName: names[0] as string, ...(action.isPrivate ? { to: 'hosts' } : {}) },
          { id, name: names[0] as string, role: 'guest' },
        )
        if (made.message !== null) this.texts.set(made.message, content)
        return
      }
      case 'remove':
        await this.#give({ kind: 'removeMessage', messageId, eraseName: action.eraseName })
        return
      case 'act':
        await this.#give({ kind: 'actOnMessage', messageId, action: action.action, from: action.from })
        return
      case 'moderate':
        await this.#give({ kind: 'changeSession', change: { moderation: action.moderation } })
        return
      case 'title':
        this.titles.push(this.#word('title'))
        await this.#give({ kind: 'changeSession', change: { title: this.titles.at(-1) } })
        return
      case 'guest': {
        const id = `g${action.by}`
        const renamed = this.#word('name')
        if (action.act === 'rename') this.names.set(id, [...(this.names.get(id) ?? []), renamed])
        await this.#give({
          kind: 'actOnGuest',
          guestId: id,
          act: action.act === 'rename' ? { rename: renamed } : action.act,
          reason: this.#word('reason'),
        })
        return
      }
      case 'ask': {
        const question = this.#word('question')
        const draft = { question, options: ['A', 'B'], maxChoices: 1, changeable: true, results: action.results }
        const made = await this.#give({ kind: 'createVote', draft })
        if (made.vote !== null) this.questions.set(made.vote, [question])
        return
      }
      case 'reword': {
        const question = this.#word('question')
        if (await this.#give({ kind: 'changeVote', voteId, change: { question } }).then(({ isDone }) => isDone))
          this.questions.set(voteId, [...(this.questions.get(voteId) ?? []), question])
        return
      }
      case 'vote':
        await this.#give({ kind: 'actOnVote', voteId, action: action.action })
        return
      case 'cast':
        await this.#give(
          { kind: 'castVote', voteId, optionIds: [`o${action.option + 1}`] },
          { id: `g${action.by}`, name: 'voter', role: 'guest' },
        )
    }
  }

  #word(kind: string): string {
    this.#number += 1
    return `${kind} ${this.#number};`
  }

  async #give(asked: Asked, actor: { id: string; name: string; role: 'guest' | 'host' } = HOST) {
    const command = { ...asked, actor: { ...actor, sessionId: this.session.id }, key: newId(), bodyHash: '' } as KeyedCommand
    this.#given += 1
    const now = new Date(Date.parse('2026-11-22T10:00:00.000Z') + this.#given * 700).toISOString()
    const committed = await this.store.append(this.session.id, { commands: [command], now, newIds: [newId()] })
    const [outcome] = committed?.outcomes ?? []
    const isDone = outcome?.ok === true
    return { isDone, message: isDone ? (outcome.value.message?.id ?? null) : null, vote: isDone ? (outcome.value.vote?.id ?? null) : null }
  }
}

async function all<Item>(pages: AsyncGenerator<readonly Item[]>): Promise<Item[]> {
  const items: Item[] = []
  for await (const page of pages) items.push(...page)
  return items
}

describe('an evening', () => {
  it('[MOD-3] [LOG-5] folds into the wall that a guest has, and holds no word that a guest does not see at its end', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(ACTION, { minLength: 5, maxLength: 120, size: 'max' }), async (actions) => {
        const stage = await Stage.open()
        for (const action of actions) await stage.act(action)
        const session = (await stage.store.findSession(stage.session.id)) as Session
        const evening = await readEvening(stage.store, session)
        const events: WallEvent[] = await all(evening.events())
        const guestWall = (await stage.store.readWalls(session.id))?.walls.guest as Wall
        expect(events.reduce(applyEvent, evening.start)).toEqual(guestWall)

        const messages = await all(evening.messages())
        expect(messages).toEqual(guestWall.messages)
        expect(evening.votes).toEqual(guestWall.votes)
        const written = JSON.stringify([evening.start, events, messages, evening.votes])
        const seen = (words: Iterable<string>): string[] => [...words].filter((word) => written.includes(word)).sort()
        expect(seen(stage.texts.values())).toEqual(messages.map(({ content }) => content).sort())
        expect(seen([...stage.names.values()].flat())).toEqual([...new Set(messages.map(({ guestName }) => guestName))].sort())
        expect(seen([...stage.questions.values()].flat())).toEqual([...new Set(guestWall.votes.map(({ question }) => question))].sort())
        expect(seen(stage.titles)).toEqual(stage.titles.slice(-1))
        expect(written).not.toMatch(/reason \d/)
      }),
      { numRuns: 100 },
    )
  })

  it('is the same when it is read from the storage itself, as the command does, where counts that are hidden now stand in old events', async () => {
    const stage = await Stage.open()
    await stage.act({ kind: 'ask', results: 'always' })
    await stage.act({ kind: 'vote', at: 0, action: 'open' })
    await stage.act({ kind: 'cast', at: 0, by: 1, option: 1 })
    await stage.act({ kind: 'vote', at: 0, action: 'close' })
    await stage.act({ kind: 'vote', at: 0, action: 'hide' })
    const session = (await stage.store.findSession(stage.session.id)) as Session
    // The storage has events with the audience that they had.
    const evening = await readEvening(stage.storage, session)
    const events = await all(evening.events())
    expect(events.length).toBeGreaterThan(1)
    expect(JSON.stringify(events)).not.toContain('"counts"')
  })
})
