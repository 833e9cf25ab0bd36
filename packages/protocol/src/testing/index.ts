export * from './encode-check.ts'
export * from './parse.ts'
export * from './strict.ts'
