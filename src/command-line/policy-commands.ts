import { type Command, Option } from 'commander'
import { MODEL_FAMILIES, type ModelFamily } from '../domain.ts'
import type { Store } from '../store/store.ts'
import type { Terminal } from './output.ts'

/** What the commands about the policy work on. */
export interface PolicyTools {
  readonly store: Store
  /** Names of all strategies there are. */
  readonly strategies: readonly string[]
  /** The kind of a request, by its words. */
  readonly requestType: (prompt: string) => string
  /** Pseudonym of the person at the command line. */
  readonly by: string
  /** Milliseconds since 1970. */
  readonly now: () => number
}

export interface ShowOptions {
  readonly family?: ModelFamily
  readonly type?: string
  readonly version?: string
  readonly scripted?: true
}

/**
 * `recourse policy …`: what the policy has learned, and which version of it is in use.
 *
 * @param open opens the records; `make` has them made where there are none
 */
export function addPolicyCommands(
  program: Command,
  terminal: Terminal,
  open: (make: boolean) => Promise<PolicyTools>,
): void {
  const policy = program
    .command('policy')
    .description('what was learned about strategies, and which version of it orders them')
    .addHelpText(
      'after',
      [
        '',
        'Versions: learning goes on learning from votes and from the runs it was given; paper is the finding of',
        'arXiv 2405.05418 alone; all others were frozen by name and never change.',
        '',
        'Examples:',
        '  recourse policy learn runs/october runs/november',
        '  recourse policy show --family phi-3',
        '  recourse policy freeze 2026-11-a',
        '  recourse policy use 2026-11-a',
        '',
      ].join('\n'),
    )

  /** Runs an action on the records, and closes them. */
  const on = async (make: boolean, act: (tools: PolicyTools) => Promise<void>) => {
    const tools = await open(make)
    try {
      await act(tools)
    } finally {
      await tools.store.close()
    }
  }

  policy
    .command('show')
    .description('what is believed of each strategy: how often it has a refused safe request answered')
    .addOption(new Option('--family <name>', 'only this family of models').choices(MODEL_FAMILIES))
    .option('--type <name>', 'of requests of this type, such as homonyms (default: of all types)')
    .option('--version <name>', 'of this version (default: the one in use)')
    .option('--scripted', 'of the scripted stand-ins, which are counted apart')
    .addHelpText('after', '\nExample:\n  recourse policy show --family phi-3 --type homonyms\n')
    .action(async (options: ShowOptions) => {
      const { showPolicy } = await import('./policy.ts')
      await on(false, (tools) => showPolicy(terminal, tools, options))
    })
  policy
    .command('learn')
    .description('learn from runs of recourse evaluate: from the learning half of their safe prompts')
    .argument('<folders...>', 'the folders of the runs')
    .addHelpText(
      'after',
      [
        '',
        'A run counts once, however often it is given; one that has gone on since counts as it is now.',
        '',
        'Example:',
        '  recourse policy learn runs/october runs/november',
        '',
      ].join('\n'),
    )
    .action(async (folders: readonly string[]) => {
      const { learnFromRuns } = await import('./policy.ts')
      await on(true, (tools) => learnFromRuns(terminal, tools, folders))
    })
  policy
    .command('freeze')
    .description('keep what is believed now as a version that never changes')
    .argument('<name>', 'what to call it, such as 2026-11-a')
    .addHelpText('after', '\nExample:\n  recourse policy freeze 2026-11-a\n')
    .action(async (name: string) => {
      const { freezePolicy } = await import('./policy.ts')
      await on(false, (tools) => freezePolicy(terminal, tools, name))
    })
  policy
    .command('use')
    .description('put a version in use, in every process on this database; also to go back to an earlier one')
    .argument('<version>', 'the name of a frozen version, learning, or paper')
    .addHelpText('after', '\nExamples:\n  recourse policy use 2026-11-a\n  recourse policy use learning\n')
    .action(async (version: string) => {
      const { usePolicy } = await import('./policy.ts')
      await on(false, (tools) => usePolicy(terminal, tools, version))
    })
  policy
    .command('list')
    .description('all versions, and the runs that were learned from')
    .addHelpText('after', '\nExample:\n  recourse policy list\n')
    .action(async () => {
      const { listPolicies } = await import('./policy.ts')
      await on(false, (tools) => listPolicies(terminal, tools))
    })
}
