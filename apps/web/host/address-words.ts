import type { Dictionary } from '../shared/language.ts'

export interface AddressWords {
  readonly title: string
  readonly legend: string
  readonly automatic: string
  readonly onlyHere: string
  /** What an adapter is for; for a kind that is not known here, nothing is said. */
  readonly kinds: Readonly<Record<string, string>>
}

export const ADDRESS_WORDS: Dictionary<AddressWords> = {
  'zh-CN': {
    title: '手机打不开？换一个网络',
    legend: '二维码和链接用哪个网络',
    automatic: '自动选择',
    onlyHere: '只有这台电脑能打开这个地址：它没有连上网络，或者设置（HOST）只让本机访问。',
    kinds: {
      wifi: 'Wi-Fi',
      ethernet: '网线',
      hotspot: '这台电脑的热点',
      linkLocal: '没有路由器',
      tunnel: 'VPN',
      virtualMachine: '虚拟机',
      container: '容器',
    },
  },
  en: {
    title: 'Phones cannot open it? Choose another network',
    legend: 'Network of the QR code and the links',
    automatic: 'Automatic',
    onlyHere: 'Only this computer can open this address: it is on no network, or the configuration (HOST) lets no other in.',
    kinds: {
      wifi: 'Wi-Fi',
      ethernet: 'cable',
      hotspot: 'hotspot of this computer',
      linkLocal: 'no router',
      tunnel: 'VPN',
      virtualMachine: 'virtual machines',
      container: 'containers',
    },
  },
}
