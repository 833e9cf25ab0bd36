import {
  CAST_VOTE,
  GET_BALLOT,
  GET_HISTORY,
  GET_LOOK,
  GET_ONLINE,
  GET_PHOTO,
  GET_PLACES,
  GET_REACTIONS,
  GET_SERVER,
  GET_SESSION,
  JOIN,
  POLL,
  REACT,
  PUT_LOOK,
  SEND_MESSAGE,
  UPLOAD_PHOTO,
} from './addresses.ts'
import { OnlinePageSchema } from './guest.ts'
import * as http from './http.ts'
import { EpochSchema, IdSchema, KeySchema } from './ids.ts'
import { DEFAULT_PAGE_SIZE, MAX_PAGE_SIZE, MAX_POLL_WAIT_MS } from './limits.ts'
import { LOOK_PARTS } from './look.ts'
import { MessageStatusSchema } from './message.ts'
import { PHOTO_SIZES } from './photo.ts'
import { PlacesSchema } from './place.ts'
import type { Route } from './route.ts'

/** A credential of the session, whatever its role. */
const MEMBER = ['guest', 'host', 'wall', 'moderator'] as const
const WRITER = ['guest', 'host'] as const
const GUEST = ['guest'] as const
/** A host and its helpers: messages, guests and screens. */
const HELPER = ['host', 'moderator'] as const
/** A screen, and those who control it. */
const SCREEN = ['wall', 'host', 'moderator'] as const
/** A host alone: the session and its end, votes, credentials, exports. */
const HOST = ['host'] as const

/** Refusals of a body. */
const BODY = ['bad_request', 'too_large', 'unsupported_media_type'] as const
/** Refusals of a route that reads the store. */
const STORE = ['unavailable', 'internal'] as const
/** Refusals of a command that goes through the log. */
const LOG = ['key_reused', 'session_not_found', 'session_busy', ...STORE] as const
/** Refusals of a credential of a session. */
const CREDENTIAL = ['unauthorised', 'forbidden'] as const
/** Refusals of a credential that may be a guest's. */
const MEMBERSHIP = [...CREDENTIAL, 'removed', 'unavailable'] as const
/** Refusals of a text of a session or a vote. */
const TEXT = ['invalid_text', 'empty_content', 'too_long'] as const

const EVENT_ID = { type: 'integer', minimum: 0, maximum: Number.MAX_SAFE_INTEGER } as const
const LIMIT = { type: 'integer', minimum: 1, maximum: MAX_PAGE_SIZE, default: DEFAULT_PAGE_SIZE } as const
const TEXT_PARAMETER = { type: 'string' } as const
const PICTURE_SIZE = { type: 'string', enum: PHOTO_SIZES, default: 'full' } as const
const LOOK_PART = { type: 'string', enum: LOOK_PARTS, isRequired: true } as const

const VOTE_ACTION = {
  method: 'POST',
  access: HOST,
  body: http.HostActionBodySchema,
  isBodyOptional: true,
  answers: { 200: http.HostVoteSchema },
} as const
const VOTE_REFUSALS = [...BODY, ...CREDENTIAL, 'not_found', 'vote_not_found', 'conflict', ...LOG] as const
const OPENING_REFUSALS = [...VOTE_REFUSALS, 'session_ended'] as const

const GUEST_ACTION = {
  method: 'POST',
  access: HELPER,
  body: http.GuestActionBodySchema,
  isBodyOptional: true,
  answers: { 200: http.ActedGuestSchema },
} as const
const GUEST_REFUSALS = [...BODY, ...CREDENTIAL, 'not_found', 'guest_not_found', 'invalid_text', 'too_long', ...LOG] as const
const MESSAGE_ACTION = {
  method: 'POST',
  access: HELPER,
  body: http.HostActionBodySchema,
  isBodyOptional: true,
  answers: { 200: http.ActedMessageSchema },
  refusals: [...BODY, ...CREDENTIAL, 'not_found', 'message_not_found', 'conflict', ...LOG],
} as const

/**
 * Every HTTP request of Wire v1 except the WebSocket, in the order of SPEC.md. The server, the SDK, OpenAPI, SPEC.md and the tests read this
 * table, so a path, a method or a role is written once. `ROUTE_TEXTS` has the sentences about each route.
 */
export const ROUTES = {
  listSessions: {
    method: 'GET',
    path: '/api/sessions',
    access: 'operator',
    answers: { 200: http.HostedSessionsSchema },
    refusals: ['unauthorised', ...STORE],
  },
  createSession: {
    method: 'POST',
    path: '/api/sessions',
    access: 'operator',
    body: http.CreateSessionBodySchema,
    answers: { 201: http.HostedSessionSchema },
    refusals: [...BODY, 'unauthorised', ...TEXT, 'not_supported', 'session_not_found', ...STORE],
  },
  getSession: {
    ...GET_SESSION,
    access: 'anyone',
    takesCode: true,
    answers: { 200: http.PublicSessionSchema },
    refusals: ['not_found', 'session_not_found', ...STORE],
  },
  getLook: {
    ...GET_LOOK,
    access: 'anyone',
    query: { picture: { type: 'string', schema: IdSchema, isRequired: true }, size: PICTURE_SIZE },
    answers: { 200: { mediaType: 'image/*' } },
    refusals: ['not_found', 'session_not_found', ...STORE],
  },
  join: {
    ...JOIN,
    access: 'anyone',
    body: http.JoinBodySchema,
    answers: { 201: http.JoinedSchema },
    refusals: [
      ...BODY,
      'name_invalid',
      'name_reserved',
      'removed',
      'not_found',
      'session_not_found',
      'session_ended',
      'rate_limited',
      ...STORE,
    ],
  },
  getHistory: {
    ...GET_HISTORY,
    access: MEMBER,
    session: 'path',
    query: { before: EVENT_ID, limit: LIMIT },
    answers: { 200: http.HistorySchema },
    refusals: [...MEMBERSHIP, 'not_found', ...STORE],
  },
  poll: {
    ...POLL,
    access: MEMBER,
    session: 'query',
    query: {
      session: TEXT_PARAMETER,
      epoch: { type: 'string', schema: EpochSchema },
      lastEventId: EVENT_ID,
      wait: { type: 'integer', minimum: 0, maximum: MAX_POLL_WAIT_MS / 1000, default: 0 },
      replay: { type: 'string', enum: ['all'] },
    },
    answers: { 200: http.PollAnswerSchema },
    refusals: [...MEMBERSHIP, 'session_not_found', ...STORE],
  },
  sendMessage: {
    ...SEND_MESSAGE,
    access: WRITER,
    session: 'body',
    body: http.PostMessageBodySchema,
    answers: { 201: http.PostedMessageSchema, 200: http.PostedMessageSchema },
    refusals: [
      ...BODY,
      ...MEMBERSHIP,
      ...TEXT,
      'name_invalid',
      'name_reserved',
      'photos_off',
      'photo_not_found',
      'session_not_started',
      'session_paused',
      'session_ended',
      'wall_closed',
      'private_closed',
      'muted',
      'rate_limited',
      ...LOG,
    ],
  },
  uploadPhoto: {
    ...UPLOAD_PHOTO,
    access: WRITER,
    session: 'query',
    query: { session: TEXT_PARAMETER, key: { type: 'string', schema: KeySchema, isRequired: true } },
    upload: { mediaType: 'image/*' },
    answers: { 201: http.UploadedPhotoSchema, 200: http.UploadedPhotoSchema },
    refusals: [
      'too_large',
      'unsupported_media_type',
      'photo_unreadable',
      'photos_off',
      ...MEMBERSHIP,
      'session_not_found',
      'session_ended',
      'muted',
      'rate_limited',
      'session_busy',
      ...STORE,
    ],
  },
  getPhoto: {
    ...GET_PHOTO,
    access: MEMBER,
    query: { size: PICTURE_SIZE },
    answers: { 200: { mediaType: 'image/jpeg' } },
    refusals: [...MEMBERSHIP, 'not_found', ...STORE],
  },
  castVote: {
    ...CAST_VOTE,
    access: GUEST,
    body: http.CastBallotBodySchema,
    answers: { 200: http.CastBallotSchema },
    refusals: [
      ...BODY,
      ...MEMBERSHIP,
      'not_found',
      'vote_not_found',
      'vote_closed',
      'vote_final',
      'ballot_voided',
      'invalid_choice',
      'session_not_started',
      'session_paused',
      'rate_limited',
      'joined_just_now',
      ...LOG,
    ],
  },
  react: {
    ...REACT,
    access: GUEST,
    body: http.ReactBodySchema,
    answers: { 200: http.ReactedSchema },
    refusals: [
      ...BODY,
      ...MEMBERSHIP,
      'not_found',
      'message_not_found',
      'rate_limited',
      'session_not_started',
      'session_paused',
      'session_ended',
      'session_not_found',
      'session_busy',
      'internal',
    ],
  },
  getReactions: {
    ...GET_REACTIONS,
    access: MEMBER,
    session: 'query',
    query: { session: TEXT_PARAMETER },
    answers: { 200: http.ReadReactionsSchema },
    refusals: [...MEMBERSHIP, 'session_not_found', 'internal'],
  },
  getBallot: {
    ...GET_BALLOT,
    access: MEMBER,
    answers: { 200: http.OwnBallotSchema },
    refusals: [...MEMBERSHIP, 'not_found', ...STORE],
  },
  getOnline: {
    ...GET_ONLINE,
    access: MEMBER,
    session: 'query',
    query: { session: TEXT_PARAMETER, cursor: TEXT_PARAMETER, limit: LIMIT },
    answers: { 200: OnlinePageSchema },
    refusals: [...MEMBERSHIP],
  },
  getPlaces: {
    ...GET_PLACES,
    access: GUEST,
    session: 'query',
    query: { session: TEXT_PARAMETER },
    answers: { 200: PlacesSchema },
    refusals: [...MEMBERSHIP, 'session_not_found', ...STORE],
  },
  changeSession: {
    method: 'PATCH',
    path: '/api/host/sessions/{id}',
    access: HOST,
    session: 'path',
    body: http.ChangeSessionBodySchema,
    answers: { 200: http.ChangedSessionSchema },
    refusals: [...BODY, ...CREDENTIAL, 'not_found', ...TEXT, 'not_supported', 'session_ended', 'conflict', ...LOG],
  },
  putLook: {
    ...PUT_LOOK,
    access: HOST,
    session: 'path',
    query: { part: LOOK_PART },
    upload: { mediaType: 'image/*' },
    answers: { 200: http.ChangedSessionSchema },
    refusals: [
      'too_large',
      'unsupported_media_type',
      'photo_unreadable',
      'photo_not_found',
      'photos_off',
      ...CREDENTIAL,
      'not_found',
      'rate_limited',
      ...LOG,
    ],
  },
  clearLook: {
    method: 'DELETE',
    path: PUT_LOOK.path,
    access: HOST,
    session: 'path',
    query: { part: LOOK_PART },
    answers: { 200: http.ChangedSessionSchema },
    refusals: [...CREDENTIAL, 'not_found', ...LOG],
  },
  endSession: {
    method: 'POST',
    path: '/api/host/sessions/{id}/end',
    access: HOST,
    session: 'path',
    body: http.HostActionBodySchema,
    isBodyOptional: true,
    answers: { 200: http.ChangedSessionSchema },
    refusals: [...BODY, ...CREDENTIAL, 'not_found', 'conflict', ...LOG],
  },
  deleteSession: {
    method: 'DELETE',
    path: '/api/host/sessions/{id}',
    access: HOST,
    session: 'path',
    answers: { 200: http.DeletedSessionSchema },
    refusals: [...CREDENTIAL, 'not_found', 'session_not_found', ...STORE],
  },
  getRetention: {
    method: 'GET',
    path: '/api/host/sessions/{id}/retention',
    access: HOST,
    session: 'path',
    answers: { 200: http.RetentionSchema },
    refusals: [...CREDENTIAL, 'not_found', 'session_not_found', ...STORE],
  },
  actOnSession: {
    method: 'POST',
    path: '/api/host/sessions/{id}/act',
    access: HOST,
    session: 'path',
    body: http.ActOnSessionBodySchema,
    answers: { 200: http.ChangedSessionSchema },
    refusals: [...BODY, ...CREDENTIAL, 'not_found', 'conflict', ...LOG],
  },
  getJoins: {
    method: 'GET',
    path: '/api/host/sessions/{id}/joins',
    access: HELPER,
    session: 'path',
    answers: { 200: http.HostJoinsSchema },
    refusals: [...CREDENTIAL, 'not_found'],
  },
  listMessages: {
    method: 'GET',
    path: '/api/host/sessions/{id}/messages',
    access: HELPER,
    session: 'path',
    query: { status: { type: 'string', enum: MessageStatusSchema.options }, before: EVENT_ID, after: EVENT_ID, limit: LIMIT },
    answers: { 200: http.HostMessagesSchema },
    refusals: [...CREDENTIAL, 'not_found', ...STORE],
  },
  exportSession: {
    method: 'GET',
    path: '/api/host/sessions/{id}/export',
    access: HOST,
    session: 'path',
    query: {
      what: { type: 'string', enum: ['messages', 'votes', 'ballots', 'guests', 'activity', 'audit'], isChecked: true, isRequired: true },
      format: { type: 'string', enum: ['json', 'csv', 'xlsx'], isChecked: true, default: 'json' },
      timeZone: TEXT_PARAMETER,
      separator: { type: 'string', enum: ['comma', 'semicolon'], isChecked: true, default: 'comma' },
      language: { type: 'string', enum: ['en', 'zh-CN'], isChecked: true },
    },
    answers: { 200: { mediaType: '*/*' } },
    refusals: [...CREDENTIAL, 'not_found', 'session_not_found', ...STORE],
  },
  getKeepsake: {
    method: 'GET',
    path: '/api/host/sessions/{id}/keepsake',
    access: HOST,
    session: 'path',
    query: {
      timeZone: TEXT_PARAMETER,
      separator: { type: 'string', enum: ['comma', 'semicolon'], isChecked: true, default: 'comma' },
      language: { type: 'string', enum: ['en', 'zh-CN'], isChecked: true, default: 'en' },
    },
    answers: { 200: { mediaType: 'application/zip' } },
    refusals: [...CREDENTIAL, 'not_found', 'session_not_found', ...STORE],
  },
  createVote: {
    method: 'POST',
    path: '/api/host/sessions/{id}/votes',
    access: HOST,
    session: 'path',
    body: http.CreateVoteBodySchema,
    answers: { 201: http.HostVoteSchema },
    refusals: [...BODY, ...CREDENTIAL, 'not_found', ...TEXT, 'session_ended', ...LOG],
  },
  changeVote: {
    method: 'PATCH',
    path: '/api/host/votes/{id}',
    access: HOST,
    body: http.ChangeVoteBodySchema,
    answers: { 200: http.HostVoteSchema },
    refusals: [...VOTE_REFUSALS, ...TEXT],
  },
  openVote: { ...VOTE_ACTION, path: '/api/host/votes/{id}/open', refusals: OPENING_REFUSALS },
  closeVote: { ...VOTE_ACTION, path: '/api/host/votes/{id}/close', refusals: VOTE_REFUSALS },
  revealVote: { ...VOTE_ACTION, path: '/api/host/votes/{id}/reveal', refusals: VOTE_REFUSALS },
  hideVote: { ...VOTE_ACTION, path: '/api/host/votes/{id}/hide', refusals: VOTE_REFUSALS },
  reopenVote: { ...VOTE_ACTION, path: '/api/host/votes/{id}/reopen', refusals: OPENING_REFUSALS },
  showVote: { ...VOTE_ACTION, path: '/api/host/votes/{id}/show', refusals: VOTE_REFUSALS },
  withdrawVote: { ...VOTE_ACTION, path: '/api/host/votes/{id}/withdraw', refusals: VOTE_REFUSALS },
  rerunVote: {
    method: 'POST',
    path: '/api/host/votes/{id}/rerun',
    access: HOST,
    body: http.HostMakingBodySchema,
    answers: { 200: http.HostVoteSchema },
    refusals: OPENING_REFUSALS,
  },
  removeVote: { ...VOTE_ACTION, path: '/api/host/votes/{id}/remove', refusals: VOTE_REFUSALS },
  voidBallots: {
    method: 'POST',
    path: '/api/host/votes/{id}/void',
    access: HOST,
    body: http.VoidBallotsBodySchema,
    answers: { 200: http.HostVoteSchema },
    refusals: VOTE_REFUSALS,
  },
  removeMessage: {
    method: 'POST',
    path: '/api/host/messages/{id}/remove',
    access: HELPER,
    body: http.RemoveMessageBodySchema,
    isBodyOptional: true,
    answers: { 200: http.ActedMessageSchema },
    refusals: [...BODY, ...CREDENTIAL, 'not_found', 'message_not_found', ...LOG],
  },
  getSettings: {
    method: 'GET',
    path: '/api/host/sessions/{id}/settings',
    access: HELPER,
    session: 'path',
    answers: { 200: http.HostSettingsSchema },
    refusals: [...CREDENTIAL, 'not_found', 'session_not_found', ...STORE],
  },
  changeSettings: {
    method: 'PATCH',
    path: '/api/host/sessions/{id}/settings',
    access: HOST,
    session: 'path',
    body: http.ChangeSettingsBodySchema,
    answers: { 200: http.HostSettingsSchema },
    refusals: [...BODY, ...CREDENTIAL, 'not_found', ...TEXT, ...LOG],
  },
  tryText: {
    method: 'POST',
    path: '/api/host/sessions/{id}/settings/try',
    access: HELPER,
    session: 'path',
    body: http.TryTextBodySchema,
    answers: { 200: http.TriedTextSchema },
    refusals: [...BODY, ...CREDENTIAL, 'not_found', 'session_not_found', ...TEXT, ...STORE],
  },
  approveMessage: { ...MESSAGE_ACTION, path: '/api/host/messages/{id}/approve' },
  rejectMessage: { ...MESSAGE_ACTION, path: '/api/host/messages/{id}/reject', body: http.RejectMessageBodySchema },
  restoreMessage: { ...MESSAGE_ACTION, path: '/api/host/messages/{id}/restore' },
  holdMessage: { ...MESSAGE_ACTION, path: '/api/host/messages/{id}/hold', body: http.HoldMessageBodySchema },
  pinMessage: { ...MESSAGE_ACTION, path: '/api/host/messages/{id}/pin' },
  unpinMessage: { ...MESSAGE_ACTION, path: '/api/host/messages/{id}/unpin' },
  actOnMessages: {
    method: 'POST',
    path: '/api/host/sessions/{id}/messages/act',
    access: HELPER,
    session: 'path',
    body: http.ActOnMessagesBodySchema,
    answers: { 200: http.ActedMessagesSchema },
    refusals: [...BODY, ...CREDENTIAL, 'not_found', ...LOG],
  },
  listGuests: {
    method: 'GET',
    path: '/api/host/sessions/{id}/guests',
    access: HELPER,
    session: 'path',
    query: { cursor: { type: 'string', schema: IdSchema }, limit: LIMIT, query: TEXT_PARAMETER },
    answers: { 200: http.HostGuestsSchema },
    refusals: [...CREDENTIAL, 'not_found', ...STORE],
  },
  renameGuest: {
    method: 'POST',
    path: '/api/host/guests/{id}/rename',
    access: HELPER,
    body: http.RenameGuestBodySchema,
    answers: { 200: http.ActedGuestSchema },
    refusals: [...GUEST_REFUSALS, 'name_invalid'],
  },
  muteGuest: { ...GUEST_ACTION, path: '/api/host/guests/{id}/mute', refusals: GUEST_REFUSALS },
  unmuteGuest: { ...GUEST_ACTION, path: '/api/host/guests/{id}/unmute', refusals: GUEST_REFUSALS },
  removeGuest: { ...GUEST_ACTION, path: '/api/host/guests/{id}/remove', refusals: GUEST_REFUSALS },
  banGuest: { ...GUEST_ACTION, path: '/api/host/guests/{id}/ban', refusals: GUEST_REFUSALS },
  unbanGuest: {
    ...GUEST_ACTION,
    path: '/api/host/guests/{id}/unban',
    body: http.UnbanGuestBodySchema,
    refusals: GUEST_REFUSALS,
  },
  rejectGuestMessages: {
    ...GUEST_ACTION,
    path: '/api/host/guests/{id}/messages/reject',
    answers: { 200: http.ClearedGuestSchema },
    refusals: GUEST_REFUSALS,
  },
  removeGuestMessages: {
    ...GUEST_ACTION,
    path: '/api/host/guests/{id}/messages/remove',
    answers: { 200: http.ClearedGuestSchema },
    refusals: GUEST_REFUSALS,
  },
  createCredential: {
    method: 'POST',
    path: '/api/host/sessions/{id}/credentials',
    access: HOST,
    session: 'path',
    body: http.CreateCredentialBodySchema,
    answers: { 201: http.CreatedCredentialSchema },
    refusals: [...BODY, ...CREDENTIAL, 'not_found', 'name_invalid', 'conflict', ...LOG],
  },
  listCredentials: {
    method: 'GET',
    path: '/api/host/sessions/{id}/credentials',
    access: HOST,
    session: 'path',
    answers: { 200: http.CredentialListSchema },
    refusals: [...CREDENTIAL, 'not_found', ...STORE],
  },
  revokeCredential: {
    method: 'POST',
    path: '/api/host/credentials/{id}/revoke',
    access: HOST,
    body: http.HostActionBodySchema,
    isBodyOptional: true,
    answers: { 200: http.ChangedCredentialSchema },
    refusals: [...BODY, ...CREDENTIAL, 'not_found', ...LOG],
  },
  pairScreen: {
    method: 'POST',
    path: '/api/host/sessions/{id}/screens',
    access: HOST,
    session: 'path',
    body: http.PairScreenBodySchema,
    answers: { 201: http.ChangedCredentialSchema },
    refusals: [...BODY, ...CREDENTIAL, 'not_found', 'name_invalid', 'conflict', 'rate_limited', ...LOG],
  },
  listScreens: {
    method: 'GET',
    path: '/api/host/sessions/{id}/screens',
    access: HELPER,
    session: 'path',
    answers: { 200: http.HostScreensSchema },
    refusals: [...CREDENTIAL, 'not_found', 'session_not_found', ...STORE],
  },
  controlScreens: {
    method: 'PATCH',
    path: '/api/host/sessions/{id}/screens',
    access: HELPER,
    session: 'path',
    body: http.ControlScreensBodySchema,
    answers: { 200: http.ScreensControlledSchema },
    refusals: [...BODY, ...CREDENTIAL, 'not_found', 'message_not_found', 'conflict', 'not_supported', ...LOG],
  },
  getScreenControl: {
    method: 'GET',
    path: '/api/sessions/{id}/screens',
    access: SCREEN,
    session: 'path',
    answers: { 200: http.ScreensControlledSchema },
    refusals: [...CREDENTIAL, 'not_found', 'session_not_found', ...STORE],
  },
  showScreen: {
    method: 'POST',
    path: '/api/screens',
    access: 'anyone',
    body: http.ShowScreenBodySchema,
    answers: { 200: http.ScreenSchema },
    refusals: [...BODY, 'rate_limited', 'full', ...STORE],
  },
  signIn: {
    method: 'POST',
    path: '/api/operator/sign-in',
    access: 'anyone',
    body: http.SignInBodySchema,
    answers: { 200: http.SignedInSchema },
    refusals: [...BODY, 'unauthorised'],
  },
  listAddresses: {
    method: 'GET',
    path: '/api/operator/addresses',
    access: 'operator',
    answers: { 200: http.GuestAddressListSchema },
    refusals: ['unauthorised'],
  },
  chooseAddress: {
    method: 'PUT',
    path: '/api/operator/addresses',
    access: 'operator',
    body: http.ChooseAddressBodySchema,
    answers: { 200: http.GuestAddressListSchema },
    refusals: [...BODY, 'unauthorised', 'conflict'],
  },
  getServer: { ...GET_SERVER, access: 'anyone', answers: { 200: http.ServerFactsSchema }, refusals: [] },
  getHealth: {
    method: 'GET',
    path: '/healthz',
    access: 'anyone',
    answers: { 200: http.HealthSchema },
    refusals: [],
  },
  getReadiness: {
    method: 'GET',
    path: '/readyz',
    access: 'anyone',
    answers: { 200: http.ReadinessSchema, 503: http.ReadinessSchema },
    refusals: [],
  },
  getMetrics: {
    method: 'GET',
    path: '/metrics',
    access: 'anyone',
    answers: { 200: { mediaType: 'text/plain' } },
    refusals: ['unauthorised', 'internal'],
  },
} as const satisfies Readonly<Record<string, Route>>

export type Routes = typeof ROUTES
/** The name of a route: its `operationId` in OpenAPI. */
export type RouteName = keyof Routes

/** The names of all routes, in the order of SPEC.md. */
export const ROUTE_NAMES = /* @__PURE__ */ Object.keys(ROUTES) as readonly RouteName[]
