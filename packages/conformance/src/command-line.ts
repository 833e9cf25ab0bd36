import { parseArgs } from 'node:util'
import { ALL_RULES } from './all-rules.ts'
import { NetworkTarget } from './network-target.ts'
import type { Rule } from './rule.ts'
import { runRules, type Verdict } from './run-rules.ts'

const HELP = `guestwall-conformance: which rules of Guestwall's Wire v1 does a server keep?

  guestwall-conformance <address> [<address> ...] [options]

  <address>                 origin of the server, such as http://localhost:8787; several of one wall are used in turn
  --operator-token <token>  credential that creates sessions; or the variable OPERATOR_TOKEN
  --only <text>             rules whose id or title holds the text, such as SEND or SYNC-5; may be given again
  --list                    prints the rules and runs nothing
  --json                    prints the verdicts as JSON
  --help                    prints this

Each rule makes a session of its own, called "Guestwall conformance", and ends it: use a server that is there for tests.
The end is 0 when every rule is kept, 1 when one is broken, 2 when nothing could be run.
`

export interface Output {
  out(text: string): void
  err(text: string): void
}

/** The program, without a process: answers the exit code. */
export async function run(
  args: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
  output: Output,
): Promise<number> {
  const options = read(args)
  if (typeof options === 'string') return refuse(options, output)
  const rules = ALL_RULES.filter((rule) => options.only.every((text) => nameOf(rule).toLowerCase().includes(text.toLowerCase())))
  if (options.help) return say(HELP, output)
  if (rules.length === 0) return refuse('--only leaves no rule; --list prints them', output)
  if (options.list) return say(`${rules.map(nameOf).join('\n')}\n`, output)
  const operatorToken = options.operatorToken ?? environment['OPERATOR_TOKEN']
  if (options.addresses.length === 0) return refuse('give the address of a server, such as http://localhost:8787', output)
  const wrong = options.addresses.find((address) => !/^https?:\/\//.test(address) || !URL.canParse(address))
  if (wrong !== undefined) return refuse(`${wrong} is no address: it begins with http:// or https://`, output)
  if (operatorToken === undefined) return refuse('give --operator-token or set OPERATOR_TOKEN: a session is made for each rule', output)

  const target = new NetworkTarget(options.addresses, operatorToken)
  const unusable = await whyUnusable(target)
  if (unusable !== null) return refuse(unusable, output)
  const verdicts = await runRules(rules, target, (verdict) => {
    if (!options.json) output.out(lineOf(verdict))
  })
  if (options.json) output.out(`${JSON.stringify(verdicts.map(asJson), null, 2)}\n`)
  const broken = verdicts.filter(({ kind }) => kind === 'broken').length
  if (!options.json) output.out(`\n${verdicts.length - broken} of ${verdicts.length} rules are kept by ${target.name}\n`)
  return broken === 0 ? 0 : 1
}

interface Options {
  readonly addresses: readonly string[]
  readonly operatorToken: string | undefined
  readonly only: readonly string[]
  readonly list: boolean
  readonly json: boolean
  readonly help: boolean
}

/** The options, or what is wrong with them. */
function read(args: readonly string[]): Options | string {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        'operator-token': { type: 'string' },
        only: { type: 'string', multiple: true, default: [] },
        list: { type: 'boolean', default: false },
        json: { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
      },
    })
    return { ...values, addresses: positionals, operatorToken: values['operator-token'] }
  } catch (error) {
    return (error as Error).message
  }
}

/** Tries what every rule begins with, so that a wrong token is said once. */
async function whyUnusable(target: NetworkTarget): Promise<string | null> {
  try {
    await (await target.createSession()).end()
    return null
  } catch (error) {
    const { message, cause } = error as Error & { cause?: { message?: string } }
    return `no session could be made at ${target.name}: ${cause?.message ?? message}`
  }
}

function nameOf({ id, title }: Rule): string {
  return `${id} ${title}`
}

function lineOf(verdict: Verdict): string {
  const name = nameOf(verdict.rule)
  if (verdict.kind === 'notRun') return `- ${name}: not run, the target has no ${verdict.lacks.join(', ')}\n`
  if (verdict.kind === 'kept') return `✓ ${name} (${verdict.tookMs} ms)\n`
  return `✗ ${name} (${verdict.tookMs} ms)\n    ${verdict.reason}\n`
}

function asJson({ rule, ...verdict }: Verdict): object {
  return { id: rule.id, title: rule.title, ...verdict }
}

function say(text: string, output: Output): number {
  output.out(text)
  return 0
}

function refuse(text: string, output: Output): number {
  output.err(`guestwall-conformance: ${text}\n--help says more.\n`)
  return 2
}
