import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { startNginx } from '../../support/nginx.ts'
import { npm } from '../../../scripts/lib/paths.mjs'
import { OPERATOR_TOKEN } from '../../support/guestwall.ts'
import { ROOT } from '../documents.ts'
import { checkCommand } from './commands.ts'
import type { Place } from './place.ts'
import { runProcess } from './processes.ts'

/** The check of a command: it ran, or it was compared with the scripts that exist. */
export type Outcome = 'run' | 'checked'

const MAIN = join(ROOT, 'packages/server/dist/main.js')
const STARTED = /Ctrl-C stops it/

/** Runs a command where that is cheap, else checks that what it names exists. Throws with what is wrong. */
export async function runCommand(command: string, place: Place): Promise<Outcome> {
  const [program = '', ...words] = command.split(/\s+/)
  if (program === 'guestwall' || (program === 'npx' && words[0] === 'guestwall'))
    return guestwall(program === 'npx' ? words.slice(1) : words, place)
  if (program === 'npm' && words[0] === 'start')
    return guestwall(
      words.slice(1).filter((word) => word !== '--'),
      place,
    )
  if (program === 'npx' && words[0] === 'guestwall-conformance')
    return conformance(process.execPath, [join(ROOT, 'packages/conformance/dist/main.js')], place)
  // From the sources: a fresh clone has no program that is built.
  if (program === 'npm' && words[0] === 'run' && words[1] === 'conformance') {
    const { command, args } = npm(['run', 'conformance', '--prefix', ROOT, '--'])
    return conformance(command, args, place)
  }
  if (program === 'nginx') return nginx(words, place)
  checkCommand(command)
  return 'checked'
}

/** Runs the built program, each alternative of `a|b|c` by itself. */
async function guestwall(words: readonly string[], place: Place): Promise<Outcome> {
  const choices = words.map((word) => (word.includes('|') ? word.split('|') : [word]))
  const most = Math.max(1, ...choices.map(({ length }) => length))
  for (let at = 0; at < most; at += 1) {
    const chosen = choices.map((alternatives) => alternatives[Math.min(at, alternatives.length - 1)] ?? '')
    await runGuestwall(chosen, place)
  }
  return 'run'
}

async function runGuestwall(words: readonly string[], place: Place): Promise<void> {
  const values: Record<string, string> = {
    SESSION: place.hosted.session.id,
    FILE: 'audit.json',
    PUBLICKEY: publicKey(place),
    '17-0a1b2c3d4e5f': place.receipt,
  }
  const real = words.map((word) => values[word] ?? word)
  // A server of its own: the one that runs has the folder, and a restore wants it empty.
  const isAlone = real.length === 0 || real[0] === 'restore'
  const environment = {
    DATA_DIR: isAlone ? join(place.folder, `data-${real[0] ?? 'start'}`) : place.server.directory,
    PORT: '0',
    HOST: '127.0.0.1',
  }
  const until = real.length === 0 ? STARTED : undefined
  const { code, out } = await runProcess(process.execPath, [MAIN, ...real], { cwd: place.folder, environment, until })
  if (code !== 0) throw new Error(`guestwall ${real.join(' ')} ended with ${code}:\n${out}`)
}

/** The key of the audit file that an earlier line wrote. */
function publicKey(place: Place): string {
  const path = join(place.folder, 'audit.json')
  return existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as { publicKey: string }).publicKey : ''
}

/** Some of the rules, which take a second; the package's own tests run all of them. */
async function conformance(command: string, before: readonly string[], place: Place): Promise<Outcome> {
  const args = [...before, place.url, '--operator-token', OPERATOR_TOKEN, '--only', 'LOG-1']
  const { code, out } = await runProcess(command, args, { cwd: place.folder })
  if (code !== 0) throw new Error(`guestwall-conformance ended with ${code}:\n${out}`)
  return 'run'
}

/** nginx itself reads the configuration of deploy/nginx; only addresses and folders differ. */
async function nginx(words: readonly string[], place: Place): Promise<Outcome> {
  if (!words.includes('-t')) return 'checked'
  const proxy = await startNginx({ servers: [place.server.port], isPlain: true })
  try {
    const answer = await fetch(`${proxy.url}/api/server`)
    if (!answer.ok) throw new Error(`behind nginx the server answers ${answer.status}`)
  } finally {
    await proxy.dispose()
  }
  return 'run'
}
