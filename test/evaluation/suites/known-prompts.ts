import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'csv-parse/sync'
import { z } from 'zod'

const row = z.object({ prompt: z.string() })
const line = z.union([row, z.object({ text: z.string() })])

/** Every prompt of the research data in a folder. */
export function knownPrompts(folder: string): readonly string[] {
  const xstest = z
    .array(row)
    .parse(parse(readFileSync(join(folder, 'xstest', 'prompts.csv')), { columns: true, bom: true }))
  const files = [
    join('prompts', 'prompts.jsonl'),
    ...readdirSync(join(folder, 'refusals')).map((name) => join('refusals', name)),
  ]
  const lines = files.flatMap((file) => readFileSync(join(folder, file), 'utf8').split('\n'))
  const others = lines
    .filter((each) => each !== '')
    .map((each) => line.parse(JSON.parse(each)))
    .map((each) => ('text' in each ? each.text : each.prompt))
  return [...new Set([...xstest.map(({ prompt }) => prompt), ...others])]
}
