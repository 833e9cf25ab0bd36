import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { WebSocket } from 'ws'
import { endWithUs } from '../end-with-us.ts'
import type { Engine, Tab } from './engine.ts'

/** English pages, and not a word to the network of its own. */
const PREFERENCES: Readonly<Record<string, string | number | boolean>> = {
  'intl.accept_languages': 'en-US, en',
  'app.update.disabledForTesting': true,
  'browser.newtabpage.enabled': false,
  'browser.region.network.url': '',
  'browser.safebrowsing.malware.enabled': false,
  'browser.safebrowsing.phishing.enabled': false,
  'browser.startup.homepage_override.mstone': 'ignore',
  'datareporting.policy.dataSubmissionEnabled': false,
  'extensions.systemAddon.update.enabled': false,
  'network.captive-portal-service.enabled': false,
  'network.connectivity-service.enabled': false,
  'services.settings.server': 'data:,#remote-settings-dummy/v1',
  'toolkit.telemetry.server': '',
}

/** Kills the browser and its children, then removes its profile. */
const REMOVE = 'pid=$(cat "$0/pid" 2>/dev/null) && kill -KILL "-$pid" 2>/dev/null; rm -rf "$0"'

/** Starts a headless Firefox and speaks WebDriver BiDi to it (https://www.w3.org/TR/webdriver-bidi/). */
export async function startFirefox(): Promise<Engine> {
  const profile = await mkdtemp(join(tmpdir(), 'guestwall-firefox-'))
  const remove = endWithUs(REMOVE, profile)
  const lines = Object.entries(PREFERENCES).map(([name, value]) => `user_pref(${JSON.stringify(name)}, ${JSON.stringify(value)});`)
  await writeFile(join(profile, 'user.js'), lines.join('\n'))
  const flags = ['--headless', '--new-instance', '--profile', profile, '--remote-debugging-port', '0', 'about:blank']
  const firefox = spawn('firefox-esr', flags, {
    stdio: ['ignore', 'ignore', 'pipe'],
    detached: true,
    env: { ...process.env, MOZ_CRASHREPORTER_DISABLE: '1' },
  })
  await writeFile(join(profile, 'pid'), String(firefox.pid))
  const bidi = await Bidi.connect(`${await listeningAt(firefox)}/session`)
  await bidi.ask('session.new', { capabilities: {} })
  return {
    name: 'Firefox',
    async open(url, viewport) {
      const { context } = await bidi.ask<{ context: string }>('browsingContext.create', { type: 'window' })
      await bidi.ask('browsingContext.setViewport', { context, viewport })
      await bidi.ask('browsingContext.navigate', { context, url, wait: 'complete' })
      return tabOf(bidi, context)
    },
    async close() {
      bidi.close()
      await remove()
    },
  }
}

function tabOf(bidi: Bidi, context: string): Tab {
  return {
    async evaluate<Value>(expression: string) {
      const answer = await bidi.ask<Evaluated>('script.evaluate', {
        expression: `JSON.stringify(${expression})`,
        target: { context },
        awaitPromise: false,
      })
      if (answer.type === 'exception') throw new Error(answer.exceptionDetails.text)
      return (answer.result.value === undefined ? undefined : JSON.parse(answer.result.value)) as Value
    },
    async perform(actions) {
      await bidi.ask('input.performActions', { context, actions })
    },
    async reload() {
      await bidi.ask('browsingContext.reload', { context, wait: 'complete' })
    },
  }
}

type Evaluated =
  | { readonly type: 'success'; readonly result: { readonly value?: string } }
  | { readonly type: 'exception'; readonly exceptionDetails: { readonly text: string } }

/** The address that Firefox prints when it is ready. */
function listeningAt(firefox: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    const said: string[] = []
    firefox.once('error', () => reject(new Error('firefox-esr was not found: install it (Debian: apt-get install firefox-esr)')))
    firefox.once('exit', () => reject(new Error(`Firefox ended: ${said.join('\n')}`)))
    createInterface({ input: firefox.stderr as NodeJS.ReadableStream }).on('line', (line) => {
      said.push(line)
      const address = /WebDriver BiDi listening on (ws:\S+)/.exec(line)?.[1]
      if (address !== undefined) resolve(address)
    })
  })
}

interface BidiAnswer {
  readonly id?: number
  readonly result?: unknown
  readonly error?: string
  readonly message?: string
}

/** Commands and their answers over one socket. */
class Bidi {
  readonly #socket: WebSocket
  readonly #waiting = new Map<number, (answer: BidiAnswer) => void>()
  #lastId = 0

  private constructor(socket: WebSocket) {
    this.#socket = socket
    socket.on('message', (data) => {
      const answer = JSON.parse((data as Buffer).toString()) as BidiAnswer
      if (answer.id === undefined) return
      this.#waiting.get(answer.id)?.(answer)
      this.#waiting.delete(answer.id)
    })
  }

  static connect(url: string): Promise<Bidi> {
    return new Promise((resolve, reject) => {
      const socket = new WebSocket(url, { perMessageDeflate: false })
      socket.once('error', reject)
      socket.once('open', () => resolve(new Bidi(socket)))
    })
  }

  ask<Result>(method: string, params: object): Promise<Result> {
    this.#lastId += 1
    const id = this.#lastId
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, ({ error, message, result }) => {
        if (error === undefined) resolve(result as Result)
        else reject(new Error(`${method}: ${error}: ${message}`))
      })
      this.#socket.send(JSON.stringify({ id, method, params }))
    })
  }

  close(): void {
    this.#socket.close()
  }
}
