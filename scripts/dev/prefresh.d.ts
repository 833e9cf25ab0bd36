/** The package has no types of its own. */
declare module '@prefresh/utils' {
  /** Replaces the components that were registered anew since the last call. */
  export function flush(): void
}
