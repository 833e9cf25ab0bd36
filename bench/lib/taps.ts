import type { Locator, Page } from 'playwright-core'

/**
 * From a tap to the next frame, in milliseconds, as the Event Timing API of Chromium tells it. An event under 16 ms is not told and counts 0. The taps are touches at a
 * place: those of a locator look in the page, within the event, whether they meet it, which costs 30 ms with a slow processor.
 */
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
  const touch = (target: Locator) => async (): Promise<void> => {
    await target.scrollIntoViewIfNeeded()
    const box = await target.boundingBox()
    if (box === null) throw new Error('what is tapped is not on the page')
    await phone.touchscreen.tap(box.x + box.width / 2, box.y + box.height / 2)
  }
  const taps: Readonly<Record<string, () => Promise<unknown>>> = {
    'the tab of the votes': touch(phone.getByRole('tab', { name: 'Votes' })),
    'the tab of the messages': touch(phone.getByRole('tab', { name: 'Messages' })),
    'the seals of a message': touch(reacting.last()),
    'a seal': touch(phone.getByRole('button', { name: /^Love/ })),
    'the field': touch(field),
    'a letter': () => phone.keyboard.press('a'),
    Send: touch(phone.getByRole('button', { name: 'Send' })),
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
