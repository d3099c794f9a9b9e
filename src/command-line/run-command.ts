import { type Command, CommanderError } from 'commander'
import { ConfigError, describeError } from '../errors.ts'
import { lineRedaction } from '../log-redaction.ts'
import type { DestinationStream } from '../logger.ts'
import { OutputClosed, type Terminal } from './output.ts'

/** What a database or an SDK says may hold what it was given, also the password in an address. */
const withoutSecrets = lineRedaction([])

const EXIT_FAILED = 1
const EXIT_USAGE = 2

/** What a command runs in. */
export interface Surroundings {
  readonly terminal: Terminal
  readonly env: NodeJS.ProcessEnv
  /** Where logs go; standard error of the process unless given. */
  readonly logs?: DestinationStream
  /** Resolves when whoever started the command wants it to stop. */
  readonly stop: () => Promise<void>
  /** Called by a command that tells by the exit status alone that something is not well. */
  readonly failed: () => void
}

/** What of them is given; the environment is asked for once. */
export type Given = Omit<Surroundings, 'env' | 'failed'> & { readonly environment: () => NodeJS.ProcessEnv }

/**
 * Runs one command. Results go to standard output, everything else to standard error.
 *
 * @returns the exit status: 0, or 1 with one clear line, or 2 for wrong usage
 */
export async function runCommand(
  createProgram: (surroundings: Surroundings) => Command,
  args: readonly string[],
  { environment, ...given }: Given,
): Promise<number> {
  let status = 0
  const failed = () => {
    status = EXIT_FAILED
  }
  try {
    await createProgram({ ...given, env: environment(), failed }).parseAsync(args, { from: 'user' })
    return status
  } catch (error) {
    if (error instanceof OutputClosed) return status
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : EXIT_USAGE
    const said = error instanceof ConfigError ? error.message : describeError(error)
    given.terminal.stderr.write(`${withoutSecrets(said)}\n`)
    return EXIT_FAILED
  }
}
