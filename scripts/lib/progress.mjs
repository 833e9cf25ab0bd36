const EVERY_MS = 2_000

/**
 * Prints every two seconds that something still runs, for programs that print nothing by themselves. In a terminal npm draws its own progress.
 * @template Result
 * @param {string} name
 * @param {Promise<Result>} work
 * @returns {Promise<Result>}
 */
export async function withProgress(name, work) {
  if (process.stderr.isTTY) return work
  const startedAt = performance.now()
  const timer = setInterval(() => console.log(`… ${name}, ${Math.round((performance.now() - startedAt) / 1000)} s`), EVERY_MS)
  try {
    return await work
  } finally {
    clearInterval(timer)
  }
}
