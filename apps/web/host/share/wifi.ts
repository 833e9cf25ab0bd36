import { forget, recall, remember } from '../../shared/storage.ts'

/** The venue's Wi-Fi, as the host typed it. It stays in this browser and is sent to no server. */
export interface Wifi {
  readonly ssid: string
  /** Empty: an open network. */
  readonly password: string
}

const KEY = 'wifi'

/** The text of a QR code that phones understand as a network to join. */
export function wifiText({ ssid, password }: Wifi): string {
  const secret = password === '' ? 'T:nopass' : `T:WPA;P:${escaped(password)}`
  return `WIFI:${secret};S:${escaped(ssid)};;`
}

/** These characters separate the fields. */
function escaped(text: string): string {
  return text.replace(/[\\;,":]/g, (sign) => `\\${sign}`)
}

export const keptWifi = {
  recall(): Wifi | null {
    try {
      const kept: unknown = JSON.parse(recall(KEY) ?? 'null')
      return isWifi(kept) ? kept : null
    } catch {
      return null
    }
  },
  keep: (wifi: Wifi): void => void remember(KEY, JSON.stringify(wifi)),
  forget: (): void => forget(KEY),
}

function isWifi(value: unknown): value is Wifi {
  if (typeof value !== 'object' || value === null) return false
  const { ssid, password } = value as { readonly ssid?: unknown; readonly password?: unknown }
  return typeof ssid === 'string' && ssid !== '' && typeof password === 'string'
}
