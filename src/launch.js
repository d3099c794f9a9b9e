#!/usr/bin/env node
// The first file that runs, in plain JavaScript so that an older Node can read it and say what is missing.
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
if (major < 23 || (major === 23 && minor < 6)) {
  process.stderr.write(
    `Recourse runs on Node 24, but this is Node ${process.versions.node}. It normally brings its own: run "npm ci" with install scripts allowed, or install Node 24.\n`,
  )
  process.exit(1)
}
// Keeps what was compiled for the next start, where it can: https://nodejs.org/api/module.html#module-compile-cache
const { enableCompileCache } = await import('node:module')
enableCompileCache()
const { main } = await import('./main.ts')
await main()
