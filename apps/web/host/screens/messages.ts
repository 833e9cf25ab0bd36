import type { DanmakuDensity, DanmakuRegion, ScreenPicture } from '@guestwall/protocol'
import { byLanguage } from '../../shared/catalogs.ts'

export interface ScreensMessages {
  readonly title: string
  readonly pictures: Readonly<Record<ScreenPicture, string>>
  /** The name of the picture of a session that has ended. */
  readonly thanks: string
  /** No message waits for its turn; of those that had it, as many are in sight as fit. */
  readonly noneWaiting: string
  /** The picture has no messages. */
  readonly noMessages: string
  /** Revealed results stand over another layout for a while. */
  readonly resultsThen: (layout: string) => string
  /** `seconds`: for how long the first message has waited; `null`: not known. */
  readonly waiting: (count: number, seconds: number | null) => string
  /** No report came lately. */
  readonly silent: string
  readonly paused: string
  readonly frozen: string
  /** How the screens are after a change of another host who was first. */
  readonly became: {
    readonly going: string
    readonly visible: string
    readonly cleared: string
    readonly stepped: string
    readonly changed: string
  }
  readonly thumbnail: (name: string, picture: string, cards: number) => string
  /** The same while it shows a vote. */
  readonly thumbnailOfVote: (name: string, question: string) => string
  readonly spotlight: string
  readonly endSpotlight: string
  readonly pause: string
  readonly goOn: string
  readonly step: string
  readonly blank: string
  readonly unblank: string
  readonly freeze: string
  readonly unfreeze: string
  readonly clear: string
  readonly unclear: string
  readonly calm: string
  readonly uncalm: string
  /** The whole name of an act, for screen readers. */
  readonly actOn: (act: string, screen: string) => string
  readonly more: string
  readonly layout: string
  readonly asSession: string
  readonly region: string
  readonly regions: Readonly<Record<DanmakuRegion, string>>
  readonly density: string
  readonly densities: Readonly<Record<DanmakuDensity, string>>
  readonly choose: string
  readonly noneToChoose: string
  readonly close: string
  readonly all: (count: number) => string
  /** Of several screens that show messages one by one: they are not the same ones. */
  readonly eachAtItsPace: string
  readonly add: string
  /** The strip of a phone. */
  readonly open: (name: string, state: string) => string
  /** The strip above the console. */
  readonly strip: {
    readonly screens: string
    readonly behind: (seconds: number) => string
    readonly silent: (count: number) => string
    /** The time that 95 of 100 new messages need from the log to a screen: the words, and the time. */
    readonly delivery: (seconds: string) => readonly [words: string, time: string]
    readonly deliveryHint: string
  }
}

/** The words of the screens in one language. */
export const screensMessages = byLanguage(import.meta.glob<ScreensMessages>('../../messages/*.ts', { eager: true, import: 'hostScreens' }))
