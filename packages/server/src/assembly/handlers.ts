import { BUILT_MODERATIONS, filterWith } from '@guestwall/protocol'
import type { Config } from '../config.ts'
import type { ConnectionPool } from '../feed/connection-pool.ts'
import type { LiveSessions } from '../feed/live-sessions.ts'
import { PlaceLane } from '../feed/place-lane.ts'
import type { ReactionLanes } from '../feed/reaction-lanes.ts'
import { CredentialHandler } from '../handlers/credential-handler.ts'
import { ScreenControlHandler } from '../handlers/screen-control-handler.ts'
import { ScreenReports } from '../handlers/screen-reports.ts'
import { ScreenHandler } from '../handlers/screen-handler.ts'
import { DeletionHandler } from '../handlers/deletion-handler.ts'
import { ExportHandler } from '../handlers/export-handler.ts'
import { KeepsakeHandler } from '../handlers/keepsake-handler.ts'
import { GuestHandler } from '../handlers/guest-handler.ts'
import { JoinHandler } from '../handlers/join-handler.ts'
import { LookHandler } from '../handlers/look-handler.ts'
import { MessageHandler } from '../handlers/message-handler.ts'
import { ModerationHandler } from '../handlers/moderation-handler.ts'
import { Newcomers } from '../handlers/newcomers.ts'
import { PhotoHandler } from '../handlers/photo-handler.ts'
import { PlaceHandler } from '../handlers/place-handler.ts'
import { PostLimits, type PostRates } from '../handlers/post-limits.ts'
import { ReactionHandler } from '../handlers/reaction-handler.ts'
import { ReadHandler } from '../handlers/read-handler.ts'
import { SessionHandler } from '../handlers/session-handler.ts'
import { SettingsHandler } from '../handlers/settings-handler.ts'
import { TextRules } from '../handlers/text-rules.ts'
import { VoteHandler } from '../handlers/vote-handler.ts'
import { replayTemplate } from '../keepsake/replay-page.ts'
import { TypstBook } from '../keepsake/book/typst-book.ts'
import type { SessionLog } from '../log/session-log.ts'
import type { Store } from '../log/store.ts'
import type { AppParts } from './app-parts.ts'
import type { CredentialParts } from './credential-parts.ts'
import type { ClusterParts } from '../cluster/cluster-parts.ts'

/** Messages and ballots of one guest at once, before the rate applies: a guest may send a few in a row. */
const GUEST_BURST = 5

/** One handler a subject: each checks permission, text and limits of its commands. */
export interface Handlers {
  readonly join: JoinHandler
  readonly messages: MessageHandler
  readonly photos: PhotoHandler
  readonly looks: LookHandler
  readonly votes: VoteHandler
  readonly sessions: SessionHandler
  readonly moderation: ModerationHandler
  readonly settings: SettingsHandler
  readonly guests: GuestHandler
  readonly exports: ExportHandler
  readonly keepsakes: KeepsakeHandler
  readonly deletion: DeletionHandler
  readonly read: ReadHandler
  readonly reactions: ReactionHandler
  readonly named: CredentialHandler
  readonly screens: ScreenHandler
  readonly screenControl: ScreenControlHandler
  /** The reports of the screens. */
  readonly reports: ScreenReports
  readonly places: PlaceHandler
  /** Says to guests where their messages are. */
  readonly placeLane: PlaceLane
}

/** The stations that the handlers use. */
interface BehindHandlers {
  readonly store: Store
  readonly log: SessionLog
  readonly live: LiveSessions
  readonly pool: ConnectionPool
  readonly lanes: ReactionLanes
  readonly named: Pick<CredentialParts, 'tokens' | 'uses'>
  readonly onJoined: () => void
  readonly onError: (error: unknown) => void
}

export function handlersOf(
  { config, clock, random, seal, moderations, images, redis, webRoot }: AppParts,
  { bus, limits, presence }: ClusterParts,
  { store, log, live, pool, lanes, named, onJoined, onError }: BehindHandlers,
): Handlers {
  const postLimits = new PostLimits({ limits, rates: postRates(config), clock, random })
  const textRules = new TextRules(filterWith(config.FILTER), clock)
  const newcomers = new Newcomers({ limits, alarmPerMinute: config.JOINS_ALARM_PER_MINUTE })
  const credentials = new CredentialHandler({ store, log, ...named, clock, random })
  const reports = new ScreenReports(bus, clock, () => redis?.health === 'degraded')
  const looks = new LookHandler({ store, live, log, limits, images: images ?? null, clock, random, onError })
  const placeLane = new PlaceLane({ reports, pool, clock })
  return {
    named: credentials,
    reports,
    placeLane,
    places: new PlaceHandler(live, placeLane),
    screenControl: new ScreenControlHandler({ store, live, log, reports, clock, random }),
    screens: new ScreenHandler({ store, credentials, tokens: named.tokens, limits, clock, random }),
    join: new JoinHandler({
      live,
      limits,
      rate: { perSecond: config.JOINS_PER_SECOND, burst: config.JOINS_PER_SECOND },
      alarmPerMinute: config.JOINS_ALARM_PER_MINUTE,
      onJoined,
      clock,
      random,
    }),
    messages: new MessageHandler({ log, live, limits: postLimits, newcomers, rules: textRules }),
    photos: new PhotoHandler({
      store,
      live,
      limits,
      images: images ?? null,
      most: { ofSession: config.SESSION_PHOTOS, ofGuest: config.GUEST_PHOTOS },
      clock,
      random,
      onError,
    }),
    looks,
    settings: new SettingsHandler({ live, log, rules: textRules, random }),
    votes: new VoteHandler({ log, store, limits: postLimits, seal, random }),
    sessions: new SessionHandler({ store, live, log, clock, random, moderations: moderations ?? BUILT_MODERATIONS, credentials, looks }),
    moderation: new ModerationHandler({ store, log, random }),
    guests: new GuestHandler({ store, log, presence, random }),
    deletion: new DeletionHandler({ store, live, days: config.RETENTION_DAYS }),
    exports: new ExportHandler({ store, seal, clock }),
    keepsakes: new KeepsakeHandler({
      store,
      clock,
      template: replayTemplate(webRoot),
      book: new TypstBook(),
      images: images?.store ?? null,
    }),
    read: new ReadHandler({ live, log, store, presence, reports, rules: textRules, clock }),
    reactions: new ReactionHandler({ lanes, limits }),
  }
}

function postRates(config: Config): PostRates {
  const perSecond = (rate: number) => ({ perSecond: rate, burst: rate })
  return {
    guest: { perSecond: config.GUEST_POSTS_PER_MINUTE / 60, burst: GUEST_BURST },
    session: perSecond(config.SESSION_POSTS_PER_SECOND),
    newcomers: perSecond(config.NEWCOMER_POSTS_PER_SECOND),
    newcomerMs: config.NEWCOMER_SECONDS * 1000,
    ballotAfterMs: config.BALLOT_AFTER_SECONDS * 1000,
  }
}
