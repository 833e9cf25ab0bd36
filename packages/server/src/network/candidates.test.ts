import { describe, expect, test } from 'vitest'
import type { InterfaceAddress } from './adapters.ts'
import { candidatesOf, urlOf } from './candidates.ts'

const REAL = '3c:06:30:12:34:56'

/** `name address [mac]`, in the order in which the system tells them. */
function table(...lines: string[]): InterfaceAddress[] {
  return lines.map((line) => {
    const [name = '', address = '', mac = REAL] = line.split(' | ')
    const family = address.includes(':') ? 'IPv6' : 'IPv4'
    return { name, address, mac, family, internal: /^127\.|^::1$/.test(address) }
  })
}

const LINUX_LOOPBACK = ['lo | 127.0.0.1 | 00:00:00:00:00:00', 'lo | ::1 | 00:00:00:00:00:00']

/** The interfaces of a system, the addresses of its default routes, and the adapters that are offered, best first. */
const MACHINES: readonly { name: string; system: InterfaceAddress[]; sources?: string[]; offers: string[] }[] = [
  {
    name: 'Windows: Wi-Fi in 10/8 beside VirtualBox in 192.168/16',
    system: table(
      'VirtualBox Host-Only Network | 192.168.56.1 | 0a:00:27:00:00:0b',
      'Wi-Fi | 10.20.0.15',
      'Loopback Pseudo-Interface 1 | 127.0.0.1',
    ),
    sources: ['10.20.0.15'],
    offers: ['Wi-Fi 10.20.0.15 wifi', 'VirtualBox Host-Only Network 192.168.56.1 virtualMachine'],
  },
  {
    name: 'Windows: Wi-Fi beside VMware in the same kind of network',
    system: table(
      'VMware Network Adapter VMnet1 | 192.168.80.1 | 00:50:56:c0:00:01',
      'VMware Network Adapter VMnet8 | 192.168.171.1 | 00:50:56:c0:00:08',
      'Wi-Fi | 192.168.1.23',
    ),
    offers: [
      'Wi-Fi 192.168.1.23 wifi',
      'VMware Network Adapter VMnet1 192.168.80.1 virtualMachine',
      'VMware Network Adapter VMnet8 192.168.171.1 virtualMachine',
    ],
  },
  {
    name: 'Windows: a VPN that takes all traffic does not win',
    system: table('OpenVPN TAP-Windows6 | 10.8.0.2 | 00:ff:aa:bb:cc:dd', 'Wi-Fi | 10.0.0.5'),
    sources: ['10.8.0.2'],
    offers: ['Wi-Fi 10.0.0.5 wifi', 'OpenVPN TAP-Windows6 10.8.0.2 tunnel'],
  },
  {
    name: 'Windows: WSL and the default switch of Hyper-V',
    system: table(
      'vEthernet (WSL) | 172.29.64.1 | 00:15:5d:3a:01:02',
      'vEthernet (Default Switch) | 172.18.0.1 | 00:15:5d:00:01:00',
      '以太网 | 172.20.14.8',
    ),
    offers: [
      '以太网 172.20.14.8 ethernet',
      'vEthernet (WSL) 172.29.64.1 virtualMachine',
      'vEthernet (Default Switch) 172.18.0.1 virtualMachine',
    ],
  },
  {
    name: 'Windows: an external switch of Hyper-V is the real network, under the hardware address of the real adapter',
    system: table('vEthernet (WSL) | 172.29.64.1 | 00:15:5d:3a:01:02', 'vEthernet (External) | 192.168.1.40'),
    offers: ['vEthernet (External) 192.168.1.40 network', 'vEthernet (WSL) 172.29.64.1 virtualMachine'],
  },
  {
    name: 'Windows: a host-only adapter that was renamed is known by its hardware address',
    system: table('Ethernet 3 | 192.168.56.1 | 0a:00:27:00:00:03', 'WLAN | 10.1.2.3'),
    offers: ['WLAN 10.1.2.3 wifi', 'Ethernet 3 192.168.56.1 virtualMachine'],
  },
  {
    name: 'Windows: the mobile hotspot comes after the network that it shares, and before a VPN',
    system: table('本地连接* 10 | 192.168.137.1', 'Tailscale | 100.101.102.103', 'WLAN | 10.3.4.5'),
    offers: ['WLAN 10.3.4.5 wifi', '本地连接* 10 192.168.137.1 hotspot', 'Tailscale 100.101.102.103 tunnel'],
  },
  {
    name: 'Windows: the hotspot is the only network',
    system: table('Local Area Connection* 2 | 192.168.137.1', 'VirtualBox Host-Only Network | 192.168.56.1 | 0a:00:27:00:00:0b'),
    offers: ['Local Area Connection* 2 192.168.137.1 hotspot', 'VirtualBox Host-Only Network 192.168.56.1 virtualMachine'],
  },
  {
    name: 'Windows: a proxy that invents a network (Clash, sing-box)',
    system: table('Meta | 198.18.0.1', 'Wi-Fi | 192.168.31.77'),
    sources: ['198.18.0.1'],
    offers: ['Wi-Fi 192.168.31.77 wifi', 'Meta 198.18.0.1 tunnel'],
  },
  {
    name: 'Windows: a cable without a router beside Wi-Fi',
    system: table('Ethernet | 169.254.10.20', 'Wi-Fi | 192.168.0.9'),
    offers: ['Wi-Fi 192.168.0.9 wifi', 'Ethernet 169.254.10.20 linkLocal'],
  },
  {
    name: 'macOS: Wi-Fi, with the tunnels and radios that are always there',
    system: table(
      'lo0 | 127.0.0.1',
      'en0 | fe80::1c2d:3e4f:5a6b:7c8d',
      'en0 | 192.168.1.23',
      'awdl0 | fe80::d8:1eff:fe00:1',
      'llw0 | fe80::d8:1eff:fe00:1',
      'utun0 | fe80::f00:1',
      'utun3 | 10.6.0.2',
    ),
    sources: ['10.6.0.2'],
    offers: ['en0 192.168.1.23 network', 'utun3 10.6.0.2 tunnel'],
  },
  {
    name: 'macOS: internet sharing is a real network, after the one that it shares',
    system: table('bridge100 | 192.168.2.1 | 3e:06:30:12:34:64', 'en0 | 10.0.0.7'),
    offers: ['en0 10.0.0.7 network', 'bridge100 192.168.2.1 hotspot'],
  },
  {
    name: 'macOS: the bridge of virtual machines is none',
    system: table('vmenet0 | 192.168.64.9', 'bridge100 | 192.168.64.1 | 3e:06:30:12:34:64', 'en0 | 10.0.0.7'),
    offers: ['en0 10.0.0.7 network', 'vmenet0 192.168.64.9 virtualMachine', 'bridge100 192.168.64.1 virtualMachine'],
  },
  {
    name: 'macOS: Parallels, and two real networks: the one towards the internet first',
    system: table('en7 | 192.168.50.4', 'en0 | 10.11.12.13', 'vnic0 | 10.211.55.2 | 00:1c:42:00:00:08'),
    sources: ['10.11.12.13'],
    offers: ['en0 10.11.12.13 network', 'en7 192.168.50.4 network', 'vnic0 10.211.55.2 virtualMachine'],
  },
  {
    name: 'macOS: a telephone’s hotspot is a network like any other',
    system: table('en0 | 172.20.10.3', 'utun5 | 100.64.1.2'),
    offers: ['en0 172.20.10.3 network', 'utun5 100.64.1.2 tunnel'],
  },
  {
    name: 'Linux: Docker beside a campus network',
    system: table(
      ...LINUX_LOOPBACK,
      'docker0 | 172.17.0.1 | 02:42:ac:11:00:01',
      'br-3f2a9c1b7d55 | 172.18.0.1 | 02:42:9b:00:00:01',
      'wlp3s0 | 172.20.14.8',
    ),
    offers: ['wlp3s0 172.20.14.8 wifi', 'docker0 172.17.0.1 container', 'br-3f2a9c1b7d55 172.18.0.1 container'],
  },
  {
    name: 'Linux: Wi-Fi and cable in two networks: phones are on Wi-Fi',
    system: table(...LINUX_LOOPBACK, 'enp0s31f6 | 192.168.10.5', 'wlan0 | 10.0.0.8'),
    sources: ['192.168.10.5'],
    offers: ['wlan0 10.0.0.8 wifi', 'enp0s31f6 192.168.10.5 ethernet'],
  },
  {
    name: 'Linux: two cables: the one towards the internet first',
    system: table(...LINUX_LOOPBACK, 'eno1 | 192.168.100.1', 'eno2 | 10.4.4.4'),
    sources: ['10.4.4.4'],
    offers: ['eno2 10.4.4.4 ethernet', 'eno1 192.168.100.1 ethernet'],
  },
  {
    name: 'Linux: tunnels of every sort',
    system: table(
      'tun0 | 10.8.0.2 | 00:00:00:00:00:00',
      'wg0 | 10.66.66.2 | 00:00:00:00:00:00',
      'tailscale0 | 100.90.1.1 | 00:00:00:00:00:00',
      'ztks54inm2 | 192.168.191.5 | 5e:c3:79:00:00:01',
      'wlan0 | 10.0.0.8',
    ),
    sources: ['10.66.66.2'],
    offers: [
      'wlan0 10.0.0.8 wifi',
      'wg0 10.66.66.2 tunnel',
      'ztks54inm2 192.168.191.5 tunnel',
      'tun0 10.8.0.2 tunnel',
      'tailscale0 100.90.1.1 tunnel',
    ],
  },
  {
    name: 'Linux: libvirt, LXC, Podman, Kubernetes',
    system: table(
      'virbr0 | 192.168.122.1 | 52:54:00:aa:bb:cc',
      'lxcbr0 | 10.0.3.1 | 00:16:3e:00:00:00',
      'podman0 | 10.88.0.1 | 16:2a:00:00:00:01',
      'cni0 | 10.244.0.1 | 7e:00:00:00:00:01',
      'flannel.1 | 10.244.0.0 | 7e:00:00:00:00:02',
      'vethf00dcafe | 10.1.1.1',
      'eth0 | 172.16.5.5',
    ),
    offers: [
      'eth0 172.16.5.5 ethernet',
      'virbr0 192.168.122.1 virtualMachine',
      'lxcbr0 10.0.3.1 container',
      'podman0 10.88.0.1 container',
      'cni0 10.244.0.1 container',
      'flannel.1 10.244.0.0 container',
      'vethf00dcafe 10.1.1.1 container',
    ],
  },
  {
    name: 'Linux: a hotspot of NetworkManager over a cable',
    system: table(...LINUX_LOOPBACK, 'wlp2s0 | 10.42.0.1', 'enp3s0 | 192.168.1.5'),
    offers: ['enp3s0 192.168.1.5 ethernet', 'wlp2s0 10.42.0.1 hotspot'],
  },
  {
    name: 'Linux: this machine is a virtual machine, and has a tunnel and containers of its own',
    system: table(
      'docker0 | 172.17.0.1 | 02:42:ac:11:00:01',
      'wg0 | 10.66.66.2 | 00:00:00:00:00:00',
      'eth0 | 10.0.2.15 | 52:54:00:12:34:56',
    ),
    sources: ['10.0.2.15'],
    offers: ['eth0 10.0.2.15 ethernet', 'wg0 10.66.66.2 tunnel', 'docker0 172.17.0.1 container'],
  },
  {
    name: 'Linux: a virtual machine whose tunnel takes all traffic',
    system: table('wg0 | 10.66.66.2 | 00:00:00:00:00:00', 'ens3 | 10.0.2.15 | 52:54:00:12:34:56'),
    sources: ['10.66.66.2'],
    offers: ['ens3 10.0.2.15 virtualMachine', 'wg0 10.66.66.2 tunnel'],
  },
  {
    name: 'a container of its own',
    system: table(...LINUX_LOOPBACK, 'eth0 | 172.17.0.2 | 02:42:ac:11:00:02'),
    sources: ['172.17.0.2'],
    offers: ['eth0 172.17.0.2 ethernet'],
  },
  {
    name: 'IPv6 alone: one address of each adapter, the one that the system sends from, and none that needs the name of an adapter',
    system: table(
      'wlan0 | fe80::1234',
      'wlan0 | 2001:db8:1::a',
      'wlan0 | 2001:db8:1::b',
      'eth0 | fd00::5',
      'docker0 | 172.17.0.1 | 02:42:ac:11:00:01',
    ),
    sources: ['2001:db8:1::b'],
    offers: ['wlan0 2001:db8:1::b wifi', 'eth0 fd00::5 ethernet', 'docker0 172.17.0.1 container'],
  },
  {
    name: 'both families: the shorter address',
    system: table('Wi-Fi | 2001:db8:1::a', 'Wi-Fi | fe80::1', 'Wi-Fi | 192.168.1.7'),
    sources: ['192.168.1.7', '2001:db8:1::a'],
    offers: ['Wi-Fi 192.168.1.7 wifi'],
  },
  { name: 'no network', system: table(...LINUX_LOOPBACK), offers: [] },
  { name: 'no network but an address without a router', system: table('en0 | fe80::1'), offers: [] },
]

describe('the addresses of a machine, best first', () => {
  for (const { name, system, sources = [], offers } of MACHINES) {
    test(name, () => {
      expect(candidatesOf(system, sources).map(({ adapter, address, kind }) => `${adapter} ${address} ${kind}`)).toEqual(offers)
    })

    test(`${name}: in whatever order the system tells them, the first is the same`, () => {
      expect(candidatesOf([...system].reverse(), sources)[0]?.address).toBe(candidatesOf(system, sources)[0]?.address)
    })
  }

  test('networks of this machine are distinguished from networks that phones can be on', () => {
    const own = (...lines: string[]) => candidatesOf(table(...lines)).filter(({ isOwnNetwork }) => isOwnNetwork)
    expect(
      own('docker0 | 172.17.0.1 | 02:42:ac:11:00:01', 'Ethernet 3 | 192.168.56.1 | 0a:00:27:00:00:03', 'virbr0 | 192.168.122.1'),
    ).toHaveLength(3)
    expect(own('eth0 | 10.0.2.15 | 52:54:00:12:34:56', 'wg0 | 10.1.1.1', 'Wi-Fi | 10.2.2.2')).toEqual([])
  })
})

test('a link holds an IPv6 address in brackets', () => {
  expect(urlOf('2001:db8:1::b', 8787)).toBe('http://[2001:db8:1::b]:8787')
  expect(urlOf('192.168.1.7', 80)).toBe('http://192.168.1.7:80')
})
