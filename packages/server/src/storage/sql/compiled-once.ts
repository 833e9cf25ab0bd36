import type { Compilable, CompiledQuery, Kysely } from 'kysely'
import type { Database } from '../schema.ts'

/** Stands for the session's id in a statement that is compiled before the session is known. */
const ANY_SESSION = '\0session'

type OfSession<Row> = (db: Kysely<Database>, sessionId: string) => Compilable<Row>

/**
 * The statement of `build`, compiled once for each database. For the statements of every transaction: to build one costs several times what SQLite
 * takes to run it. `build` may depend on the session's id only as a parameter.
 */
export function compiledOnce<Row>(build: OfSession<Row>): OfSession<Row> {
  const known = new WeakMap<Kysely<Database>, CompiledQuery<Row>>()
  return (db, sessionId) => {
    let compiled = known.get(db)
    if (compiled === undefined) {
      compiled = build(db, ANY_SESSION).compile()
      known.set(db, compiled)
    }
    const parameters = compiled.parameters.map((parameter) => (parameter === ANY_SESSION ? sessionId : parameter))
    const statement = { ...compiled, parameters }
    return { compile: () => statement }
  }
}
