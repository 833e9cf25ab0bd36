/** The server's address, without a slash at the end. Throws where there is no page whose origin could stand in. */
export function addressOf(given: string | undefined): string {
  const origin = given ?? globalThis.location?.origin
  if (origin === undefined) throw new TypeError('`url` is needed outside a browser')
  return origin.replace(/\/+$/, '')
}
