/**
 * The workspace's packages are read from their sources: no build of theirs has to be fresh.
 * @param {object} config
 */
const fromSources = (config) => ({ ...config, conditions: ['guestwall:source'], target: 'es2022', format: 'esm' })

/** The download of each entry: the entry with all that it imports, bundled, minified and compressed with gzip. */
export default [
  { name: '@guestwall/client', path: 'packages/client/src/index.ts', gzip: true, limit: '15360 B', modifyEsbuildConfig: fromSources },
  {
    name: '@guestwall/client/guest',
    path: 'packages/client/src/guest/index.ts',
    gzip: true,
    limit: '4608 B',
    modifyEsbuildConfig: fromSources,
  },
  {
    name: '@guestwall/client/places',
    path: 'packages/client/src/places/index.ts',
    gzip: true,
    limit: '3584 B',
    modifyEsbuildConfig: fromSources,
  },
  {
    name: '@guestwall/client/host',
    path: 'packages/client/src/host/index.ts',
    gzip: true,
    limit: '14336 B',
    modifyEsbuildConfig: fromSources,
  },
  {
    name: '@guestwall/client/photos',
    path: 'packages/client/src/photos/index.ts',
    gzip: true,
    limit: '4864 B',
    modifyEsbuildConfig: fromSources,
  },
  {
    name: '@guestwall/client/screen',
    path: 'packages/client/src/screen/index.ts',
    gzip: true,
    limit: '12928 B',
    modifyEsbuildConfig: fromSources,
  },
  {
    name: '@guestwall/client/reactions',
    path: 'packages/client/src/reactions/index.ts',
    gzip: true,
    limit: '5120 B',
    modifyEsbuildConfig: fromSources,
  },
]
