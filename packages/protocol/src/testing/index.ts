export * from './builders.ts'
export * from './encode-check.ts'
export * from './parse.ts'
export * from './strict.ts'
