import { collectEncodeFaults } from '@guestwall/protocol/testing'
import { afterAll, afterEach, expect } from 'vitest'

/** In every test, each text that a server in this process encodes must match its schema, and have no field that the schema does not name. */
const faults = collectEncodeFaults()

function expectNoFaults(): void {
  expect(faults.splice(0), 'encoded texts that do not match their schemas').toEqual([])
}

afterEach(expectNoFaults)
afterAll(expectNoFaults)
