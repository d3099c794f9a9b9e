import { randomBytes } from 'node:crypto'
import type { Command } from 'commander'
import type { Config } from '../config.ts'
import { InputError } from '../errors.ts'
import type { Store } from '../store/store.ts'
import { discardFormerKeys, formerKeysFile, rotateKeyFile } from './key-files.ts'
import { type Terminal, write } from './output.ts'
import { keyFile } from './records.ts'

/** `recourse rotate-key`: a new key for the pseudonyms, or the end of the former ones. */
export function addRotateKeyCommand(
  program: Command,
  terminal: Terminal,
  config: () => Config,
  open: () => Promise<Pick<Store, 'dropPseudonymMoves' | 'close'>>,
): void {
  program
    .command('rotate-key')
    .description('give the pseudonyms under which people are stored a new key, and keep the former one')
    .option(
      '--discard',
      'let go of the former keys: whoever has not come back stays under a name that nobody can tell',
    )
    .addHelpText(
      'after',
      [
        '',
        'Start every process again after it. Whoever comes back is moved to the new pseudonym then.',
        '',
        'Examples:',
        '  recourse rotate-key',
        '  recourse rotate-key --discard',
        '',
      ].join('\n'),
    )
    .action(async (options: { discard?: true }) => {
      const { pseudonymKey, databaseUrl } = config()
      const file = keyFile({ databaseUrl })
      const say = (line: string) => write(terminal.stdout, `${line}\n`)
      if (options.discard) {
        const store = await open()
        try {
          await store.dropPseudonymMoves()
        } finally {
          await store.close()
        }
        if (pseudonymKey !== undefined || file === undefined)
          return say('Take PSEUDONYM_KEY_BEFORE out of the environment, and start Recourse again.')
        const many = await discardFormerKeys(file)
        return say(`Former keys deleted: ${many}. Start Recourse again.`)
      }
      if (pseudonymKey !== undefined) {
        return say(
          [
            'The key is in the environment, so change it there and start every process again:',
            '- put what PSEUDONYM_KEY holds now at the front of PSEUDONYM_KEY_BEFORE',
            `- PSEUDONYM_KEY=${randomBytes(32).toString('hex')}`,
          ].join('\n'),
        )
      }
      if (file === undefined) throw new InputError('Records in memory have no key to change.')
      await rotateKeyFile(file)
      await say(
        `There is a new key in "${file}"; the former one is kept in "${formerKeysFile(file)}". Start Recourse again.`,
      )
    })
}
