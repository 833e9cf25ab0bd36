import { PeopleSheet } from './people-sheet.tsx'
import { RemovedDoor } from './removed-door.tsx'
import { RenameSheet } from './rename-sheet.tsx'
import { VoteReceipt } from './vote-receipt.tsx'

/** What nobody needs before the first message. */
export const laterPart = { PeopleSheet, RemovedDoor, RenameSheet, VoteReceipt }
