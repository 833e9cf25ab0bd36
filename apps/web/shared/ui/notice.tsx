/** A problem, read by a screen reader at once. It stays on the page while there is nothing to say: only a change is read out. */
export function Problem({ children }: { readonly children: string | null }) {
  return (
    <p role="alert" className="problem">
      {children}
    </p>
  )
}
