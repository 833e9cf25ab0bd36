/** The address that a guest scans, and the one that a guest types. */
export interface GuestAddress {
  /** The whole link, for the QR code. */
  readonly link: string
  /** Host and port without the scheme, for people. */
  readonly short: string
}

/** The address of a session for guests, from the server's own guest address. */
export function guestAddress(guestUrl: string, code: string): GuestAddress {
  const base = guestUrl.replace(/\/+$/, '')
  return { link: `${base}/${code}`, short: base.replace(/^https?:\/\//, '') }
}
