import type { Command } from 'commander'
import type { Config } from '../config.ts'
import type { Store } from '../store/store.ts'
import type { Terminal } from './output.ts'

/** `recourse installations`: the workspaces that have installed the Slack app. */
export function addInstallationsCommand(
  program: Command,
  terminal: Terminal,
  open: () => Promise<{ readonly store: Store; readonly config: Config }>,
): void {
  const withRecords = async (work: (records: Store, config: Config) => Promise<void>) => {
    const { store, config } = await open()
    try {
      await work(store, config)
    } finally {
      await store.close()
    }
  }
  const installations = program
    .command('installations')
    .description('list the workspaces that have installed the Slack app, or remove it from one')
    .option('--json', 'write one JSON object a line')
    .addHelpText(
      'after',
      '\nExamples:\n  recourse installations\n  recourse installations remove T0123ABCD\n',
    )
    .action(async ({ json }: { json?: true }) => {
      const { listInstallations } = await import('./installations.ts')
      await withRecords((records, config) =>
        listInstallations(terminal, records, config, { json: json === true }),
      )
    })
  installations
    .command('remove')
    .description('remove the app from a workspace, at Slack and here; what people said and voted there stays')
    .argument('[workspace]', 'its ID, as the list has it')
    .option('--lost', 'remove all whose tokens no key that is set can read')
    .addHelpText('after', '\nExample:\n  recourse installations remove T0123ABCD\n')
    .action(async (workspace: string | undefined, { lost }: { lost?: true }, command: Command) => {
      if ((workspace === undefined) === (lost === undefined))
        command.error('error: name one workspace, or give --lost')
      const { removeInstallation, removeLost } = await import('./installations.ts')
      await withRecords((records, config) =>
        workspace === undefined
          ? removeLost(terminal, records, config)
          : removeInstallation(terminal, records, config, workspace),
      )
    })
}
