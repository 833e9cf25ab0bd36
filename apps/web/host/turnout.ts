/**
 * How many have voted, as percent of those who are here now; `null`: nobody is here, or more have voted than are here, because voters have left.
 * Then it is a share of nothing that the host can see.
 */
export function turnout(voters: number, online: number | null): number | null {
  return online === null || online === 0 || voters > online ? null : Math.round((voters / online) * 100)
}
