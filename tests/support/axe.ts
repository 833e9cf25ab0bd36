import { AxeBuilder } from '@axe-core/playwright'
import { ThemeSchema } from '@guestwall/protocol'
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

/** The rules of axe that look at colours: nothing else differs from theme to theme. */
const COLOUR_RULES = ['color-contrast', 'link-in-text-block']

/** The serious findings in the page's own theme, and in each other theme those of the colours. The page has its own theme again afterwards. */
export async function seriousFindingsInEveryTheme(page: Page): Promise<string[]> {
  const found = await seriousFindings(page)
  const own = await themed(page)
  for (const theme of ThemeSchema.options) {
    if (theme === own) continue
    await themed(page, theme)
    const findings = await findingsOf(page, { rules: COLOUR_RULES })
    found.push(...findings.filter(({ isSerious }) => isSerious).map(({ text }) => `${theme}: ${text}`))
  }
  await themed(page, own)
  return found
}

/** Puts a theme on the page as `useTheme` does. Resolves with the theme that the page had. */
function themed(page: Page, theme?: string): Promise<string | undefined> {
  return page.evaluate((next) => {
    const { dataset } = document.documentElement
    const { theme: before } = dataset
    if (next !== undefined) dataset['theme'] = next
    return before
  }, theme)
}

/** All that axe finds, on the page or below the elements of a selector. */
export async function allFindings(page: Page, within?: string): Promise<string[]> {
  const findings = await findingsOf(page, { within })
  return findings.map(({ text }) => text)
}

async function findingsOf(
  page: Page,
  { within, rules }: { within?: string | undefined; rules?: readonly string[] } = {},
): Promise<Finding[]> {
  await page.evaluate(finished)
  // Without the legacy mode each look opens another page, for frames of other sites; our pages have none. What passed is not asked for.
  const only = rules === undefined ? {} : { runOnly: [...rules] }
  const axe = new AxeBuilder({ page }).setLegacyMode(true).options({ resultTypes: ['violations'], ...only })
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
