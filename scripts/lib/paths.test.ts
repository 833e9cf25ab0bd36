import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { filesBelow } from './files.mjs'
import { inRoot, npm, tool } from './paths.mjs'

test('a tool is run by this Node.js with the script of its package, without a shell', () => {
  for (const name of ['tsc', 'oxlint', 'biome', 'vitest', 'vite', 'size-limit', 'depcruise', 'knip'] as const) {
    const { command, args } = tool(name, ['--version'])
    expect(command).toBe(process.execPath)
    expect(readFileSync(args[0] ?? '', 'utf8'), name).toMatch(/^#!.*\bnode\b/)
    expect(args[1]).toBe('--version')
  }
})

test('npm is run by this Node.js where its script is known', () => {
  const told = inRoot('node_modules/npm-cli.js')
  expect(npm(['ci'], told)).not.toEqual({ command: process.execPath, args: [told, 'ci'] })
  const { command, args } = npm(['ci'], process.env.npm_execpath)
  expect(args.at(-1)).toBe('ci')
  expect(command === 'npm' || (command === process.execPath && args[0]?.endsWith('npm-cli.js') === true)).toBe(true)
  // Another package manager's script is no npm.
  expect(npm(['ci'], inRoot('scripts/lib/paths.mjs')).args).not.toContain(inRoot('scripts/lib/paths.mjs'))
})

test('what starts programs for users names no file of node_modules/.bin and asks for no shell', () => {
  const sources = filesBelow(['scripts', 'packages', 'apps', 'bench']).filter(
    (path) => /\.(mjs|ts|tsx)$/.test(path) && !path.includes('.test.'),
  )
  expect(sources.length).toBeGreaterThan(100)
  for (const path of sources) {
    expect(readFileSync(inRoot(path), 'utf8'), path).not.toMatch(/node_modules['", /]+\.bin|shell: true/)
  }
})

test('scripts of every package.json are one program each: no syntax of one shell', () => {
  const folders = ['.', ...['packages', 'apps'].flatMap((parent) => readdirSync(inRoot(parent)).map((name) => `${parent}/${name}`))]
  for (const folder of folders) {
    const { scripts = {} } = JSON.parse(readFileSync(inRoot(folder, 'package.json'), 'utf8')) as { scripts?: Record<string, string> }
    for (const [name, line] of Object.entries(scripts)) expect(line, `${folder}: ${name}`).not.toMatch(/[;&|<>$'`*]|^\w+=/)
  }
})
