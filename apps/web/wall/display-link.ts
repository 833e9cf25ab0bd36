import { useState } from 'react'
import { clearFragment, readFragment, useFragmentChange } from '../shared/fragment.ts'
import { recall, remember } from '../shared/storage.ts'

export interface DisplayLink {
  readonly sessionId: string
  /** `null`: the link came without one, and none is remembered. */
  readonly token: string | null
}

/**
 * Takes `/wall/{sessionId}#token=…`. The credential is remembered, so that the bare address opens the wall again on this machine, and
 * leaves the address, which everybody in the hall can read. Where the browser stores nothing it stays there: a reload needs it.
 */
export function takeDisplayLink(): DisplayLink {
  const sessionId = decodeURIComponent(location.pathname.split('/')[2] ?? '')
  const given = readFragment('token')
  if (given !== null && remember(`wall:${sessionId}`, given)) clearFragment()
  return { sessionId, token: given ?? recall(`wall:${sessionId}`) }
}

/** The link of this page, and the newer one when it is opened in the same tab. */
export function useDisplayLink(): DisplayLink {
  const [link, setLink] = useState(takeDisplayLink)
  useFragmentChange(() => {
    if (readFragment('token') !== null) setLink(takeDisplayLink())
  })
  return link
}
