import swc from '@swc/core'

/**
 * For `node --import`: dependency-cruiser reads TypeScript by swc, because it has no support for TypeScript 7 yet, and asks swc for `.ts` alone.
 * Files with elements of JSX are another syntax.
 * @type {{ parseFileSync(path: string, options?: object): unknown }}
 */
const parser = swc
const { parseFileSync } = swc
parser.parseFileSync = (path, options) => parseFileSync(path, { syntax: 'typescript', ...options, tsx: path.endsWith('.tsx') })
