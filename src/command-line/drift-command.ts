import type { Command } from 'commander'
import type { DriftCommandParts } from './drift.ts'
import type { Terminal } from './output.ts'

/** `recourse drift`: asks the models the watched sample now. */
export function addDriftCommand(
  program: Command,
  terminal: Terminal,
  open: () => Promise<Omit<DriftCommandParts, 'show'> & { close(): Promise<void> }>,
): void {
  program
    .command('drift')
    .description('ask the models the watched sample now, and say whether one of them has changed')
    .option('--show', 'ask nothing: show the runs that there are')
    .addHelpText(
      'after',
      [
        '',
        'EVALUATE_CRON has serve do the same by itself, and ADMIN_CHANNEL names where changes are told.',
        'EVALUATE_MODELS, EVALUATE_SAMPLE and EVALUATE_SEED say which models are asked what.',
        '',
        'Examples:',
        '  recourse drift',
        '  recourse drift --show',
        '',
      ].join('\n'),
    )
    .action(async (options: { show?: true }) => {
      const { driftCommand } = await import('./drift.ts')
      const { close, ...parts } = await open()
      try {
        await driftCommand(terminal, { ...parts, show: options.show === true })
      } finally {
        await close()
      }
    })
}
