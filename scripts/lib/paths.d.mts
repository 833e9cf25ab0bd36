/** For tests in TypeScript that use the scripts' own ways. */
export const ROOT: string
export const CACHE: string
export function inRoot(...parts: readonly string[]): string
export function tool(name: string, args: readonly string[]): { command: string; args: string[] }
export function npm(args: readonly string[], told?: string): { command: string; args: string[] }
export function packageFolders(): string[]
export function hasWebApp(): boolean
