/** The last item of a list. Browsers from before 2022 have no `Array.prototype.at`. */
export function last<Item>(items: readonly Item[]): Item | undefined {
  return items[items.length - 1]
}
