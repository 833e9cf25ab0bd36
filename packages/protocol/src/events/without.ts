/** The items without the one of this id. */
export function without<Item extends { readonly id: string }>(items: readonly Item[], { id }: { readonly id: string }): Item[] {
  return items.filter((item) => item.id !== id)
}
