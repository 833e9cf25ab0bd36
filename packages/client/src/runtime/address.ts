/** The server's addresses, without a slash at the end. Throws where there is no page whose origin could stand in. */
export function addressesOf(given: string | undefined): { readonly http: string; readonly socket: string } {
  const origin = given ?? globalThis.location?.origin
  if (origin === undefined) throw new TypeError('`url` is needed outside a browser')
  const http = origin.replace(/\/+$/, '')
  return { http, socket: http.replace(/^http/, 'ws') }
}
