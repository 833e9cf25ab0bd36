import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

const root = new URL('../../', import.meta.url)
const read = (path: string) => readFileSync(new URL(path, root), 'utf8')
const packages = readdirSync(new URL('packages', root)).map(
  (name) => (JSON.parse(read(`packages/${name}/package.json`)) as { name: string }).name,
)
const changesets = readdirSync(new URL('.changeset', root)).filter((name) => name.endsWith('.md') && name !== 'README.md')

test.each(changesets)('the changeset %s names packages of this repository, and how much they change', (name) => {
  const [, head = '', words = ''] = read(`.changeset/${name}`).split('---\n')
  const lines = head.trim().split('\n')
  const unknown = lines.filter((line) => {
    const [, named = ''] = /^'(.+)': (?:patch|minor|major)$/.exec(line) ?? []
    return !packages.includes(named)
  })
  expect([unknown, lines.length > 0, words.trim() !== '']).toEqual([[], true, true])
})
