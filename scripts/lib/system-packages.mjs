import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { run } from './run.mjs'

const OLDEST_POSTGRES = 15
/** The names of Debian's packages, and how to see that a program is there, however it was installed. */
const NEEDED = [
  { name: 'chromium-headless-shell', isThere: hasChromium },
  { name: 'firefox-esr', isThere: () => onPath('firefox-esr') },
  { name: 'webkit2gtk-driver', isThere: () => onPath('WebKitWebDriver') },
  { name: 'xvfb', isThere: () => onPath('Xvfb') },
  { name: 'dbus', isThere: () => onPath('dbus-run-session') },
  { name: 'postgresql', isThere: hasPostgres },
  { name: 'redis-server', isThere: () => onPath('redis-server') && onPath('redis-cli') },
  { name: 'nginx', isThere: () => onPath('nginx') || existsSync('/usr/sbin/nginx') },
  { name: 'poppler-utils', isThere: () => onPath('pdftotext') },
  { name: 'openssl', isThere: () => onPath('openssl') },
  { name: 'fonts-noto-cjk', isThere: () => hasFont('Noto Sans CJK', '/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc') },
  { name: 'fonts-noto-color-emoji', isThere: () => hasFont('Noto Color Emoji', '/usr/share/fonts/truetype/noto/NotoColorEmoji.ttf') },
]

/** Installs the system packages that tests need, or ends with one line that says what to install. */
export async function ensureSystemPackages() {
  const missing = missingPackages()
  if (missing.length === 0) return
  if (!canInstall()) fail(missing)
  console.log(`Installing Debian packages: ${missing.join(' ')}.`)
  const env = { DEBIAN_FRONTEND: 'noninteractive' }
  const updated = await run('apt-get', ['update', '-q'], { show: true, env })
  if (!updated.ok) fail(missing)
  const installed = await run('apt-get', ['install', '-y', '-q', '--no-install-recommends', ...missing], { show: true, env })
  const stillMissing = missingPackages()
  if (!installed.ok || stillMissing.length > 0) fail(stillMissing)
  console.log(`✓ system packages ${(updated.seconds + installed.seconds).toFixed(1)} s`)
}

/** Which of these are not there; of all when none is named. */
export function missingPackages(names = NEEDED.map(({ name }) => name)) {
  return NEEDED.filter((needed) => names.includes(needed.name) && !needed.isThere()).map((needed) => needed.name)
}

function canInstall() {
  return process.getuid?.() === 0 && existsSync('/etc/debian_version') && onPath('apt-get')
}

/**
 * @param {string[]} missing
 * @returns {never}
 */
function fail(missing) {
  console.error(`The tests need ${howToInstall(missing)}`)
  process.exit(1)
}

/**
 * The names of what is missing and the line that installs it.
 * @param {string[]} missing
 */
export function howToInstall(missing) {
  return `${missing.join(', ')} (Debian's names; PostgreSQL ${OLDEST_POSTGRES} or newer). On Debian: sudo apt-get update && sudo apt-get install -y ${missing.join(' ')}`
}

/** @param {string} command */
function onPath(command) {
  return (process.env.PATH ?? '').split(delimiter).some((folder) => folder !== '' && existsSync(join(folder, command)))
}

/** The headless shell is the same engine without a browser's windows: the tests with it end in two thirds of the time. A whole Chromium does too. */
function hasChromium() {
  if (process.env.CHROMIUM_PATH !== undefined || onPath('chromium-headless-shell')) return true
  return !canInstall() && onPath('chromium')
}

function hasPostgres() {
  const debian = '/usr/lib/postgresql'
  const versions = existsSync(debian) ? readdirSync(debian).filter((version) => existsSync(join(debian, version, 'bin/initdb'))) : []
  return versions.some((version) => Number(version) >= OLDEST_POSTGRES) || onPath('initdb')
}

/**
 * @param {string} family
 * @param {string} debianFile
 */
function hasFont(family, debianFile) {
  return existsSync(debianFile) || spawnSync('fc-list', [family], { encoding: 'utf8' }).stdout?.includes(family) === true
}
