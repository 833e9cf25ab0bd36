/** Lets every promise that is ready run: one turn of the event loop ends only when no microtask is left. */
export function settle(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve)
  })
}
