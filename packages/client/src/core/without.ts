/** The map without this key: the same one if it has no such key. */
export function without<Key, Value>(map: ReadonlyMap<Key, Value>, key: Key): ReadonlyMap<Key, Value> {
  const copy = new Map(map)
  return copy.delete(key) ? copy : map
}
