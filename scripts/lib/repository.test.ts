import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { inRoot, tool } from './paths.mjs'
import { run } from './run.mjs'

interface Step {
  readonly run?: string
  readonly uses?: string
}
interface Job {
  readonly permissions?: Record<string, string>
  readonly 'timeout-minutes'?: number
  readonly steps: readonly Step[]
}
interface Workflow {
  readonly permissions?: Record<string, string>
  readonly concurrency?: unknown
  readonly jobs: Record<string, Job>
}
interface Manifest {
  readonly name: string
  readonly private?: boolean
  readonly version: string
  readonly scripts?: Record<string, string>
  readonly dependencies?: Record<string, string>
  readonly [field: string]: unknown
}

const readText = (path: string) => readFileSync(inRoot(path), 'utf8')
const manifestOf = (folder: string) => JSON.parse(readText(`${folder}/package.json`)) as Manifest
const below = (folder: string) => readdirSync(inRoot(folder)).map((name) => `${folder}/${name}`)

const WORKFLOWS = below('.github/workflows')
const workflowOf = (path: string) => parse(readText(path)) as Workflow
const stepsOf = (path: string) => Object.values(workflowOf(path).jobs).flatMap(({ steps }) => steps)

describe.each(WORKFLOWS)('%s', (path) => {
  it('has the form that GitHub reads', async () => {
    const { command, args } = tool('action-validator', [inRoot(path)])
    const { ok, output } = await run(command, args)
    expect(ok, output).toBe(true)
  })

  it('names scripts that exist', () => {
    const { scripts = {} } = manifestOf('.')
    const lines = stepsOf(path).flatMap(({ run: line = '' }) => line.split('\n'))
    const named = lines.flatMap((line) => /^npm (?:run )?(\S+)/.exec(line)?.[1] ?? [])
    expect(named).not.toEqual([])
    expect(Object.keys(scripts)).toEqual(expect.arrayContaining(named))
  })

  it('uses actions of one full version, and has a limit of time and rights of its own', () => {
    const actions = stepsOf(path).flatMap(({ uses }) => uses ?? [])
    expect(actions.filter((name) => !/@v\d+\.\d+\.\d+$/.test(name))).toEqual([])
    const { permissions, concurrency, jobs } = workflowOf(path)
    expect(Object.values(permissions ?? { all: 'write' })).not.toContain('write')
    expect(concurrency).toBeDefined()
    for (const job of Object.values(jobs)) expect(job['timeout-minutes']).toBeGreaterThan(0)
  })
})

it('no workflow has a secret but the one that GitHub makes for each run', () => {
  const secrets = WORKFLOWS.flatMap((path) => [...readText(path).matchAll(/secrets\.(\w+)/g)].map(([, name]) => name))
  expect(new Set(secrets)).toEqual(new Set(['GITHUB_TOKEN']))
})

it('forms and settings of the repository are YAML', () => {
  const paths = ['.github/dependabot.yml', ...below('.github/ISSUE_TEMPLATE')]
  for (const path of paths) expect(() => parse(readText(path)) as unknown, path).not.toThrow()
})

const PUBLISHED = below('packages').filter((folder) => manifestOf(folder).private !== true)

describe.each(PUBLISHED)('%s', (folder) => {
  const manifest = manifestOf(folder)

  it('says what the registry and its users need', () => {
    expect(manifest).toMatchObject({
      description: expect.stringMatching(/.{20}/) as string,
      keywords: expect.arrayContaining(['guestwall']) as string[],
      license: 'MIT',
      type: 'module',
      publishConfig: { access: 'public' },
      exports: { '.': { types: expect.any(String) as string, default: expect.any(String) as string } },
      files: expect.arrayContaining(['dist']) as string[],
      engines: { node: '>=20.19' },
      scripts: { prepack: 'node ../../scripts/pack.mjs prepare', postpack: 'node ../../scripts/pack.mjs clean' },
    })
    expect(manifest['sideEffects']).toBeDefined()
    expect(readText(`${folder}/README.md`)).toContain(manifest.name)
  })

  it('has a change log that begins with its version, the version of all packages', () => {
    const [, newest] = /^## (\S+)/m.exec(readText(`${folder}/CHANGELOG.md`)) ?? []
    expect(newest).toBe(manifest.version)
    expect(manifest.version).toBe(manifestOf('packages/protocol').version)
  })

  it('depends on the packages of the workspace in this version, and on others in exact versions', () => {
    for (const [name, version] of Object.entries(manifest.dependencies ?? {})) expect(version, name).toMatch(/^\d+\.\d+\.\d+$/)
  })
})
