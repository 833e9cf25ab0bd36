import { CastVoteSchema, type VotePayload } from '@guestwall/protocol'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { rejectionOf, setUp } from './realtime-client.test-kit.ts'
import type { RealtimeClient } from './realtime-client.ts'
import { openVoteOf } from './testing/fake-server.ts'

const BUSY = { code: 'session_busy', message: '', retryable: true, retryAfterMs: 1_000 }

const ballotsOf = (client: RealtimeClient) => client.getSnapshot().ballots
const fits = (frame: unknown) => (CastVoteSchema['~standard'].validate(frame) as { issues?: unknown }).issues === undefined
const keysOf = (casts: readonly { readonly key: string }[]) => new Set(casts.map(({ key }) => key))

/** A guest in front of one open vote, `v`. */
async function setUpVote(changes: Parameters<typeof openVoteOf>[1] = {}) {
  const kit = setUp()
  const { client } = await kit.connected()
  kit.server.openVote(openVoteOf('v', changes))
  await kit.clock.run(50)
  return {
    ...kit,
    client,
    counted: (voteId = 'v') => kit.server.countedOf(kit.server.guests[0], voteId),
    goOffline() {
      kit.server.socketMode = 'hang'
      kit.server.httpMode = 'down'
      kit.server.cutAll()
    },
    goOnline() {
      kit.server.socketMode = 'serve'
      kit.server.httpMode = 'serve'
    },
  }
}

describe('casting', () => {
  it('[SEND-3] a choice is shown at once and settles in place, counted by the server', async () => {
    const { clock, server, client, counted } = await setUpVote()
    server.latencyMs = 20
    const cast = client.castVote('v', ['a'])
    expect(client.getSnapshot()).toMatchObject({
      waitingToSend: 1,
      ballots: [{ voteId: 'v', optionIds: ['a'], delivery: 'sending', refusal: null, counted: null }],
    })
    const key = ballotsOf(client)[0]?.key
    await clock.run(100)
    await expect(cast).resolves.toEqual({ voteId: 'v', optionIds: ['a'] })
    expect(client.getSnapshot()).toMatchObject({ waitingToSend: 0, ballots: [{ key, delivery: 'delivered', counted: ['a'] }] })
    expect(client.getSnapshot().messages).toEqual([])
    expect(server.casts).toEqual([{ key, voteId: 'v', optionIds: ['a'], via: 'socket' }])
    expect(counted()).toEqual(['a'])
  })

  it('[CONN-4] without a socket it goes by HTTP at once', async () => {
    const { clock, server, client } = await setUpVote()
    server.socketMode = 'hang'
    server.cutAll()
    const cast = client.castVote('v', ['b'])
    await clock.run(10)
    await expect(cast).resolves.toEqual({ voteId: 'v', optionIds: ['b'] })
    expect(server.requestsTo('PUT /api/realtime/votes/v/ballot').map(({ body }) => body)).toEqual([
      { key: server.casts[0]?.key, optionIds: ['b'] },
    ])
  })

  it('[SEND-1] a lost answer leads to the same key on the other way, and one ballot', async () => {
    const { clock, server, client } = await setUpVote()
    server.socketMode = 'hang'
    server.latencyMs = 10
    const cast = client.castVote('v', ['a'])
    await clock.run(15)
    // It is counted; the answer is on its way, and lost.
    server.cutAll()
    await clock.run(100)
    await expect(cast).resolves.toEqual({ voteId: 'v', optionIds: ['a'] })
    expect(server.casts.map(({ via }) => via)).toEqual(['socket', 'http'])
    expect(keysOf(server.casts).size).toBe(1)
    expect(server.wall.votes[0]?.tally).toMatchObject({ counts: { a: 1 }, ballots: 1 })
  })

  it('[SEND-5] messages and ballots of a guest go in the order in which they were written', async () => {
    const { clock, server, client } = await setUpVote()
    const arrived: string[] = []
    server.refusePost = (_, content) => {
      arrived.push(content)
      return null
    }
    server.refuseBallot = (_, { optionIds }) => {
      arrived.push(...optionIds)
      return null
    }
    void client.sendMessage('一', '小明')
    void client.castVote('v', ['a'])
    void client.sendMessage('二', '小明')
    await clock.run(100)
    expect(arrived).toEqual(['一', 'a', '二'])
  })

  it('[SEND-4] a retryable refusal waits in place, under its key', async () => {
    const { clock, server, client } = await setUpVote()
    let refusals = 0
    server.refuseBallot = () => (refusals++ === 0 ? BUSY : null)
    const cast = client.castVote('v', ['a'])
    await clock.run(900)
    expect(ballotsOf(client)).toMatchObject([{ delivery: 'sending' }])
    await clock.run(200)
    await expect(cast).resolves.toBeDefined()
    expect(keysOf(server.casts).size).toBe(1)
  })

  it.each([[[]], [['a', 'no id']], [Array.from({ length: 21 }, (_, at) => `o${at}`)]])(
    '[SEND-4] %j fits no frame: refused at once, without an entry',
    async (optionIds) => {
      const { clock, server, client } = await setUpVote()
      await expect(client.castVote('v', optionIds)).rejects.toMatchObject({
        name: 'RefusedError',
        code: 'invalid_choice',
        retryable: false,
      })
      await expect(client.castVote('../v', ['a'])).rejects.toMatchObject({ code: 'invalid_choice' })
      await clock.run(100)
      expect([ballotsOf(client), server.casts]).toEqual([[], []])
    },
  )

  it('[SEND-4] what is refused at once is what no frame of Wire v1 can hold', async () => {
    const { client } = await setUpVote()
    client.close()
    const id = fc.oneof(
      fc.stringMatching(/^[\w-]{1,3}$/),
      fc.stringMatching(/^[\w-]{36,37}$/),
      fc.string({ maxLength: 3 }),
      fc.constantFrom('a,b', 'a"'),
    )
    const choice = fc.tuple(id, fc.oneof(fc.array(id, { maxLength: 3 }), fc.array(fc.constant('a'), { minLength: 19, maxLength: 22 })))
    await fc.assert(
      fc.asyncProperty(choice, async ([voteId, optionIds]) => {
        const isFrame = fits({ type: 'castVote', ref: 1, key: 'key-12345', voteId, optionIds })
        // A closed client refuses the rest.
        await expect(client.castVote(voteId, optionIds)).rejects.toMatchObject({ code: isFrame ? 'client_closed' : 'invalid_choice' })
      }),
      { seed: 19, numRuns: 500 },
    )
  })

  it('[SEND-3] the choice is the one at the tap, whatever becomes of the array', async () => {
    const { clock, client, counted } = await setUpVote()
    const optionIds = ['a']
    void client.castVote('v', optionIds)
    optionIds[0] = 'b'
    await clock.run(100)
    expect(counted()).toEqual(['a'])
  })

  it('[SEND-3] an unchanged ballot keeps its identity while other things change', async () => {
    const { clock, server, client } = await setUpVote()
    void client.castVote('v', ['a'])
    await clock.run(100)
    const before = ballotsOf(client)
    server.say('你好')
    await clock.run(100)
    expect(client.getSnapshot().messages).toHaveLength(1)
    expect(ballotsOf(client)).toBe(before)
  })
})

describe('keeping', () => {
  it('[SEND-6] is stored before the first try', async () => {
    const { clock, server, storage, client } = await setUpVote()
    const isStored: boolean[] = []
    server.refuseBallot = (key) => {
      isStored.push([...storage.items.keys()].some((stored) => stored.endsWith(key)))
      return null
    }
    void client.castVote('v', ['a'])
    await clock.run(50)
    expect(isStored).toEqual([true])
  })

  it('[SEND-6] a choice made offline is cast when the way is open again', async () => {
    const { clock, server, client, counted, goOffline, goOnline } = await setUpVote()
    goOffline()
    const cast = client.castVote('v', ['a'])
    await clock.run(3_600_000)
    expect(client.getSnapshot()).toMatchObject({ waitingToSend: 1, ballots: [{ delivery: 'sending' }] })
    goOnline()
    await clock.run(40_000)
    await expect(cast).resolves.toEqual({ voteId: 'v', optionIds: ['a'] })
    expect([counted(), server.casts.length]).toEqual([['a'], 1])
  })

  it('[SEND-6] a pending ballot survives a reload and is cast once', async () => {
    const { clock, server, client, connected, counted, goOffline, goOnline } = await setUpVote()
    goOffline()
    const lost = rejectionOf(client.castVote('v', ['b']))
    await clock.run(5_000)
    client.close()
    expect(await lost).toMatchObject({ code: 'client_closed', retryable: true })
    goOnline()
    const { client: next } = await connected()
    await clock.run(60_000)
    expect(ballotsOf(next)).toMatchObject([{ optionIds: ['b'], delivery: 'delivered', counted: ['b'] }])
    expect([counted(), server.casts.length]).toEqual([['b'], 1])
  })

  it('[VOTE-2] the counted choice is shown again after a reload, as long as the wall holds the vote', async () => {
    const { clock, server, storage, client, connected } = await setUpVote()
    void client.castVote('v', ['a'])
    await clock.run(100)
    client.close()
    await clock.run(24 * 3_600_000)
    const { client: next } = await connected()
    expect(ballotsOf(next)).toMatchObject([{ voteId: 'v', delivery: 'delivered', counted: ['a'] }])
    next.close()
    for (let at = 0; at < 20; at += 1) server.openVote(openVoteOf(`w${at}`))
    const { client: last } = await connected()
    expect(ballotsOf(last)).toEqual([])
    expect([...storage.items.keys()].filter((key) => key.includes(':out:'))).toEqual([])
    expect(server.casts).toHaveLength(1)
  })

  it('[SEND-6] several tabs cast each choice once, and both show it', async () => {
    const { clock, server, client: first, connected } = await setUpVote()
    const second = (await connected()).client
    server.openVote(openVoteOf('w'))
    await clock.run(50)
    const both = [first.castVote('v', ['a'])]
    await clock.run(5)
    both.push(second.castVote('w', ['b']))
    await clock.run(1_000)
    await expect(Promise.all(both)).resolves.toHaveLength(2)
    expect(server.casts).toHaveLength(2)
    for (const tab of [first, second]) {
      expect(ballotsOf(tab)).toMatchObject([
        { voteId: 'v', delivery: 'delivered', counted: ['a'] },
        { voteId: 'w', delivery: 'delivered', counted: ['b'] },
      ])
    }
  })
})

describe('a change of mind', () => {
  it('[SEND-5] a choice that was not sent yet gives way to the newer one, and its promise to the newer outcome', async () => {
    const { clock, server, client, counted } = await setUpVote()
    server.latencyMs = 20
    const casts = [client.castVote('v', ['a']), client.castVote('v', ['b']), client.castVote('v', ['c'])]
    expect(ballotsOf(client)).toMatchObject([{ optionIds: ['c'] }])
    await clock.run(200)
    await expect(Promise.all(casts)).resolves.toEqual(Array(3).fill({ voteId: 'v', optionIds: ['c'] }))
    expect(server.casts.map(({ optionIds }) => optionIds)).toEqual([['c']])
    expect(counted()).toEqual(['c'])
  })

  it('[SEND-5] a choice that went unanswered comes first, for it may be counted; what is between is dropped', async () => {
    const { clock, server, client, counted, goOffline, goOnline } = await setUpVote()
    goOffline()
    const first = client.castVote('v', ['a'])
    await clock.run(1_000)
    const between = client.castVote('v', ['b'])
    await clock.run(20_000)
    const last = client.castVote('v', ['c'])
    await clock.run(20_000)
    expect(client.getSnapshot()).toMatchObject({ waitingToSend: 2, ballots: [{ optionIds: ['c'], delivery: 'sending', counted: null }] })
    goOnline()
    await clock.run(40_000)
    expect(server.casts.map(({ optionIds }) => optionIds)).toEqual([['a'], ['c']])
    await expect(first).resolves.toMatchObject({ optionIds: ['a'] })
    await expect(Promise.all([between, last])).resolves.toMatchObject([{ optionIds: ['c'] }, { optionIds: ['c'] }])
    expect(counted()).toEqual(['c'])
    expect(ballotsOf(client)).toMatchObject([{ optionIds: ['c'], delivery: 'delivered', counted: ['c'] }])
  })

  it('[SEND-6] that a choice may be counted is known after a reload, too', async () => {
    const { clock, server, client, connected, counted, goOffline, goOnline } = await setUpVote({ changeable: false })
    server.losesAnswers = true
    client.castVote('v', ['a']).catch(() => {})
    await clock.run(10)
    goOffline()
    client.close()
    const next = (await connected()).client
    next.castVote('v', ['b']).catch(() => {})
    await clock.run(100)
    server.losesAnswers = false
    goOnline()
    await clock.run(60_000)
    // Had the first been dropped, the client would not know that it counts.
    expect(ballotsOf(next)).toMatchObject([{ optionIds: ['b'], delivery: 'failed', refusal: { code: 'vote_final' }, counted: ['a'] }])
    expect(counted()).toEqual(['a'])
  })

  it('[SEND-5] a choice in another tab waits for the one that this vote has under way elsewhere', async () => {
    const { clock, server, client: first, connected, counted } = await setUpVote()
    const second = (await connected()).client
    await clock.run(100)
    // The first tab's socket dies without a word, so that its ballot hangs; the second tab's comes back at once.
    server.cutAll(true)
    const hanging = first.castVote('v', ['a'])
    await clock.run(10)
    second.close()
    second.connect()
    await clock.run(1_000)
    const newer = second.castVote('v', ['b'])
    await clock.run(1_000)
    expect(server.casts).toEqual([])
    await clock.run(60_000)
    await expect(hanging).resolves.toMatchObject({ optionIds: ['a'] })
    await expect(newer).resolves.toMatchObject({ optionIds: ['b'] })
    expect(counted()).toEqual(['b'])
    for (const tab of [first, second]) expect(ballotsOf(tab)).toMatchObject([{ optionIds: ['b'], delivery: 'delivered', counted: ['b'] }])
  })

  it('[SEND-6] what one tab drops for a newer choice of another settles with it', async () => {
    const { clock, server, client: first, connected, goOffline, goOnline } = await setUpVote()
    const second = (await connected()).client
    goOffline()
    void first.sendMessage('先到', '小明')
    await clock.run(1_000)
    const dropped = first.castVote('v', ['a'])
    await clock.run(1_000)
    void second.castVote('v', ['b'])
    await clock.run(1_000)
    goOnline()
    await clock.run(60_000)
    await expect(dropped).resolves.toEqual({ voteId: 'v', optionIds: ['b'] })
    expect(server.casts.map(({ optionIds }) => optionIds)).toEqual([['b']])
  })

  it('[SEND-5] a newer choice after a counted one shows both until it is counted itself', async () => {
    const { clock, server, client } = await setUpVote()
    void client.castVote('v', ['a'])
    await clock.run(100)
    server.latencyMs = 50
    void client.castVote('v', ['b'])
    await clock.run(20)
    expect(ballotsOf(client)).toMatchObject([{ optionIds: ['b'], delivery: 'sending', counted: ['a'] }])
    await clock.run(200)
    expect(ballotsOf(client)).toMatchObject([{ optionIds: ['b'], delivery: 'delivered', counted: ['b'] }])
  })
})

describe('refused for good', () => {
  it('[VOTE-3] vote_closed is shown over the choice that counts, and blocks nothing behind it', async () => {
    const { clock, server, client, connected, counted } = await setUpVote()
    void client.castVote('v', ['a'])
    await clock.run(100)
    server.closeVote('v')
    const told: string[] = []
    client.on('refused', ({ code }, key) => told.push(`${code} ${key}`))
    const late = rejectionOf(client.castVote('v', ['b']))
    const message = client.sendMessage('晚了', '小明')
    await clock.run(100)
    expect(await late).toMatchObject({ name: 'RefusedError', code: 'vote_closed', retryable: false })
    await expect(message).resolves.toBeDefined()
    const failed = { optionIds: ['b'], delivery: 'failed', refusal: { code: 'vote_closed' }, counted: ['a'] }
    expect(client.getSnapshot()).toMatchObject({ waitingToSend: 0, ballots: [failed] })
    expect(told).toEqual([`vote_closed ${ballotsOf(client)[0]?.key}`])
    client.close()
    const next = (await connected()).client
    expect(ballotsOf(next)).toMatchObject([failed])
    next.discard(ballotsOf(next)[0]?.key ?? '')
    expect(ballotsOf(next)).toMatchObject([{ optionIds: ['a'], delivery: 'delivered', refusal: null, counted: ['a'] }])
    expect(counted()).toEqual(['a'])
  })

  it('[VOTE-2] vote_final leaves the first choice counted; a newer choice takes the place of the failed one', async () => {
    const { clock, server, client } = await setUpVote({ changeable: false })
    void client.castVote('v', ['a'])
    await clock.run(100)
    client.castVote('v', ['b']).catch(() => {})
    await clock.run(100)
    expect(ballotsOf(client)).toMatchObject([{ optionIds: ['b'], refusal: { code: 'vote_final' }, counted: ['a'] }])
    server.latencyMs = 20
    client.castVote('v', ['c']).catch(() => {})
    await clock.run(5)
    expect(ballotsOf(client)).toMatchObject([{ optionIds: ['c'], delivery: 'sending', refusal: null, counted: ['a'] }])
    await clock.run(100)
    expect(ballotsOf(client)).toMatchObject([{ optionIds: ['c'], delivery: 'failed', counted: ['a'] }])
  })

  it('[SEND-4] retry casts the failed choice again under a new key', async () => {
    const { clock, server, client, counted } = await setUpVote()
    server.refuseBallot = () => ({ code: 'muted', message: '', retryable: false })
    client.castVote('v', ['a']).catch(() => {})
    client.castVote('nowhere', ['a']).catch(() => {})
    await clock.run(100)
    expect(ballotsOf(client)).toMatchObject([{ refusal: { code: 'muted' } }, { refusal: { code: 'muted' } }])
    server.refuseBallot = () => null
    for (const { key } of ballotsOf(client)) client.retry(key)
    await clock.run(100)
    expect(ballotsOf(client)).toMatchObject([
      { voteId: 'v', delivery: 'delivered', counted: ['a'] },
      { voteId: 'nowhere', delivery: 'failed', refusal: { code: 'vote_not_found' }, counted: null },
    ])
    expect(keysOf(server.casts).size).toBe(4)
    expect(counted()).toEqual(['a'])
  })

  it('[SEND-4] a closed client refuses without an entry', async () => {
    const { client } = await setUpVote()
    client.close()
    await expect(client.castVote('v', ['a'])).rejects.toMatchObject({ code: 'client_closed', retryable: true })
    expect(ballotsOf(client)).toEqual([])
  })
})

describe('another epoch', () => {
  it('[LOG-4] of each vote the newest ballot that was counted lately and may be lost is offered again under its key', async () => {
    const { clock, server, client, counted } = await setUpVote()
    void client.castVote('v', ['a'])
    await clock.run(100)
    void client.castVote('v', ['b'])
    await clock.run(100)
    const [, second] = server.casts
    server.restore('epoch-2', 1)
    expect(counted()).toBeNull()
    await clock.run(5_000)
    expect(counted()).toEqual(['b'])
    expect(server.casts.slice(2).map(({ key }) => key)).toEqual([second?.key])
    expect(ballotsOf(client)).toMatchObject([{ key: second?.key, delivery: 'delivered', counted: ['b'] }])
  })

  it('[LOG-4] a ballot that was counted long ago is not offered again, nor is one that this epoch acknowledged', async () => {
    const { clock, server, client } = await setUpVote()
    void client.castVote('v', ['a'])
    await clock.run(11 * 60_000)
    server.restore('epoch-2', 1)
    await clock.run(5_000)
    void client.castVote('v', ['b'])
    await clock.run(100)
    // The same epoch, read anew.
    client.close()
    client.connect()
    await clock.run(5_000)
    expect(server.casts.map(({ optionIds }) => optionIds)).toEqual([['a'], ['b']])
  })

  it('[LOG-4] a ballot that was acknowledged before anything was read belongs to the epoch that is read then', async () => {
    const { clock, server, client, connected, counted, goOffline, goOnline } = await setUpVote()
    goOffline()
    client.castVote('v', ['a']).catch(() => {})
    await clock.run(1_000)
    client.close()
    goOnline()
    const next = (await connected()).client
    await clock.run(5_000)
    expect(server.casts).toHaveLength(1)
    server.restore('epoch-2', 1)
    await clock.run(5_000)
    expect(counted()).toEqual(['a'])
    expect(ballotsOf(next)).toMatchObject([{ delivery: 'delivered', counted: ['a'] }])
  })
})

describe('subscribeVotes', () => {
  const isRising = (versions: readonly number[]) => versions.every((version, at) => at === 0 || version > (versions[at - 1] ?? 0))

  it('[VOTE-4] never goes back while the transport flaps every 2 s, and ends at the truth', async () => {
    const { clock, server, client } = await setUpVote()
    const told: VotePayload[] = []
    client.subscribeVotes('v', (tally) => told.push(tally))
    for (let at = 0; at < 60; at += 1) {
      server.latencyMs = [0, 30, 400][at % 3] ?? 0
      server.cast('v', [at % 2 === 0 ? 'a' : 'b'], { id: `guest-${at + 100}`, name: '客' })
      if (at % 4 === 1) server.cutAll()
      if (at % 4 === 3) server.socketMode = server.socketMode === 'serve' ? 'hang' : 'serve'
      await clock.run(500)
    }
    server.socketMode = 'serve'
    server.latencyMs = 0
    await clock.run(60_000)
    expect(told.length).toBeGreaterThan(10)
    expect(isRising(told.map(({ version }) => version))).toBe(true)
    expect(told.at(-1)).toMatchObject({ counts: { a: 30, b: 30, c: 0 }, ballots: 60 })
  })

  it('[VOTE-4] hidden counts are not told, and come back newer', async () => {
    const { clock, server, client } = await setUpVote()
    const told: VotePayload[] = []
    client.subscribeVotes('v', (tally) => told.push(tally))
    server.cast('v', ['a'])
    await clock.run(50)
    server.hideVote('v')
    server.cast('v', ['b'], { id: 'guest-9', name: '客' })
    await clock.run(50)
    expect(client.getSnapshot().votes).toMatchObject([{ tally: null, revealed: false }])
    const late: VotePayload[] = []
    client.subscribeVotes('v', (tally) => late.push(tally))
    expect(late).toEqual([])
    server.revealVote('v')
    await clock.run(50)
    server.hideVote('v')
    // Older than what was told: a reader that forgot over the hiding would tell it again.
    server.tally({ voteId: 'v', version: 2, state: 'open', counts: { a: 1, b: 0, c: 0 }, ballots: 1 })
    await clock.run(50)
    server.closeVote('v')
    await clock.run(50)
    expect(told.map(({ ballots, state }) => [ballots, state])).toEqual([
      [1, 'open'],
      [2, 'open'],
    ])
    server.revealVote('v')
    await clock.run(50)
    expect(told.at(-1)).toMatchObject({ ballots: 2, state: 'closed' })
    expect(isRising(told.map(({ version }) => version))).toBe(true)
    expect(late).toEqual(told.slice(1))
  })

  it("[VOTE-4] another epoch's versions start anew", async () => {
    const { clock, server, client } = await setUpVote()
    for (let at = 0; at < 5; at += 1) server.cast('v', ['a'], { id: `guest-${at + 100}`, name: '客' })
    await clock.run(50)
    const told: VotePayload[] = []
    client.subscribeVotes('v', (tally) => told.push(tally))
    server.restore('epoch-2', 1)
    await clock.run(5_000)
    server.cast('v', ['b'])
    await clock.run(50)
    expect(told.map(({ ballots }) => ballots)).toEqual([5, 1])
    expect(told[1]?.version).toBeLessThan(told[0]?.version ?? 0)
  })
})
