import { lateStyles } from '../shared/late-styles.ts'
import { EntryLook } from './entry-look.tsx'
import { ClosedNote } from './closed-note.tsx'
import { EndedPage } from './ended/ended-page.tsx'
import { EndedRoom } from './ended/ended-room.tsx'
import { GonePage } from './gone-page.tsx'
import styles from './later.css?url'
import { NewVoteNote } from './new-vote-note.tsx'
import { NotShownNote } from './not-shown-note.tsx'
import { PeopleSheet } from './people-sheet.tsx'
import { Reactions } from './reactions/reactions.tsx'
import { privateInPlace } from './private-in-place.ts'
import { RemovedPage } from './removed-page.tsx'
import { RenameSheet } from './rename-sheet.tsx'
import { RoomVotes } from './room-votes.tsx'
import { slowMode } from './slow-mode.ts'
import { VoteReceipt } from './vote-receipt.tsx'

/** The parts that no guest needs before the first message. */
export const laterPart = lateStyles(styles).then(() => ({
  EntryLook,
  ClosedNote,
  EndedPage,
  EndedRoom,
  GonePage,
  NewVoteNote,
  NotShownNote,
  PeopleSheet,
  privateInPlace,
  Reactions,
  RemovedPage,
  RenameSheet,
  RoomVotes,
  slowMode,
  VoteReceipt,
}))
