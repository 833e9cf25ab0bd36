import { describe, expect, it } from 'vitest'
import { qrPath } from '../shared/qr-path.ts'
import { scanText, wholeSide } from './wall-qr.tsx'

describe('the QR code of a wall', () => {
  it('has modules of whole pixels, as near to its room as they allow, and never too large for the white around it', () => {
    expect(wholeSide(25, 324)).toBe(325)
    for (let room = 150; room < 1_000; room += 7) {
      for (const modules of [21, 25, 29, 33, 41]) {
        const side = wholeSide(modules, room)
        expect(side % modules).toBe(0)
        expect(side).toBeLessThanOrEqual(room * 1.05)
        expect(side).toBeGreaterThan(room - modules)
      }
    }
  })

  it('spells an address in capitals, which need fewer modules, and leaves a path and a query as they are', () => {
    const link = 'http://192.168.1.23:8787/QXQBKP'
    expect(scanText(link)).toBe('HTTP://192.168.1.23:8787/QXQBKP')
    expect(qrPath(scanText(link), 0).size).toBeLessThan(qrPath(link, 0).size)
    for (const kept of [
      'https://hall.example/walls/QXQBKP',
      'https://hall.example/QXQBKP?t=table',
      'https://hall.example/host#pair=ABC234',
    ])
      expect(scanText(kept)).toBe(kept)
  })
})
