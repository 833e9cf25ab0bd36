import { cpSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const SOURCE = fileURLToPath(new URL('../../deploy/nginx/', import.meta.url))

/** The differences between the configuration in deploy/nginx and one that runs on loopback. All else is the same file. */
export interface NginxPlace {
  readonly folder: string
  /** Ports of the servers behind. */
  readonly servers: readonly number[]
  readonly httpPort: number
  readonly httpsPort: number
  /** Without TLS, on `httpPort`. */
  readonly isPlain: boolean
  readonly balance: 'session' | 'load'
  /** How long old workers stay after a reload, in nginx's words. */
  readonly shutdownTimeout: string
  /** The address to listen on: the loopback, or all for people with phones. */
  readonly host: string
}

/** Writes the configuration into `folder/conf`. Throws where a line to be replaced is not there any more. */
export function writeNginxFiles(place: NginxPlace): void {
  const { folder, host } = place
  cpSync(SOURCE, join(folder, 'conf'), { recursive: true })
  const edit = (name: string, changes: readonly Change[]) => {
    const path = join(folder, 'conf', name)
    writeFileSync(
      path,
      changes.reduce((text, change) => apply(text, change, name), readFileSync(path, 'utf8')),
    )
  }
  edit('nginx.conf', [
    // Only a master that is root changes its user, and the folder is its owner's alone.
    [/^user www-data;$/m, process.getuid?.() === 0 ? 'user root;' : ''],
    ['/run/nginx.pid', `${folder}/nginx.pid`],
    ['/var/log/nginx/', `${folder}/`],
    ['worker_shutdown_timeout 60s', `worker_shutdown_timeout ${place.shutdownTimeout}`],
    [/^http \{$/m, `http {\n${temporaryPaths(folder)}`],
    ...(place.isPlain ? ([[/^ {4}include guestwall\.conf;$/m, '    include guestwall-plain.conf;']] as const) : []),
  ])
  edit('guestwall-plain.conf', [[/listen 8080/, `listen ${host}:${place.httpPort}`], NO_IPV6])
  edit('guestwall.conf', [
    [/listen 80 /, `listen ${host}:${place.httpPort} `],
    [/listen 443 /g, `listen ${host}:${place.httpsPort} `],
    NO_IPV6,
    [/server_name wall\.example;/g, 'server_name localhost;'],
    ['https://$host$request_uri', `https://$host:${place.httpsPort}$request_uri`],
    [/\/etc\/nginx\/tls\//g, `${folder}/tls/`],
  ])
  edit('snippets/log.conf', [['/var/log/nginx/', `${folder}/`]])
  edit('snippets/cache.conf', [['/var/cache/nginx/guestwall', `${folder}/cache`]])
  edit('snippets/upstreams.conf', [
    [
      /( {4}server )127\.0\.0\.1:\d+( .*\n)(?: {4}server .*\n)*/g,
      (_, start, end) => place.servers.map((port) => `${start}127.0.0.1:${port}${end}`).join(''),
    ],
    [/balance-by-session\.conf;$/gm, `balance-by-${place.balance}.conf;`],
  ])
}

type Change = readonly [RegExp | string, string | ((...groups: string[]) => string)]

const NO_IPV6: Change = [/^ +listen \[::\].*\n/gm, '']

function apply(text: string, [from, to]: Change, name: string): string {
  const isThere = typeof from === 'string' ? text.includes(from) : text.search(from) >= 0
  if (!isThere) throw new Error(`deploy/nginx/${name} has no ${String(from)}`)
  return text.replace(from, typeof to === 'string' ? () => to : to)
}

function temporaryPaths(folder: string): string {
  return ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((name) => `    ${name}_temp_path ${folder}/temp-${name};\n`).join('')
}
