import { spawn } from 'node:child_process'

/** Run by npx: its two hundred packages would be a third of this repository's. The last version for Node.js 20. */
const LIGHTHOUSE = 'lighthouse@12.8.2'

export type Scores = Readonly<Record<string, number>>

export interface Visit {
  readonly url: string
  /** The port of a running Chromium for its debugger. */
  readonly debuggerPort: number
  /** `mobile`: with Lighthouse's slow phone on a slow network. */
  readonly as: 'mobile' | 'desktop'
  /** The visit begins with what this browser keeps, such as a guest's name. */
  readonly keepsStorage?: boolean
}

/** The scores of a page by category, from 0 to 1, and the names of the audits that cost something. */
export async function lighthouse({ url, debuggerPort, as, keepsStorage = false }: Visit): Promise<{ scores: Scores; lost: string[] }> {
  const args = ['--yes', LIGHTHOUSE, url, '--port', String(debuggerPort), '--output', 'json', '--quiet']
  if (as === 'desktop') args.push('--preset', 'desktop')
  if (keepsStorage) args.push('--disable-storage-reset')
  const child = spawn('npx', args, { stdio: ['ignore', 'pipe', 'pipe'] })
  const [out, errors] = [child.stdout, child.stderr].map((stream) => {
    const pieces: Buffer[] = []
    stream.on('data', (piece: Buffer) => pieces.push(piece))
    return pieces
  }) as [Buffer[], Buffer[]]
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve))
  if (code !== 0) throw new Error(`${LIGHTHOUSE} ended with ${code}: ${Buffer.concat(errors).toString()}`)
  const report = JSON.parse(Buffer.concat(out).toString()) as Report
  const categories = Object.values(report.categories)
  const lost = categories.flatMap(({ auditRefs }) =>
    auditRefs.filter(({ id, weight }) => weight > 0 && (report.audits[id]?.score ?? 1) < 0.9).map(({ id }) => id),
  )
  return { scores: Object.fromEntries(categories.map(({ title, score }) => [title, score ?? 0])), lost: [...new Set(lost)] }
}

interface Report {
  readonly categories: Readonly<
    Record<string, { title: string; score: number | null; auditRefs: readonly { id: string; weight: number }[] }>
  >
  readonly audits: Readonly<Record<string, { score: number | null }>>
}
