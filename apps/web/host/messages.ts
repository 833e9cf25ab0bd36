import { byLanguage } from '../shared/catalogs.ts'
import type { Layout, SessionState, Theme, UnnamedActor } from '@guestwall/protocol'
import type { ConnectionLabels } from '@guestwall/react'
import type { ConsolePart } from './console-part.ts'

/** A link; typed by hand; kept by this browser from an earlier sign-in. */
export type KeySource = 'link' | 'typed' | 'kept'

export interface HostMessages {
  readonly title: string
  readonly signInTitle: string
  readonly signInHint: string
  readonly signInField: string
  readonly signIn: string
  /** By where the key came from that was refused. */
  readonly signInRefused: Readonly<Record<KeySource, string>>
  readonly busy: string
  readonly newTitle: string
  readonly titleField: string
  readonly titleExample: string
  readonly titleMissing: string
  readonly subtitleField: string
  readonly subtitleExample: string
  /** Those whom no host named. */
  readonly unnamed: Readonly<Record<UnnamedActor, string>>
  readonly themeField: string
  readonly themes: Readonly<Record<Theme, string>>
  readonly create: string
  readonly yourWalls: string
  readonly noWalls: string
  readonly states: Readonly<Record<SessionState, string>>
  readonly allWalls: string
  readonly noHostToken: string
  readonly signInHere: string
  readonly loading: string
  /** Unusually many guests joined in the last minute. */
  readonly manyJoins: (count: number) => string
  readonly shareTitle: string
  readonly qrLabel: (address: string) => string
  readonly guestLink: string
  readonly displayLink: string
  /** The same screen over a video picture. */
  readonly overlayLink: string
  readonly overlayHint: string
  readonly moderatorLink: string
  readonly moderatorHint: string
  /** Of the moderator link, and of the display link where there is one. */
  readonly linksUntil: (endMs: number, hasDisplayLink: boolean) => string
  readonly openWall: string
  readonly copy: string
  readonly copied: string
  readonly notCopied: string
  /** Below the button that opens the wall, where the browser has no wake lock. */
  readonly wallMayGoDark: string
  readonly previewTitle: string
  readonly reactionsField: string
  readonly privateField: string
  readonly privateChoices: { readonly on: string; readonly off: string }
  readonly layoutField: string
  readonly layouts: Readonly<Record<Layout, string>>
  readonly tabs: string
  readonly tabOf: Readonly<Record<ConsolePart, string>>
  /** The messages' tab while some wait. */
  readonly tabPending: (count: number) => string
  /** The votes' tab while some are open. */
  readonly tabOpenVotes: (count: number) => string
  readonly editTitle: string
  readonly save: string
  readonly cancel: string
  readonly guests: (count: number) => string
  /** Beside the state of a draft: when it opens by itself. */
  readonly opens: (time: string) => string
  /** A layout of messages is chosen, and there is none on the wall yet. */
  readonly noMessageOnScreen: string
  /** The layout of votes is chosen, and there is none yet. */
  readonly noVoteOnScreen: string
  readonly health: ConnectionLabels & { readonly connected: string }
  readonly storeFailing: string
}

/** The words of the host in one language. */
export const hostMessages = byLanguage(import.meta.glob<HostMessages>('../messages/*.ts', { eager: true, import: 'host' }))
