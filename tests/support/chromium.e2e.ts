import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Browser } from 'playwright-core'
import { launchChromium } from './chromium.ts'

describe('Chromium', () => {
  let browser: Browser
  beforeAll(async () => {
    browser = await launchChromium()
  })
  afterAll(() => browser.close())

  it('starts and runs a page', async () => {
    const page = await browser.newPage()
    await page.setContent('<p id="greeting">新婚快乐 🎉</p>')
    expect(await page.locator('#greeting').textContent()).toBe('新婚快乐 🎉')
  })

  it('draws Chinese and coloured emoji, not boxes', async () => {
    const page = await browser.newPage()
    const [one, other, emoji] = await page.evaluate(() =>
      ['新', '婚', '🎉'].map((text) => {
        const context = document.createElement('canvas').getContext('2d')
        if (context === null) return []
        context.font = '40px sans-serif'
        context.fillText(text, 0, 50)
        return [...context.getImageData(0, 0, 60, 60).data]
      }),
    )
    // Boxes for missing glyphs look alike, and are black.
    expect(one).not.toEqual(other)
    expect(emoji?.some((value, at) => at % 4 === 0 && value !== emoji[at + 1])).toBe(true)
  })
})
