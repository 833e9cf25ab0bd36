import { RuleBroken } from './check.ts'
import type { Rule } from './rule.ts'
import { Scene } from './scene.ts'
import type { Need, Target } from './target.ts'

/** A rule that takes longer is broken: whatever it waits for does not come. Longer than every wait that a limit may ask for. */
export const RULE_LIMIT_MS = 45_000
/** Rules at once. */
const AT_ONCE = 6

export type Verdict =
  | { readonly rule: Rule; readonly kind: 'kept'; readonly tookMs: number }
  | { readonly rule: Rule; readonly kind: 'broken'; readonly tookMs: number; readonly reason: string }
  /** The target lacks what the rule needs. */
  | { readonly rule: Rule; readonly kind: 'notRun'; readonly lacks: readonly Need[] }

/** The needs of a rule that the target lacks. */
export function missing(rule: Rule, target: Target): Need[] {
  return rule.needs.filter((need) => target.lacks.has(need))
}

/** Runs one rule in a session of its own. Throws a `RuleBroken` that says what is wrong. */
export async function runRule(rule: Rule, target: Target, limitMs = RULE_LIMIT_MS): Promise<void> {
  const scene = await Scene.begin(target)
  let timer: NodeJS.Timeout | undefined
  const limit = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new RuleBroken(`nothing came of it in ${limitMs / 1_000} s`)), limitMs)
  })
  try {
    await Promise.race([rule.run(scene), limit])
  } finally {
    clearTimeout(timer)
    await scene.finish()
  }
}

/** Runs all rules, some at once, and tells each verdict as it is known. */
export async function runRules(rules: readonly Rule[], target: Target, onVerdict: (verdict: Verdict) => void): Promise<Verdict[]> {
  const verdicts: Verdict[] = []
  const waiting = [...rules]
  const work = async () => {
    for (let rule = waiting.shift(); rule !== undefined; rule = waiting.shift()) {
      const verdict = await verdictOf(rule, target)
      verdicts.push(verdict)
      onVerdict(verdict)
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, work))
  return verdicts.sort((left, right) => rules.indexOf(left.rule) - rules.indexOf(right.rule))
}

async function verdictOf(rule: Rule, target: Target): Promise<Verdict> {
  const lacks = missing(rule, target)
  if (lacks.length > 0) return { rule, kind: 'notRun', lacks }
  const startMs = performance.now()
  const tookMs = () => Math.round(performance.now() - startMs)
  try {
    await runRule(rule, target)
    return { rule, kind: 'kept', tookMs: tookMs() }
  } catch (error) {
    return { rule, kind: 'broken', tookMs: tookMs(), reason: error instanceof Error ? error.message : String(error) }
  }
}
