import { execFile, spawn } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { promisify } from 'node:util'
import { endWithUs } from './end-with-us.ts'
import { writeNginxFiles } from './nginx-files.ts'
import { freePort } from './free-port.ts'

const execute = promisify(execFile)
const START_LIMIT_MS = 240_000
const CERTIFICATE_DAYS = '2'

export interface NginxOptions {
  /** Ports of the servers behind. */
  readonly servers: readonly number[]
  readonly balance?: 'session' | 'load'
  readonly isPlain?: boolean
  /** How long old workers stay after a reload, in nginx's words. */
  readonly shutdownTimeout?: string
  readonly host?: string
  readonly httpPort?: number
  readonly httpsPort?: number
}

/** A real nginx with the configuration of deploy/nginx, in a folder of its own, on loopback ports. */
export interface TestNginx {
  /** Where the wall is: `https://localhost:<port>`, or `http://…` where it is plain. */
  readonly url: string
  readonly httpPort: number
  /** The authority of its certificate; empty without TLS. */
  readonly ca: string
  readonly folder: string
  /** Reads its configuration anew and resolves when new workers serve. */
  reload(): Promise<void>
  /** Its workers' processes, with those that are left of before a reload. */
  workers(): number[]
  /** Lets the workers finish, ends it and answers what it logged. */
  stop(): Promise<string>
  /** Starts again after `stop`. */
  start(): Promise<void>
  /** Ends it and removes its files. Happens by itself when this process ends, however it ends. */
  dispose(): Promise<void>
}

/** Throws, saying what to install, where a program is missing. */
export function requireProgram(program: string, debianPackage: string): void {
  const folders = [...(process.env['PATH'] ?? '').split(delimiter), '/usr/sbin', '/usr/local/sbin']
  if (folders.some((folder) => existsSync(join(folder, program)))) return
  throw new Error(`${program} was not found: install it (Debian: apt-get install ${debianPackage})`)
}

/** Ends nginx by its pid file and removes its folder. */
const REMOVE =
  'pid=$(cat "$0/nginx.pid" 2>/dev/null) && kill -TERM "$pid" && while kill -0 "$pid" 2>/dev/null; do sleep 0.05; done; rm -rf "$0"'

export async function startNginx(options: NginxOptions): Promise<TestNginx> {
  requireProgram('nginx', 'nginx')
  const { isPlain = false, host = '127.0.0.1' } = options
  const folder = mkdtempSync(join(tmpdir(), 'guestwall-nginx-'))
  const dispose = endWithUs(REMOVE, folder)
  const httpPort = options.httpPort ?? (await freePort())
  const httpsPort = options.httpsPort ?? (await freePort())
  const conf = join(folder, 'conf/nginx.conf')
  const nginx = (...more: string[]) => ['-c', conf, '-p', folder, '-e', join(folder, 'start.log'), ...more]
  const pid = () => Number(readFileSync(join(folder, 'nginx.pid'), 'utf8'))
  const workers = () => childrenOf(pid())

  const start = async () => {
    const master = spawn(programPath(), nginx('-g', 'daemon off;'), { cwd: '/', detached: true, stdio: 'ignore' })
    master.unref()
    let isOver = false
    master.once('exit', () => {
      isOver = true
    })
    await until('nginx did not start', () => {
      if (isOver) throw new Error(`nginx did not start:\n${readFileSync(join(folder, 'start.log'), 'utf8')}`)
      return existsSync(join(folder, 'nginx.pid')) && readFileSync(join(folder, 'nginx.pid'), 'utf8') !== '' && workers().length > 0
    })
  }
  try {
    if (!isPlain) await makeCertificate(folder)
    writeNginxFiles({
      folder,
      servers: options.servers,
      httpPort,
      httpsPort,
      isPlain,
      host,
      balance: options.balance ?? 'session',
      shutdownTimeout: options.shutdownTimeout ?? '60s',
    })
    // A configuration that is wrong says why, which a daemon would not.
    await execute(programPath(), nginx('-t'), { cwd: '/' })
    await start()
  } catch (error) {
    await dispose()
    throw error
  }
  return {
    url: isPlain ? `http://localhost:${httpPort}` : `https://localhost:${httpsPort}`,
    httpPort,
    ca: isPlain ? '' : readFileSync(join(folder, 'tls/fullchain.pem'), 'utf8'),
    folder,
    workers,
    start,
    async reload() {
      const before = new Set(workers())
      await execute(programPath(), nginx('-s', 'reload'), { cwd: '/' })
      await until('nginx did not reload', () => workers().some((worker) => !before.has(worker)))
    },
    async stop() {
      const pidFile = join(folder, 'nginx.pid')
      process.kill(pid(), 'SIGTERM')
      await until('nginx did not stop', () => !existsSync(pidFile))
      return ['access.log', 'error.log', 'start.log']
        .map((name) => join(folder, name))
        .map((path) => (existsSync(path) ? readFileSync(path, 'utf8') : ''))
        .join('')
    },
    dispose,
  }
}

/** A certificate for localhost, signed by itself. */
async function makeCertificate(folder: string): Promise<void> {
  requireProgram('openssl', 'openssl')
  mkdirSync(join(folder, 'tls'))
  const paths = ['-keyout', join(folder, 'tls/privkey.pem'), '-out', join(folder, 'tls/fullchain.pem')]
  const names = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1']
  const kind = ['-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', CERTIFICATE_DAYS]
  await execute('openssl', ['req', ...kind, ...names, ...paths], { cwd: '/' })
}

/** Debian keeps nginx out of the PATH of ordinary users. */
function programPath(): string {
  return ['/usr/sbin/nginx', '/usr/local/sbin/nginx'].find((path) => existsSync(path)) ?? 'nginx'
}

function childrenOf(pid: number): number[] {
  const text = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim()
  return text.split(' ').flatMap((child) => (child !== '' && isWorker(child) ? [Number(child)] : []))
}

/** Those that serve, and those of before a reload that are shutting down; not the keeper of the cache. */
function isWorker(pid: string): boolean {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').startsWith('nginx: worker process')
  } catch {
    return false
  }
}

async function until(complaint: string, holds: () => boolean): Promise<void> {
  const deadline = performance.now() + START_LIMIT_MS
  while (!holds()) {
    if (performance.now() > deadline) throw new Error(complaint)
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
}
