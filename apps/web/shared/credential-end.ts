/** When a credential's time is over, as it says itself; `null` where it says nothing that can be read. For people: the server decides. */
export function credentialEnd(token: string): Date | null {
  try {
    const payload = (token.split('.')[1] ?? '').replaceAll('-', '+').replaceAll('_', '/')
    const { exp } = JSON.parse(atob(payload)) as { exp?: unknown }
    return typeof exp === 'number' ? new Date(exp * 1_000) : null
  } catch {
    return null
  }
}
