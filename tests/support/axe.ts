import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from 'playwright-core'

interface Finding {
  readonly isSerious: boolean
  /** The rule, the elements, and how to mend them. */
  readonly text: string
}

/** The serious findings of axe: those that keep some people from using the page. */
export async function seriousFindings(page: Page): Promise<string[]> {
  const findings = await findingsOf(page)
  return findings.filter(({ isSerious }) => isSerious).map(({ text }) => text)
}

/** All that axe finds, on the page or below the elements of a selector. */
export async function allFindings(page: Page, within?: string): Promise<string[]> {
  const findings = await findingsOf(page, within)
  return findings.map(({ text }) => text)
}

async function findingsOf(page: Page, within?: string): Promise<Finding[]> {
  await page.evaluate(finished)
  // Without the legacy mode each look opens another page, for frames of other sites; our pages have none. What passed is not asked for.
  const axe = new AxeBuilder({ page }).setLegacyMode(true).options({ resultTypes: ['violations'] })
  const { violations } = await (within === undefined ? axe : axe.include(within)).analyze()
  return violations.map(({ id, impact, nodes }) => ({
    isSerious: impact === 'serious' || impact === 'critical',
    text: `${id}: ${nodes.map(({ target, failureSummary }) => `${target.join(' ')} (${failureSummary})`).join('; ')}`,
  }))
}

/** In the page: what fades or moves now has arrived. What moves for ever is not waited for. */
async function finished(): Promise<void> {
  const moving = document.getAnimations().filter(({ effect }) => Number.isFinite(effect?.getComputedTiming().endTime))
  await Promise.all(moving.map((animation) => animation.finished.catch(() => {})))
}
