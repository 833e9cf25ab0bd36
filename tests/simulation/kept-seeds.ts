/** Seeds that once failed, run first for ever: each found a fault, named beside it. */
export const KEPT_SEEDS: readonly number[] = []
