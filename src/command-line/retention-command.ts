import { type Command, InvalidArgumentError } from 'commander'
import { InputError } from '../errors.ts'
import { silentLogger } from '../logger.ts'
import { createRetention } from '../retention.ts'
import type { State } from '../store/state.ts'
import type { Store } from '../store/store.ts'
import { instanceName } from './instance-name.ts'
import { type Terminal, write } from './output.ts'

/** What it works on. */
export interface RetentionTools {
  readonly store: Store
  readonly state?: Pick<State, 'dropExpired'>
  readonly days?: number
  close(): Promise<void>
}

interface RetentionOptions {
  readonly days?: number
  readonly dryRun?: true
  readonly compact?: true
}

/** `recourse retention`: erases the text that is past its time, now. */
export function addRetentionCommand(
  program: Command,
  terminal: Terminal,
  open: () => Promise<RetentionTools>,
): void {
  program
    .command('retention')
    .description('erase text that is older than RETENTION_DAYS now; labels, votes and verdicts stay')
    .option('--dry-run', 'erase nothing: count what would be')
    .option('--days <number>', 'another number of days than RETENTION_DAYS', readDays)
    .option('--compact', 'also give the space back to the file system; nothing can be written meanwhile')
    .addHelpText(
      'after',
      [
        '',
        'With RETENTION_DAYS set, serve does the same at its start and once a day.',
        '',
        'Examples:',
        '  recourse retention --dry-run',
        '  recourse retention --days 30',
        '',
      ].join('\n'),
    )
    .action(async (options: RetentionOptions) => {
      const { store, state, days: usual, close } = await open()
      try {
        const days = options.days ?? usual
        if (days === undefined) {
          throw new InputError(
            'Nothing says how long text is kept: set RETENTION_DAYS, or name a number with --days.',
          )
        }
        const retention = createRetention({
          store,
          ...(state && { state }),
          instance: instanceName(),
          now: Date.now,
          logger: silentLogger,
        })
        const counts = options.dryRun ? await retention.scrubbable(days) : await retention.sweep(days)
        if (options.compact && !options.dryRun) await store.compact()
        const { exchanges, comparisons, reasons } = counts
        const what = `text of ${counted(exchanges, 'exchange')} and ${counted(comparisons, 'comparison')}, and ${counted(reasons, 'reason')} given for votes, older than ${counted(days, 'day')}`
        await write(terminal.stdout, options.dryRun ? `Would erase: ${what}.\n` : `Erased: ${what}.\n`)
      } finally {
        await close()
      }
    })
}

function counted(many: number, noun: string): string {
  return `${many} ${noun}${many === 1 ? '' : 's'}`
}

function readDays(text: string): number {
  const days = Number(text)
  if (!Number.isInteger(days) || days < 1) throw new InvalidArgumentError('Give a whole number, 1 or more.')
  return days
}
