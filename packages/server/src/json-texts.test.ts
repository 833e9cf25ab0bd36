import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

/** The sources that make JSON which is no answer, and what it is. All answers are made by the encoders of the protocol. */
const NO_ANSWERS: Readonly<Record<string, string>> = {
  'audit/': 'the audit file, and texts that are signed or hashed',
  'export/': 'files for the host',
  'keepsake/': 'files for the host',
  'storage/sql/rows/': 'columns',
  'storage/sql/insert-rows.ts': 'a parameter of a statement',
  'storage/sql/one-of.ts': 'a parameter of a statement',
  'cluster/bus/hint.ts': 'a message in Redis',
  'cluster/bus/report-hint.ts': 'a message in Redis',
  'network/system-network.ts': 'a file on this machine',
  'handlers/body-hash.ts': 'a text that is hashed',
  'handlers/stored-tokens.ts': 'a text that is hashed',
  'log/decide/ballot-chain.ts': 'a text that is hashed',
  'edge/signed-claims.ts': 'a text that is signed',
  'edge/http/strict-json.ts': 'a name in a sentence',
  'edge/http/query.ts': 'a name in a sentence',
}

const folder = fileURLToPath(new URL('.', import.meta.url))
const sources = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .map((path) => path.replaceAll('\\', '/'))
  .filter((path) => path.endsWith('.ts') && !/\.(test|test-kit|contract)\.ts$|^testing\//.test(path))

/** A text that begins an object or an array of JSON, and a stringifier. */
const MAKES_JSON = /JSON\.stringify|['"`]\{"|:\[\$\{/

test('the server makes no answer as JSON outside the encoders', () => {
  const found = sources.filter((path) => MAKES_JSON.test(readFileSync(folder + path, 'utf8')))
  const isAllowed = (path: string) => Object.keys(NO_ANSWERS).some((allowed) => path.startsWith(allowed))
  expect(
    found.filter((path) => !isAllowed(path)),
    'use an encoder of @guestwall/protocol',
  ).toEqual([])
  // No entry of the table stays after its reason is gone.
  expect(Object.keys(NO_ANSWERS).filter((allowed) => !found.some((path) => path.startsWith(allowed)))).toEqual([])
})
