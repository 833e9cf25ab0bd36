/** The facts that the server of `npm run dev` gets from the process that starts it; the same for every restart. */
export interface ServerFacts {
  readonly port: number
  /** Folder of the database. */
  readonly data: string
  readonly guestUrl: string
  readonly operatorToken: string
  readonly tokenSecret: string
}

const VARIABLE = 'GUESTWALL_DEV'

export function serverEnvironment(facts: ServerFacts): Record<string, string> {
  return { [VARIABLE]: JSON.stringify(facts) }
}

export function readServerFacts(environment: Readonly<Record<string, string | undefined>>): ServerFacts {
  const text = environment[VARIABLE]
  if (text === undefined) throw new Error('this is the server of `npm run dev`, which starts it')
  return JSON.parse(text) as ServerFacts
}
