/**
 * Which file may import which. `npm run check` holds these rules; `scripts/lib/import-rules.test.ts` breaks each of them once. An import of a
 * type counts as much as any other. Each rule stands alone: no rule, and no second entry of a table, takes back what another forbids.
 */

/** The packages, and what each may import of the others. */
const PACKAGES = {
  'packages/protocol': [],
  'packages/client': ['packages/protocol'],
  'packages/react': ['packages/protocol', 'packages/client'],
  'packages/server': ['packages/protocol'],
  'packages/conformance': ['packages/protocol'],
  'apps/web': ['packages/protocol', 'packages/client', 'packages/react'],
}

/** The ports of the server: what their implementations promise, without any of it. */
const PORTS = ['storage/storage.ts', 'log/store.ts', 'cluster/bus/bus.ts', 'cluster/presence/presence.ts', 'cluster/limits/limits.ts']

/** The imports that each folder and file of `packages/server/src` may have beside its own. A folder that is not listed may not exist. */
const SERVER = {
  domain: [],
  network: [],
  filter: [],
  images: ['domain'],
  'secrets.ts': [],
  'system.ts': ['domain'],
  'config.ts': ['domain', 'edge'],
  storage: ['domain'],
  cluster: ['domain', 'log', ...PORTS],
  observe: ['domain', 'log', ...PORTS],
  log: ['domain', 'storage/storage.ts', 'storage/transaction.ts'],
  stores: ['domain', 'log', 'storage'],
  workers: ['domain', 'cluster', 'stores', 'observe', ...PORTS],
  audit: ['domain', 'log', ...PORTS],
  export: ['domain', 'log', 'audit', ...PORTS],
  keepsake: ['domain', 'log', 'export', 'images', ...PORTS],
  feed: ['domain', 'log', 'observe', ...PORTS],
  handlers: ['domain', 'audit', 'cluster', 'export', 'keepsake', 'filter', 'images', 'log', 'feed', 'observe', ...PORTS],
  edge: ['domain', 'cluster', 'handlers', 'images', 'log', 'feed', 'observe', ...PORTS],
}

/** Files of the server that put its stations together: they may import all of them, and no station imports them. */
const ASSEMBLY = ['app.ts', 'assembly', 'start-app.ts', 'cli', 'index.ts', 'main.ts', 'testing']

/** The files of the server's process that only starts the others: whatever they import takes its memory all evening. */
const SUPERVISOR = [
  'main.ts',
  'cli/supervisor-process.ts',
  'cli/supervise-owner.ts',
  'cli/owner-supervisor.ts',
  'cli/owner-news.ts',
  'cli/titles.ts',
  'workers/sign-watch.ts',
  'cli/asks-for-workers.ts',
  'cli/ending.ts',
  'cli/log-of-process.ts',
  'cli/outlive-readers.ts',
  'cli/program-path.ts',
  'config.ts',
  'edge/origin-patterns.ts',
  'observe/log-destination.ts',
  'system.ts',
  'domain/ports.ts',
]

/** Code that decides: it takes state, input, time and randomness as arguments and returns data. */
const PURE = '^packages/(protocol/src/(?!testing/)|client/src/core/|server/src/(domain|filter|log/decide)/)'

const TEST = '\\.(test|pg\\.test|e2e|test-kit|contract)\\.tsx?$|^(tests|bench|scripts)/|^packages/[^/]+/test/|\\.config\\.ts$'

/** @param {string} text */
const quote = (text) => text.replaceAll('.', '\\.')

/**
 * A pattern for a folder with all that it holds, or for one file.
 * @param {string} root
 * @param {readonly string[]} names
 */
const below = (root, names) => names.map((name) => `^${quote(`${root}/${name}`)}${/\.tsx?$/.test(name) ? '$' : '/'}`)

/** @typedef {Extract<import('dependency-cruiser').IForbiddenRuleType, { to: object }>} Rule */

/**
 * @param {string} name
 * @param {string} comment
 * @param {Rule['from']} from
 * @param {Rule['to']} to
 */
const rule = (name, comment, from, to) => ({ name, comment, severity: /** @type {const} */ ('error'), from, to })

const packageRules = Object.entries(PACKAGES).map(([folder, mayImport]) =>
  rule(
    `package-${folder.split('/')[1]}`,
    `${folder} may import ${mayImport.join(', ') || 'no other package'}`,
    { path: `^${folder}/`, pathNot: TEST },
    { path: '^(packages|apps)/', pathNot: [folder, ...mayImport].map((name) => `^${name}/`) },
  ),
)

const serverRules = Object.entries(SERVER).map(([name, mayImport]) =>
  rule(
    `server-${name}`,
    `${name} may import ${mayImport.join(', ') || 'nothing of the server outside itself'}`,
    { path: below('packages/server/src', [name]), pathNot: TEST },
    { path: '^packages/server/src/', pathNot: below('packages/server/src', [name, ...mayImport]) },
  ),
)

const KNOWN = below('packages/server/src', [...Object.keys(SERVER), ...ASSEMBLY])

const forbidden = [
  rule('no-cycle', 'files do not import each other in a circle, nor for types', {}, { circular: true }),
  rule('resolvable', 'a package has only its public entries', {}, { couldNotResolve: true }),
  ...packageRules,
  rule(
    'public-entries',
    'another package is imported by its name; no path leads into it',
    { path: '^((?:packages|apps)/[^/]+|tests|bench|scripts)/' },
    { path: '^(packages|apps)/', pathNot: '^$1/', dependencyTypesNot: ['aliased-workspace'] },
  ),
  rule(
    'own-name',
    'inside a package the module is imported, not the entry',
    { path: '^(packages/[^/]+)/', pathNot: TEST },
    { path: '^$1/', dependencyTypes: ['aliased-workspace'] },
  ),
  rule('test-entries', 'only tests import the entries for tests', { pathNot: [TEST, '/testing/'] }, { path: '/src/testing/' }),
  rule('no-test-in-source', 'no source imports a test', { pathNot: TEST }, { path: TEST }),
  rule(
    'test-support',
    'tests of a package import its own files and tests/support',
    { path: `^packages/[^/]+/` },
    { path: '^(tests|bench|scripts|apps)/', pathNot: ['^tests/support/', '^scripts/lib/paths\\.mjs$'] },
  ),
  rule(
    'pure',
    'code that decides imports no socket, timer, database or logger; a hash is a function of its input',
    { path: PURE, pathNot: TEST },
    { pathNot: ['^packages/', '/valibot/', '^crypto$'] },
  ),
  rule(
    'client-core',
    'the core of the client imports nothing of the client but its types',
    { path: '^packages/client/src/core/', pathNot: TEST },
    { path: '^packages/client/src/', pathNot: '^packages/client/src/(core/|types\\.ts$)' },
  ),
  rule(
    'client-io',
    'io implements ports: of the client it imports core and types',
    { path: '^packages/client/src/io/', pathNot: TEST },
    { path: '^packages/client/src/', pathNot: '^packages/client/src/((core|io)/|types\\.ts$)' },
  ),
  ...serverRules,
  rule(
    'light-supervisor',
    'the process that only starts the others imports nothing of the server that it does not need',
    { path: below('packages/server/src', SUPERVISOR) },
    { path: '^packages/server/src/', pathNot: below('packages/server/src', SUPERVISOR) },
  ),
  rule(
    'server-known-places',
    'each folder and file of the server is listed in .dependency-cruiser.mjs',
    {},
    { path: '^packages/server/src/', pathNot: [...KNOWN, TEST] },
  ),
]

export default {
  forbidden,
  options: {
    doNotFollow: { path: 'node_modules|/dist/' },
    exclude: { path: '/(node_modules/\\.|dist/)' },
    parser: 'swc',
    tsPreCompilationDeps: true,
    enhancedResolveOptions: { conditionNames: ['guestwall:source', 'import', 'node', 'default'], exportsFields: ['exports'] },
    // The workspaces are named in the root's manifest.
    combinedDependencies: true,
  },
}
