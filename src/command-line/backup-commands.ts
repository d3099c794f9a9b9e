import { statSync } from 'node:fs'
import type { Command } from 'commander'
import { type Config, isPostgres } from '../config.ts'
import { InputError } from '../errors.ts'
import { backUpSqlite, restoreSqlite } from '../store/sqlite-backup.ts'
import { pathOfSqlite } from '../store/sqlite-file.ts'
import { type Terminal, write } from './output.ts'

/** What is not in a backup, and has to be kept beside it. */
const KEY_TOO = 'The pseudonym key is not in it: keep that too, in another place (docs/operations.md).'

/** The commands that keep the records safe. */
export function addBackupCommands(program: Command, terminal: Terminal, readConfig: () => Config): void {
  program
    .command('backup')
    .description('copy the records to a file, while the bot goes on; for SQLite')
    .argument('<file>', 'the file to make')
    .addHelpText('after', '\nExample:\n  recourse backup backups/2026-11-21.sqlite\n')
    .action(async (file: string) => {
      const path = databaseFile(readConfig(), `pg_dump --format=custom --file=${file} "$DATABASE_URL"`)
      if (!statSync(path, { throwIfNoEntry: false })?.isFile())
        throw new InputError(
          `There is no database "${path}" yet. Run this where Recourse runs, or set DATABASE_URL.`,
        )
      const { schema, exchanges } = await backUpSqlite(path, file)
      await write(terminal.stdout, `${file}: ${exchanges} exchanges, schema ${schema}\n`)
      await write(terminal.stderr, `${KEY_TOO}\n`)
    })

  program
    .command('restore')
    .description('put a backup in the place of the records, which are kept beside it; stop the bot before')
    .argument('<file>', 'a file that recourse backup made')
    .addHelpText('after', '\nExample:\n  recourse restore backups/2026-11-21.sqlite\n')
    .action(async (file: string) => {
      const path = databaseFile(
        readConfig(),
        `pg_restore --clean --if-exists --dbname="$DATABASE_URL" ${file}`,
      )
      const { schema, exchanges, before } = restoreSqlite(file, path, new Date())
      const kept = before === undefined ? '' : `; what was there is now in ${before}`
      await write(terminal.stdout, `${path}: ${exchanges} exchanges, schema ${schema}${kept}\n`)
      await write(
        terminal.stderr,
        'What people had erased since this backup is back: docs/operations.md says what to do about it.\n',
      )
    })
}

/** @throws {InputError} where the records are not in a file */
function databaseFile({ databaseUrl }: Config, forPostgres: string): string {
  if (isPostgres(databaseUrl)) {
    throw new InputError(`The records are in PostgreSQL, which has tools of its own. Run: ${forPostgres}`)
  }
  if (databaseUrl === ':memory:')
    throw new InputError('The records are in memory alone. Set DATABASE_URL to a file.')
  return pathOfSqlite(databaseUrl)
}
