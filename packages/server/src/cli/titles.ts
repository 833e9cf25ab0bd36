/** The names of the processes of one server in the lists of the system. */
export const TITLES = { first: 'guestwall first process', owner: 'guestwall owner', worker: 'guestwall worker' } as const
