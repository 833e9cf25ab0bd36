/**
 * Pairs of single characters of a dictionary of OpenCC, `ST` or `TS`: the one, and the first that stands for it.
 * @param {'ST' | 'TS'} direction
 * @returns {Promise<[string, string][]>}
 */
export async function characterPairs(direction) {
  const name = `opencc-js/dict/${direction}Characters`
  const { default: pairs } = /** @type {{ default: string }} */ (await import(name))
  return pairs.split('|').map((pair) => {
    const [from = '', to = ''] = pair.split(' ')
    return [from, to]
  })
}
