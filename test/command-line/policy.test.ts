import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import {
  freezePolicy,
  learnFromRuns,
  listPolicies,
  showPolicy,
  usePolicy,
} from '../../src/command-line/policy.ts'
import type { PolicyTools } from '../../src/command-line/policy-commands.ts'
import { digestOf } from '../../src/digest.ts'
import { LineLog } from '../../src/evaluation/line-log.ts'
import { configurationOf } from '../../src/evaluation/manifest.ts'
import { filesIn, prepareFolder, readManifest } from '../../src/evaluation/run-folder.ts'
import { USUAL_USERS } from '../../src/evaluation/simulated-user.ts'
import { halfOf } from '../../src/evaluation/split.ts'
import type { Cell } from '../../src/evaluation/types.ts'
import { rehearsalModel } from '../../src/models/rehearsal.ts'
import { startingPolicy } from '../../src/policy/starting-policy.ts'
import { openStore } from '../../src/store/sql-store.ts'
import type { Store } from '../../src/store/store.ts'
import { DEFAULT_SYSTEM_PROMPT } from '../../src/system-prompt.ts'
import { STRATEGIES } from '../../strategies/index.ts'
import { requestTypeOf } from '../../strategies/request-type.ts'
import { cellsOf, makeItem } from '../evaluation/make-cells.ts'
import { NAMES } from '../policy/make-evidence.ts'
import { anAttempt } from '../store/records.ts'
import { runRecourse } from '../support/run-recourse.ts'

const STARTED = Date.UTC(2026, 10, 20, 9, 30)
const MODEL = 'rehearsal:phi3'
/** Ten items of the learning half, of which requests are taken for homonyms. */
const ITEMS = Array.from({ length: 60 }, (_, at) =>
  makeItem(`i${at}`, { prompt: `How do I kill a Python process on port ${8000 + at}?` }),
)
  .filter((item) => halfOf(item) === 'learn')
  .slice(0, 10)

let root: string
let store: Store
let tools: PolicyTools
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'recourse-policy-'))
})
afterAll(() => rm(root, { recursive: true }))
beforeEach(async () => {
  store = await openStore({ url: ':memory:' })
  tools = { store, strategies: NAMES, requestType: requestTypeOf, by: 'me', now: () => STARTED + 60_000 }
})
afterEach(() => store.close())

let folders = 0
/** A run in a folder, of the plain model that refuses everything and of strategies that have so many answered. */
async function aRun(
  answered: Readonly<Record<string, number>>,
  cells = ITEMS.length,
  seed = 1,
): Promise<string> {
  folders += 1
  const folder = join(root, `run${folders}`)
  await mkdir(folder)
  const configuration = configurationOf({
    version: '1',
    data: { name: 'prompts.csv', items: ITEMS, notes: [] },
    seed,
    items: ITEMS,
    models: [{ model: rehearsalModel('phi3'), digest: undefined }],
    arms: ['plain', ...Object.keys(answered)],
    strategies: STRATEGIES,
    policy: startingPolicy,
    systemPrompt: DEFAULT_SYSTEM_PROMPT,
    gate: { guard: 'none', judge: 'none' },
    weights: { detector: 'd', gate: 'g' },
    judge: undefined,
    users: USUAL_USERS,
    maxTokens: 100,
  })
  const arms = Object.keys(answered).length + 1
  const manifest = { format: 1 as const, configuration, digest: digestOf(configuration), node: 'v24' }
  await prepareFolder(
    folder,
    { ...manifest, cells: arms * ITEMS.length, started: new Date(STARTED).toISOString() },
    ITEMS,
  )
  const some = ITEMS.slice(0, cells)
  const journal = LineLog.open(filesIn(folder).cells)
  const keep = (each: readonly Cell[]) => {
    for (const cell of each)
      journal.append({ id: `${cell.item}:${cell.arm}`, cell: { ...cell, model: MODEL } })
  }
  keep(cellsOf('plain', some, 'r'.repeat(10)))
  for (const [strategy, count] of Object.entries(answered)) {
    const more = { level: 'clearly_fine' as const, attempts: [anAttempt({ strategy, model: MODEL })] }
    keep(cellsOf(strategy, some, 'a'.repeat(count).padEnd(10, 'r'), more))
  }
  journal.close()
  return folder
}

/** What a command writes, both streams. */
async function said(act: (outputs: { stdout: PassThrough; stderr: PassThrough }) => Promise<void>) {
  const outputs = { stdout: new PassThrough(), stderr: new PassThrough() }
  await act(outputs)
  const textOf = (stream: PassThrough) => String(stream.read() ?? '')
  return { stdout: textOf(outputs.stdout), stderr: textOf(outputs.stderr) }
}

const learn = (...runs: readonly string[]) => said((outputs) => learnFromRuns(outputs, tools, runs))
const show = (options: Parameters<typeof showPolicy>[2]) =>
  said((outputs) => showPolicy(outputs, tools, options))

describe('recourse policy', () => {
  it('learns from a run once, however often it is given, and shows what it believes', async () => {
    const run = await aRun({ contextual: 8, 'few-shot': 3 })
    expect((await learn(run, run)).stdout).toBe(
      `${run}: 20 refused safe requests asked again, of 1 family of models, scripted stand-ins apart\n`.repeat(
        2,
      ),
    )
    const { stdout } = await show({ scripted: true, type: 'homonyms' })
    const [header, first] = stdout.split('\n').map((line) => line.split(/ {2,}/))
    expect(header).toEqual(['family', 'type', 'strategy', 'answered', 'n', 'believed', '95 %', 'best'])
    // (8.5 + 8) of (10 + 10) cases, the finding's ten among them.
    expect(first).toEqual(['phi-3', 'homonyms', 'contextual', '8', '10', '83 %', '64–95', '96 %'])
    await expect(show({})).rejects.toThrow('Version learning has no evidence about any model yet.')
    expect((await show({ family: 'phi-3' })).stdout).toMatch(/contextual +0 +0 +85 %/)
    expect((await show({ family: 'phi-3', type: 'homonyms' })).stdout).toMatch(/contextual +0 +0 +85 %/)
  })

  it('takes a run as it is now once it has gone on', async () => {
    const half = await aRun({ intent: 4 }, 4, 2)
    const { stdout, stderr } = await learn(half)
    expect(stdout).toContain(': 4 refused')
    expect(stderr).toContain('is not finished (8 of 20 cells): once it is, give it again')
    expect((await learn(await aRun({ intent: 4 }, 10, 2))).stdout).toContain(': 10 refused')
    expect((await store.runEvidence()).map(({ answered, refused }) => answered + refused)).toEqual([10])
  })

  it('freezes what is believed, uses it, and goes back', async () => {
    await learn(await aRun({ intent: 10, contextual: 0 }))
    const freeze = () => said((outputs) => freezePolicy(outputs, tools, '2026-11-a'))
    expect((await freeze()).stdout).toContain('2026-11-a: 20 refused')
    await expect(freeze()).rejects.toThrow('There is a version 2026-11-a already')
    const use = async (version: string) =>
      (await said((outputs) => usePolicy(outputs, tools, version))).stdout
    expect(await use('2026-11-a')).toBe('2026-11-a is in use; before, it was learning.\n')
    const late = await learn(await aRun({ intent: 0 }, 10, 3))
    expect(late.stderr).toContain('Version 2026-11-a is in use, and does not change by this')
    expect((await show({ scripted: true })).stdout).toMatch(/phi-3 +all +intent +10 +10 /)
    expect((await show({ scripted: true, version: 'learning' })).stdout).toMatch(
      /phi-3 +all +intent +10 +20 /,
    )
    const { stdout } = await said((outputs) => listPolicies(outputs, tools))
    expect(stdout).toMatch(/^2026-11-a +2026-11-20 09:31 UTC +you +since 2026-11-20 09:31 UTC, by you$/m)
    expect(stdout).toMatch(/run\d+ +2026-11-20 09:30 UTC +2026-11-20 09:31 UTC +you$/m)
    expect(await use('paper')).toBe('paper is in use; before, it was 2026-11-a.\n')
    await expect(show({})).rejects.toThrow('Version paper rests on no beliefs')
    await expect(use('2026-11-b')).rejects.toThrow('did you mean 2026-11-a?')
  })

  it('names what it cannot use', async () => {
    await expect(learn(root)).rejects.toThrow('holds no run')
    await learn(await aRun({ intent: 1 }))
    await expect(show({ scripted: true, type: 'homonym' })).rejects.toThrow('did you mean homonyms?')
    await expect(show({ version: 'learnin' })).rejects.toThrow('did you mean learning?')
  })

  it('is there on the command line, and its versions answer and are measured', {
    timeout: 60_000,
  }, async () => {
    const cwd = await mkdtemp(join(root, 'cwd-'))
    const run = (...args: readonly string[]) => runRecourse(args, { cwd, env: { JUDGE_MODEL: 'none' } })
    expect(await run('policy', 'use', 'paper')).toMatchObject({
      status: 1,
      stderr: expect.stringContaining('There is no database "recourse.sqlite" yet.'),
    })
    expect((await run('policy', 'learn', await aRun({ intent: 10, contextual: 0 }))).status).toBe(0)
    expect((await run('policy', 'freeze', 'a')).status).toBe(0)
    const evaluate = (version: string) =>
      run(
        'evaluate',
        '--model',
        MODEL,
        '--strategies',
        'policy',
        '--sample',
        '4',
        '--out',
        'out',
        '--policy',
        version,
      )
    expect((await evaluate('learning')).stderr).toContain('freeze it first')
    const measured = await evaluate('a')
    expect(measured.status, measured.stderr).toBe(0)
    expect((await readManifest(join(cwd, 'out')))?.configuration.policy.version).toBe('a')
    expect((await evaluate('paper')).stderr).toContain('other settings (policy)')
  })
})
