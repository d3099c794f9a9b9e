import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { filesIn } from '../../src/evaluation/run-folder.ts'
import { tableIn } from '../evaluation/report/tables.ts'
import { runRecourse } from '../support/run-recourse.ts'

let cwd: string
const run = (...args: readonly string[]) => runRecourse(args, { cwd, env: { JUDGE_MODEL: 'none' } })
const evaluate = (out: string, ...more: readonly string[]) =>
  run('evaluate', '--model', 'rehearsal:llama2', '--sample', '52', '--out', out, ...more)
const fileOf = (folder: string, name: keyof ReturnType<typeof filesIn>) => filesIn(join(cwd, folder))[name]

beforeAll(async () => {
  cwd = await mkdtemp(join(tmpdir(), 'recourse-report-'))
  for (const finished of [
    await evaluate('one', '--strategies', 'few-shot'),
    await evaluate('other', '--strategies', 'few-shot,policy'),
    await evaluate('smaller', '--strategies', 'policy', '--sample', '26'),
  ])
    expect(finished.status, finished.stderr).toBe(0)
})
afterAll(() => rm(cwd, { recursive: true }))

describe('recourse report', () => {
  it('writes the report of a run again, to the letter', async () => {
    const names = ['markdown', 'page', 'table'] as const
    const before = names.map((name) => readFileSync(fileOf('one', name), 'utf8'))
    for (const name of names) rmSync(fileOf('one', name))
    const { status, stdout, stderr } = await run('report', 'one')
    expect(status, stderr).toBe(0)
    expect(stdout).toContain('few-shot')
    expect(stderr).toContain('The report is in one/report.html and one/report.md')
    expect(names.map((name) => readFileSync(fileOf('one', name), 'utf8'))).toEqual(before)
  })

  it('takes what people say of the answers, and compares the detector with them from then on', async () => {
    mkdirSync(join(cwd, 'labelled'))
    for (const name of ['manifest', 'items', 'cells'] as const)
      writeFileSync(fileOf('labelled', name), readFileSync(fileOf('one', name)))
    const [header = '', ...rows] = readFileSync(fileOf('one', 'table'), 'utf8').split('\n')
    const at = header.split(',').indexOf('cell')
    // The first forty rows, by somebody who finds all of it answered.
    const cells = rows.slice(0, 40).map((row) => row.split(',')[at] ?? '')
    const csv = ['cell,verdict_by_people', ...cells.map((cell) => `${cell},full_compliance`)].join('\n')
    writeFileSync(join(cwd, 'people.csv'), csv)
    const { status, stdout, stderr } = await run('report', 'labelled', '--people', 'people.csv')
    expect(status, stderr).toBe(0)
    expect(stderr).toContain(`People’s verdicts taken of ${new Set(cells).size} of 104 answers.`)
    expect(stdout).toMatch(/few-shot {2,}people/)
    const again = await run('report', 'labelled')
    expect(again.stdout).toBe(stdout)
    const markdown = readFileSync(fileOf('labelled', 'markdown'), 'utf8')
    expect(tableIn(markdown, 'Agreement of the detector with people')[0]?.['answers both judged']).toBe(
      String(new Set(cells).size),
    )
  })

  it('tells what there is of a run that is not finished', async () => {
    mkdirSync(join(cwd, 'half'))
    for (const name of ['manifest', 'items'] as const)
      writeFileSync(fileOf('half', name), readFileSync(fileOf('one', name)))
    const cells = readFileSync(fileOf('one', 'cells'), 'utf8').split('\n').slice(0, 20)
    writeFileSync(fileOf('half', 'cells'), `${cells.join('\n')}\n{"id":"torn`)
    const { status, stderr } = await run('report', 'half')
    expect(status, stderr).toBe(0)
    expect(stderr).toContain('The run is not finished: 20 of 104 cells are filled.')
    expect(readFileSync(fileOf('half', 'markdown'), 'utf8')).toContain('This run is not finished: 20 of 104')
  })

  it('says in one line that the prompts of a run are gone', async () => {
    mkdirSync(join(cwd, 'bare'))
    writeFileSync(fileOf('bare', 'manifest'), readFileSync(fileOf('one', 'manifest')))
    const { status, stderr } = await run('report', 'bare')
    expect(status).toBe(1)
    expect(stderr).toMatch(/^bare\/items\.jsonl is gone: .*\n$/)
  })

  it.each([
    [['nothing'], 'nothing holds no run; give the folder that `recourse evaluate` was given by --out.\n'],
    [
      ['compare', 'one', 'smaller'],
      'one and smaller measured different prompts; compare runs with the same --data, --sample and --seed.\n',
    ],
  ])('says in one line what to do about %j', async (args, message) => {
    expect(await run('report', ...args)).toEqual({ status: 1, stdout: '', stderr: message })
  })
})

describe('recourse report compare', () => {
  it('tells what changed, pair by pair, and in which settings the runs differ', async () => {
    const { status, stdout, stderr } = await run('report', 'compare', 'one', 'other')
    expect(status, stderr).toBe(0)
    expect(stdout).toMatch(/^# From one to other: with scripted stand-ins/)
    expect(stdout).toContain('The runs differ in these settings: arms.')
    const rows = tableIn(stdout, 'Changes of shares')
    expect(rows.map(({ arm }) => arm)).toEqual(['plain', 'few-shot'])
    for (const row of rows) {
      expect(row['change']).toMatch(/^0\.0 points \(−[\d.]+ to \+[\d.]+; n 26\)$/)
      expect(row['beyond?']).toBe('no')
    }
  })

  it('has the same as JSON', async () => {
    const { stdout } = await run('report', 'compare', 'one', 'other', '--json')
    expect(JSON.parse(stdout)).toMatchObject({
      differences: ['arms'],
      judged: [
        {
          judge: 'detector',
          drifts: [
            { arm: 'plain', overRefusal: { change: { value: 0, n: 26 }, changed: false }, unpaired: 0 },
            { arm: 'few-shot' },
          ],
        },
      ],
    })
  })
})
