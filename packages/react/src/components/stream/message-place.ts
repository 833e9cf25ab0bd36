/**
 * Where a message of the reader's own is. `waiting`: it waits for a screen, behind `before` others. `showing`: a screen shows it now. `shown`: a
 * screen has shown it. `noScreen`: no screen is open.
 */
export type MessagePlace =
  | { readonly state: 'waiting'; readonly before: number }
  | { readonly state: 'showing' }
  | { readonly state: 'shown' }
  | { readonly state: 'noScreen' }
