import { resolve } from 'node:path'
import { type Command, InvalidArgumentError, Option } from 'commander'
import { z } from 'zod'
import { EXPORT_FORMATS } from '../crowd/row-text.ts'
import type { Store } from '../store/store.ts'
import { METHODS } from './crowd-commands.ts'
import type { ExportOptions } from './export.ts'
import type { Terminal } from './output.ts'

const ROWS = ['votes', 'items'] as const

/** What belongs to one kind of rows only. */
const ONLY = { events: 'votes', method: 'items', gold: 'items' } as const

/** The command that hands out the labelled data set. */
export function addExportCommand(program: Command, terminal: Terminal, open: () => Promise<Store>): void {
  program
    .command('export')
    .description('the labelled data set: one row a vote, or one row an item with its label')
    .addOption(new Option('--format <name>', 'how rows are written').choices(EXPORT_FORMATS).default('csv'))
    .addOption(new Option('--rows <what>', 'what a row is').choices(ROWS).default('votes'))
    .option('--out <file>', 'where to write it; - is standard output', '-')
    .option('--workspace <id>', 'only this workspace or server')
    .addOption(
      new Option(
        '--since <date>',
        'only requests made since then, as 2026-11-21 or 2026-11-21T09:00:00Z',
      ).argParser(readTime),
    )
    .option('--card <file>', 'write the data-set card there too, as Markdown')
    .option('--events', 'with votes: every vote given or taken back, in order, and not only what stands')
    .addOption(
      new Option('--method <name>', 'with items: how the crowd decides (default: "majority")').choices(
        METHODS,
      ),
    )
    .option('--gold <file>', 'with items: CSV file task,label of items whose label is known')
    .addHelpText(
      'after',
      [
        '',
        'Rows of votes begin with task,worker,label, which recourse aggregate, recourse agreement and crowd-kit read.',
        'What people wrote is left empty, but for channels where an admin has typed /export share:on.',
        '',
        'Examples:',
        '  recourse export > votes.csv',
        '  recourse export --rows items --format jsonl --out items.jsonl --card card.md',
        '  recourse export | recourse agreement -',
        '',
      ].join('\n'),
    )
    .action(async (options: ExportOptions, command: Command) => {
      for (const [option, rows] of Object.entries(ONLY)) {
        if (command.getOptionValue(option) !== undefined && options.rows !== rows)
          command.error(`error: --${option} goes with --rows ${rows}`)
      }
      if (options.card !== undefined && resolve(options.card) === resolve(options.out))
        command.error('error: --card and --out name the same place; give each its own')
      const { exportDataSet } = await import('./export.ts')
      const store = await open()
      try {
        await exportDataSet(terminal, store, options)
      } finally {
        await store.close()
      }
    })
}

const time = z.union([z.iso.date(), z.iso.datetime({ offset: true })])

function readTime(text: string): number {
  if (!time.safeParse(text).success)
    throw new InvalidArgumentError('Give a day such as 2026-11-21, or a time such as 2026-11-21T09:00:00Z.')
  return Date.parse(text)
}
