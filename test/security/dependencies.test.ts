import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'

const ROOT = join(import.meta.dirname, '..', '..')
const versions = z.record(z.string(), z.string()).default({})

const { dependencies, devDependencies, overrides } = z
  .object({ dependencies: versions, devDependencies: versions, overrides: versions.optional() })
  .parse(JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')))

const lock = z
  .object({
    lockfileVersion: z.literal(3),
    packages: z.record(
      z.string(),
      z.object({
        version: z.string().optional(),
        resolved: z.string().optional(),
        integrity: z.string().optional(),
        link: z.boolean().optional(),
        inBundle: z.boolean().optional(),
        hasInstallScript: z.boolean().optional(),
      }),
    ),
  })
  .parse(JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8')))

const installed = Object.entries(lock.packages).filter(([path]) => path !== '')

describe('what is installed', () => {
  it('is named by exact versions alone, which the lock file keeps', () => {
    for (const [name, version] of Object.entries({ ...dependencies, ...devDependencies, ...overrides })) {
      expect([name, version]).toEqual([name, expect.stringMatching(/^\d+\.\d+\.\d+(?:-[\w.]+)?$/)])
      expect([name, lock.packages[`node_modules/${name}`]?.version]).toEqual([name, version])
    }
  })

  it('comes from the registry and nowhere else, each by the digest of its bytes', () => {
    expect(installed.length).toBeGreaterThan(100)
    for (const [path, { integrity, resolved, link, inBundle }] of installed) {
      if (inBundle) continue
      expect([path, integrity], path).toEqual([path, expect.stringMatching(/^sha512-[\w+/]{86}==$/)])
      expect([path, link]).toEqual([path, undefined])
      // Left out, so that whoever installs decides on the registry; the digest holds for all of them.
      expect([path, resolved]).toEqual([path, undefined])
    }
  })

  it('runs no script of its own while it is installed, but for those that are known', () => {
    const scripts = installed.filter(([, { hasInstallScript }]) => hasInstallScript).map(([path]) => path)
    expect(scripts.sort()).toEqual(['node_modules/node'])
  })
})
