import { lateStyles } from '../shared/late-styles.ts'
import { EntryLook } from './entry-look.tsx'
import { ClosedNote } from './closed-note.tsx'
import { EndedPage } from './ended/ended-page.tsx'
import { EndedRoom } from './ended/ended-room.tsx'
import { GonePage } from './gone-page.tsx'
import styles from './later.css?url'
import { NewVoteNote } from './new-vote-note.tsx'
import { inPlace } from './notes/in-place.ts'
import { RoomNotes } from './notes/room-notes.tsx'
import { PeopleSheet } from './people-sheet.tsx'
import { Reactions } from './reactions/reactions.tsx'
import { PrivateSwitch } from './private/private-switch.tsx'
import { composerLabels, privateWords } from './private/private-words.ts'
import { RemovedPage } from './removed-page.tsx'
import { RenameSheet } from './rename-sheet.tsx'
import { RoomVotes } from './room-votes.tsx'
import { slowMode } from './slow-mode.ts'

/** The parts that no guest needs before the first message. */
export const laterPart = lateStyles(styles).then(() => ({
  EntryLook,
  ClosedNote,
  EndedPage,
  EndedRoom,
  GonePage,
  NewVoteNote,
  PeopleSheet,
  PrivateSwitch,
  Reactions,
  RemovedPage,
  RenameSheet,
  RoomNotes,
  RoomVotes,
  composerLabels,
  inPlace,
  privateWords,
  slowMode,
}))
