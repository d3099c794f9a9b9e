import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { COMMANDS } from '../commands/index.ts'
import { KNOWN_VARIABLES } from '../src/config.ts'
import { createModels } from '../src/models/providers.ts'
import {
  BOT_PERMISSIONS,
  inviteUrl,
  PERMISSION_REASONS,
  PERMISSION_TITLES,
} from '../src/platforms/discord/permissions.ts'
import { STRATEGIES } from '../strategies/index.ts'

const ROOT = join(import.meta.dirname, '..')
const readme = readFileSync(join(ROOT, 'README.md'), 'utf8')
const scripts = z
  .object({ scripts: z.record(z.string(), z.string()) })
  .parse(JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'))).scripts

describe('the README', () => {
  it('lists every strategy with its summary and its source, and no other', () => {
    for (const { name, summary, source } of STRATEGIES)
      expect(readme).toContain(`| \`${name}\` | ${summary} | ${source} |`)
    const listed = [...readme.matchAll(/^\| `([a-z-]+)` \| .* \| .*arXiv.* \|$/gm)].map(([, name]) => name)
    expect(listed).toEqual(STRATEGIES.map(({ name }) => name))
  })

  it('lists every slash command, and no other', () => {
    const listed = [...readme.matchAll(/^\| `\/([a-z]+)` \|/gm)].map(([, name]) => name)
    expect(listed.toSorted()).toEqual(COMMANDS.map(({ name }) => name).toSorted())
  })

  it('names only variables that are read', () => {
    const named = [...readme.matchAll(/`([A-Z][A-Z]+_[A-Z_]+|HOST|PORT|MODEL|ADMINS)`/g)].map(
      ([, name = '']) => name,
    )
    expect(named.length).toBeGreaterThan(5)
    for (const name of named) expect([...KNOWN_VARIABLES, 'RECOURSE_DATA']).toContain(name)
  })

  it('points only at files and npm scripts that exist', () => {
    const paths = [...readme.matchAll(/`((?:src|test|bench|strategies|commands|docs)\/[\w./-]*)`/g)].map(
      ([, path = '']) => path,
    )
    for (const path of paths) expect(existsSync(join(ROOT, path.replaceAll('NAME.ts', ''))), path).toBe(true)
    for (const [, script = ''] of readme.matchAll(/npm run (?:-s )?([\w:-]+)/g))
      expect(scripts).toHaveProperty(script)
  })

  it('leads, as all pages of docs do, to files and headings that there are', () => {
    const pages = ['README.md', ...readdirSync(join(ROOT, 'docs')).map((name) => `docs/${name}`)]
    for (const page of pages.filter((name) => name.endsWith('.md'))) {
      const text = readFileSync(join(ROOT, page), 'utf8')
      for (const [, link = ''] of text.matchAll(/\]\((?!https?:)([^)]+)\)/g)) {
        const [path = '', heading] = link.split('#')
        const file = path === '' ? join(ROOT, page) : join(ROOT, dirname(page), path)
        expect(existsSync(file), `${page}: ${link}`).toBe(true)
        if (heading === undefined) continue
        const headings = [...readFileSync(file, 'utf8').matchAll(/^#+ (.+)$/gm)].map(([, title = '']) =>
          title
            .toLowerCase()
            .replaceAll(/[^\w -]/g, '')
            .replaceAll(' ', '-'),
        )
        expect(headings, `${page}: ${link}`).toContain(heading)
      }
    }
  })

  it('invites the Discord bot with the permissions it needs, each with its reason, and no other', () => {
    expect(readme).toContain(`   ${inviteUrl('APPLICATION_ID')}\n`)
    const [, table = ''] = /\| permission \| what it is for \|\n.*\n((?: {3}\| .*\n)+)/.exec(readme) ?? []
    expect(table.trim().split(/\n {3}/)).toEqual(
      BOT_PERMISSIONS.map((name) => `| ${PERMISSION_TITLES[name]} | ${PERMISSION_REASONS[name]} |`),
    )
  })

  it('names a model of every provider', () => {
    for (const { id } of createModels().choices()) {
      const prefix = id.split(':')[0]
      expect(readme).toContain(`${prefix === 'rehearsal' ? '--model ' : '`'}${prefix}:`)
    }
  })
})
