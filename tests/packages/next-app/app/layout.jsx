import '@guestwall/react/styles.css'

// Without an icon the browser asks for one that is not there.
export const metadata = { title: 'A wall in Next.js', icons: { icon: 'data:,' } }

/** @param {{ children: import('react').ReactNode }} props */
export default function Layout({ children }) {
  return (
    <html lang="en">
      <body data-theme="linen">{children}</body>
    </html>
  )
}
