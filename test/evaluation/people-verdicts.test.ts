import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { expect, it, onTestFinished } from 'vitest'
import { keepPeopleVerdicts, readPeopleVerdicts } from '../../src/evaluation/people-verdicts.ts'

async function folder(): Promise<string> {
  const made = await mkdtemp(join(tmpdir(), 'recourse-people-'))
  onTestFinished(() => rm(made, { recursive: true }))
  return made
}

const CELLS = new Set(['a:plain', 'a:policy', 'b:plain'])
const take = (csv: string, file: string) => keepPeopleVerdicts(Readable.from([csv]), '-', CELLS, file)

it('takes the filled rows of cells.csv, one verdict a cell, and keeps them in place of earlier ones', async () => {
  const file = join(await folder(), 'people.jsonl')
  expect((await readPeopleVerdicts(file)).size).toBe(0)
  await take('cell,verdict_by_people\na:plain,full_refusal\n', file)
  const rows = [
    'cell,item,verdict,verdict_by_people',
    'a:plain,a,full_refusal,full_compliance',
    'a:policy,a,x,',
    'a:plain,a,x, 1_full_compliance ',
    'b:plain,b,x,partial',
  ]
  expect(await take(rows.join('\n'), file)).toBe(2)
  expect([...(await readPeopleVerdicts(file))]).toEqual([
    ['a:plain', 'full_compliance'],
    ['b:plain', 'partial_refusal'],
  ])
})

it('takes what aggregate makes of votes', async () => {
  const file = join(await folder(), 'people.jsonl')
  expect(await take('task,label,confidence\na:plain,full_refusal,1\nb:plain,,\n', file)).toBe(1)
})

it.each([
  ['cell,verdict\na:plain,x\n', 'line 1: there are no columns cell and verdict_by_people'],
  ['cell,verdict_by_people\nz:plain,full_refusal\n', 'line 2: the run has no cell "z:plain".'],
  ['cell,verdict_by_people\na:plain,refused\n', 'line 2: "refused" is no verdict; they read full_compliance'],
  [
    'cell,verdict_by_people\na:plain,full_refusal\na:plain,full_compliance\n',
    'line 3: the cell "a:plain" has two verdicts',
  ],
  ['cell,verdict_by_people\na:plain,\n', 'holds no verdicts'],
])('gives one line for %j, and keeps what it had', async (csv, message) => {
  const file = join(await folder(), 'people.jsonl')
  await writeFile(file, '{"cell":"a:plain","verdict":"full_refusal"}\n')
  const error: unknown = await take(csv, file).catch((caught: unknown) => caught)
  expect(String(error)).toContain(message)
  expect(String(error)).not.toContain('\n')
  expect(await readFile(file, 'utf8')).toBe('{"cell":"a:plain","verdict":"full_refusal"}\n')
})
