import type { Page } from 'playwright-core'

/** From a tap to the next frame, in milliseconds, as the Event Timing API of Chromium tells it. An event under 16 ms is not told and counts 0. */
export async function measureTaps(phone: Page, times: number, onProgress: (done: number) => void): Promise<Map<string, number[]>> {
  await phone.evaluate(() => {
    const taps: number[] = []
    Object.assign(globalThis, { taps })
    new PerformanceObserver((entries) => {
      for (const entry of entries.getEntries()) taps.push(entry.duration)
    }).observe({ type: 'event', durationThreshold: 16, buffered: false } as PerformanceObserverInit)
  })
  const field = phone.getByLabel('Your message')
  const reacting = phone.locator('.reactions__sum')
  const taps: Readonly<Record<string, () => Promise<unknown>>> = {
    'the tab of the votes': () => phone.getByRole('tab', { name: 'Votes' }).tap(),
    'the tab of the messages': () => phone.getByRole('tab', { name: 'Messages' }).tap(),
    'the seals of a message': () => reacting.last().tap(),
    'a seal': () => phone.getByRole('button', { name: /^Love/ }).tap(),
    'the field': () => field.tap(),
    'a letter': () => phone.keyboard.press('a'),
    Send: () => phone.getByRole('button', { name: 'Send' }).tap(),
  }
  const took = new Map<string, number[]>(Object.keys(taps).map((name) => [name, []]))
  for (let at = 0; at < times; at += 1) {
    for (const [name, tap] of Object.entries(taps)) {
      onProgress(at)
      took.get(name)?.push(await slowest(phone, tap))
    }
  }
  return took
}

/** The slowest event of one tap. */
async function slowest(phone: Page, tap: () => Promise<unknown>): Promise<number> {
  await phone.evaluate(() => void ((globalThis as unknown as { taps: number[] }).taps.length = 0))
  await tap()
  await phone.waitForTimeout(700)
  return phone.evaluate(() => Math.max(0, ...(globalThis as unknown as { taps: number[] }).taps))
}
