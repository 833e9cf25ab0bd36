declare global {
  /**
   * The request for the session of a scanned code. The page itself (index.html) makes it, with what `GuestClient` asks for: the answer comes while the scripts
   * are on their way.
   */
  var earlySession: { readonly url: string; readonly answer: Promise<Response> } | undefined
}

/** `fetch`, whose first request may be on its way. */
export function earlyFetch(input: RequestInfo | URL, init?: RequestInit): Promise<Response> {
  const early = globalThis.earlySession
  globalThis.earlySession = undefined
  return early?.url === input ? early.answer : fetch(input, init)
}
