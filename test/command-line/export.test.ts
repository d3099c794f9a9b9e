import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { LABELS } from '../../src/crowd/codebook.ts'
import { emojiSetting } from '../../src/crowd/workspace-codebook.ts'
import { workspaceKey } from '../../src/places.ts'
import { openStore } from '../../src/store/sql-store.ts'
import { aClaim, anAttempt, aVote, finished, messageOf } from '../store/records.ts'
import { runRecourse } from '../support/run-recourse.ts'
import { spawnRecourse } from '../support/spawn-recourse.ts'

const ITEMS = 60
const VOTERS = 5

let cwd: string
beforeAll(async () => {
  cwd = await mkdtemp(join(tmpdir(), 'recourse-export-'))
  const store = await openStore({ url: join(cwd, 'recourse.sqlite') })
  for (let item = 0; item < ITEMS; item += 1) {
    const claim = aClaim({
      exchangeId: `e${item}`,
      at: Date.UTC(2026, 10, item < 30 ? 20 : 21),
      prompt: 'planted',
    })
    await store.claim(claim)
    const attempt = anAttempt({ id: 'a', completion: 'A long answer. '.repeat(200) })
    await store.finish(finished(claim, { attempts: [attempt], shownAttempt: 'a', level: 'clearly_fine' }))
    for (let voter = 0; voter < VOTERS; voter += 1) {
      const label = LABELS[(item * (voter < 3 ? 1 : voter)) % LABELS.length] ?? 'not_sure'
      const vote = {
        exchangeId: `e${item}`,
        attemptId: 'a',
        message: messageOf(`m${item}`),
        annotator: `w${voter}`,
      }
      await store.recordVote(aVote({ ...vote, label, emoji: label }))
    }
  }
  await store.close()
})
afterAll(() => rm(cwd, { recursive: true }))

const run = (args: readonly string[], stdin = '') => runRecourse(args, { cwd, stdin })

const linesOf = (text: string) => text.trimEnd().split('\n')

const figures = z.object({
  tasks: z.number(),
  annotators: z.number(),
  votes: z.number(),
  alpha: z.object({ value: z.number(), interval: z.object({ low: z.number() }) }),
})
const item = z.object({
  task: z.string(),
  crowd_label: z.string().nullable(),
  crowd_confidence: z.number().nullable(),
})

describe('export', () => {
  it('writes votes that agreement reads, and a card that tells the same', async () => {
    const exported = await run(['export', '--out', 'votes.csv', '--card', 'card.md'])
    expect(exported).toEqual({ status: 0, stdout: '', stderr: '' })
    const { status, stdout, stderr } = await run(['agreement', 'votes.csv'])
    expect([status, stderr]).toEqual([0, ''])
    const { alpha, ...counts } = figures.parse(JSON.parse(stdout))
    expect(counts).toEqual({ tasks: ITEMS, annotators: VOTERS, votes: ITEMS * VOTERS })
    const [votes, card] = [
      await readFile(join(cwd, 'votes.csv'), 'utf8'),
      await readFile(join(cwd, 'card.md'), 'utf8'),
    ]
    expect(votes.split('\n')).toHaveLength(1 + ITEMS * VOTERS + 1)
    expect(votes + card).not.toContain('planted')
    const { low } = alpha.interval
    expect(card).toContain(`is ${alpha.value.toFixed(3)} (95 % interval over items ${low.toFixed(3)}`)
    for (const file of ['votes.csv', 'card.md']) expect((await stat(join(cwd, file))).mode & 0o077).toBe(0)
  })

  it('writes items with the labels that aggregate finds in the votes of those who are sure', async () => {
    const items = await run(['export', '--rows', 'items', '--format', 'jsonl'])
    const aggregated = await spawnRecourse("recourse export | grep -v ',not_sure,' | recourse aggregate -", {
      cwd,
    })
    const told = linesOf(items.stdout).flatMap((line) => {
      const { task, crowd_label, crowd_confidence } = item.parse(JSON.parse(line))
      return crowd_confidence === null ? [] : [`${task},${crowd_label ?? ''},${crowd_confidence}`]
    })
    expect(linesOf(items.stdout)).toHaveLength(ITEMS)
    expect(linesOf(aggregated.stdout).slice(1).sort()).toEqual(told.sort())
  })

  it.each([
    [['--since', '2026-11-21'], 30 * VOTERS],
    [['--since', '2026-11-21T00:00:00.001Z'], 0],
    [['--workspace', 'home'], ITEMS * VOTERS],
    [['--workspace', 'elsewhere', '--events'], 0],
  ])('with %j writes what that leaves', async (args, rows) => {
    expect(linesOf((await run(['export', ...args])).stdout)).toHaveLength(1 + rows)
  })

  it('takes a method and labels known beforehand', async () => {
    await writeFile(join(cwd, 'gold.csv'), 'task,label\ne0/a,rightly_refused\n')
    const args = ['export', '--rows', 'items', '--method', 'dawid-skene', '--gold', 'gold.csv']
    const [, first, ...more] = linesOf((await run(args)).stdout)
    expect(first).toMatch(/^e0\/a,rightly_refused,gold,rightly_refused,/)
    expect(more).toHaveLength(ITEMS - 1)
  })

  it('writes the card with the emoji of its workspace, also to standard output', async () => {
    const cardOf = async () => (await run(['export', '--out', 'votes.csv', '--card', '-'])).stdout
    expect(await cardOf()).toContain('| 🙅 | refused_harmless |')
    const store = await openStore({ url: join(cwd, 'recourse.sqlite') })
    const { platform, workspace } = messageOf('m0')
    const key = workspaceKey({ platform, workspace })
    await store.setSetting(key, emojiSetting('refused_harmless'), '🙀', 'u', 0)
    await store.close()
    expect(await cardOf()).toContain('| 🙀 | refused_harmless |')
  })

  it('ends quietly when its reader has read enough', async () => {
    const { stdout, stderr } = await spawnRecourse('recourse export --rows items | head -n 2', { cwd })
    expect(stdout.split('\n')).toHaveLength(3)
    expect(stderr).toBe('')
  })

  it.each([
    [['--format', 'xml'], 2, /--format.*Allowed choices are csv, jsonl/],
    [['--rows', 'people'], 2, /Allowed choices are votes, items/],
    [['--since', '2026-02-30'], 2, /Give a day such as 2026-11-21/],
    [['--since', 'yesterday'], 2, /Give a day such as 2026-11-21/],
    [['--method', 'dawid-skene'], 2, /--method goes with --rows items/],
    [['--rows', 'items', '--events'], 2, /--events goes with --rows votes/],
    [['--rows', 'items', '--gold', 'nowhere.csv'], 1, /^There is no file "nowhere.csv"\.\n$/],
    [['--out', 'same.csv', '--card', './same.csv'], 2, /--card and --out name the same place/],
    [['--card', '-'], 2, /--card and --out name the same place/],
    [['--workspace', 'hmoe'], 0, /^Nothing is stored of a workspace "hmoe"\.\n$/],
    [['--out', 'no/such/folder.csv'], 1, /^"no\/such\/folder.csv" cannot be written: .*\n$/],
    [['--card', 'no/such/card.md'], 1, /^The card cannot be written to "no\/such\/card.md"\.\n$/],
  ])('says in a line what is wrong with %j', async (args, expected, line) => {
    const { status, stderr } = await run(['export', ...args])
    expect(status).toBe(expected)
    expect(stderr).toMatch(line)
  })

  it('makes no database where there is none', async () => {
    const { status, stderr } = await runRecourse(['export'], { cwd, env: { DATABASE_URL: 'none.sqlite' } })
    expect([status, stderr]).toEqual([
      1,
      'There is no database "none.sqlite" yet. Run this where Recourse runs, or set DATABASE_URL.\n',
    ])
    await expect(stat(join(cwd, 'none.sqlite'))).rejects.toThrow()
  })
})
