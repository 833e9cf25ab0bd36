/** The purpose of an adapter, as far as its name, hardware address and addresses show it. */
export type AdapterKind = 'wifi' | 'ethernet' | 'network' | 'hotspot' | 'linkLocal' | 'tunnel' | 'virtualMachine' | 'container'

/** One address of one adapter, from `os.networkInterfaces()`. */
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
/** macOS numbers Wi-Fi and cable adapters alike. */
const MAC_OS_NETWORK = /^en\d+$/

/** First halves of hardware addresses that only virtual adapters and containers have. */
const VIRTUAL_HARDWARE = /^(0a:00:27|00:50:56|00:0c:29|00:05:69|00:15:5d|00:1c:42|52:54:00|fe:54:00|00:16:3e)/i
/** First halves that only the host of virtual machines has (VirtualBox, VMware), whatever the adapters are called. */
const HOST_ONLY_HARDWARE = /^(0a:00:27|00:50:56:c0:00)/i
const CONTAINER_HARDWARE = /^02:42/i

/** The address with which Windows shares its network; the name of the adapter has a star. */
const WINDOWS_HOTSPOT = /\*|^192\.168\.137\.1$/
/** The networks of NetworkManager and create_ap. */
const LINUX_HOTSPOT = /^10\.42\.\d+\.1$|^192\.168\.12\.1$/
/** macOS uses bridges for virtual machines and for internet sharing; sharing has these networks. */
const MAC_OS_BRIDGE = /^bridge1\d\d$/
const MAC_OS_HOTSPOT = /^192\.168\.[2-9]\.1$/

const LINK_LOCAL = /^169\.254\./
/** Addresses that proxy programs make for themselves (198.18.0.0/15). */
const INVENTED = /^198\.1[89]\./

/** Whether the network has only virtual machines and containers of this machine, so that no phone can be on it. */
export function isOwnNetwork(kind: AdapterKind, { name, mac }: InterfaceAddress): boolean {
  return (kind === 'virtualMachine' || kind === 'container') && (!isOrdinary(name) || HOST_ONLY_HARDWARE.test(mac))
}

/**
 * The kind of an adapter. The name counts before the hardware address: inside a virtual machine also the real network has the address of a virtual
 * adapter. Such an adapter counts as real when the system sends its traffic through it (`isDefault`): a host-only adapter is never used for that.
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

/** Whether a real adapter can have this name. */
function isOrdinary(name: string): boolean {
  return (WIFI.test(name) || ETHERNET.test(name) || MAC_OS_NETWORK.test(name)) && !VIRTUAL_MACHINE.test(name) && !CONTAINER.test(name)
}
