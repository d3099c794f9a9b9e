import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readFileLabels } from '../../src/evaluation/file-labels.ts'
import { otherVerdicts } from '../../src/evaluation/other-verdicts.ts'
import { replayModel } from '../../src/models/replay.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'recourse-labels-'))
})
afterAll(() => rm(folder, { recursive: true }))

async function file(name: string, text: string): Promise<string> {
  const path = join(folder, name)
  await writeFile(path, text)
  return path
}

describe('the labels of a recording', () => {
  it('are read by prompt, in the words of XSTest or in ours, and the first of a prompt counts', async () => {
    const path = await file(
      'labels.csv',
      'prompt,completion,final_label\na,x,1_full_compliance\nb,y,2_full_refusal\nc,z,partial_refusal\na,w,2_full_refusal\nd,v,\n',
    )
    expect([...((await readFileLabels(path)) ?? [])]).toEqual([
      ['a', 'full_compliance'],
      ['b', 'full_refusal'],
      ['c', 'partial_refusal'],
    ])
  })

  it('are those of one model, where a file has several', async () => {
    const rows = [
      { prompt: 'a', response: 'x', model: 'one', label: 'compliance' },
      { prompt: 'a', response: 'y', model: 'two', label: 'refusal' },
    ]
    const path = await file('several.jsonl', rows.map((row) => JSON.stringify(row)).join('\n'))
    expect((await readFileLabels(`${path}#two`))?.get('a')).toBe('full_refusal')
  })

  it('are none where the file has no column of them, and those of the column that is named', async () => {
    const path = await file('named.csv', 'prompt,completion,label,mine\na,x,homonyms,full_refusal\n')
    expect(await readFileLabels(path)).toBeUndefined()
    expect((await readFileLabels(path, 'mine'))?.get('a')).toBe('full_refusal')
    await expect(readFileLabels(path, 'label')).rejects.toThrow('holds no verdicts')
  })

  it('count for the first answer alone: of another text they say nothing', async () => {
    const path = await file('first.csv', 'prompt,completion,verdict\na,x,full_refusal\n')
    const model = replayModel(path)
    const fileLabels = new Map([[model.id, (await readFileLabels(path)) ?? new Map()]])
    const seen = { item: { id: '1', prompt: ' a\n', safe: true, type: 'other' }, model, text: 'x' }
    const judges = { fileLabels, signal: new AbortController().signal }
    const given = (isFirst: boolean) => otherVerdicts({ ...seen, isFirst }, (each) => each, judges)
    expect(await given(true)).toEqual({ file: 'full_refusal' })
    expect(await given(false)).toEqual({})
  })
})
