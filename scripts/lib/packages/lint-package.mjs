import { checkPackage, Package } from '@arethetypeswrong/core'
import { publint } from 'publint'
import { formatMessage } from 'publint/utils'
import { manifestOf, packedFiles } from './published.mjs'

/** The packages are modules alone: older ways to import them are refused, on purpose. */
const REFUSED = new Set(['node10', 'node16-cjs'])

/**
 * The faults of a package as its users see it: by publint in its manifest and files, by attw its types in each way to import them.
 * @param {string} folder
 */
export async function lintPackage(folder) {
  return [...(await manifestProblems(folder)), ...(await typeProblems(folder))].map((problem) => `${folder}: ${problem}`)
}

/** @param {string} folder */
async function manifestProblems(folder) {
  const files = packedFiles(folder).map(({ name, data }) => ({ name: `package/${name}`, data }))
  const { messages, pkg } = await publint({ pkgDir: 'package', strict: true, pack: { files } })
  return messages.map((message) => `publint: ${formatMessage(message, pkg, { color: false }) ?? message.code}`)
}

/** @param {string} folder */
async function typeProblems(folder) {
  const { name, version, exports } = manifestOf(folder)
  const files = packedFiles(folder).map((file) => [`/node_modules/${name}/${file.name}`, new Uint8Array(file.data)])
  const result = await checkPackage(new Package(/** @type {Record<string, Uint8Array>} */ (Object.fromEntries(files)), name, version), {
    entrypoints: Object.keys(exports).filter((entry) => !entry.endsWith('.css')),
  })
  if (result.types === false) return ['attw: there are no types']
  return result.problems.flatMap((problem) => {
    const resolution = 'resolutionKind' in problem ? problem.resolutionKind : undefined
    const entry = 'entrypoint' in problem ? problem.entrypoint : ''
    return resolution !== undefined && REFUSED.has(resolution) ? [] : [`attw: ${problem.kind} ${entry} ${resolution ?? ''}`.trimEnd()]
  })
}
