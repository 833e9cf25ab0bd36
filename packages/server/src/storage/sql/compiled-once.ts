import type { Compilable, CompiledQuery, Kysely } from 'kysely'
import type { Database } from '../schema.ts'

/** Stands for the session's id, and for another value, in a statement that is compiled before they are known. */
const ANY_SESSION = '\0session'
const ANY_VALUE = '\0value'

type OfSession<Row> = (db: Kysely<Database>, sessionId: string) => Compilable<Row>
type OfSessionAnd<Value, Row> = (db: Kysely<Database>, sessionId: string, value: Value) => Compilable<Row>

/**
 * The statement of `build`, compiled once for each database. For the statements of every transaction: to build one costs several times what SQLite
 * takes to run it. `build` may depend on the session's id only as a parameter.
 */
export function compiledOnce<Row>(build: OfSession<Row>): OfSession<Row> {
  const once = compiledOnceWith<unknown, Row>(build)
  return (db, sessionId) => once(db, sessionId, undefined)
}

/** The same for a statement with one more parameter. `build` may depend on the value only as a parameter. */
export function compiledOnceWith<Value, Row>(build: OfSessionAnd<Value, Row>): OfSessionAnd<Value, Row> {
  const known = new WeakMap<Kysely<Database>, CompiledQuery<Row>>()
  return (db, sessionId, value) => {
    let compiled = known.get(db)
    if (compiled === undefined) {
      compiled = build(db, ANY_SESSION, ANY_VALUE as Value).compile()
      known.set(db, compiled)
    }
    const valueOf = (parameter: unknown) => (parameter === ANY_SESSION ? sessionId : parameter === ANY_VALUE ? value : parameter)
    const parameters = compiled.parameters.map(valueOf)
    const statement = { ...compiled, parameters }
    return { compile: () => statement }
  }
}
