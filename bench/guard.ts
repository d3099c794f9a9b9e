/**
 * Measures a guard model, or a model as judge by our rubric, on the 450 prompts of XSTest v2, by itself and together
 * with the in-process gate, and writes the table as Markdown. Providers are set up by the variables of `.env.example`.
 * Run: npm run bench:guard -- --model ollama:llama-guard3 [--as guard|judge] [--out FILE]
 */
import { writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { readConfig } from '../src/config.ts'
import { createModels } from '../src/models/providers.ts'
import { measureVoice } from './measure-voice.ts'
import { requireDataFolder } from './recorded.ts'
import { readXstestPrompts } from './xstest-prompts.ts'

const { values } = parseArgs({
  options: { model: { type: 'string' }, as: { type: 'string', default: 'guard' }, out: { type: 'string' } },
})
if (values.model === undefined || (values.as !== 'guard' && values.as !== 'judge'))
  stop('Name a model with --model provider:name, and how it is asked with --as guard or --as judge.', 2)

const model = createModels(readConfig(process.env)).get(values.model)
if (model.kind !== 'live') stop(`${model.id} is scripted or recorded and has no judgement of its own.`, 1)
const table = await measureVoice(model, values.as, readXstestPrompts(requireDataFolder()), (done) => {
  if (done % 50 === 0) process.stderr.write(`${done} prompts asked\n`)
})
if (values.out !== undefined) writeFileSync(values.out, table)
process.stdout.write(table)

function stop(message: string, code: number): never {
  process.stderr.write(`${message}\n`)
  process.exit(code)
}
