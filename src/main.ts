import { randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { hostname, userInfo } from 'node:os'
import { Command, CommanderError, Option } from 'commander'
import { COMMANDS } from '../commands/index.ts'
import { STRATEGIES } from '../strategies/index.ts'
import { createAdminCheck } from './admins.ts'
import { createBot } from './bot.ts'
import type { Bot, Person } from './bot-types.ts'
import { type Config, readConfig } from './config.ts'
import { CODEBOOK } from './crowd/codebook.ts'
import { createPseudonyms } from './crowd/pseudonym.ts'
import { describeError } from './errors.ts'
import { createLogger, type Logger } from './logger.ts'
import { createModels, type ModelCatalog } from './models/providers.ts'
import { startingPolicy } from './policy.ts'
import { createPhraseDetector } from './refusal/phrase-detector.ts'
import { createSafetyGate } from './safety/combined-gate.ts'
import { createProcessGate } from './safety/process-gate.ts'
import { openStore } from './store/sql-store.ts'
import type { Store } from './store/store.ts'

/** Bound of tokens of one answer; about 750 English words. */
const MAX_ANSWER_TOKENS = 1024

const EXIT_FAILED = 1
const EXIT_USAGE = 2

const terminal = { stdin: process.stdin, stdout: process.stdout, stderr: process.stderr }

/** The command line. Results go to standard output, everything else to standard error. */
export async function main(argv: readonly string[] = process.argv): Promise<void> {
  if (existsSync('.env')) process.loadEnvFile('.env')
  const program = createProgram()
  try {
    await program.parseAsync(argv)
  } catch (error) {
    if (error instanceof CommanderError) {
      process.exitCode = error.exitCode === 0 ? 0 : EXIT_USAGE
      return
    }
    process.stderr.write(
      `${error instanceof Error && 'problems' in error ? error.message : describeError(error)}\n`,
    )
    process.exitCode = EXIT_FAILED
  }
}
