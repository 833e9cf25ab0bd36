/** As much of k6 as scenarios/k6.js uses: its modules are part of its program and not on npm. */
declare const __ENV: Readonly<Record<string, string | undefined>>

declare module 'k6/execution' {
  const exec: { readonly vu: { readonly idInTest: number } }
  export default exec
}

declare module 'k6/metrics' {
  class Metric {
    constructor(name: string, isTime?: boolean)
    add(value: number, tags?: Readonly<Record<string, string>>): void
  }
  export { Metric as Counter, Metric as Trend }
}

declare module 'k6/websockets' {
  export class WebSocket {
    constructor(url: string, protocols: readonly string[])
    onopen: () => void
    onmessage: (message: { readonly data: string }) => void
    onerror: () => void
    send(text: string): void
    close(): void
  }
}
