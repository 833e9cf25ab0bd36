/**
 * The server's address, without a slash at the end. It may have a path: behind a proxy Guestwall may live under one. Throws a `TypeError`
 * that says what is right where it is no such address, and where there is no page whose origin could stand in.
 */
export function addressOf(given: string | undefined): string {
  const address = given ?? globalThis.location?.origin
  if (!/^https?:\/\/[^/?#@\s]+(\/[^?#\s]*)?$/i.test(address)) {
    throw new TypeError(`\`url\` must be like 'https://wall.example', not '${address}'`)
  }
  return address.replace(/\/+$/, '')
}
