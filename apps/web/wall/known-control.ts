import type { ScreenControl } from '@guestwall/protocol'

/** What a screen knows of the states that hosts have set. */
export interface KnownControl {
  readonly control: ScreenControl
  /** The log began anew since it was learnt: its version says nothing beside a new one, and it holds until there is one. */
  readonly isOfEarlierLog: boolean
}

/** The higher version is valid. In a log that began anew the versions begin anew, too: the first one that is learnt in it is valid. */
export function learnControl(known: KnownControl | null, control: ScreenControl): KnownControl {
  const isOlder = known !== null && !known.isOfEarlierLog && known.control.version > control.version
  return isOlder ? known : { control, isOfEarlierLog: false }
}

/** A log that begins anew takes nothing from the screen: what was blank stays blank, and a picture stays, until it is known what is set now. */
export function keepControl(known: KnownControl | null): KnownControl | null {
  return known === null ? null : { ...known, isOfEarlierLog: true }
}
