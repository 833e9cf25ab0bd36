import { afterEach, expect, test } from 'vitest'
import { forget, remember } from '../../shared/storage.ts'
import { keptWifi, wifiText } from './wifi.ts'

afterEach(() => forget('wifi'))

test('the Wi-Fi code names the network and its password, with the signs that separate fields escaped', () => {
  expect(wifiText({ ssid: 'Hotel Garden', password: 'wedding2026' })).toBe('WIFI:T:WPA;P:wedding2026;S:Hotel Garden;;')
  expect(wifiText({ ssid: 'a;b:c', password: 'p\\q",r' })).toBe('WIFI:T:WPA;P:p\\\\q\\"\\,r;S:a\\;b\\:c;;')
})

test('a network without a password is an open one', () => {
  expect(wifiText({ ssid: '来宾', password: '' })).toBe('WIFI:T:nopass;S:来宾;;')
})

test('the Wi-Fi is kept in this browser until it is forgotten; what is no Wi-Fi is none', () => {
  expect(keptWifi.recall()).toBeNull()
  keptWifi.keep({ ssid: '来宾', password: 'x' })
  expect(keptWifi.recall()).toEqual({ ssid: '来宾', password: 'x' })
  keptWifi.forget()
  expect(keptWifi.recall()).toBeNull()
  for (const kept of ['{', '{"ssid":""}', '7', '{"ssid":"a"}']) {
    remember('wifi', kept)
    expect(keptWifi.recall()).toBeNull()
  }
})
