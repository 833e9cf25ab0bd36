import type { Layout } from '@guestwall/protocol'

/** The layouts, in the order in which a host chooses one. */
export const LAYOUTS = ['masonry', 'spotlight', 'danmaku', 'results', 'idle'] as const satisfies readonly Layout[]
