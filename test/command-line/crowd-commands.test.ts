import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { FOUR_CODERS, TOY_WORKERS } from '../crowd/known-votes.ts'
import { runRecourse } from '../support/run-recourse.ts'
import { spawnRecourse } from '../support/spawn-recourse.ts'

let cwd: string
beforeAll(async () => {
  cwd = await mkdtemp(join(tmpdir(), 'recourse-crowd-'))
})
afterAll(() => rm(cwd, { recursive: true }))

const HEADER = 'task,worker,label\n'
const votes = (rows: readonly string[]) =>
  HEADER +
  rows
    .flatMap((row, worker) =>
      [...row].flatMap((label, task) => (label === '.' ? [] : `t${task + 1},w${worker + 1},${label}\n`)),
    )
    .join('')

const run = (args: readonly string[], stdin = '') => runRecourse(args, { cwd, stdin })

const statistic = z.union([
  z.strictObject({ value: z.number() }),
  z.strictObject({ value: z.null(), reason: z.string() }),
])
const interval = z.union([z.strictObject({ low: z.number(), high: z.number() }), statistic])
const figures = z.strictObject({
  tasks: z.number(),
  annotators: z.number(),
  votes: z.number(),
  labels: z.number(),
  usable: z.strictObject({ tasks: z.number(), votes: z.number() }),
  level: z.string(),
  alpha: z.union([
    z.strictObject({ value: z.number(), interval }),
    z.strictObject({ value: z.null(), reason: z.string(), interval }),
  ]),
  rawAgreement: statistic,
  fleissKappa: statistic,
  cohenKappa: statistic,
  entropy: statistic,
})

async function agreement(stdin: string, ...args: readonly string[]) {
  const { status, stdout, stderr } = await run(['agreement', '-', ...args], stdin)
  return { status, stderr, figures: figures.parse(JSON.parse(stdout)) }
}

describe('aggregate', () => {
  it('writes the majority of each task and its share as CSV, and nothing else, to standard output', async () => {
    await writeFile(join(cwd, 'votes.csv'), votes(['ab', 'ab', 'bb']))
    const { status, stdout, stderr } = await run(['aggregate', 'votes.csv'])
    expect(status).toBe(0)
    expect(stdout).toBe('task,label,confidence\nt1,a,0.666667\nt2,b,1\n')
    expect(stderr).toBe('Votes: 6, by 3 workers on 2 tasks.\n')
  })

  it('leaves the label of a tied task empty, and says so', async () => {
    const { status, stdout, stderr } = await run(['aggregate', '-'], votes(['ab', 'bb']))
    expect(status).toBe(0)
    expect(stdout).toBe('task,label,confidence\nt1,,0.5\nt2,b,1\n')
    expect(stderr).toContain('Tied, and so without a label: 1 of 2 tasks.')
  })

  it('labels by Dawid–Skene, and warns of annotators with few votes', async () => {
    const toy = await run(['aggregate', '-', '--method', 'dawid-skene'], votes(TOY_WORKERS))
    expect(toy.status).toBe(0)
    expect(toy.stdout.replaceAll(/,[\d.]+$/gm, '')).toBe(
      'task,label,confidence\nt1,y\nt2,y\nt3,n\nt4,y\nt5,n\n',
    )
    expect(toy.stderr).toMatch(/converged in round \d+\.\n$/)
    expect(toy.stderr).not.toContain('fewer than 5')
    const few = await run(['aggregate', '-', '--method', 'dawid-skene'], votes(['ab', 'ab']))
    expect(few.stderr).toContain('fewer than 5 times')
  })

  it.each(['majority', 'dawid-skene'])('holds gold tasks to their label, by %s', async (method) => {
    await writeFile(join(cwd, 'gold.csv'), 'task,label\nt1,b\nelsewhere,a\n')
    const { stdout, stderr } = await run(
      ['aggregate', '-', '--method', method, '--gold', 'gold.csv'],
      votes(['aa', 'aa']),
    )
    expect(stdout).toContain('\nt1,b,1\n')
    expect(stderr).toContain('Gold tasks with votes: 1 of 2.')
  })

  it('refuses gold that contradicts itself, with the line', async () => {
    await writeFile(join(cwd, 'twice.csv'), 'task,label\nt1,b\nt1,a\n')
    const { status, stdout, stderr } = await run(['aggregate', '-', '--gold', 'twice.csv'], votes(['a']))
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' })
    expect(stderr).toBe('twice.csv, line 3: the task "t1" was "b" before, and is "a" here.\n')
  })

  it('lets no spreadsheet run what is in a task or a label', async () => {
    const { stdout } = await run(['aggregate', '-'], `${HEADER}"=HYPERLINK(""x"",1)",w,@SUM(1)\n-7,w,+1\n`)
    expect(stdout).toBe(`task,label,confidence\n"'=HYPERLINK(""x"",1)",'@SUM(1),1\n-7,+1,1\n`)
  })

  it('ends with 1 and one line for a bad row', async () => {
    const { status, stdout, stderr } = await run(['aggregate', '-'], `${HEADER}t,w,a\nt,w\n`)
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' })
    expect(stderr).toBe('standard input, line 3: the row has more or fewer cells than the header.\n')
  })

  it('writes only a header for a file without votes', async () => {
    for (const method of ['majority', 'dawid-skene']) {
      const { status, stdout } = await run(['aggregate', '-', '--method', method], HEADER)
      expect({ status, stdout }).toEqual({ status: 0, stdout: 'task,label,confidence\n' })
    }
  })

  it('counts a vote that is there twice, and says so', async () => {
    const { stdout, stderr } = await run(['aggregate', '-'], `${HEADER}t,w,a\nt,w,a\nt,v,b\n`)
    expect(stdout).toContain('t,a,0.666667')
    expect(stderr).toContain("Votes that repeat a worker's vote on the same task, each of which counts: 1.")
  })

  it('reads a hundred thousand votes without losing one', async () => {
    const many = Array.from({ length: 100_000 }, (_, id) => `"task ${id % 1_000}",w${id},l${id % 1_000}\n`)
    const { stdout, stderr } = await run(['aggregate', '-'], HEADER + many.join(''))
    expect(stderr).toContain('Votes: 100000, by 100000 workers on 1000 tasks.')
    expect(stdout.split('\n')).toHaveLength(1_002)
    expect(stdout).toContain('\ntask 999,l999,1\n')
  })

  it('ends quietly where nobody reads on', async () => {
    const many = Array.from({ length: 20_000 }, (_, id) => `task ${id},w,a\n`)
    await writeFile(join(cwd, 'many.csv'), HEADER + many.join(''))
    const { status, stdout, stderr } = await spawnRecourse('recourse aggregate many.csv | head -n 1', { cwd })
    expect({ status, stdout }).toEqual({ status: 0, stdout: 'task,label,confidence\n' })
    expect(stderr).toBe('Votes: 20000, by 1 workers on 20000 tasks.\n')
  })

  it('ends with 2 for a method there is not, or without a file', async () => {
    expect((await run(['aggregate', 'votes.csv', '--method', 'guess'])).status).toBe(2)
    expect((await run(['aggregate'])).status).toBe(2)
    expect((await run(['aggregate', 'nowhere.csv'])).status).toBe(1)
  })
})

describe('agreement', () => {
  it('writes alpha of the four coders at the level asked for, with its interval', async () => {
    const { status, figures } = await agreement(votes(FOUR_CODERS), '--level', 'interval')
    expect(status).toBe(0)
    expect(figures).toMatchObject({ level: 'interval', usable: { tasks: 11, votes: 40 } })
    expect(figures.alpha.value).toBeCloseTo(0.849107, 6)
    expect(figures.alpha.interval).toMatchObject({ low: expect.any(Number), high: expect.any(Number) })
  })

  it('is nominal if nothing is said, and the same every time', async () => {
    const first = await agreement(votes(FOUR_CODERS))
    expect(first.figures.level).toBe('nominal')
    expect((await agreement(votes(FOUR_CODERS))).figures).toEqual(first.figures)
  })

  it('ranks words by the order given', async () => {
    const words = ['never', 'rarely', 'sometimes', 'often', 'always']
    const text = votes(FOUR_CODERS).replaceAll(/[1-5]$/gm, (digit) => words[Number(digit) - 1] ?? '')
    const { figures } = await agreement(text, '--level', 'ordinal', '--order', words.join(', '))
    expect(figures.alpha.value).toBeCloseTo(0.815388, 6)
  })

  it('takes one number for one label, however it is written', async () => {
    const { figures } = await agreement(`${HEADER}t,a,1\nt,b,1.0\nu,a,+2\nu,b,2e0\n`, '--level', 'interval')
    expect(figures).toMatchObject({ labels: 2, alpha: { value: 1 }, rawAgreement: { value: 1 } })
  })

  it('says why a figure is undefined', async () => {
    const { status, figures } = await agreement(`${HEADER}t,a,x\nu,b,x\n`)
    expect(status).toBe(0)
    expect(figures.alpha).toMatchObject({ value: null, reason: 'No task has two votes.' })
    expect(figures.cohenKappa).toEqual({ value: null, reason: 'They have no task in common.' })
  })

  it('ends with 1 and one line for a label that is not of the level', async () => {
    const { status, stderr } = await run(
      ['agreement', '-', '--level', 'interval'],
      `${HEADER}t,a,1\nt,b,many\n`,
    )
    expect(status).toBe(1)
    expect(stderr).toBe('standard input, line 3: the label "many" is not a number, as interval labels are.\n')
  })

  it('ends with 2 for an order without the ordinal level, or a level there is not', async () => {
    const order = await run(['agreement', '-', '--order', 'a,b'], votes(['a']))
    expect(order.status).toBe(2)
    expect(order.stderr).toContain('--order goes with --level ordinal')
    expect((await run(['agreement', '-', '--level', 'guess'])).status).toBe(2)
  })
})

describe('help', () => {
  it.each(['aggregate', 'agreement'])('of %s shows examples', async (command) => {
    const { status, stdout } = await run([command, '--help'])
    expect(status).toBe(0)
    expect(stdout).toContain(`  recourse ${command} votes.csv`)
  })
})
