/** A message that can be rejected, by what it was. */
export type Rejectable = 'pending' | 'shown' | 'private'
