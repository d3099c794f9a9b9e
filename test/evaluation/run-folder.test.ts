import { writeFileSync } from 'node:fs'
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { digestOf } from '../../src/digest.ts'
import { LineLog } from '../../src/evaluation/line-log.ts'
import {
  type Configured,
  configurationOf,
  differences,
  type Manifest,
} from '../../src/evaluation/manifest.ts'
import {
  filesIn,
  prepareFolder,
  readCells,
  readItems,
  readManifest,
} from '../../src/evaluation/run-folder.ts'
import { USUAL_USERS } from '../../src/evaluation/simulated-user.ts'
import type { Cell } from '../../src/evaluation/types.ts'
import { rehearsalModel } from '../../src/models/rehearsal.ts'
import { startingPolicy } from '../../src/policy/starting-policy.ts'
import { DEFAULT_SYSTEM_PROMPT } from '../../src/system-prompt.ts'
import { STRATEGIES } from '../../strategies/index.ts'
import { fixedPolicy } from '../support/respond-parts.ts'

const ITEMS = [
  { id: '1', prompt: 'a', safe: true, type: 'other' },
  { id: '2', prompt: 'b', safe: false, type: 'other', pair: 'p' },
]
const FROM: Configured = {
  version: '1',
  data: { name: 'prompts.csv', items: ITEMS, notes: [] },
  seed: 1,
  items: ITEMS,
  models: [{ model: rehearsalModel('gemma'), digest: undefined }],
  arms: ['plain', 'policy'],
  strategies: STRATEGIES,
  policy: startingPolicy,
  systemPrompt: DEFAULT_SYSTEM_PROMPT,
  gate: { guard: 'none', judge: 'answering' },
  weights: { detector: 'd', gate: 'g' },
  judge: undefined,
  users: USUAL_USERS,
  maxTokens: 100,
}

function manifestOf(changed: Partial<Configured> = {}): Manifest {
  const configuration = configurationOf({ ...FROM, ...changed })
  return {
    format: 1,
    configuration,
    digest: digestOf(configuration),
    cells: 4,
    node: process.version,
    started: new Date().toISOString(),
  }
}

let root: string
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'recourse-run-'))
})
afterAll(() => rm(root, { recursive: true }))

async function fresh(name: string): Promise<string> {
  const folder = join(root, name)
  await mkdir(folder)
  return folder
}

describe('the folder of a run', () => {
  it('holds the plan before anything else, and is taken up by the same plan', async () => {
    const folder = await fresh('plan')
    expect(await prepareFolder(folder, manifestOf(), ITEMS)).toBe(false)
    expect(await readItems(folder)).toEqual(ITEMS)
    expect((await readManifest(folder))?.configuration.sample).toMatchObject({ seed: 1, safe: 1, unsafe: 1 })
    expect(await prepareFolder(folder, manifestOf(), ITEMS)).toBe(true)
  })

  it.each<[string, Partial<Configured>]>([
    ['recourse', { version: '2' }],
    ['data, sample', { data: { ...FROM.data, items: [] }, items: [] }],
    ['sample', { seed: 2 }],
    ['models', { models: [{ model: rehearsalModel('phi3'), digest: undefined }] }],
    ['arms', { arms: ['plain'] }],
    ['strategies', { strategies: STRATEGIES.slice(1) }],
    ['policy', { policy: fixedPolicy([]) }],
    ['systemPrompt', { systemPrompt: { ...DEFAULT_SYSTEM_PROMPT, text: 'Another.' } }],
    ['gate', { gate: { guard: 'none', judge: 'none' } }],
    ['weights', { weights: { detector: 'd', gate: 'refitted' } }],
    ['verdicts', { judge: 'openai:judge' }],
    ['users', { users: { safe: 'leaves', unsafe: 'lies' } }],
    ['maxTokens', { maxTokens: 200 }],
  ])('is not taken up by a run that differs in %s, and says so', async (parts, changed) => {
    const folder = await fresh(parts)
    await prepareFolder(folder, manifestOf(), ITEMS)
    expect(differences(manifestOf().configuration, manifestOf(changed).configuration).join(', ')).toBe(parts)
    await expect(prepareFolder(folder, manifestOf(changed), ITEMS)).rejects.toThrow(`settings (${parts})`)
  })

  it('is not taken up where a plan is missing or cannot be read', async () => {
    const folder = await fresh('lost')
    writeFileSync(filesIn(folder).cells, '')
    await expect(prepareFolder(folder, manifestOf(), ITEMS)).rejects.toThrow('without their manifest.json')
    writeFileSync(filesIn(folder).manifest, '{"format":0}')
    await expect(prepareFolder(folder, manifestOf(), ITEMS)).rejects.toThrow('not of this version')
  })

  it('tells a cell that was run again once, as it was the last time', async () => {
    const folder = await fresh('again')
    const cell: Cell = {
      item: '1',
      model: 'm:1',
      arm: 'plain',
      outcome: 'failed',
      attempts: [],
      asked: false,
      calls: 1,
      tokens: { input: 1, output: 0 },
      milliseconds: 1,
      failure: 'timeout',
    }
    const log = LineLog.open(filesIn(folder).cells)
    for (const each of [cell, { ...cell, item: '2' }, { ...cell, calls: 2 }])
      log.append({ id: `u${each.item}:plain`, cell: each })
    log.close()
    const read = await Array.fromAsync(readCells(folder))
    expect(read.map(({ cell: { item, calls } }) => [item, calls])).toEqual([
      ['2', 1],
      ['1', 2],
    ])
  })
})
