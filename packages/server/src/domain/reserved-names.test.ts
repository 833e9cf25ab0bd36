import { expect, test } from 'vitest'
import { isReservedName } from './reserved-names.ts'

test.each(['host', 'Host', 'HOST', 'h o s t', 'Ноst', 'Аdmin', 'adm1n', 'ｈｏｓｔ', 'Guest Wall', '主持人', ' 管理员 ', 'Módérator'])(
  '%s looks like the host or the machine',
  (name) => {
    expect(isReservedName(name)).toBe(true)
  },
)

test.each(['Hostess Anna', '小明', 'Adam', 'Ana', '主任', 'Ghost', 'Антон', 'Systema'])('%s is a guest’s name', (name) => {
  expect(isReservedName(name)).toBe(false)
})
