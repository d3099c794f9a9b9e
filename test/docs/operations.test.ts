import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import packageJson from '../../package.json' with { type: 'json' }
import { KNOWN_VARIABLES } from '../../src/config.ts'
import { createPrometheus } from '../../src/metrics/prometheus.ts'

const DOCS = join(import.meta.dirname, '..', '..', 'docs')
const text = readFileSync(join(DOCS, 'operations.md'), 'utf8')

describe('docs/operations.md', () => {
  it('explains every metric of Recourse, and no other', async () => {
    const told = [...(await createPrometheus({ version: '1' }).text()).matchAll(/^# TYPE (recourse_\w+) /gm)]
    const rows = text.split('\n').filter((line) => line.startsWith('| `recourse_'))
    const explained = rows.flatMap((row) => [...(row.split('|')[1] ?? '').matchAll(/`(recourse_\w+)`/g)])
    expect(explained.map(([, name]) => name).toSorted()).toEqual(told.map(([, name]) => name).toSorted())
  })

  it('starts Node with the sizes with which `npm start` and the image start it', () => {
    const root = join(DOCS, '..')
    const sizes = (written: string) => [...written.matchAll(/--max-[a-z-]+-size=\d+/g)].map(([flag]) => flag)
    const started = sizes(packageJson.scripts.start)
    expect(started).toHaveLength(2)
    expect(sizes(text)).toEqual(started)
    expect(sizes(readFileSync(join(root, 'Dockerfile'), 'utf8'))).toEqual(started)
  })

  it('names only variables that are read, by it or by compose', () => {
    const named = [...text.matchAll(/`([A-Z]{2,}_[A-Z_]+|HOST|PORT)`/g)].map(([, name]) => name)
    expect(named.length).toBeGreaterThan(10)
    for (const name of named)
      expect([...KNOWN_VARIABLES, 'POSTGRES_PASSWORD', 'REDIS_PASSWORD']).toContain(name)
  })
})
