import { byLanguage } from '../shared/catalogs.ts'
import type { Occasion } from '@guestwall/protocol'
import type { ConnectionLabels, ResultsWallLabels } from '@guestwall/react'
import type { VoteAct } from './vote-keys.ts'

export interface WallPageMessages {
  readonly messages: string
  /** The description of a photo, for people who do not see it. */
  readonly photoBy: (name: string) => string
  readonly guestsHere: (count: number) => readonly [string, string]
  readonly messageCount: (count: number) => readonly [string, string]
  /** The number of messages that wait, in a sentence. */
  readonly onTheirWay: (count: number) => string
  readonly qrLabel: (address: string) => string
  readonly firstWish: Readonly<Record<Occasion, string>>
  readonly scan: string
  /** The large words below the code, and the line below them in the other language. */
  readonly scanHead: string
  readonly scanLine: Readonly<Record<Occasion, string>>
  /** Before the address, and before the code. */
  readonly orOpen: string
  readonly enter: string
  readonly oneLine: string
  readonly ended: Readonly<Record<Occasion, string>>
  readonly paused: string
  readonly rehearsal: string
  /** Before the opening; `time`: when it opens, in words, or `null`. */
  readonly opens: (time: string | null) => string
  /** On a screen without a session. `how` is shown in two languages. */
  readonly pairing: {
    readonly title: string
    readonly how: string
    readonly sentAway: string
    readonly qrLabel: (code: string) => string
  }
  readonly keysTitle: string
  readonly keys: {
    readonly qr: string
    readonly fullScreen: string
    readonly larger: string
    readonly smaller: string
    readonly list: string
    readonly back: string
    readonly vote: string
    readonly results: string
    readonly pause: string
    readonly blank: string
    readonly calm: string
  }
  readonly scanVote: string
  /** The line of the quiet sign of an open vote, above its question. */
  readonly votingNow: string
  /** Of so many options only the leading ones are shown. */
  readonly votingNowLeading: (shown: number, options: number) => string
  readonly voters: (count: number) => string
  readonly results: ResultsWallLabels
  readonly hints: { readonly afterVoting: string; readonly afterClose: string }
  /** Asks for the second press of a host's key. */
  readonly again: Readonly<Record<VoteAct['action'], string>>
  /** The effect of a host's key, or the reason why it had none. */
  readonly done: Readonly<Record<VoteAct['action'], string>>
  /** The same for the keys that change this screen. */
  readonly screenDone: {
    readonly paused: string
    readonly goesOn: string
    readonly blank: string
    readonly shown: string
    readonly calm: string
    readonly moves: string
  }
  readonly noVoteYet: string
  readonly noVoteHere: string
  /** Below the keys: whether the screen stays on by itself, and what to do where it does not. */
  readonly staysOn: string
  readonly mayGoDark: string
  readonly panel: string
  readonly toolbar: string
  readonly connection: ConnectionLabels
}

/** Texts for the whole hall are shown in two languages: first in the language of the browser, then in the second one. */
export const wallPageMessages = byLanguage(import.meta.glob<WallPageMessages>('../messages/*.ts', { eager: true, import: 'wall' }))
