import { relative } from 'node:path'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

/**
 * Begins the longest files first, so that none runs alone at the end. A fresh clone has no durations of an earlier run, and vitest orders by size then:
 * a short file can take the longest. The longest first; a file that takes less than 30 s on a quiet machine needs no place here.
 */
export const LONGEST = [
  'tests/e2e/longer-language.e2e.ts',
  'tests/e2e/votes.e2e.ts',
  'tests/e2e/network.e2e.ts',
  'tests/cluster/server-death.test.ts',
  'tests/simulation/simulation.test.ts',
  'packages/server/test/crash.test.ts',
  'tests/e2e/console-queue.e2e.ts',
  'tests/moderation-proof/redis.test.ts',
  'tests/moderation-proof/proof.test.ts',
  'tests/e2e/packed-react.e2e.ts',
  'tests/cluster/redis-faults.test.ts',
  'tests/docs/run/code-blocks.test.ts',
  'tests/e2e/dev.e2e.ts',
  'tests/e2e/access.e2e.ts',
  'tests/security/rate-limits.test.ts',
  'packages/conformance/test/conformance.test.ts',
  'packages/server/test/redis-link.test.ts',
  'tests/e2e/screens.e2e.ts',
  'tests/e2e/screen-control.e2e.ts',
  'packages/server/test/votes.test.ts',
  'tests/cluster/redis-errs.test.ts',
] as const

export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const place = ({ moduleId }: TestSpecification): number => {
      const at = (LONGEST as readonly string[]).indexOf(relative(this.ctx.config.root, moduleId).replaceAll('\\', '/'))
      return at === -1 ? LONGEST.length : at
    }
    // The sort is stable: the others keep the order of vitest.
    return (await super.sort(files)).sort((one, other) => place(one) - place(other))
  }
}
