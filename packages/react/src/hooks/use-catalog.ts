import { useContext } from 'react'
import { GuestwallContext } from '../context.ts'
import type { GuestwallMessages } from '../messages/messages.ts'

/** The texts of the nearest provider; English without one. */
export function useCatalog(): GuestwallMessages {
  return useContext(GuestwallContext).messages
}
