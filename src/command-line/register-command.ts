import { type Command, InvalidArgumentError, Option } from 'commander'
import { COMMANDS } from '../../commands/index.ts'
import type { Config } from '../config.ts'
import type { Terminal } from './output.ts'

/** `recourse register …`: makes a platform know the commands that there are. */
export function addRegisterCommand(program: Command, terminal: Terminal, config: () => Config): void {
  const register = program
    .command('register')
    .description('make a platform know the commands that there are')
    .addHelpText('after', '\nExample:\n  recourse register discord --dry-run\n')
  register
    .command('discord')
    .description(
      'compare the commands that Discord knows with those of this version, and change what differs',
    )
    .addOption(
      new Option('--guild <id>', 'only in this server, for trying things out').argParser((id: string) => {
        if (/^\d{17,20}$/.test(id)) return id
        throw new InvalidArgumentError('Copy the ID of the server, which has 17 to 20 digits.')
      }),
    )
    .option('--dry-run', 'tell what would be changed, and change nothing')
    .addHelpText('after', '\nExamples:\n  recourse register discord --dry-run\n  recourse register discord\n')
    .action(async ({ guild, dryRun }: { guild?: string; dryRun?: true }) => {
      const { discordToken: token, discordApiUrl: apiUrl } = config()
      const { registerDiscord } = await import('./register-discord.ts')
      await registerDiscord(terminal, COMMANDS, {
        token,
        ...(apiUrl !== undefined && { apiUrl }),
        ...(guild !== undefined && { guild }),
        dryRun: dryRun === true,
      })
    })
}
