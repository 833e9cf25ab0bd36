import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { join } from 'node:path'
import { freePort } from '../../tests/support/free-port.ts'
import { CACHE } from './cache.ts'
import type { Wire } from './fan-out.ts'
import { type Peer, peerOf } from './peer.ts'

const PACKAGE = 'libnginx-mod-nchan'
const READY_TRIES = 200
const TRY_MS = 25

/** nginx with Debian's module for pub/sub, in C. The module is unpacked and not installed: the system's nginx stays as it is. Answers why where it cannot run. */
export async function startNchan(wire: Wire): Promise<Peer | string> {
  const folder = join(CACHE, 'nchan')
  const module = join(folder, 'usr/lib/nginx/modules/ngx_nchan_module.so')
  if (!existsSync(module)) unpack(folder)
  if (!existsSync(module)) return `apt-get gives no ${PACKAGE}`
  const nginx = ['/usr/sbin/nginx', '/usr/bin/nginx'].find(existsSync)
  if (nginx === undefined) return 'there is no nginx'
  const port = await freePort()
  const config = join(folder, 'nginx.conf')
  writeFileSync(config, configuration(folder, module, port))
  const child = spawn(nginx, ['-p', folder, '-c', config], { stdio: ['ignore', 'ignore', 'inherit'] })
  if (!(await answers(port))) {
    child.kill()
    return 'nginx did not take the module'
  }
  return peerOf(child.pid as number, port, wire, async () => {
    child.kill()
    await once(child, 'exit')
  })
}

function unpack(folder: string): void {
  mkdirSync(folder, { recursive: true })
  spawnSync('apt-get', ['download', PACKAGE], { cwd: folder, stdio: 'ignore' })
  const archive = readdirSync(folder).find((name) => name.endsWith('.deb'))
  if (archive !== undefined) spawnSync('dpkg', ['-x', archive, '.'], { cwd: folder, stdio: 'ignore' })
}

function configuration(folder: string, module: string, port: number): string {
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((name) => `${name}_temp_path ${folder}/${name};`)
  return [
    `load_module ${module};`,
    ...(process.getuid?.() === 0 ? ['user root;'] : []),
    'daemon off; worker_processes 1; worker_rlimit_nofile 40000;',
    `pid ${folder}/nginx.pid; error_log ${folder}/error.log;`,
    'events { worker_connections 20000; }',
    `http { access_log off; ${temporary.join(' ')} nchan_shared_memory_size 256M;`,
    `server { listen 127.0.0.1:${port} backlog=4096; location / {`,
    'nchan_pubsub websocket; nchan_channel_id wall; nchan_subscriber_first_message newest; nchan_message_buffer_length 2000;',
    '} } }',
    '',
  ].join('\n')
}

async function answers(port: number): Promise<boolean> {
  for (let tried = 0; tried < READY_TRIES; tried += 1) {
    const isOpen = await new Promise<boolean>((resolve) => {
      const socket = connect({ port, host: '127.0.0.1' }, () => {
        socket.destroy()
        resolve(true)
      })
      socket.on('error', () => resolve(false))
    })
    if (isOpen) return true
    await new Promise((resolve) => setTimeout(resolve, TRY_MS))
  }
  return false
}
