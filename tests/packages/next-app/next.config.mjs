const root = import.meta.dirname

/** Without a root Next.js takes the folder of the outermost lock file, which is the one of this repository. */
export default { reactStrictMode: true, turbopack: { root }, outputFileTracingRoot: root }
