import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { formerKeys, pseudonymKey, pseudonymKeys, pseudonymsOf } from '../../src/command-line/records.ts'
import { readConfig } from '../../src/config.ts'
import { openStore } from '../../src/store/sql-store.ts'
import { aClaim, finished } from '../store/records.ts'
import { runRecourse } from '../support/run-recourse.ts'

const DAY = 24 * 60 * 60_000
const SECRET = 'words that are past their time'

let cwd: string
beforeEach(async () => {
  cwd = await mkdtemp(join(tmpdir(), 'recourse-privacy-'))
})
afterEach(() => rm(cwd, { recursive: true }))

const recourse = (line: string, env: Record<string, string> = {}) =>
  runRecourse(line.split(' '), { cwd, env })

async function someExchanges(): Promise<void> {
  const store = await openStore({ url: join(cwd, 'recourse.sqlite') })
  for (const days of [1, 40, 50]) {
    const claim = aClaim({ at: Date.now() - days * DAY, prompt: `${SECRET}, ${days} days old` })
    await store.claim(claim)
    await store.finish(finished(claim))
  }
  await store.close()
}

describe('recourse retention', () => {
  it('counts what would go, then erases it for good and says how much', async () => {
    await someExchanges()
    const dry = await recourse('retention --dry-run', { RETENTION_DAYS: '30' })
    expect([dry.status, dry.stdout]).toEqual([
      0,
      'Would erase: text of 2 exchanges and 0 comparisons, and 0 reasons given for votes, older than 30 days.\n',
    ])
    const erased = await recourse('retention --compact', { RETENTION_DAYS: '30' })
    expect(erased.stdout).toContain('Erased: text of 2 exchanges')
    const bytes = await readFile(join(cwd, 'recourse.sqlite'))
    expect(bytes.includes(`${SECRET}, 40`)).toBe(false)
    expect(bytes.includes(`${SECRET}, 1 `)).toBe(true)
    expect((await recourse('retention --days 30')).stdout).toContain('text of 0 exchanges')
  })

  it.each([
    ['retention', 1, 'set RETENTION_DAYS, or name a number with --days'],
    ['retention --days 0', 2, 'Give a whole number, 1 or more.'],
  ])('“%s” says what is missing', async (line, status, problem) => {
    await someExchanges()
    const run = await recourse(line)
    expect([run.status, run.stdout]).toEqual([status, ''])
    expect(run.stderr).toContain(problem)
  })

  it('says so where there is no database', async () => {
    const run = await recourse('retention --days 3')
    expect([run.status, run.stderr]).toEqual([1, expect.stringContaining('There is no database')])
  })
})

describe('recourse person', () => {
  const PERSON = '--platform web --workspace local --user ana'

  it('writes what is stored of somebody, also under a former key, and erases it', async () => {
    const { pseudonym } = pseudonymsOf(
      await pseudonymKeys(readConfig({ DATABASE_URL: join(cwd, 'recourse.sqlite') })),
    )
    const store = await openStore({ url: join(cwd, 'recourse.sqlite') })
    const asker = pseudonym({ platform: 'web', workspace: 'local', user: 'ana' })
    await store.claim(aClaim({ asker, prompt: SECRET }))
    await store.close()
    await recourse('rotate-key')
    const written = await recourse(`person ${PERSON}`)
    expect(JSON.parse(written.stdout)).toMatchObject({ requests: [{ text: SECRET, known_as: asker }] })
    const erased = await recourse(`person ${PERSON} --forget`)
    expect(erased.stdout).toBe('Erased: requests 1, comparisons 0, votes 0.\n')
    expect((await readFile(join(cwd, 'recourse.sqlite'))).includes(SECRET)).toBe(false)
    expect(JSON.parse((await recourse(`person ${PERSON}`)).stdout)).toMatchObject({ requests: [] })
  })

  it('makes no key: under a new one nothing would be found of anybody', async () => {
    await someExchanges()
    const run = await recourse(`person ${PERSON}`)
    expect([run.status, run.stdout]).toEqual([1, ''])
    expect(run.stderr).toContain('There is no key file')
    await expect(stat(join(cwd, 'recourse.key'))).rejects.toThrow('ENOENT')
  })

  it('is told by the log when a new one is made for records that are there', async () => {
    await someExchanges()
    const ask = () => recourse('ask Hello --model rehearsal:gemma')
    expect((await ask()).stderr).toContain('there are records but no key of the pseudonyms')
    expect((await ask()).stderr).not.toContain('no key of the pseudonyms')
  })

  it('needs to know who it is', async () => {
    const run = await recourse('person --platform web')
    expect([run.status, run.stderr]).toEqual([2, expect.stringContaining('--workspace')])
  })
})

describe('recourse rotate-key', () => {
  const config = (env: Record<string, string> = {}) =>
    readConfig({ DATABASE_URL: join(cwd, 'recourse.sqlite'), ...env })
  const person = { platform: 'web', workspace: 'local', user: 'ana' }

  it('keeps the former keys beside the new one, the latest first, for their owner only', async () => {
    const first = pseudonymsOf(await pseudonymKeys(config())).pseudonym(person)
    const changed = await recourse('rotate-key')
    expect([changed.status, changed.stdout]).toEqual([0, expect.stringContaining('recourse.key.before')])
    const second = pseudonymsOf(await pseudonymKeys(config()))
    expect(second.formerPseudonyms(person)).toEqual([first])
    await recourse('rotate-key')
    const third = pseudonymsOf(await pseudonymKeys(config()))
    expect(third.formerPseudonyms(person)).toEqual([second.pseudonym(person), first])
    expect(new Set([first, second.pseudonym(person), third.pseudonym(person)]).size).toBe(3)
    for (const file of ['recourse.key', 'recourse.key.before'])
      expect((await stat(join(cwd, file))).mode & 0o777).toBe(0o600)
  })

  it('lets go of former keys, and of who was who', async () => {
    await someExchanges()
    await pseudonymKey(config())
    await recourse('rotate-key')
    const store = await openStore({ url: join(cwd, 'recourse.sqlite') })
    const move = { former: ['old'], current: 'new', at: Date.now() }
    await store.movePseudonyms(move)
    expect((await recourse('rotate-key --discard')).stdout).toContain('Former keys deleted: 1.')
    expect(await formerKeys(config())).toEqual([])
    expect(await store.isUnsettled(move)).toBe(true)
    await store.close()
  })

  it('says what to set where the key is in the environment, and changes no file', async () => {
    const PSEUDONYM_KEY = 'a key of the environment'
    const run = await recourse('rotate-key', { PSEUDONYM_KEY })
    expect(run.stdout).toMatch(/PSEUDONYM_KEY_BEFORE\n- PSEUDONYM_KEY=[0-9a-f]{64}\n/)
    expect(run.stdout).not.toContain(PSEUDONYM_KEY)
    const before = 'a key from before that'
    const names = pseudonymsOf(
      await pseudonymKeys(
        config({ PSEUDONYM_KEY: 'b'.repeat(32), PSEUDONYM_KEY_BEFORE: before.replaceAll(' ', '-') }),
      ),
    )
    expect(names.formerPseudonyms(person)).toHaveLength(1)
  })

  it('says so where there is no key yet, or none can be read', async () => {
    expect((await recourse('rotate-key')).stderr).toContain('so there is none to change')
    await pseudonymKey(config())
    await writeFile(join(cwd, 'recourse.key.before'), 'nonsense\n')
    await expect(pseudonymKeys(config())).rejects.toThrow('holds no keys')
  })
})
