import { digestOf } from '../../../src/digest.ts'
import type { Configuration, Manifest } from '../../../src/evaluation/manifest.ts'
import { ExampleBook } from '../../../src/evaluation/report/examples.ts'
import { type Report, reportOf } from '../../../src/evaluation/report/report.ts'
import type { Cell, Item } from '../../../src/evaluation/types.ts'

/** The plan of a run of these cells; its models are what `kinds` says, or scripted. */
export function makeManifest(
  cells: readonly Cell[],
  items: readonly Item[],
  kinds: Readonly<Record<string, Configuration['models'][number]['kind']>> = {},
): Manifest {
  const safe = items.filter((item) => item.safe).length
  const configuration: Configuration = {
    recourse: '0.0.1',
    data: { name: 'prompts.csv', items: items.length, digest: digestOf(items) },
    sample: { seed: 7, items: items.length, safe, unsafe: items.length - safe, digest: digestOf(items) },
    models: [...new Set(cells.map(({ model }) => model))].map((id) => ({
      id,
      family: 'llama2',
      kind: kinds[id] ?? 'scripted',
    })),
    arms: [...new Set(cells.map(({ arm }) => arm))],
    strategies: [{ name: 'few-shot', version: 'few-shot/1' }],
    policy: { digest: digestOf('policy') },
    systemPrompt: { version: 'system/1', digest: digestOf('system') },
    gate: { guard: 'none', judge: 'answering' },
    verdicts: { judge: 'none', rubric: 'none' },
    users: { safe: 'explains', unsafe: 'lies' },
    maxTokens: 1024,
  }
  return {
    format: 1,
    configuration,
    digest: digestOf(configuration),
    cells: cells.length,
    node: 'v24.0.0',
    started: '2026-11-21T12:00:00.000Z',
  }
}

/** The report of these cells, with examples, as a finished run has it. */
export function makeReport(
  cells: readonly Cell[],
  items: readonly Item[],
  kinds?: Parameters<typeof makeManifest>[2],
): Report {
  const byId = new Map(items.map((item) => [item.id, item]))
  const book = new ExampleBook(items)
  for (const cell of cells) {
    const item = byId.get(cell.item)
    if (item) book.add(cell, item)
  }
  return reportOf(makeManifest(cells, items, kinds), cells, items, {
    examples: book.examples(),
    found: book.found,
  })
}
