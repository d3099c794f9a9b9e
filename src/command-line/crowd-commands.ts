import { type Command, Option } from 'commander'
import { LEVELS, type Level } from '../crowd/scale.ts'
import type { Terminal } from './output.ts'

export const METHODS = ['majority', 'dawid-skene'] as const
export type Method = (typeof METHODS)[number]

/** The commands that read anyone's votes from CSV. */
export function addCrowdCommands(program: Command, terminal: Terminal): void {
  program
    .command('aggregate')
    .description('labels from votes: CSV task,worker,label in, CSV task,label,confidence out')
    .argument('<votes>', 'the CSV file of votes; - reads it from standard input')
    .addOption(new Option('--method <name>', 'how to decide').choices(METHODS).default('majority'))
    .option('--gold <file>', 'CSV file task,label of tasks whose label is known')
    .addHelpText(
      'after',
      [
        '',
        'The confidence is the share of votes, or the probability that Dawid–Skene finds. A tie is not broken:',
        'the label is left empty, and standard error says how many there are. What a spreadsheet would run as a',
        'formula, such as the label +, gets an apostrophe before it.',
        '',
        'Examples:',
        '  recourse aggregate votes.csv > labels.csv',
        '  recourse aggregate votes.csv --method dawid-skene --gold gold.csv > labels.csv',
        '',
      ].join('\n'),
    )
    .action(async (file: string, options: { method: Method; gold?: string }) => {
      const { aggregate } = await import('./aggregate.ts')
      await aggregate(terminal, { file, ...options })
    })

  program
    .command('agreement')
    .description("how far annotators agree: CSV task,worker,label in, JSON with Krippendorff's alpha out")
    .argument('<votes>', 'the CSV file of votes; - reads it from standard input')
    .addOption(new Option('--level <name>', 'what labels measure').choices(LEVELS).default('nominal'))
    .addOption(
      new Option(
        '--order <labels>',
        'ordinal labels that are not numbers, from the lowest to the highest',
      ).argParser((labels: string) => labels.split(',').map((label) => label.trim())),
    )
    .addHelpText(
      'after',
      [
        '',
        'A figure that the votes do not determine is null, with the reason. The interval of alpha is of 95 %,',
        'by drawing tasks 1,000 times.',
        '',
        'Examples:',
        '  recourse agreement votes.csv',
        '  recourse agreement votes.csv --level ordinal --order never,sometimes,often',
        '',
      ].join('\n'),
    )
    .action(async (file: string, options: { level: Level; order?: string[] }, command: Command) => {
      if (options.order && options.level !== 'ordinal')
        command.error('error: --order goes with --level ordinal')
      const { agreement } = await import('./agreement.ts')
      await agreement(terminal, { file, ...options })
    })
}
