import { DoorLook } from './door-look.tsx'
import { EndedDoor } from './ended/ended-door.tsx'
import { EndedRoom } from './ended/ended-room.tsx'
import { ToOwn } from './ended/to-own.tsx'
import { GoneDoor } from './gone-door.tsx'
import { PeopleSheet } from './people-sheet.tsx'
import { RemovedDoor } from './removed-door.tsx'
import { RenameSheet } from './rename-sheet.tsx'
import { VoteReceipt } from './vote-receipt.tsx'

/** What nobody needs before the first message. */
export const laterPart = { DoorLook, EndedDoor, EndedRoom, GoneDoor, PeopleSheet, RemovedDoor, RenameSheet, ToOwn, VoteReceipt }
