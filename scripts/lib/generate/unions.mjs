import { readdirSync, readFileSync } from 'node:fs'
import { inRoot } from '../paths.mjs'

const SOURCES = 'packages/protocol/src'

/**
 * The files of a folder that define one type each: those that call `marker` with the name of the type.
 * @param {string} folder
 * @param {RegExp} marker
 */
function definitionsIn(folder, marker) {
  return readdirSync(inRoot(SOURCES, folder))
    .filter((file) => /^[a-z-]+\.ts$/.test(file))
    .sort()
    .flatMap((file) => {
      const type = marker.exec(readFileSync(inRoot(SOURCES, folder, file), 'utf8'))?.[1]
      return type === undefined ? [] : [{ file, type, name: camelCase(file.replace(/\.ts$/, '')) }]
    })
}

/** @param {string} text */
function camelCase(text) {
  return text.replace(/-([a-z])/g, (part) => part.slice(1).toUpperCase())
}

/** @param {string} text */
function pascalCase(text) {
  return text.charAt(0).toUpperCase() + text.slice(1)
}

/** The event types, from `events/`. */
export function eventsModule() {
  const events = definitionsIn('events', / eventSchema\(\s*'([^']+)'/)
  return `// Generated from the files in events/ by \`npm run generate\`. Do not edit.
${events.map(({ file, name }) => `import { ${name}, ${name}Schema, reduce${pascalCase(name)} } from '../events/${file}'`).join('\n')}

/** The schema of each event type. */
export const EVENT_SCHEMAS = [
${events.map(({ name }) => `  ${name}Schema,`).join('\n')}
] as const

/** The reducer of each event type. */
export const REDUCERS = {
${events.map(({ type, name }) => `  '${type}': reduce${pascalCase(name)},`).join('\n')}
} as const

/** The facts of each event type. */
export const EVENTS = {
${events.map(({ type, name }) => `  '${type}': ${name},`).join('\n')}
} as const
`
}

/** The commands of a socket, from `commands/`. */
export function commandsModule() {
  const commands = definitionsIn('commands', /type: v\.literal\('([^']+)'\)/)
  return `// Generated from the files in commands/ by \`npm run generate\`. Do not edit.
${commands.map(({ file, name }) => `import { ${name}, ${pascalCase(name)}Schema } from '../commands/${file}'`).join('\n')}

${commands.map(({ file, name }) => `export { ${pascalCase(name)}Schema } from '../commands/${file}'`).join('\n')}

/** The schema of each command. */
export const COMMAND_SCHEMAS = [
${commands.map(({ name }) => `  ${pascalCase(name)}Schema,`).join('\n')}
] as const

/** The facts of each command. */
export const COMMANDS = {
${commands.map(({ type, name }) => `  ${type}: ${name},`).join('\n')}
} as const

/** The result fields of an \`ack\`. */
export const COMMAND_RESULTS = {
${commands.map(({ name }) => `  ...${name}.result,`).join('\n')}
} as const
`
}
