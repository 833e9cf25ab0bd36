/** Until there is an answer, it is asked again this often. */
const RETRY_MS = 5_000
/** A network that changed is seen within a minute: the server looks at its own at each question. */
const AGAIN_MS = 45_000

/**
 * Asks at once, again until there is an answer, and then from time to time: also when the page is looked at again and when the device's network
 * is back. One question at a time. `ask` answers whether it had an answer; the returned function ends it.
 */
export function keepAsking(ask: () => Promise<boolean>): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined
  let isAsking = false
  let isOver = false
  const run = async (): Promise<void> => {
    if (isAsking || isOver) return
    isAsking = true
    clearTimeout(timer)
    const isAnswered = await ask()
    isAsking = false
    if (!isOver) timer = setTimeout(run, isAnswered ? AGAIN_MS : RETRY_MS)
  }
  const onVisible = (): void => {
    if (document.visibilityState === 'visible') void run()
  }
  const onOnline = (): void => void run()
  document.addEventListener('visibilitychange', onVisible)
  window.addEventListener('online', onOnline)
  void run()
  return () => {
    isOver = true
    clearTimeout(timer)
    document.removeEventListener('visibilitychange', onVisible)
    window.removeEventListener('online', onOnline)
  }
}
