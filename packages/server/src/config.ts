import * as v from 'valibot'
import { isOrigin, isOriginPattern } from './edge/origin-patterns.ts'

/** A variable with a whole number of at least 0. */
const count = (fallback: number) =>
  v.optional(v.pipe(v.string(), v.regex(/^\d{1,9}$/, 'must be a whole number'), v.transform(Number)), String(fallback))
/** Bounds what a mistyped number starts. */
const MAX_WORKERS = 64
/** A shorter secret is accepted with a warning: it is useful for a rehearsal. */
const STRONG_SECRET_LENGTH = 24
const secret = v.optional(v.pipe(v.string(), v.nonEmpty('must not be empty')))
const list = v.pipe(
  v.string(),
  v.transform((text) =>
    text
      .split(',')
      .map((item) => item.trim())
      .filter((item) => item !== ''),
  ),
)

function isBucketAddress(text: string): boolean {
  return URL.canParse(text) && /^https?:$/.test(new URL(text).protocol) && new URL(text).search === '' && new URL(text).username === ''
}

/** Every variable that Guestwall reads, with its form, its default and, as `description`, its purpose. */
const VARIABLES = {
  HOST: v.pipe(
    v.optional(v.pipe(v.string(), v.nonEmpty('must not be empty')), '::'),
    v.description('Address to listen on; `::` takes all, `0.0.0.0` those of IPv4, `127.0.0.1` this computer alone'),
  ),
  PORT: v.pipe(
    v.optional(
      v.pipe(
        v.string(),
        v.regex(/^\d{1,5}$/, 'must be a port from 0 to 65535'),
        v.transform(Number),
        v.maxValue(65535, 'must be a port from 0 to 65535'),
      ),
      '8787',
    ),
    v.description('Port to listen on; 0 takes a free one'),
  ),
  WORKERS: v.pipe(
    v.optional(
      v.pipe(
        v.string(),
        v.regex(/^(auto|[1-9]|[1-5]\d|6[0-4])$/, 'must be auto or a number of processes from 1 to 64'),
        v.transform((text): number | 'auto' => (text === 'auto' ? text : Number(text))),
      ),
      '1',
    ),
    v.description(
      'Processes that serve behind the one port; `auto`: as many as cores. Two more run beside them, the first process and the owner of the store: 2 are four processes in all. With PORT=0 all share one free port, and keep it',
    ),
  ),
  DATA_DIR: v.pipe(
    v.optional(v.pipe(v.string(), v.nonEmpty('must not be empty')), './data'),
    v.description('Folder of the embedded store and of the secrets made on the first run'),
  ),
  DATABASE_URL: v.pipe(
    v.optional(v.pipe(v.string(), v.regex(/^postgres(ql)?:\/\//, 'must begin with postgres:// or postgresql://'))),
    v.description('PostgreSQL to use in place of the embedded store'),
  ),
  REDIS_URL: v.pipe(
    v.optional(v.pipe(v.string(), v.regex(/^rediss?:\/\//, 'must begin with redis:// or rediss://'))),
    v.description('Redis that connects several servers; they share DATABASE_URL, OPERATOR_TOKEN and TOKEN_SECRET'),
  ),
  PUBLIC_URL: v.pipe(
    v.optional(v.pipe(v.string(), v.check(isOrigin, 'must be an origin such as https://wall.example, without a path'))),
    v.description('The address that guests use; without it the address on the local network'),
  ),
  OPERATOR_TOKEN: v.pipe(secret, v.description('Credential that creates sessions; without it one is made and kept in DATA_DIR')),
  TOKEN_SECRET: v.pipe(
    secret,
    v.description('Signs credentials; several servers must share it; without it one is made and kept in DATA_DIR'),
  ),
  TRUST_PROXY: v.pipe(
    v.optional(v.picklist(['0', '1'], 'must be 0 or 1'), '0'),
    v.description('1 when every request comes through a proxy that sets X-Forwarded-Proto, X-Forwarded-Host and X-Forwarded-For'),
  ),
  ALLOWED_ORIGINS: v.pipe(
    v.optional(
      v.pipe(
        list,
        v.array(
          v.pipe(
            v.string(),
            v.check(isOriginPattern, 'must be origins such as https://wall.example or http://localhost:*, separated by commas, or *'),
          ),
        ),
      ),
      '',
    ),
    v.description(
      'Further origins whose pages may connect: `https://wall.example`, `http://localhost:*` for every port, `*` for every page',
    ),
  ),
  METRICS_TOKEN: v.pipe(
    secret,
    v.description(
      'Credential that reads /metrics from another machine; without it only this machine may, or, with TRUST_PROXY=1, whoever comes past the proxy',
    ),
  ),
  FILTER: v.pipe(
    v.optional(v.picklist(['off', 'hold', 'refuse'], 'must be off, hold or refuse'), 'hold'),
    v.description(
      '`hold`, `refuse` or `off`: on a wall whose host has not chosen, a message with a listed word, a link, a telephone number or a repeated text waits for the host, is refused, or is published',
    ),
  ),
  GUEST_POSTS_PER_MINUTE: v.pipe(
    count(30),
    v.description('Messages of one guest a minute, and as many ballots, five of each at once; 0: no limit'),
  ),
  SESSION_POSTS_PER_SECOND: v.pipe(count(100), v.description('Messages of one session a second; 0: no limit')),
  GUEST_PHOTOS: v.pipe(count(30), v.description('Photos of one guest, also those that no message has yet; 0: no limit')),
  SESSION_PHOTOS: v.pipe(
    count(2000),
    v.description(
      'Photos of one session that messages have, and half as many that none has yet; each takes up to 0.6 MB of the image store. 0: no limit',
    ),
  ),
  S3_URL: v.pipe(
    v.optional(v.pipe(v.string(), v.check(isBucketAddress, 'must be the address of a bucket, such as https://s3.example/bucket'))),
    v.description(
      'Bucket for photos, in place of the folder images of DATA_DIR: `https://s3.example/bucket` or `https://bucket.s3.example`. One bucket a wall; several servers share it',
    ),
  ),
  S3_REGION: v.pipe(v.optional(v.string(), 'us-east-1'), v.description('Region of the bucket, as its signatures need it')),
  S3_ACCESS_KEY_ID: v.pipe(secret, v.description('Credential for the bucket: its name')),
  S3_SECRET_ACCESS_KEY: v.pipe(secret, v.description('Credential for the bucket: its secret')),
  JOINS_PER_SECOND: v.pipe(count(300), v.description('New guests of one session a second; 0: no limit')),
  NEWCOMER_SECONDS: v.pipe(
    count(30),
    v.description('Seconds after joining for which a guest is a newcomer; twice as long a guest posts one at a time. 0: nobody is'),
  ),
  NEWCOMER_POSTS_PER_SECOND: v.pipe(
    count(10),
    v.description('Messages of all newcomers of one session a second, beside those of the others; 0: they share SESSION_POSTS_PER_SECOND'),
  ),
  BALLOT_AFTER_SECONDS: v.pipe(count(3), v.description('Seconds after joining from which a guest’s ballot counts; 0: at once')),
  GUEST_REQUESTS_PER_SECOND: v.pipe(
    count(100),
    v.description(
      'Frames and requests that one guest may send a second, of all tabs together; one of 16 KiB counts as 17, a refused one 25 times. Ten seconds of it at once; a faster guest is slowed down, then closed. 0: no limit',
    ),
  ),
  GUEST_SOCKETS: v.pipe(
    count(8),
    v.description(
      'Sockets of one guest, and as many polls that wait; a host has four times, a wall screen’s link eight times as many. 0: no limit',
    ),
  ),
  ADDRESS_REQUESTS_PER_SECOND: v.pipe(
    count(3000),
    v.description(
      'Requests of one address a second without a credential; more wait up to 8 seconds before they are refused. A venue is one address. 0: no limit',
    ),
  ),
  JOINS_ALARM_PER_MINUTE: v.pipe(
    count(600),
    v.description('More new guests of one session in a minute are unusual, and the console says so; 0: never'),
  ),
  CONNECTS_PER_SECOND: v.pipe(
    count(500),
    v.description('New sockets a second; more wait up to 4 seconds before they are refused; 0: no limit'),
  ),
  MAX_CONNECTIONS: v.pipe(count(0), v.description('Open sockets at most; 0: no limit')),
  RETENTION_DAYS: v.pipe(
    count(30),
    v.check((days) => days > 0, 'must be at least 1'),
    v.description(
      'Days after its last event after which a session is deleted with everything in it, drafts excepted; and days for which a guest’s credential is good, which each visit renews, for a year at most',
    ),
  ),
  LOG_LEVEL: v.pipe(
    v.optional(
      v.picklist(
        ['silent', 'fatal', 'error', 'warn', 'info', 'debug', 'trace'],
        'must be silent, fatal, error, warn, info, debug or trace',
      ),
      'info',
    ),
    v.description('Least severe log line to print'),
  ),
}

const EnvironmentSchema = v.object(VARIABLES)

/** The configuration, checked. Names are those of the environment. */
export type Config = v.InferOutput<typeof EnvironmentSchema>

/** Wrong values, one line each. */
export class WrongConfig extends Error {
  override readonly name = 'WrongConfig'
}

/** Reads the configuration. An empty variable counts as absent. Throws `WrongConfig` with one line for each wrong value. */
export function readConfig(environment: Readonly<Record<string, string | undefined>>): Config {
  const given = Object.fromEntries(
    Object.entries(environment).filter(([name, value]) => name in VARIABLES && value !== undefined && value !== ''),
  )
  const parsed = v.safeParse(EnvironmentSchema, given)
  if (parsed.success) {
    const { S3_URL, S3_ACCESS_KEY_ID, S3_SECRET_ACCESS_KEY } = parsed.output
    if (S3_URL === undefined || (S3_ACCESS_KEY_ID !== undefined && S3_SECRET_ACCESS_KEY !== undefined)) return parsed.output
    throw new WrongConfig('S3_URL: needs S3_ACCESS_KEY_ID and S3_SECRET_ACCESS_KEY')
  }
  const lines = parsed.issues.map((issue) => `${v.getDotPath(issue)?.split('.')[0] ?? '?'}: ${issue.message}`)
  throw new WrongConfig([...new Set(lines)].join('\n'))
}

/** The processes that serve. `cores`: of this machine. */
export function workersOf({ WORKERS }: Config, cores: number): number {
  return WORKERS === 'auto' ? Math.min(cores, MAX_WORKERS) : WORKERS
}

/** The configuration of each of several workers: they have an even share of the connections, because these go to them in turn. */
export function shareOf(config: Config, workers: number): Config {
  const share = (total: number) => Math.ceil(total / workers)
  return { ...config, MAX_CONNECTIONS: share(config.MAX_CONNECTIONS), CONNECTS_PER_SECOND: share(config.CONNECTS_PER_SECOND) }
}

/** Settings that are allowed and risky, one line each. */
export function warnings(config: Config): string[] {
  const secrets = ['OPERATOR_TOKEN', 'TOKEN_SECRET'] as const
  const weak = secrets.filter((name) => (config[name]?.length ?? STRONG_SECRET_LENGTH) < STRONG_SECRET_LENGTH)
  // Otherwise each server makes its own, and does not accept the guests of the others.
  const shared = ['DATABASE_URL', 'OPERATOR_TOKEN', 'TOKEN_SECRET'] as const
  const missing = config.REDIS_URL === undefined ? [] : shared.filter((name) => config[name] === undefined)
  const photos = config.REDIS_URL !== undefined && config.S3_URL === undefined
  return [
    ...(photos ? ['REDIS_URL is set and S3_URL is not: the servers show each other’s photos only where they share DATA_DIR/images'] : []),
    ...missing.map((name) => `REDIS_URL is set and ${name} is not: several servers are one wall only where they share it`),
    ...weak.map((name) => `${name} has fewer than ${STRONG_SECRET_LENGTH} characters: whoever guesses it has the wall`),
  ]
}

/** Name and meaning of every variable, for `--help` and the documentation. */
export function describeConfig(): { name: string; meaning: string }[] {
  return Object.entries(VARIABLES).map(([name, schema]) => ({ name, meaning: v.getDescription(schema) ?? '' }))
}
