/** What an adapter is for, as far as its name, its hardware address and its addresses tell. */
export type AdapterKind = 'wifi' | 'ethernet' | 'network' | 'hotspot' | 'linkLocal' | 'tunnel' | 'virtualMachine' | 'container'

/** One address of one adapter, as `os.networkInterfaces()` tells it. */
export interface InterfaceAddress {
  readonly name: string
  readonly mac: string
  readonly address: string
  readonly family: 'IPv4' | 'IPv6'
  readonly internal: boolean
}

const TUNNEL =
  /^(utun|tun\d|tun-|tap\d|tap-|wg\d|wg-|tailscale|zt[0-9a-z]{6}|ppp\d|ipsec\d|gre\d|sit\d|ip6tnl|nebula|nordlynx|proton\d|pvpn|cscotun|gpd\d|warp|mullvad|outline|vpn)|TAP-Windows|\bTAP\b|OpenVPN|WireGuard|Wintun|Tailscale|ZeroTier|Hamachi|AnyConnect|Cisco Secure|GlobalProtect|PANGP|Fortinet|FortiClient|Juniper|Pulse Secure|Check ?Point|SonicWall|NordLynx|ProtonVPN|Mullvad|Cloudflare WARP|\bVPN\b|Teredo|isatap|6to4|\bClash\b|\bmihomo\b|sing-?box|v2ray|^Meta$|EasyConnect|Sangfor/i
const CONTAINER =
  /^(dummy\d|docker|br-[0-9a-f]{6,}|veth([0-9a-f]{5,}|\d)|cni|flannel|cali|cilium|podman|lxc|lxd|incusbr|kube|weave|nerdctl|crc)|DockerNAT|\(nat\)|^vEthernet \(.*Docker/i
const VIRTUAL_MACHINE =
  /VirtualBox|VMware|VMnet|Hyper-V Virtual|Parallels|^(vboxnet|virbr|vnet\d|vnic\d|vmenet|prl|macvtap|multipass|mpqemubr|qemu|xenbr|vif\d)|^vEthernet \((WSL|Default Switch|.*WSL)/i
const WIFI = /^(wl|wifi|ath\d|ra\d|rai\d)|Wi-?Fi|WLAN|Wireless|无线/i
const ETHERNET = /^(eth|en[opsx]\w|em\d|usb\d|rndis|lan\d)|^Ethernet|^以太网|^本地连接|^Local Area Connection|^LAN-Verbindung/i
/** macOS counts Wi-Fi and cable alike. */
const MAC_OS_NETWORK = /^en\d+$/

/** The first half of hardware addresses that no device has: of host-only and guest adapters, and of containers. */
const VIRTUAL_HARDWARE = /^(0a:00:27|00:50:56|00:0c:29|00:05:69|00:15:5d|00:1c:42|52:54:00|fe:54:00|00:16:3e)/i
/** Those that only the host of virtual machines has: VirtualBox's and VMware's, whatever their adapters are called. */
const HOST_ONLY_HARDWARE = /^(0a:00:27|00:50:56:c0:00)/i
const CONTAINER_HARDWARE = /^02:42/i

/** Windows shares its network through an adapter with a star in its name, and this address. */
const WINDOWS_HOTSPOT = /\*|^192\.168\.137\.1$/
/** NetworkManager's and create_ap's. */
const LINUX_HOTSPOT = /^10\.42\.\d+\.1$|^192\.168\.12\.1$/
/** macOS bridges virtual machines and its internet sharing alike; sharing has these networks. */
const MAC_OS_BRIDGE = /^bridge1\d\d$/
const MAC_OS_HOTSPOT = /^192\.168\.[2-9]\.1$/

const LINK_LOCAL = /^169\.254\./
/** Addresses that programs invent for themselves (198.18.0.0/15): a proxy that looks like a network. */
const INVENTED = /^198\.1[89]\./

/** Whether no phone can be on its network: it leads to this machine's own virtual machines and containers. */
export function isOwnNetwork(kind: AdapterKind, { name, mac }: InterfaceAddress): boolean {
  return (kind === 'virtualMachine' || kind === 'container') && (!isOrdinary(name) || HOST_ONLY_HARDWARE.test(mac))
}

/**
 * What an adapter is. A name tells more than a hardware address: inside a virtual machine the only network has the address of one, too. Such an
 * adapter counts as real where the system sends its traffic through it (`isDefault`), which no host-only adapter is used for.
 */
export function kindOf({ name, mac, address }: InterfaceAddress, isDefault: boolean): AdapterKind {
  if (INVENTED.test(address)) return 'tunnel'
  if (MAC_OS_BRIDGE.test(name)) return MAC_OS_HOTSPOT.test(address) ? 'hotspot' : 'virtualMachine'
  if (VIRTUAL_MACHINE.test(name)) return 'virtualMachine'
  if (CONTAINER.test(name)) return 'container'
  if (TUNNEL.test(name)) return 'tunnel'
  if (!(isDefault && isOrdinary(name)) || HOST_ONLY_HARDWARE.test(mac)) {
    if (VIRTUAL_HARDWARE.test(mac)) return 'virtualMachine'
    if (CONTAINER_HARDWARE.test(mac)) return 'container'
  }
  if (LINK_LOCAL.test(address)) return 'linkLocal'
  if (WINDOWS_HOTSPOT.test(name) || WINDOWS_HOTSPOT.test(address)) return 'hotspot'
  if (WIFI.test(name) || /^ap\d/.test(name)) return LINUX_HOTSPOT.test(address) ? 'hotspot' : 'wifi'
  return ETHERNET.test(name) ? 'ethernet' : 'network'
}

/** Whether a real adapter may be called so. */
function isOrdinary(name: string): boolean {
  return (WIFI.test(name) || ETHERNET.test(name) || MAC_OS_NETWORK.test(name)) && !VIRTUAL_MACHINE.test(name) && !CONTAINER.test(name)
}
