import { carries, type Occasion, type Theme, type Vote, type WallMessage } from '@guestwall/protocol'
import type { SheetSettings } from '../../export/cells.ts'
import type { Evening } from '../evening.ts'
import { BOOK_WORDS, type BookWords } from './book-words.ts'
import { type BookText, bookText, widthOf } from './text-runs.ts'

/** Wishes up to this width are set large. */
const LARGE_WIDTH = 20
/** Texts up to so many letters and lines stay on one page. */
const WHOLE_WIDTH = 700
const WHOLE_LINES = 12

export interface BookPhoto {
  /** In the folder of the book. */
  readonly path: string
  readonly width: number
  readonly height: number
}

export interface BookWish {
  readonly kind: 'wish'
  readonly time: string
  /** `null`: a photo alone. */
  readonly text: BookText | null
  readonly name: BookText
  readonly isLarge: boolean
  /** May continue on the next page. */
  readonly isLong: boolean
  readonly photo: BookPhoto | null
}

export interface BookVote {
  readonly kind: 'vote'
  readonly question: BookText
  readonly facts: string
  readonly options: readonly {
    readonly label: BookText
    /** The part of all voters, 0 to 1; `null`: the results are not public. */
    readonly share: number | null
    readonly percent: string
    readonly votes: string
    readonly isFirst: boolean
  }[]
}

/** The wishes and votes that began in one hour. */
export interface BookHour {
  readonly heading: string
  readonly entries: readonly (BookWish | BookVote)[]
}

/** Everything that stands in the book, in its order. */
export interface BookData {
  readonly lang: 'zh' | 'en'
  readonly theme: Theme
  readonly occasion: Occasion
  readonly title: BookText
  readonly plainTitle: string
  readonly titleWidth: number
  readonly subtitle: BookText | null
  readonly date: string
  readonly cover: string
  readonly hours: readonly BookHour[]
  readonly thanks: string
  readonly counted: string
  /** Each guest once, in the order of their first wishes. */
  readonly names: readonly BookText[]
}

export interface BookDataParts extends SheetSettings {
  /** Milliseconds since 1970: the date of an evening without messages. */
  readonly now: number
  readonly photoOf: (message: WallMessage) => Promise<BookPhoto | null>
}

type Entry = { readonly atMs: number; readonly entry: BookWish | BookVote }

export async function bookData(evening: Evening, parts: BookDataParts): Promise<BookData> {
  const { language, timeZone } = parts
  const words = BOOK_WORDS[language]
  const clock = new Clock(language, timeZone)
  const entries: Entry[] = []
  const guests = new Map<string, BookText>()
  for await (const page of evening.messages()) {
    for (const message of page) {
      if (!guests.has(message.guestId)) guests.set(message.guestId, bookText(message.guestName))
      entries.push({ atMs: Date.parse(message.createdAt), entry: wishOf(message, clock, await parts.photoOf(message)) })
    }
  }
  const messages = entries.length
  entries.push(...(await voteEntries(evening, clock, words)))
  // Of the same instant, what was first in the log.
  entries.sort((left, right) => left.atMs - right.atMs)
  const { session } = evening.start
  const occasion = session.occasion ?? 'wedding'
  return {
    lang: language === 'zh-CN' ? 'zh' : 'en',
    theme: session.theme,
    occasion,
    title: bookText(session.title),
    plainTitle: session.title,
    titleWidth: widthOf(session.title),
    subtitle: session.subtitle === '' ? null : bookText(session.subtitle),
    date: clock.date(entries[0]?.atMs ?? parts.now),
    cover: words.cover[occasion],
    hours: hoursOf(entries, clock, words),
    thanks: words.thanks[occasion],
    counted: words.counted(messages, guests.size),
    names: [...guests.values()],
  }
}

function wishOf({ content, guestName, createdAt }: WallMessage, clock: Clock, photo: BookPhoto | null): BookWish {
  const lines = content.split('\n').length
  return {
    kind: 'wish',
    time: clock.time(Date.parse(createdAt)),
    text: content === '' ? null : bookText(content),
    name: bookText(guestName),
    isLarge: lines === 1 && widthOf(content) <= LARGE_WIDTH && photo === null,
    isLong: lines > WHOLE_LINES || widthOf(content) > WHOLE_WIDTH,
    photo,
  }
}

async function voteEntries(evening: Evening, clock: Clock, words: BookWords): Promise<Entry[]> {
  const times = new Map<string, { from: number; to: number }>()
  for await (const page of evening.events()) {
    for (const event of page) {
      const id = carries(event, 'vote') ? event.data.id : carries(event, 'tally') ? event.data.voteId : null
      if (id === null) continue
      const atMs = Date.parse(event.at)
      // The book leaves out the acts of a host on a closed vote.
      const isVoting = event.type === 'vote.opened' || event.type === 'vote.closed' || event.type === 'vote.tally'
      const known = times.get(id)
      if (known === undefined) times.set(id, { from: atMs, to: atMs })
      else if (isVoting) known.to = Math.max(known.to, atMs)
    }
  }
  return evening.votes.flatMap((vote) => {
    const time = times.get(vote.id)
    if (time === undefined) return []
    const span = words.span(clock.time(time.from), clock.time(time.to))
    return [{ atMs: time.from, entry: voteOf(vote, span, words) }]
  })
}

function voteOf({ question, options, tally }: Vote, span: string, words: BookWords): BookVote {
  const voters = tally?.ballots ?? 0
  const most = Math.max(1, ...options.map(({ id }) => tally?.counts[id] ?? 0))
  return {
    kind: 'vote',
    question: bookText(question),
    facts: tally === null ? words.hidden(span) : words.voters(span, voters),
    options: options.map(({ id, label }) => {
      const votes = tally?.counts[id] ?? 0
      const share = voters === 0 ? 0 : votes / voters
      return {
        label: bookText(label),
        share: tally === null ? null : share,
        percent: `${Math.round(share * 100)}%`,
        votes: words.votes(votes),
        isFirst: tally !== null && votes === most,
      }
    }),
  }
}

function hoursOf(entries: readonly Entry[], clock: Clock, words: BookWords): BookHour[] {
  const days = new Set(entries.map(({ atMs }) => clock.day(atMs)))
  const hours = new Map<string, { heading: string; entries: (BookWish | BookVote)[] }>()
  let lastDay = ''
  for (const { atMs, entry } of entries) {
    const day = clock.day(atMs)
    const hour = clock.hour(atMs)
    const key = `${day} ${hour}`
    const known = hours.get(key)
    if (known !== undefined) {
      known.entries.push(entry)
      continue
    }
    // The day stands at its first hour, where there are several.
    const heading = days.size > 1 && day !== lastDay ? `${clock.date(atMs)}  ${words.hour(hour)}` : words.hour(hour)
    hours.set(key, { heading, entries: [entry] })
    lastDay = day
  }
  return [...hours.values()]
}

/** The clock of the hall. */
class Clock {
  readonly #time: Intl.DateTimeFormat
  readonly #date: Intl.DateTimeFormat
  readonly #day: Intl.DateTimeFormat

  constructor(language: string, timeZone: string) {
    this.#time = new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', minute: '2-digit' })
    this.#date = new Intl.DateTimeFormat(language, { timeZone, dateStyle: 'long' })
    this.#day = new Intl.DateTimeFormat('en-CA', { timeZone })
  }

  time(ms: number): string {
    return this.#time.format(ms)
  }

  hour(ms: number): number {
    return Number(this.time(ms).slice(0, 2)) % 24
  }

  date(ms: number): string {
    return this.#date.format(ms)
  }

  day(ms: number): string {
    return this.#day.format(ms)
  }
}
