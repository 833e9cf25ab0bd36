import * as v from 'valibot'
import { UnknownEventSchema } from './events/event.ts'
import { FilterEffectSchema, FilterSettingsSchema } from './filter-settings.ts'
import { CredentialRoleSchema, CredentialSchema } from './credential.ts'
import { GuestSchema, HostGuestSchema, KnownGuestSchema } from './guest.ts'
import { CastVoteSchema } from './commands/cast-vote.ts'
import { EpochSchema, EventIdSchema, IdSchema, KeySchema, TimestampSchema, TokenSchema } from './ids.ts'
import { MAX_ACTED_MESSAGES, MAX_CONTENT_BYTES, MAX_VOTE_OPTIONS } from './limits.ts'
import { HeldReasonSchema, HostMessageSchema, RecipientSchema, WallMessageSchema } from './message.ts'
import { LookSchema } from './look.ts'
import { ModerationSettingsSchema } from './moderation-settings.ts'
import { PhotoSchema } from './photo.ts'
import { SnapshotBodySchema } from './frames/server-frame.ts'
import { ScreenChangeSchema, ScreenControlSchema, ScreenPageSchema } from './screen.ts'
import {
  LayoutSchema,
  ModerationSchema,
  OccasionSchema,
  PhotosSchema,
  RetentionDaysSchema,
  SessionSchema,
  SessionStateSchema,
  ThemeSchema,
} from './session.ts'
import { SessionActSchema } from './session-life.ts'
import { ReactionKindSchema, ReactionOrderSchema, ReactionSchema, ReactionsSchema } from './reaction.ts'
import { BallotSchema, ReceiptSchema, ResultsSchema, VoteSchema } from './vote.ts'

const RawTextSchema = v.pipe(v.string(), v.maxLength(MAX_CONTENT_BYTES * 2))
const MAX_SLOW_MODE_SECONDS = 3600
/** 16 random bytes in base64url, as a stored token has. */
const ScreenSecretSchema = v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{22}$/))

/** `POST /api/sessions`, with the operator's token. */
export const CreateSessionBodySchema = v.strictObject({
  title: RawTextSchema,
  subtitle: v.optional(RawTextSchema),
  /** `scheduled`, where `opensAt` is given; otherwise `open`. */
  state: v.optional(v.picklist(['scheduled', 'open'])),
  moderation: v.optional(ModerationSchema),
  slowModeSeconds: v.optional(v.pipe(v.number(), v.safeInteger(), v.minValue(0), v.maxValue(MAX_SLOW_MODE_SECONDS))),
  layout: v.optional(LayoutSchema),
  theme: v.optional(ThemeSchema),
  occasion: v.optional(OccasionSchema),
  opensAt: v.optional(TimestampSchema),
  retentionDays: v.optional(RetentionDaysSchema),
  photos: v.optional(PhotosSchema),
  privateWishes: v.optional(v.boolean()),
  /** The effect of every rule of the filter. Left out: that of the server's configuration, until the host chooses. */
  filter: v.optional(FilterEffectSchema),
  reactions: v.optional(v.boolean()),
  /** Another session: what this body leaves out is taken from it, and its settings and votes are copied, as drafts (LIFE-6). */
  copyOf: v.optional(IdSchema),
})
export type CreateSessionBody = v.InferOutput<typeof CreateSessionBodySchema>

/** A host's action without further words. Without a key the server makes one: each of these actions may be repeated safely. */
export const HostActionBodySchema = v.strictObject({ key: v.optional(KeySchema) })

/** `POST /api/host/messages/{id}/remove`. `eraseName`: the author's name goes with the text, out of every replay (LOG-5). */
export const RemoveMessageBodySchema = v.strictObject({ key: v.optional(KeySchema), eraseName: v.optional(v.boolean()) })
export type RemoveMessageBody = v.InferOutput<typeof RemoveMessageBodySchema>

/** The status from which a host rejects a message: one that waits, one that is on the wall (MOD-4), or one for the hosts alone (MOD-11). */
const RejectedFromSchema = v.picklist(['pending', 'shown', 'private'])
/** `POST /api/host/messages/{id}/reject`. `from`: the status that the host saw, `pending` by default. */
export const RejectMessageBodySchema = v.strictObject({ key: v.optional(KeySchema), from: v.optional(RejectedFromSchema) })
export type RejectMessageBody = v.InferOutput<typeof RejectMessageBodySchema>
/** `POST /api/host/messages/{id}/hold`. `from`: the status that the host saw, `rejected` by default. */
export const HoldMessageBodySchema = v.strictObject({ key: v.optional(KeySchema), from: v.optional(v.picklist(['rejected', 'shown'])) })
export type HoldMessageBody = v.InferOutput<typeof HoldMessageBodySchema>
/** `POST /api/host/sessions/{id}/messages/act`: one action on several messages. `from`: as with `reject` and `hold` of one message. */
export const ActOnMessagesBodySchema = v.strictObject({
  key: v.optional(KeySchema),
  action: v.picklist(['approve', 'reject', 'restore', 'hold']),
  ids: v.pipe(v.array(IdSchema), v.minLength(1), v.maxLength(MAX_ACTED_MESSAGES)),
  from: v.optional(v.picklist(['pending', 'shown', 'rejected', 'private'])),
})
export type ActOnMessagesBody = v.InferOutput<typeof ActOnMessagesBodySchema>
/** `PATCH /api/host/sessions/{id}/settings`: only what changes. `filter` is given whole. */
export const ChangeSettingsBodySchema = v.strictObject({
  key: v.optional(KeySchema),
  ...v.partial(v.object(ModerationSettingsSchema.entries)).entries,
})
export type ChangeSettingsBody = v.InferOutput<typeof ChangeSettingsBodySchema>
/** How messages are moderated. `filter`: the filter that applies now, also where the host has set none. */
export const HostSettingsSchema = v.object({ settings: ModerationSettingsSchema, filter: FilterSettingsSchema })
export type HostSettings = v.InferOutput<typeof HostSettingsSchema>

/** A message after a host's act. */
/** `POST /api/host/sessions/{id}/settings/try`: a text that nobody posts. */
export const TryTextBodySchema = v.strictObject({ content: RawTextSchema })
/** The effect that the rules would have on the text of a guest now: publish, hold or refuse; and the reasons. */
export const TriedTextSchema = v.object({ effect: v.picklist(['pass', 'hold', 'refuse']), held: v.array(HeldReasonSchema) })
export type TriedText = v.InferOutput<typeof TriedTextSchema>

export const ActedMessageSchema = v.object({ message: HostMessageSchema })
/** The messages as they are now, in the order of the ids; those that do not exist are left out. */
export const ActedMessagesSchema = v.object({ messages: v.array(HostMessageSchema) })

/** A host's action that makes something. Without a key it would be made twice where the answer is lost. */
export const HostMakingBodySchema = v.strictObject({ key: KeySchema })

/** `POST /api/host/votes/{id}/void`: the ballots of guests who joined from one moment to another, both included. */
export const VoidBallotsBodySchema = v.strictObject({ key: KeySchema, joinedFrom: TimestampSchema, joinedTo: TimestampSchema })
export type VoidBallotsBody = v.InferOutput<typeof VoidBallotsBodySchema>

const { copyOf: _, filter: __, ...SETTABLE } = CreateSessionBodySchema.entries
/**
 * `PATCH /api/host/sessions/{id}`: only what changes. `state: "open"` starts a scheduled session. `opensAt: null`: it opens when the host opens it.
 * `retentionDays: null`: as long as the server keeps sessions.
 */
export const ChangeSessionBodySchema = v.partial(
  v.strictObject({
    ...SETTABLE,
    state: v.picklist(['open']),
    opensAt: v.nullable(TimestampSchema),
    retentionDays: v.nullable(RetentionDaysSchema),
    key: KeySchema,
  }),
)
export type ChangeSessionBody = v.InferOutput<typeof ChangeSessionBodySchema>

/** `POST /api/host/sessions/{id}/act`. `from`: the state that the host saw (LIFE-2). */
export const ActOnSessionBodySchema = v.strictObject({
  key: v.optional(KeySchema),
  act: SessionActSchema,
  from: v.optional(SessionStateSchema),
})
export type ActOnSessionBody = v.InferOutput<typeof ActOnSessionBodySchema>

/** `DELETE /api/host/sessions/{id}`: the session that is no more. */
export const DeletedSessionSchema = v.object({ id: IdSchema })

/**
 * `GET /api/host/sessions/{id}/retention`. `deletesAt`: when the session is deleted, unless something happens in it before; `null` for a draft.
 * `serverDays`: the server's own days, where the session has no fewer.
 */
export const RetentionSchema = v.object({
  deletesAt: v.nullable(TimestampSchema),
  serverDays: v.pipe(v.number(), v.safeInteger(), v.minValue(1)),
})
export type Retention = v.InferOutput<typeof RetentionSchema>

/** A session with the credentials of its host and its wall screens. */
export const HostedSessionSchema = v.object({ session: SessionSchema, hostToken: v.string(), wallToken: v.string() })
export type HostedSession = v.InferOutput<typeof HostedSessionSchema>

/** The session after a change. */
export const ChangedSessionSchema = v.object({ session: SessionSchema })

/** `GET /api/sessions`, with the operator's token: newest first. */
export const HostedSessionsSchema = v.object({ sessions: v.array(HostedSessionSchema) })

/** `GET /api/sessions/{id or code}`: what may be known before joining. */
export const PublicSessionSchema = v.object({
  id: IdSchema,
  code: v.string(),
  title: v.string(),
  subtitle: v.string(),
  state: SessionStateSchema,
  theme: ThemeSchema,
  occasion: v.optional(OccasionSchema),
  opensAt: v.optional(TimestampSchema),
  look: v.optional(LookSchema),
})
export type PublicSession = v.InferOutput<typeof PublicSessionSchema>

/**
 * `POST /api/sessions/{id}/guests`. `source`: how the guest came, `link` by default; `code`, or the tag of a table. `previous`: the credential that
 * this browser had before, so that its guest does not come back as another (PEOPLE-5).
 */
export const JoinBodySchema = v.strictObject({
  guestName: RawTextSchema,
  source: v.optional(RawTextSchema),
  previous: v.optional(TokenSchema),
})
export type JoinBody = v.InferOutput<typeof JoinBodySchema>
export const JoinedSchema = v.object({ guest: GuestSchema, token: v.string() })

/** `POST /api/realtime/messages`. */
export const PostMessageBodySchema = v.strictObject({
  session: IdSchema,
  key: KeySchema,
  content: RawTextSchema,
  guestName: RawTextSchema,
  photo: v.optional(IdSchema),
  to: v.optional(RecipientSchema),
})
export const PostedMessageSchema = v.object({ message: WallMessageSchema })

/** `POST /api/realtime/photos`. */
export const UploadedPhotoSchema = v.object({ photo: PhotoSchema })
/** `PUT /api/realtime/messages/{id}/reaction`. */
export const ReactBodySchema = v.strictObject({ kind: v.nullable(ReactionKindSchema), order: ReactionOrderSchema })
export type ReactBody = v.InferOutput<typeof ReactBodySchema>
export const ReactedSchema = v.object({ reaction: ReactionSchema })
/** `GET /api/realtime/reactions`. */
export const ReadReactionsSchema = v.object({ reactions: ReactionsSchema })

/** `PUT /api/realtime/votes/{voteId}/ballot`. */
export const CastBallotBodySchema = v.strictObject({ key: CastVoteSchema.entries.key, optionIds: CastVoteSchema.entries.optionIds })
export type CastBallotBody = v.InferOutput<typeof CastBallotBodySchema>
export const CastBallotSchema = v.object({ ballot: BallotSchema })
/** `GET /api/realtime/votes/{voteId}/ballot`: the caller's own; both `null` before there is one. */
export const OwnBallotSchema = v.object({
  ballot: v.nullable(BallotSchema),
  receipt: v.nullable(ReceiptSchema),
  /** The host voided the ballot: the receipt is of the entry that says so. */
  voided: v.optional(v.boolean()),
})
export type OwnBallot = v.InferOutput<typeof OwnBallotSchema>

const ChoicesSchema = v.pipe(v.number(), v.safeInteger(), v.minValue(1), v.maxValue(MAX_VOTE_OPTIONS))

/** `POST /api/host/sessions/{id}/votes`: a draft. Left out: one choice, changeable, results always. */
export const CreateVoteBodySchema = v.strictObject({
  key: KeySchema,
  question: RawTextSchema,
  options: v.array(RawTextSchema),
  maxChoices: v.optional(ChoicesSchema),
  changeable: v.optional(v.boolean()),
  results: v.optional(ResultsSchema),
})
export type CreateVoteBody = v.InferOutput<typeof CreateVoteBodySchema>

/**
 * `PATCH /api/host/votes/{id}`: only what changes. `options` are all of them, in order; one without an `id` is new. From the
 * first ballot on only the words of the question and of the options may change.
 */
export const ChangeVoteBodySchema = v.strictObject({
  key: v.optional(KeySchema),
  question: v.optional(RawTextSchema),
  options: v.optional(v.array(v.strictObject({ id: v.optional(IdSchema), label: RawTextSchema }))),
  maxChoices: v.optional(ChoicesSchema),
  changeable: v.optional(v.boolean()),
  results: v.optional(ResultsSchema),
})
export type ChangeVoteBody = v.InferOutput<typeof ChangeVoteBodySchema>
export const HostVoteSchema = v.object({ vote: VoteSchema })

const OnlineCountFieldSchema = v.object({ count: v.pipe(v.number(), v.safeInteger()) })

/** `GET /api/realtime/poll`: a slice of the log. `hasMore`: ask again at once. */
export const PollEventsSchema = v.object({
  epoch: EpochSchema,
  from: EventIdSchema,
  to: EventIdSchema,
  events: v.array(UnknownEventSchema),
  hasMore: v.boolean(),
  online: OnlineCountFieldSchema,
})
export type PollEvents = v.InferOutput<typeof PollEventsSchema>
/** `GET /api/realtime/poll` without a position that can be served (SYNC-3). */
export const PollSnapshotSchema = v.object({ snapshot: SnapshotBodySchema, online: OnlineCountFieldSchema })
export const PollAnswerSchema = v.union([PollSnapshotSchema, PollEventsSchema])
export type PollAnswer = v.InferOutput<typeof PollAnswerSchema>

/** `GET /api/sessions/{id}/messages`: history, newest first. */
export const HistorySchema = v.object({ messages: v.array(WallMessageSchema), nextBefore: v.nullable(EventIdSchema) })
export type History = v.InferOutput<typeof HistorySchema>
const MessageCountSchema = v.pipe(v.number(), v.safeInteger(), v.minValue(0))
/** The messages of a session by status. Removed ones are not counted. */
export const MessageCountsSchema = v.object({
  pending: MessageCountSchema,
  shown: MessageCountSchema,
  rejected: MessageCountSchema,
  /** Earlier servers have none. */
  private: v.optional(MessageCountSchema),
})
export type MessageCounts = v.InferOutput<typeof MessageCountsSchema>
/** `GET /api/host/sessions/{id}/messages`. `counts` are those of the moment at which the page was read; earlier servers send none. */
export const HostMessagesSchema = v.object({
  messages: v.array(HostMessageSchema),
  nextCursor: v.nullable(v.string()),
  counts: v.optional(MessageCountsSchema),
})

/** `GET /api/host/sessions/{id}/guests`: the newest first. */
export const HostGuestsSchema = v.object({ guests: v.array(HostGuestSchema), nextCursor: v.nullable(v.string()) })
export type HostGuests = v.InferOutput<typeof HostGuestsSchema>

/** `POST /api/host/guests/{id}/mute`, `unmute`, `remove`, `ban`. `reason`: one line for hosts. */
export const GuestActionBodySchema = v.strictObject({ key: v.optional(KeySchema), reason: v.optional(RawTextSchema) })
export type GuestActionBody = v.InferOutput<typeof GuestActionBodySchema>
/** `POST /api/host/guests/{id}/unban`. `restoreMessages`: what the ban rejected becomes again what it was. */
export const UnbanGuestBodySchema = v.strictObject({ ...GuestActionBodySchema.entries, restoreMessages: v.optional(v.boolean()) })
export type UnbanGuestBody = v.InferOutput<typeof UnbanGuestBodySchema>
/** `POST /api/host/guests/{id}/rename`. */
export const RenameGuestBodySchema = v.strictObject({ ...GuestActionBodySchema.entries, guestName: RawTextSchema })
export type RenameGuestBody = v.InferOutput<typeof RenameGuestBodySchema>
/** The guest after an act. */
export const ActedGuestSchema = v.object({ guest: KnownGuestSchema })
/** The guest, and how many of its messages the act changed. */
export const ClearedGuestSchema = v.object({
  guest: KnownGuestSchema,
  changed: v.pipe(v.number(), v.safeInteger(), v.minValue(0)),
})

/** `GET /api/host/sessions/{id}/joins`: new guests of the last minute, and whether these are unusually many. */
export const HostJoinsSchema = v.object({ lastMinute: v.pipe(v.number(), v.safeInteger(), v.minValue(0)), isUnusual: v.boolean() })
export type HostJoins = v.InferOutput<typeof HostJoinsSchema>

/** More than any secret that people keep. */
const MAX_SECRET_LENGTH = 512
/** `POST /api/operator/sign-in`: the one-time key of the console's link, or the operator's token itself, becomes the operator's token. */
export const SignInBodySchema = v.strictObject({ key: v.pipe(v.string(), v.maxLength(MAX_SECRET_LENGTH)) })
export const SignedInSchema = v.object({ operatorToken: v.string() })

/** `GET /api/server`: what a console shows of the server it speaks with. */
export const ServerFactsSchema = v.object({
  guestUrl: v.string(),
  version: v.string(),
  /** `failing`: the database takes no writes now, and what guests send waits on their phones. */
  store: v.optional(v.picklist(['ok', 'failing'])),
  /** `missing`: this server takes no photos, because its image library is not there. */
  photos: v.optional(v.picklist(['ok', 'missing'])),
})
export type ServerFacts = v.InferOutput<typeof ServerFactsSchema>

/** `POST /api/host/sessions/{id}/credentials`: the key is needed, because the answer may be lost and the token stands in no other. */
export const CreateCredentialBodySchema = v.strictObject({ key: KeySchema, name: RawTextSchema, role: CredentialRoleSchema })
export type CreateCredentialBody = v.InferOutput<typeof CreateCredentialBodySchema>
/** A new credential with its token, and the link that holds it. The same key gets the same answer. */
export const CreatedCredentialSchema = v.object({ credential: CredentialSchema, token: v.string(), url: v.string() })
export type CreatedCredential = v.InferOutput<typeof CreatedCredentialSchema>
/** `GET /api/host/sessions/{id}/credentials`: in the order of their creation, the revoked ones included. `own`: the one of this request, where it is listed. */
export const CredentialListSchema = v.object({ credentials: v.array(CredentialSchema), own: v.nullable(IdSchema) })
export type CredentialList = v.InferOutput<typeof CredentialListSchema>
/** A credential after an action. */
export const ChangedCredentialSchema = v.object({ credential: CredentialSchema })
/** `POST /api/host/sessions/{id}/screens`: pairs the screen that shows this code, under a name. */
export const PairScreenBodySchema = v.strictObject({ key: KeySchema, code: RawTextSchema, name: RawTextSchema })
export type PairScreenBody = v.InferOutput<typeof PairScreenBodySchema>

/** `POST /api/screens`: the secret that a screen has made, which becomes its token when it is paired. */
export const ShowScreenBodySchema = v.strictObject({ secret: ScreenSecretSchema })
/**
 * A screen without a session. `waiting`: it shows `code` and asks again; after `renewInMs` it gets another code. `paired`: its secret is a token of
 * that session. `revoked`: its secret was one; it makes another.
 */
export const ScreenSchema = v.variant('state', [
  v.object({ state: v.literal('waiting'), code: v.string(), renewInMs: v.pipe(v.number(), v.minValue(0)) }),
  v.object({ state: v.literal('paired'), session: IdSchema }),
  v.object({ state: v.literal('revoked') }),
])
export type Screen = v.InferOutput<typeof ScreenSchema>

/** `PATCH /api/host/sessions/{id}/screens`: what changes. `screenId`: the credential of a screen; without it all screens change. */
export const ControlScreensBodySchema = v.strictObject({
  key: v.optional(KeySchema),
  screenId: v.optional(IdSchema),
  change: ScreenChangeSchema,
})
export type ControlScreensBody = v.InferOutput<typeof ControlScreensBodySchema>
/** The states of the screens as they are now. */
export const ScreensControlledSchema = v.object({ control: ScreenControlSchema })

/** A screen that reports or has been used. `name` is empty for a link of an earlier version. Without a page that reported lately it shows nothing that the server knows of. */
export const HostScreenSchema = v.object({ id: IdSchema, name: v.string(), pages: v.array(ScreenPageSchema) })
export type HostScreen = v.InferOutput<typeof HostScreenSchema>
/** `GET /api/host/sessions/{id}/screens`. */
export const HostScreensSchema = v.object({ control: ScreenControlSchema, screens: v.array(HostScreenSchema) })
export type HostScreens = v.InferOutput<typeof HostScreensSchema>

const MAX_URL_LENGTH = 300
/**
 * `GET /api/operator/addresses`: the addresses under which guests may find the server, best first, with the adapter that has each and what the
 * adapter is for (`wifi`, `ethernet`, `network`, `hotspot`, `linkLocal`, `tunnel`, `virtualMachine`, `container`). `chosen`: the operator's
 * choice, where it can be had; otherwise the best one is used. Empty where the configuration says the address.
 */
export const GuestAddressListSchema = v.object({
  addresses: v.array(
    v.object({
      url: v.string(),
      adapter: v.string(),
      kind: v.string(),
      /** How many guests joined at this address since the server started. */
      joined: v.optional(v.pipe(v.number(), v.safeInteger(), v.minValue(0))),
    }),
  ),
  chosen: v.nullable(v.string()),
})
export type GuestAddressList = v.InferOutput<typeof GuestAddressListSchema>
/** `PUT /api/operator/addresses`: one of the list, or `null` for the best one. */
export const ChooseAddressBodySchema = v.strictObject({ url: v.nullable(v.pipe(v.string(), v.maxLength(MAX_URL_LENGTH))) })

/** `GET /healthz`: the process answers. */
export const HealthSchema = v.object({ status: v.literal('ok') })

/** `GET /readyz`: whether the server can be used, and the reason if not. */
export const ReadinessSchema = v.object({
  status: v.picklist(['ready', 'not ready']),
  /** `failing`: the store takes no writes; reads still work. */
  store: v.picklist(['ok', 'failing', 'unavailable']),
  /** `degraded`: events of other servers arrive through the database, within two seconds. */
  redis: v.picklist(['none', 'ok', 'degraded']),
  draining: v.boolean(),
  /** Where several processes are the server: `missing` while one of them does not take requests, or does not answer its owner. */
  workers: v.optional(v.picklist(['ok', 'missing'])),
})
export type Readiness = v.InferOutput<typeof ReadinessSchema>
