import { existsSync, readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { read } from './files.ts'

const ROOT = fileURLToPath(new URL('../../', import.meta.url))
const dockerfile = read('deploy/docker/Dockerfile')

test('the image is made from files that are there, and from the manifest of every workspace', () => {
  const sources = [...dockerfile.matchAll(/^COPY (?!--from)(.+) \S+$/gm)].flatMap(([, list = '']) => list.split(' '))
  expect(sources.filter((path) => !existsSync(`${ROOT}${path}`))).toEqual([])
  const workspaces = ['packages', 'apps'].flatMap((folder) =>
    readdirSync(`${ROOT}${folder}`).map((name) => `${folder}/${name}/package.json`),
  )
  expect(sources).toEqual(expect.arrayContaining(workspaces.filter((path) => existsSync(`${ROOT}${path}`))))
})

test('the context of the image has the files that its build copies, and no others', () => {
  const allowed = [...read('deploy/docker/Dockerfile.dockerignore').matchAll(/^!(.+)$/gm)].map(([, path = '']) => path)
  const sources = [...dockerfile.matchAll(/^COPY (?!--from)(.+) \S+$/gm)].flatMap(([, list = '']) => list.split(' '))
  expect(allowed.sort()).toEqual([...new Set(sources.filter((path) => !/^(packages|apps)\/./.test(path)))].sort())
})

test('the image runs what the server package calls its program, not as root', () => {
  const { bin } = JSON.parse(read('packages/server/package.json')) as { bin: { guestwall: string } }
  expect(dockerfile).toContain(`"packages/server/${bin.guestwall.replace('./', '')}"`)
  expect(/^USER (\d+):\d+$/m.exec(dockerfile)?.[1]).toBe('1000')
})

test('nginx in compose.cluster.yaml has the configuration of deploy/nginx, with the names of its servers', () => {
  const named = read('deploy/docker/upstreams.conf').replace(/guestwall-(\d):8787/g, (_, number) => `127.0.0.1:${8786 + Number(number)}`)
  expect(named).toBe(read('deploy/nginx/snippets/upstreams.conf'))
  const mounted = [...read('deploy/docker/compose.cluster.yaml').matchAll(/- (\.\S+?):\/etc\/nginx/g)].map(([, path = '']) => path)
  expect(mounted).toHaveLength(4)
  for (const path of mounted) expect(existsSync(fileURLToPath(new URL(path, `file://${ROOT}deploy/docker/`)))).toBe(true)
})
