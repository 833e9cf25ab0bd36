/** Names that would make a guest look like the host or the machine. */
const RESERVED = [
  'host',
  'admin',
  'administrator',
  'moderator',
  'guestwall',
  'system',
  '主持人',
  '主持',
  '管理员',
  '管理員',
  '系统',
  '系統',
]

/** Letters of other scripts, digits and symbols that look Latin (from the confusables of Unicode UTS 39, those that spell the names above). */
const LOOK_ALIKES: Readonly<Record<string, string>> = {
  а: 'a',
  ɑ: 'a',
  α: 'a',
  '4': 'a',
  '@': 'a',
  ԁ: 'd',
  е: 'e',
  ё: 'e',
  ε: 'e',
  '3': 'e',
  ɡ: 'g',
  '9': 'g',
  н: 'h',
  һ: 'h',
  η: 'n',
  і: 'i',
  ι: 'i',
  '1': 'i',
  l: 'i',
  ӏ: 'i',
  '|': 'i',
  '!': 'i',
  м: 'm',
  μ: 'm',
  п: 'n',
  о: 'o',
  ο: 'o',
  σ: 'o',
  '0': 'o',
  օ: 'o',
  р: 'p',
  ρ: 'p',
  г: 'r',
  ѕ: 's',
  '5': 's',
  $: 's',
  т: 't',
  τ: 't',
  '7': 't',
  υ: 'u',
  ս: 'u',
  ѡ: 'w',
  ω: 'w',
  ш: 'w',
  х: 'x',
  у: 'y',
}

/** What a name looks like: compatibility forms folded, case, marks, spaces and punctuation gone, look-alikes replaced. */
function skeleton(name: string): string {
  const folded = name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}@$|!]/gu, '')
  return Array.from(folded, (letter) => LOOK_ALIKES[letter] ?? letter).join('')
}

const RESERVED_SKELETONS = new Set(RESERVED.map(skeleton))

/** Whether a guest's name could be taken for the host's or the system's. */
export function isReservedName(name: string): boolean {
  return RESERVED_SKELETONS.has(skeleton(name))
}
