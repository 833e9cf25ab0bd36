import type { ScreenChange } from '@guestwall/protocol'
import type { Details } from './cells.ts'

export type ScreenActName =
  `screen.${'paused' | 'resumed' | 'stepped' | 'blanked' | 'unblanked' | 'frozen' | 'unfrozen' | 'cleared' | 'uncleared' | 'calmed' | 'uncalmed' | 'enlarged' | 'shrunk' | 'layoutChosen' | 'lanesChosen'}`

/** One act on a screen. */
export interface ScreenAct {
  readonly act: ScreenActName
  readonly details: Details | null
}

/** The acts of one change, in the order of its fields. */
export function screenActs(change: ScreenChange): ScreenAct[] {
  return (Object.keys(change) as (keyof ScreenChange)[]).map((field) => actOf(field, change))
}

function actOf(field: keyof ScreenChange, change: ScreenChange): ScreenAct {
  const plain = (whenOn: ScreenActName, whenOff = whenOn): ScreenAct => ({ act: change[field] === true ? whenOn : whenOff, details: null })
  switch (field) {
    case 'isPaused':
      return plain('screen.paused', 'screen.resumed')
    case 'step':
      return plain('screen.stepped')
    case 'isBlank':
      return plain('screen.blanked', 'screen.unblanked')
    case 'isFrozen':
      return plain('screen.frozen', 'screen.unfrozen')
    case 'isCleared':
      return plain('screen.cleared', 'screen.uncleared')
    case 'isCalm':
      return plain('screen.calmed', 'screen.uncalmed')
    case 'spotlight': {
      const { spotlight: messageId = null } = change
      return messageId === null ? plain('screen.shrunk') : { act: 'screen.enlarged', details: { messageId } }
    }
    case 'layout':
      return { act: 'screen.layoutChosen', details: { layout: change.layout ?? null } }
    case 'region':
    case 'density':
      return { act: 'screen.lanesChosen', details: { [field]: change[field] ?? null } }
    default:
      return field satisfies never
  }
}
