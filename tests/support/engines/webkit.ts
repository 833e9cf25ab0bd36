import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdtemp, readdir, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { endWithUs } from '../end-with-us.ts'
import { freePort } from '../free-port.ts'
import type { Engine, Tab } from './engine.ts'

const START_LIMIT_MS = 240_000
const ASK_EVERY_MS = 50
/** It runs as root and without a graphics card. */
const ENVIRONMENT = {
  WEBKIT_DISABLE_DMABUF_RENDERER: '1',
  WEBKIT_DISABLE_COMPOSITING_MODE: '1',
  WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS: '1',
  LANGUAGE: 'en_US',
}
/** Kills what was started and its children, then removes the folder. */
const REMOVE = 'for pid in $(cat "$0"/*.pid 2>/dev/null); do kill -KILL "-$pid" 2>/dev/null; done; rm -rf "$0"'

/** Starts WebKitGTK on a screen that nobody sees and speaks WebDriver to it (https://www.w3.org/TR/webdriver2/). */
export async function startWebKit(): Promise<Engine> {
  const folder = await mkdtemp(join(tmpdir(), 'guestwall-webkit-'))
  const remove = endWithUs(REMOVE, folder)
  const start = async (command: string, flags: readonly string[], options: { env?: NodeJS.ProcessEnv; display?: boolean } = {}) => {
    const stdio = ['ignore', options.display === true ? 'pipe' : 'ignore', 'ignore'] as const
    const child = spawn(command, flags, { stdio: [...stdio], detached: true, env: { ...process.env, ...options.env } })
    await Promise.race([once(child, 'spawn'), once(child, 'error').then(() => notFound(command))])
    await writeFile(join(folder, `${command}.pid`), `${child.pid}\n`)
    return child
  }
  const screen = await start('Xvfb', ['-displayfd', '1', '-screen', '0', '2000x1200x24', '-nolisten', 'tcp'], { display: true })
  const env = { ...ENVIRONMENT, DISPLAY: `:${await firstLine(screen)}`, HOME: folder, XDG_RUNTIME_DIR: folder }
  const port = await freePort()
  await start('dbus-run-session', ['--', 'WebKitWebDriver', '--host=127.0.0.1', `--port=${port}`], { env })
  const driver = new WebDriver(`http://127.0.0.1:${port}`)
  await driver.ready()
  const session = await driver.newSession()
  let isFirst = true
  return {
    name: 'WebKit',
    async open(url, size) {
      const handle = isFirst ? await driver.ask<string>('GET', `${session}/window`) : await driver.newWindow(session)
      isFirst = false
      const tab = tabOf(driver, session, handle)
      await driver.inWindow(session, handle, async () => {
        await driver.ask('POST', `${session}/window/rect`, size)
        await driver.ask('POST', `${session}/url`, { url })
      })
      return tab
    },
    async close() {
      await driver.ask('DELETE', session).catch(() => {})
      await remove()
    },
  }
}

function tabOf(driver: WebDriver, session: string, handle: string): Tab {
  return {
    evaluate: <Value>(expression: string) =>
      driver.inWindow(session, handle, () =>
        driver.ask<Value>('POST', `${session}/execute/sync`, { script: `return ${expression}`, args: [] }),
      ),
    perform: (actions) => driver.inWindow(session, handle, () => driver.ask('POST', `${session}/actions`, { actions })),
    reload: () => driver.inWindow(session, handle, () => driver.ask('POST', `${session}/refresh`, {})),
  }
}

function notFound(command: string): never {
  throw new Error(`${command} was not found: install webkit2gtk-driver, xvfb and dbus (Debian's names)`)
}

async function firstLine(child: ChildProcess): Promise<string> {
  const [chunk] = (await once(child.stdout as NodeJS.ReadableStream, 'data')) as [Buffer]
  return chunk.toString().trim()
}

/** The calls of WebDriver that are needed here. It serves one window at a time, so what happens in one is done before the next. */
class WebDriver {
  readonly #url: string
  #before: Promise<unknown> = Promise.resolve()

  constructor(url: string) {
    this.#url = url
  }

  async ready(): Promise<void> {
    const until = performance.now() + START_LIMIT_MS
    while (
      !(await fetch(`${this.#url}/status`).then(
        (response) => response.ok,
        () => false,
      ))
    ) {
      if (performance.now() > until) throw new Error('WebKitWebDriver does not answer')
      await new Promise((resolve) => setTimeout(resolve, ASK_EVERY_MS))
    }
  }

  async newSession(): Promise<string> {
    const alwaysMatch = { 'webkitgtk:browserOptions': { binary: await miniBrowser(), args: ['--automation'] } }
    const { sessionId } = await this.ask<{ sessionId: string }>('POST', '/session', { capabilities: { alwaysMatch } })
    return `/session/${sessionId}`
  }

  async newWindow(session: string): Promise<string> {
    return (await this.ask<{ handle: string }>('POST', `${session}/window/new`, { type: 'window' })).handle
  }

  inWindow<Result>(session: string, handle: string, work: () => Promise<Result>): Promise<Result> {
    const done = this.#before.then(async () => {
      await this.ask('POST', `${session}/window`, { handle })
      return work()
    })
    this.#before = done.catch(() => {})
    return done
  }

  async ask<Value>(method: 'GET' | 'POST' | 'DELETE', path: string, body?: object): Promise<Value> {
    const response = await fetch(`${this.#url}${path}`, { method, ...(body === undefined ? {} : { body: JSON.stringify(body) }) })
    const { value } = (await response.json()) as { value: Value & { error?: string; message?: string } }
    if (!response.ok) throw new Error(`${method} ${path}: ${value.error}: ${value.message}`)
    return value
  }
}

/** The browser that comes with the driver: its folder's name has the machine's kind and the library's version. */
async function miniBrowser(): Promise<string> {
  for (const kind of await readdir('/usr/lib')) {
    for (const library of await readdir(join('/usr/lib', kind)).catch(() => [])) {
      const path = join('/usr/lib', kind, library, 'MiniBrowser')
      if (library.startsWith('webkit2gtk-') && existsSync(path)) return path
    }
  }
  throw new Error('MiniBrowser was not found: install webkit2gtk-driver (Debian’s name)')
}
