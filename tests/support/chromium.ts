import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { type Browser, chromium, type LaunchOptions } from 'playwright-core'

/** Debian's Chromium, able to run as root, without a word to the network of its own. */
const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/** For what hangs, in milliseconds: a page on a busy machine may take longer than the thirty seconds that Playwright waits. */
const HANGS_MS = 90_000

/** Starts a headless Chromium whose pages are waited for as long as a test may take. The caller closes it. */
export async function launchChromium(options: LaunchOptions = {}): Promise<Browser> {
  const browser = await chromium.launch({ ...options, ...chromiumOptions(options.args) })
  browser.on('context', (context) => context.setDefaultTimeout(HANGS_MS))
  return browser
}

/** How that Chromium is started, with these arguments besides. */
export function chromiumOptions(args: readonly string[] = []): { executablePath: string; timeout: number; args: string[] } {
  return { executablePath: chromiumPath(), timeout: HANGS_MS, args: [...FLAGS, ...args] }
}

/** `CHROMIUM_PATH`, or the first of Debian's programs in PATH. */
function chromiumPath(): string {
  const { CHROMIUM_PATH, PATH = '' } = process.env
  if (CHROMIUM_PATH !== undefined) return CHROMIUM_PATH
  const found = ['chromium-headless-shell', 'chromium']
    .flatMap((name) => PATH.split(delimiter).map((folder) => join(folder, name)))
    .find((path) => existsSync(path))
  if (found === undefined)
    throw new Error('Chromium was not found: install it (Debian: apt-get install chromium-headless-shell) or set CHROMIUM_PATH')
  return found
}
