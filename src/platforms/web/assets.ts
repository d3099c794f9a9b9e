import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { extname } from 'node:path'

const TYPES: Readonly<Record<string, string>> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
}

export interface Asset {
  readonly type: string
  readonly body: string
}

export interface Assets {
  /** Path of the folder they are served under; it changes with their content, so they may be kept for ever. */
  readonly base: string
  get(name: string): Asset | undefined
}

/** Reads the style sheets, scripts and pictures of the client folder once. */
export function loadAssets(folder = new URL('./client/', import.meta.url)): Assets {
  const hash = createHash('sha256')
  const files = new Map<string, Asset>()
  for (const name of readdirSync(folder).sort()) {
    const type = TYPES[extname(name)]
    if (type === undefined) continue
    const body = readFileSync(new URL(name, folder), 'utf8')
    hash.update(name).update('\0').update(body).update('\0')
    files.set(name, { type, body })
  }
  return { base: `/assets/${hash.digest('hex').slice(0, 12)}`, get: (name) => files.get(name) }
}
