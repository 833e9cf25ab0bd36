/** The names of the ports of the owner that belong to the edge. */
export const OWNER_PORTS = { oneTimeKey: 'one-time-key', arrivals: 'arrivals' } as const
