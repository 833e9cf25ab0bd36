import { assemble, type Core, readConfig, sealOf, systemRandom, Tokens } from '@guestwall/server'
import { VirtualClock } from '@guestwall/protocol/testing'
import { MemoryStore } from '@guestwall/server/testing'
import { pino } from 'pino'
import { fileURLToPath } from 'node:url'

/** A server without a port. */
export function assembleServer(): Core {
  const clock = new VirtualClock()
  return assemble(
    {
      config: readConfig({}),
      store: new MemoryStore(),
      secrets: { operatorToken: 'operator-token-of-this-test', oneTimeKey: 'one-time-key-of-this-test', bodyKey: 'body-key-of-the-tests' },
      credentials: new Tokens('token-secret-of-this-test-only-32', 1, clock),
      seal: sealOf('token-secret-of-this-test-only-32'),
      clock,
      random: systemRandom,
      log: pino({ level: 'silent' }),
      // Any folder: no page is asked for.
      webRoot: fileURLToPath(new URL('.', import.meta.url)),
      version: '0.0.0',
      guestUrl: () => 'http://localhost',
    },
    () => 0,
  )
}
