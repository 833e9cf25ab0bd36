// Generated from the files in events/ by `npm run generate`. Do not edit.
import { credentialChanged, credentialChangedSchema, reduceCredentialChanged } from '../events/credential-changed.ts'
import { guestChanged, guestChangedSchema, reduceGuestChanged } from '../events/guest-changed.ts'
import { guestRemoved, guestRemovedSchema, reduceGuestRemoved } from '../events/guest-removed.ts'
import { guestRenamed, guestRenamedSchema, reduceGuestRenamed } from '../events/guest-renamed.ts'
import { messageCreated, messageCreatedSchema, reduceMessageCreated } from '../events/message-created.ts'
import { messageHeld, messageHeldSchema, reduceMessageHeld } from '../events/message-held.ts'
import { messagePinned, messagePinnedSchema, reduceMessagePinned } from '../events/message-pinned.ts'
import { messageRejected, messageRejectedSchema, reduceMessageRejected } from '../events/message-rejected.ts'
import { messageRemoved, messageRemovedSchema, reduceMessageRemoved } from '../events/message-removed.ts'
import { messageShown, messageShownSchema, reduceMessageShown } from '../events/message-shown.ts'
import { messageUnpinned, messageUnpinnedSchema, reduceMessageUnpinned } from '../events/message-unpinned.ts'
import { screenChanged, screenChangedSchema, reduceScreenChanged } from '../events/screen-changed.ts'
import { sessionChanged, sessionChangedSchema, reduceSessionChanged } from '../events/session-changed.ts'
import { sessionEnded, sessionEndedSchema, reduceSessionEnded } from '../events/session-ended.ts'
import { settingsChanged, settingsChangedSchema, reduceSettingsChanged } from '../events/settings-changed.ts'
import { voteClosed, voteClosedSchema, reduceVoteClosed } from '../events/vote-closed.ts'
import { voteCreated, voteCreatedSchema, reduceVoteCreated } from '../events/vote-created.ts'
import { voteOpened, voteOpenedSchema, reduceVoteOpened } from '../events/vote-opened.ts'
import { voteRemoved, voteRemovedSchema, reduceVoteRemoved } from '../events/vote-removed.ts'
import { voteRevealed, voteRevealedSchema, reduceVoteRevealed } from '../events/vote-revealed.ts'
import { voteShown, voteShownSchema, reduceVoteShown } from '../events/vote-shown.ts'
import { voteTally, voteTallySchema, reduceVoteTally } from '../events/vote-tally.ts'

/** The schema of each event type. */
export const EVENT_SCHEMAS = [
  credentialChangedSchema,
  guestChangedSchema,
  guestRemovedSchema,
  guestRenamedSchema,
  messageCreatedSchema,
  messageHeldSchema,
  messagePinnedSchema,
  messageRejectedSchema,
  messageRemovedSchema,
  messageShownSchema,
  messageUnpinnedSchema,
  screenChangedSchema,
  sessionChangedSchema,
  sessionEndedSchema,
  settingsChangedSchema,
  voteClosedSchema,
  voteCreatedSchema,
  voteOpenedSchema,
  voteRemovedSchema,
  voteRevealedSchema,
  voteShownSchema,
  voteTallySchema,
] as const

/** The reducer of each event type. */
export const REDUCERS = {
  'credential.changed': reduceCredentialChanged,
  'guest.changed': reduceGuestChanged,
  'guest.removed': reduceGuestRemoved,
  'guest.renamed': reduceGuestRenamed,
  'message.created': reduceMessageCreated,
  'message.held': reduceMessageHeld,
  'message.pinned': reduceMessagePinned,
  'message.rejected': reduceMessageRejected,
  'message.removed': reduceMessageRemoved,
  'message.shown': reduceMessageShown,
  'message.unpinned': reduceMessageUnpinned,
  'screen.changed': reduceScreenChanged,
  'session.changed': reduceSessionChanged,
  'session.ended': reduceSessionEnded,
  'settings.changed': reduceSettingsChanged,
  'vote.closed': reduceVoteClosed,
  'vote.created': reduceVoteCreated,
  'vote.opened': reduceVoteOpened,
  'vote.removed': reduceVoteRemoved,
  'vote.revealed': reduceVoteRevealed,
  'vote.shown': reduceVoteShown,
  'vote.tally': reduceVoteTally,
} as const

/** The facts of each event type. */
export const EVENTS = {
  'credential.changed': credentialChanged,
  'guest.changed': guestChanged,
  'guest.removed': guestRemoved,
  'guest.renamed': guestRenamed,
  'message.created': messageCreated,
  'message.held': messageHeld,
  'message.pinned': messagePinned,
  'message.rejected': messageRejected,
  'message.removed': messageRemoved,
  'message.shown': messageShown,
  'message.unpinned': messageUnpinned,
  'screen.changed': screenChanged,
  'session.changed': sessionChanged,
  'session.ended': sessionEnded,
  'settings.changed': settingsChanged,
  'vote.closed': voteClosed,
  'vote.created': voteCreated,
  'vote.opened': voteOpened,
  'vote.removed': voteRemoved,
  'vote.revealed': voteRevealed,
  'vote.shown': voteShown,
  'vote.tally': voteTally,
} as const
