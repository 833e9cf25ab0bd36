import { copyFileSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { build } from 'esbuild'
import { inRoot } from './lib/paths.mjs'

/**
 * Writes each of the server's programs as one file over what the compiler wrote, as a part of the build: Node.js takes longer to find and read
 * 800 small files than to run them. The files of the library stay as they are.
 */
const SERVER = inRoot('packages/server')
const SOURCES = join(SERVER, 'src')
/** Below `src`, and with another ending below `dist`. */
const PROGRAMS = ['main', 'cli/server-process', 'cli/supervisor-process', 'cli/owner-process', 'cli/worker-process', 'stores/sqlite-worker']
/** The one library that is written into the programs: it has 280 files. */
const INSIDE = 'kysely'

const { dependencies } = /** @type {{ dependencies: Record<string, string> }} */ (
  JSON.parse(readFileSync(join(SERVER, 'package.json'), 'utf8'))
)
const outside = Object.keys(dependencies).filter((name) => name !== INSIDE && !name.startsWith('@guestwall/'))

for (const program of PROGRAMS) {
  await build({
    entryPoints: [join(SOURCES, `${program}.ts`)],
    outfile: join(SERVER, 'dist', `${program}.js`),
    allowOverwrite: true,
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    conditions: ['guestwall:source'],
    external: [...outside, '@myriaddreamin/*', 'esbuild'],
    logLevel: 'warning',
    plugins: [{ name: 'places', setup: (plugin) => keepPlaces(plugin, dirname(join(SOURCES, program))) }],
  })
}
copyFileSync(inRoot(`node_modules/${INSIDE}/LICENSE`), join(SERVER, `licenses/${INSIDE}.txt`))

/**
 * Our files look for other files beside themselves, with `import.meta.url`. Inside a program this is where they would stand in `dist`.
 * @param {import('esbuild').PluginBuild} plugin
 * @param {string} folder of the program's source
 */
function keepPlaces(plugin, folder) {
  plugin.onLoad({ filter: /\.ts$/ }, ({ path }) => {
    const place = relative(folder, path).replaceAll('\\', '/').replace(/\.ts$/, '.js')
    return { loader: 'ts', contents: readFileSync(path, 'utf8').replaceAll('import.meta.url', `new URL('${place}', import.meta.url).href`) }
  })
}
