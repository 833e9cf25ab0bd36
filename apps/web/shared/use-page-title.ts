import { useEffect } from 'react'

const PRODUCT = '留言墙 · Guestwall'

/** Names the browser's tab after what it shows; without a name, after the product. */
export function usePageTitle(name: string | null): void {
  useEffect(() => {
    document.title = name ?? PRODUCT
  }, [name])
}
