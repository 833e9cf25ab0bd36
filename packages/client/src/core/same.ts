/** Whether two records, or two lists, hold the same things. */
export function isSame<Value extends object>(a: Value, b: Value): boolean {
  const names = Object.keys(b) as (keyof Value)[]
  return names.length === Object.keys(a).length && names.every((name) => a[name] === b[name])
}

/** `next`, or what was there before when it is the same: identity tells a view what changed. */
export function kept<Value extends object>(before: Value | null | undefined, next: Value): Value {
  return before && isSame(before, next) ? before : next
}
