import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'

const ROOT = resolve(import.meta.dirname, '..')

const filesIn = (...folders: readonly string[]) =>
  folders
    .flatMap((folder) =>
      readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' }).map((file) =>
        join(folder, file),
      ),
    )
    .filter((file) => file.endsWith('.ts'))

const files = filesIn('src', 'strategies', 'commands')

/** What a file imports at run time or as a type: repository paths, or package names. */
function importsOf(file: string): readonly string[] {
  const source = readFileSync(join(ROOT, file), 'utf8')
  return [...source.matchAll(/(?:from|import)\s*\(?\s*'([^']+)'/g)].map(([, target = '']) =>
    target.startsWith('.') ? relative(ROOT, resolve(ROOT, dirname(file), target)) : target,
  )
}

const inside = (folder: string) => files.filter((file) => file.startsWith(folder))

describe('the arrows between the rooms', () => {
  it('leave domain.ts empty-handed', () => {
    expect(importsOf('src/domain.ts')).toEqual([])
  })

  it.each([
    ['src/models', ['src/platforms', 'src/store', 'src/bot.ts', 'src/respond.ts', 'commands', 'strategies']],
    ['src/refusal', ['src/platforms', 'src/store', 'src/bot', 'src/respond.ts', 'commands', 'strategies']],
    ['src/safety', ['src/platforms', 'src/store', 'src/bot', 'src/respond.ts', 'commands', 'strategies']],
    ['src/store', ['src/platforms', 'src/models', 'src/bot', 'src/respond.ts', 'commands', 'strategies']],
    ['strategies', ['src/platforms', 'src/store', 'src/bot', 'src/respond.ts', 'commands']],
    ['commands', ['src/platforms', 'src/models', 'src/bot.ts', 'src/respond.ts', 'src/store/sql-store.ts']],
    ['src/platforms', ['src/models', 'src/store/sql-store.ts', 'src/respond.ts', 'src/bot.ts', 'strategies']],
  ])('let %s know nothing of what stands above or beside it', (folder, forbidden) => {
    const wrong = inside(folder).flatMap((file) =>
      importsOf(file)
        .filter((target) => forbidden.some((place) => target.startsWith(place)))
        .map((target) => `${file} → ${target}`),
    )
    expect(wrong).toEqual([])
  })

  it('keep the flow and the hub away from files, sockets and the environment', () => {
    for (const file of [
      'src/respond.ts',
      'src/second-hearing.ts',
      'src/attempt.ts',
      'src/policy/learned-policy.ts',
      'src/policy/live-policy.ts',
      'src/bot.ts',
    ]) {
      expect(
        importsOf(file).filter((target) => target.startsWith('node:')),
        file,
      ).toEqual([])
    }
  })

  it('leave the statistics of votes pure: they know nothing but each other and the domain’s words', () => {
    const others = ['pseudonym.ts', 'read-emoji.ts', 'workspace-codebook.ts'].map(
      (name) => `src/crowd/${name}`,
    )
    const statistics = inside('src/crowd').filter((file) => !others.includes(file))
    expect(
      statistics
        .flatMap((file) => importsOf(file))
        .filter((target) => target !== 'src/domain.ts' && !target.startsWith('src/crowd/')),
    ).toEqual([])
  })

  it('leave the statistics of evaluation as pure', () => {
    expect(
      inside('src/evaluation/statistics')
        .flatMap((file) => importsOf(file))
        .filter(
          (target) => !target.startsWith('src/crowd/') && !target.startsWith('src/evaluation/statistics/'),
        ),
    ).toEqual([])
  })

  it('let only the command line read the environment', () => {
    const readers = files.filter((file) => readFileSync(join(ROOT, file), 'utf8').includes('process.env'))
    expect(readers).toEqual(['src/main.ts'])
  })

  it('let no file grow past 400 lines', () => {
    const long = [...files, ...filesIn('test')].filter(
      (file) => readFileSync(join(ROOT, file), 'utf8').split('\n').length > 400,
    )
    expect(long).toEqual([])
  })
})

describe('what test files share', () => {
  it('sets no hooks when it is loaded: a worker loads it once for all its files', () => {
    const shared = filesIn('test').filter((file) => !file.endsWith('.test.ts'))
    const hooks = /^(?:before|after)(?:Each|All)\(/m
    expect(shared.filter((file) => hooks.test(readFileSync(join(ROOT, file), 'utf8')))).toEqual([])
  })
})
