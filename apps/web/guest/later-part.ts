import { lateStyles } from '../shared/late-styles.ts'
import { DoorLook } from './door-look.tsx'
import { EndedDoor } from './ended/ended-door.tsx'
import { EndedRoom } from './ended/ended-room.tsx'
import { ToOwn } from './ended/to-own.tsx'
import { GoneDoor } from './gone-door.tsx'
import styles from './later.css?url'
import { PeopleSheet } from './people-sheet.tsx'
import { Reactions } from './reactions/reactions.tsx'
import { RemovedDoor } from './removed-door.tsx'
import { RenameSheet } from './rename-sheet.tsx'
import { VoteReceipt } from './vote-receipt.tsx'

/** What nobody needs before the first message. */
export const laterPart = lateStyles(styles).then(() => ({
  DoorLook,
  EndedDoor,
  EndedRoom,
  GoneDoor,
  PeopleSheet,
  Reactions,
  RemovedDoor,
  RenameSheet,
  ToOwn,
  VoteReceipt,
}))
