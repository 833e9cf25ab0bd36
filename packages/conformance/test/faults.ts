import type { HttpQuestion, HttpReply } from '../src/target.ts'
import type { Faults, Json } from './broken-target.ts'

/** A rule by its id and the beginning of its title, and a server that breaks it. Each call makes a fresh server. */
export const FAULTS: readonly (readonly [rule: string, faults: () => Faults])[] = [
  ['LOG-1 messages posted', () => acks(counting((message, count) => ({ ...message, eventId: Number(message.eventId) + count })))],
  ['LOG-2 messages of four', () => acks((message) => ({ ...message, eventId: Number(message.eventId) + 1 }))],
  ['LOG-3 socket, long poll', () => events(([, ...rest]) => rest)],
  ['LOG-4 a position of another epoch', () => polls(() => NOTHING_NEW)],
  ['LOG-4 a position beyond', () => polls(() => NOTHING_NEW)],
  ['LOG-5 the body', bodyComesBack],
  [
    'LOG-6 a draft',
    () =>
      pollEvents((list) => list.flatMap((event) => (event.type === 'vote.opened' ? [{ ...event, type: 'vote.created' }, event] : [event]))),
  ],
  ['SYNC-1 every frame', () => frames('events', (frame) => ({ ...frame, from: Number(frame.from) - 1 }))],
  ['SYNC-3 a reader', () => frames('snapshot', (frame) => ({ ...frame, wall: { ...(frame.wall as Json), messageCount: 99 } }))],
  ['SYNC-4 what is posted', () => ({ frame: (frame) => withoutMessages(frame) })],
  ['SYNC-5 a reader that comes back', () => events(([, ...rest]) => rest)],
  ['SYNC-5 a reader that goes on', () => pollEvents((list) => list.flatMap((event) => [event, event]))],
  ['SYNC-6 each of several', () => polls((answer) => withoutMessages(answer))],
  ['SYNC-8 a poll with replay=all', () => pollEvents((list) => list.flatMap((event) => [event, event]))],
  ['SYNC-8 a poll that waits', () => pollEvents(() => [])],
  ['SEND-1 the same key gets', () => acks(counting((message, count) => ({ ...message, id: `m${count}` })))],
  ['SEND-1 the same key with', () => refusals('conflict')],
  ['SEND-1 the same key of another', () => acks((message) => ({ ...message, guestId: 'everybody' }))],
  ['SEND-2 a message is in the log', () => pollEvents(() => [])],
  ['SEND-3 acknowledgement', () => acks((message) => ({ ...message, key: 'another-key' }))],
  ['SEND-4 a final refusal', () => refusals('internal')],
  ['SEND-5 messages that', () => pollEvents(backwards)],
  ['TEXT a text is stored', () => acks((message) => ({ ...message, content: String(message.content).normalize('NFD') }))],
  ['TEXT markup', () => acks((message) => ({ ...message, content: String(message.content).replaceAll('<', '&lt;') }))],
  ['TEXT the longest', () => acks((message) => ({ ...message, content: String(message.content).slice(0, 100) }))],
  ['TEXT a text that shows nothing', () => refusals('too_long')],
  ['TEXT a character without end', () => refusals('too_long')],
  ['TEXT a name that looks', () => problems({ code: 'name_invalid' })],
  ['TEXT a name without', () => problems({ code: 'name_reserved' })],
  ['VOTE-1 a ballot with', () => refusals('vote_closed')],
  ['VOTE-1 results that', () => voteEvents('vote.opened', (vote) => ({ ...vote, tally: tallyOf(vote, 1) }))],
  ['VOTE-2 a newer ballot', () => voteEvents('vote.closed', (vote) => ({ ...vote, tally: tallyOf(vote, 2) }))],
  ['VOTE-2 the ballots of four', () => voteEvents('vote.closed', (vote) => ({ ...vote, tally: tallyOf(vote, 3) }))],
  ['VOTE-2 where a ballot', () => refusals('vote_closed')],
  ['VOTE-3 a ballot after', () => refusals('vote_final')],
  ['VOTE-3 a guest reads', () => replies(/\/ballot$/, (answer) => ({ ...answer, receipt: null }))],
  [
    'VOTE-4 published',
    () => voteEvents(/^vote\./, (vote) => (vote.tally ? { ...vote, tally: { ...(vote.tally as Json), version: 1 } } : vote)),
  ],
  ['VOTE-5 nothing', votersAreNamed],
  ['ONLINE-1 a guest', () => online(([first, ...rest]) => (first === undefined ? [] : [first, first, ...rest]))],
  ['ONLINE-2 a guest', () => online(nobodyLeaves())],
  [
    'ONLINE-3 the count',
    () => frames('ack', (frame) => (frame.online ? { ...frame, online: { ...(frame.online as Json), nextCursor: null } } : frame)),
  ],
  ['MOD-1 a rejected', () => polls((answer) => withoutMessages(answer))],
  ['MOD-3 a reader', bodyComesBack],
  ['MOD-4 an act', () => problems({ message: undefined })],
  ['MOD-10 a message', () => replies(/\/messages\?status=pending/, (answer) => ({ ...answer, messages: [] }))],
  ['MOD-7 hosts', () => replies(/\/messages\?status/, (answer) => ({ ...answer, messages: [] }))],
  ['PEOPLE-1 a guest', () => replies(/\/guests$/, (answer) => (answer.guests ? { ...answer, guests: [] } : answer))],
  ['PEOPLE-2 a muted', () => refusals('wall_closed')],
  ['PEOPLE-3 a removed', () => problems({ code: 'forbidden' })],
  ['PEOPLE-4 the socket', () => ({ close: () => 1011 })],
  [
    'PEOPLE-5 a guest',
    () => {
      let joins = 0
      return replies(/\/guests$/, (answer) => {
        joins += 1
        return answer.guest ? { ...answer, guest: { id: `another-${joins}`, name: '' } } : answer
      })
    },
  ],
  ['PEOPLE-5 a banned', () => problems({ code: 'forbidden' })],
  ['CONN-10 a host', () => frames('heartbeat', () => null)],
  ['SOCKET ping', () => frames('pong', () => null)],
  ['SOCKET hello without', () => frames('welcome', (frame) => ({ ...frame, role: 'host' }))],
  ['SOCKET a wrong token', () => ({ close: () => 1011 })],
  ['SOCKET what is not', () => ({ close: () => 1011 })],
  ['SOCKET a command before', () => ({ close: () => 1011 })],
  ['SOCKET a frame of more', () => ({ close: () => 1011 })],
  ['SOCKET a socket without', () => ({ close: () => 1011 })],
  ['SOCKET a session that', () => ({ close: () => 1011 })],
  ['SOCKET a credential', () => ({ close: () => 1011 })],
  ['SOCKET a subprotocol', () => ({ subprotocol: () => 'guestwall.v1' })],
  ['SOCKET an answer', () => frames('ack', (frame) => ({ ...frame, ref: Number(frame.ref) + 1 }))],
  ['HTTP a code', () => replies(/./, (answer) => ({ ...answer, id: 'another' }))],
  ['HTTP a refusal', () => ({ reply: (reply) => ({ ...reply, headers: { 'content-type': 'text/html' } }) })],
  ['HTTP an address', () => problems({ code: 'internal' })],
  ['HTTP without', () => problems({ code: 'forbidden' })],
  ['HTTP a guest may not', () => problems({ code: 'not_found' })],
  ['HTTP a host of one', () => ({ reply: (reply) => ({ ...reply, status: 200 }) })],
  ['HTTP a field', () => problems({ code: 'internal' })],
  ['HTTP an ended', () => problems({ code: 'wall_closed' })],
  ['HTTP the server', () => ({ reply: (reply) => ({ ...reply, status: 500 }) })],
]

const NOTHING_NEW: Json = { epoch: 'e', from: 0, to: 0, events: [], hasMore: false, online: { count: 0 } }

function frames(type: string, change: (frame: Json) => Json | null): Faults {
  return { frame: (frame) => (frame.type === type ? change(frame) : frame) }
}

/** Messages in acknowledgements, over both transports. */
function acks(change: (message: Json) => Json): Faults {
  const inAnswer = (answer: Json) => (answer.message ? { ...answer, message: change(answer.message as Json) } : answer)
  return { ...frames('ack', inAnswer), ...replies(/\/messages$/, inAnswer) }
}

/** Events over the socket. */
function events(change: (list: Json[]) => Json[]): Faults {
  return frames('events', (frame) => ({ ...frame, events: change(frame.events as Json[]) }))
}

function pollEvents(change: (list: Json[]) => Json[]): Faults {
  return polls((answer) => (answer.events ? { ...answer, events: change(answer.events as Json[]) } : answer))
}

function polls(change: (answer: Json) => Json): Faults {
  return replies(/\/poll/, change)
}

function replies(path: RegExp, change: (answer: Json) => Json): Faults {
  return { reply: (reply, question) => changed(reply, question, (status) => status < 400 && path.test(question.path), change) }
}

function problems(over: Json): Faults {
  return {
    reply: (reply, question) =>
      changed(
        reply,
        question,
        (status) => status >= 400,
        (answer) => ({ ...answer, ...over }),
      ),
  }
}

function changed(
  reply: HttpReply,
  _question: HttpQuestion,
  applies: (status: number) => boolean,
  change: (answer: Json) => Json,
): HttpReply {
  return applies(reply.status) ? { ...reply, text: JSON.stringify(change(JSON.parse(reply.text) as Json)) } : reply
}

/** Another code in every refusal over the socket. */
function refusals(code: string): Faults {
  return frames('error', (frame) => ({ ...frame, code }))
}

/** Votes in events over the socket. */
function voteEvents(type: string | RegExp, change: (vote: Json) => Json): Faults {
  return events((list) =>
    list.map((event) => {
      const isMeant = typeof type === 'string' ? event.type === type : type.test(String(event.type)) && event.type !== 'vote.tally'
      return isMeant ? { ...event, data: change(event.data as Json) } : event
    }),
  )
}

function tallyOf(vote: Json, ballots: number): Json {
  const counts = Object.fromEntries((vote.options as Json[]).map(({ id }) => [String(id), 0]))
  return { voteId: vote.id, version: 1, state: vote.state, counts, ballots }
}

function online(change: (guests: Json[]) => Json[]): Faults {
  return replies(/\/online/, (answer) => {
    const guests = change(answer.guests as Json[])
    return { ...answer, guests, count: guests.length }
  })
}

function nobodyLeaves(): (guests: Json[]) => Json[] {
  let most: Json[] = []
  return (guests) => {
    if (guests.length > most.length) most = guests
    return most
  }
}

function counting<Item>(change: (item: Item, count: number) => Item): (item: Item) => Item {
  let count = 0
  return (item) => change(item, (count += 1))
}

/** Contents of the messages in the order of the last. */
function backwards(list: Json[]): Json[] {
  const contents = list.map(({ data }) => (data as Json).content).reverse()
  return list.map((event, index) => ({ ...event, data: { ...(event.data as Json), content: contents[index] } }))
}

function withoutMessages(value: Json): Json {
  const text = JSON.stringify(value, (key, inner: unknown) => (key === 'messages' || key === 'events' ? [] : inner))
  return JSON.parse(text) as Json
}

/** Polls show the text of a removed or rejected message again. */
function bodyComesBack(): Faults {
  let body = ''
  return {
    sent: (frame) => {
      if (frame.type === 'sendMessage') body = String(frame.content)
    },
    reply: (reply) => ({ ...reply, text: reply.text.replace('"content":""', `"content":${JSON.stringify(body)}`) }),
  }
}

/** The close of a vote names everybody who was welcomed. */
function votersAreNamed(): Faults {
  const ids: unknown[] = []
  const naming = voteEvents('vote.closed', (vote) => ({ ...vote, question: ids.join(' ') }))
  return {
    frame(frame) {
      if (frame.type === 'welcome') ids.push((frame.guest as Json).id)
      return naming.frame?.(frame) ?? frame
    },
  }
}
