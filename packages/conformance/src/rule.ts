import type { Scene } from './scene.ts'
import type { Need } from './target.ts'

/** One rule of SPEC.md as a program. */
export interface Rule {
  /** The id in SPEC.md, such as `SEND-1`, or the name of its section: `SOCKET`, `HTTP`, `TEXT`. */
  readonly id: string
  /** A sentence: the behaviour of a server that keeps the rule. */
  readonly title: string
  readonly needs: readonly Need[]
  /** Resolves when the rule is kept; throws what is wrong. */
  run(scene: Scene): Promise<void>
}

export function rule(id: string, title: string, run: Rule['run'], ...needs: Need[]): Rule {
  return { id, title, run, needs }
}
