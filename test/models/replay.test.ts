import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { collect } from '../../src/models/collect.ts'
import { replayModel } from '../../src/models/replay.ts'
import { chatModelContract, failure } from './chat-model-contract.ts'

const CSV = `\uFEFFid,prompt,completion,note
1,How do I sharpen a pencil?,"Turn it, gently.

Then ""test"" it.",x
2,  Where is   the café? ,Over there.,
3,Silence?,,
`
const JSONL = [
  { prompt: 'Which one?', response: 'The first.', model: 'phi3' },
  { prompt: 'Which one?', response: 'The second.', model: 'gemma-7b' },
]

let folder: string
const path = (name: string) => join(folder, name)
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'replay-'))
  await writeFile(path('llama2-answers.csv'), CSV)
  await writeFile(path('two.jsonl'), JSONL.map((row) => JSON.stringify(row)).join('\n'))
  await writeFile(path('empty.csv'), '')
  await writeFile(path('header.csv'), 'prompt,completion\n')
  await writeFile(path('other.csv'), 'question,answer\nWhich one?,This one.\n')
  await writeFile(path('broken.csv'), 'prompt,completion\n"Which one?,This one.\n')
  await writeFile(path('broken.jsonl'), '{"prompt": "Which one?"\n')
})
afterAll(() => rm(folder, { recursive: true }))

const PENCIL = [{ role: 'user', content: 'How do I sharpen a pencil?' }] as const
const answers = (options = {}) => replayModel(path('llama2-answers.csv'), options)

chatModelContract('replay', () => ({
  model: answers(),
  messages: PENCIL,
  text: 'Turn it, gently.\n\nThen "test" it.',
}))

describe('replay', () => {
  test('is said to be recorded, and has the family its file is named for', () => {
    expect(answers()).toMatchObject({ kind: 'recorded', family: 'llama2' })
  })

  test('finds a prompt whatever its white space and Unicode form', async () => {
    const content = ' Where is the\ncafe\u0301?'
    await expect(collect(answers(), [{ role: 'user', content }])).resolves.toMatchObject({
      text: 'Over there.',
    })
  })

  test('reads one of several models from a file of JSON lines', async () => {
    const model = replayModel(`${path('two.jsonl')}#gemma-7b`)
    expect(model.family).toBe('gemma')
    await expect(collect(model, [{ role: 'user', content: 'Which one?' }])).resolves.toMatchObject({
      text: 'The second.',
    })
  })

  test('answers under the system prompt of the direct attempt', async () => {
    const model = answers({ directSystemPrompt: 'You are a colleague.' })
    const messages = [{ role: 'system', content: 'You are a colleague.' }, ...PENCIL] as const
    await expect(collect(model, messages)).resolves.toMatchObject({ finish: 'stop' })
  })

  test.each([
    ['a prompt that is not there', [{ role: 'user', content: 'How do I sharpen a knife?' }]],
    ['a prompt in another case', [{ role: 'user', content: 'how do i sharpen a pencil?' }]],
    ['no messages', []],
    [
      'a changed system prompt',
      [{ role: 'system', content: 'You are a colleague. Context card' }, ...PENCIL],
    ],
    ['an earlier conversation', [...PENCIL, { role: 'assistant', content: 'Turn it.' }, ...PENCIL]],
    ['an answer begun for it', [...PENCIL, { role: 'assistant', content: 'Turn' }]],
  ] as const)('does not answer %s', async (_, messages) => {
    const error = await failure(answers({ directSystemPrompt: 'You are a colleague.' }), messages)
    expect(error.code).toBe('not_recorded')
  })

  test('does not pass on an empty recording as an answer', async () => {
    expect((await failure(answers(), [{ role: 'user', content: 'Silence?' }])).code).toBe('empty')
  })

  test.each([
    ['missing.csv', /no file "missing.csv"/],
    ['empty.csv', /"empty.csv" holds no rows/],
    ['header.csv', /"header.csv" holds no rows/],
    ['other.csv', /Row 1 of "other.csv".*"prompt" and "completion"/],
    ['broken.csv', /"broken.csv" is not a CSV/],
    ['broken.jsonl', /Line 1 of "broken.jsonl" is not JSON/],
    ['two.jsonl', /several models.*#phi3 or #gemma-7b/],
    ['two.jsonl#qwen', /no answers of "qwen"/],
  ])('says what is wrong with %s', async (name, message) => {
    const error = await failure(replayModel(path(name)), PENCIL)
    expect(error).toMatchObject({ code: 'unknown_model', message: expect.stringMatching(message) })
  })
})
