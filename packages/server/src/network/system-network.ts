import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { networkInterfaces } from 'node:os'
import { join } from 'node:path'
import type { InterfaceAddress } from './adapters.ts'
import type { KeptChoice } from './guest-addresses.ts'

/** The adapters and addresses of the system. */
export function systemInterfaces(): InterfaceAddress[] {
  return Object.entries(networkInterfaces()).flatMap(([name, addresses = []]) =>
    addresses.map(({ mac, address, family, internal }) => ({ name, mac, address, family, internal })),
  )
}

/** The choice of the operator, in a file of the data folder. A file that cannot be read counts as no choice. */
export function choiceIn(directory: string): KeptChoice {
  const path = join(directory, 'guest-address.json')
  return {
    read() {
      try {
        const { adapter, address } = JSON.parse(readFileSync(path, 'utf8')) as Record<string, unknown>
        return typeof adapter === 'string' && typeof address === 'string' ? { adapter, address } : null
      } catch {
        return null
      }
    },
    write(choice) {
      if (choice === null) rmSync(path, { force: true })
      else writeFileSync(path, `${JSON.stringify(choice)}\n`, { mode: 0o600 })
    },
  }
}
