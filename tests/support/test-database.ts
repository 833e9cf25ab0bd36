import { inject } from 'vitest'
import { createDatabase } from './postgres.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** The PostgreSQL of the integration project. */
    postgresUrl: string
  }
}

/** An empty database in the PostgreSQL of this test run. Its connection URL. */
export function testDatabase(): Promise<string> {
  return createDatabase(inject('postgresUrl'))
}
