import { expect, test } from 'vitest'
import { isReservedName } from './reserved-names.ts'

test.each([
  'host',
  'Host',
  'HOST',
  'h o s t',
  'Ноst',
  'Аdmin',
  'adm1n',
  'ｈｏｓｔ',
  'Guest Wall',
  'Módérator',
  '主持人',
  ' 管理员 ',
  '官方',
  '司仪',
  '司儀',
  '留言墙',
  'ホスト',
  'Organizer',
  'Ꮋost',
  'ᎻᎾᏚᎢ',
  'ⲏⲟⲋⲧ',
])('%s looks like the host or the system', (name) => {
  expect(isReservedName(name)).toBe(true)
})

test.each([
  'admin123',
  '123admin',
  'adm1n123',
  'h0st2',
  'xX_admin_Xx',
  'Host Anna',
  'the host',
  'h o s t Anna',
  'co-host',
  'SystemAdmin',
  'admin小王',
  '小王host',
  'ad min 2',
  'Guest Wall 小助手',
  'Ноst Анна',
  'ａｄｍｉｎ１２３',
  'xmoderatorx',
  'Official_2026',
  'ho\u200Bst 7',
  '系统消息',
  '主持人小王',
  '小王（主持人）',
  '主 持 人 小王',
  '主·持·人',
  '官 方',
  '婚礼司仪小李',
  '系統公告',
  '本場主辦方',
  '工作人员甲',
])('%s is refused for the reserved word inside it', (name) => {
  expect(isReservedName(name)).toBe(true)
})

test.each([
  'Hostess Anna',
  'Hosta',
  'Johost',
  'Ghost',
  'GHOST 7',
  'Systema',
  'Badminton Bob',
  'Administer',
  'Officially Ana',
  'Phosta',
  '小明',
  'Adam',
  'Ana',
  'Антон',
  '主任',
  '持之以恒',
  '公司仪表部小李',
  '教官方明',
  '关系统一',
  '方官',
  'Ali 123',
])('%s is a guest’s name', (name) => {
  expect(isReservedName(name)).toBe(false)
})
