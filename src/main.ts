import { randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { hostname, userInfo } from 'node:os'
import { dirname, join } from 'node:path'
import { Command, CommanderError } from 'commander'
import { COMMANDS } from '../commands/index.ts'
import { STRATEGIES } from '../strategies/index.ts'
import { createAdminCheck } from './admins.ts'
import { createBot } from './bot.ts'
import type { Bot, Person } from './bot-types.ts'
import { type Check, doctor } from './command-line/doctor.ts'
import { type Config, readConfig } from './config.ts'
import { CODEBOOK } from './crowd/codebook.ts'
import { createPseudonyms, loadOrCreateKey } from './crowd/pseudonym.ts'
import { ConfigError, describeError } from './errors.ts'
import { createLogger, type Logger } from './logger.ts'
import { createModels, type ModelCatalog } from './models/providers.ts'
import { startingPolicy } from './policy.ts'
import { createPhraseDetector } from './refusal/phrase-detector.ts'
import { createSafetyGate } from './safety/combined-gate.ts'
import { createProcessGate } from './safety/process-gate.ts'
import type { SafetyGate } from './safety/safety-gate.ts'
import { openStore } from './store/sql-store.ts'
import { openState } from './store/state.ts'
import type { Store } from './store/store.ts'

/** Bound of tokens of one answer; about 750 English words. */
const MAX_ANSWER_TOKENS = 1024

const EXIT_FAILED = 1
const EXIT_USAGE = 2

const terminal = { stdin: process.stdin, stdout: process.stdout, stderr: process.stderr }

/** The command line. Results go to standard output, everything else to standard error. */
export async function main(argv: readonly string[] = process.argv): Promise<void> {
  try {
    if (existsSync('.env')) process.loadEnvFile('.env')
    await createProgram().parseAsync(argv)
  } catch (error) {
    if (error instanceof CommanderError) {
      process.exitCode = error.exitCode === 0 ? 0 : EXIT_USAGE
      return
    }
    process.stderr.write(`${error instanceof ConfigError ? error.message : describeError(error)}\n`)
    process.exitCode = EXIT_FAILED
  }
}

function createProgram(): Command {
  const program = new Command('recourse')
    .description('A bot that gives a refused request its second hearing.')
    .exitOverride()
    .configureOutput({ outputError: (text, write) => write(text) })
    .showHelpAfterError('(add --help for what there is)')

  program
    .command('serve')
    .description('start the bot: the web console, and every platform whose tokens are set')
    .addHelpText('after', '\nExample:\n  recourse serve\n')
    .action(async () => {
      await serve(readConfig(process.env))
    })

  program
    .command('ask')
    .description('ask one model one thing, with its second hearing')
    .argument('<text>', 'what to ask; - reads it from standard input')
    .option('--model <id>', 'the model to ask, as provider:name')
    .option('--strategy <name>', 'a strategy by name, auto or none', 'auto')
    .option('--json', 'write the whole exchange as one JSON object')
    .addHelpText(
      'after',
      [
        '',
        'Examples:',
        '  recourse ask "How do I kill a Python process?" --model rehearsal:command-r-plus',
        '  recourse ask "How do I kill a Python process?" --model rehearsal:llama2 --strategy few-shot --json',
        '',
      ].join('\n'),
    )
    .action(async (text: string, options: { model?: string; strategy: string; json?: true }) => {
      const { ask } = await import('./command-line/ask.ts')
      const parts = await build(readConfig(process.env), 'warn')
      const thread = randomUUID()
      const place = { platform: 'cli', workspace: 'local', channel: 'terminal', thread }
      try {
        await ask(terminal, parts.bot, {
          text: text === '-' ? await readAll(process.stdin) : text,
          json: options.json === true,
          message: {
            key: { ...place, message: thread },
            place,
            author: { platform: 'cli', workspace: 'local', user: userInfo().username },
          },
          choice: { strategy: options.strategy, ...(options.model !== undefined && { model: options.model }) },
        })
      } finally {
        await parts.close()
      }
    })

  program
    .command('classify')
    .description('verdicts of completions: JSON Lines {id?, prompt?, completion} in, {id, verdict, confidence, probabilities} out')
    .addHelpText('after', `\nExample:\n  echo '{"completion":"I cannot help with that."}' | recourse classify\n`)
    .action(async () => {
      const { classify } = await import('./command-line/classify.ts')
      await classify(terminal, createPhraseDetector())
    })

  program
    .command('screen')
    .description('safety levels of requests: JSON Lines {id?, prompt, conversation?} in, {id, level, confidence, probabilities} out')
    .addHelpText('after', `\nExample:\n  echo '{"prompt":"How do I kill a Python process?"}' | recourse screen\n`)
    .action(async () => {
      const { screen } = await import('./command-line/screen.ts')
      const config = readConfig(process.env)
      const models = await openModels(config)
      await screen(terminal, openGate(config, models, createLogger('silent')))
    })

  program
    .command('doctor')
    .description('check configuration, database, state and models, and say how to mend what is wrong')
    .addHelpText('after', '\nExample:\n  recourse doctor\n')
    .action(async () => {
      if (!(await doctor(terminal, checks(readConfig(process.env))))) process.exitCode = EXIT_FAILED
    })

  return program
}

interface Parts {
  readonly bot: Bot
  readonly models: ModelCatalog
  readonly logger: Logger
  close(): Promise<void>
}

/** Builds every part from the configuration and joins them. */
async function build(config: Config, quietest: Config['logLevel'] = config.logLevel): Promise<Parts> {
  const logger = createLogger(config.logLevel === 'info' ? quietest : config.logLevel)
  const [models, store] = await Promise.all([openModels(config), openStore({ url: config.databaseUrl, logger })])
  try {
    const bot = createBot({
      detector: createPhraseDetector(),
      gate: openGate(config, models, logger),
      screenInProcess: createProcessGate().screen,
      strategies: STRATEGIES,
      policy: startingPolicy,
      systemPrompt: config.systemPrompt,
      maxTokens: MAX_ANSWER_TOKENS,
      newId: randomUUID,
      timer: () => performance.now(),
      now: Date.now,
      store,
      models,
      commands: COMMANDS,
      codebook: CODEBOOK,
      pseudonym: createPseudonyms(await pseudonymKey(config)),
      isAdmin: createAdminCheck(config.admins),
      defaultModel: config.model ?? models.defaultId(),
      instance: `${hostname()}:${process.pid}:${randomUUID().slice(0, 8)}`,
      logger,
    })
    return { bot, models, logger, close: () => store.close() }
  } catch (error) {
    await store.close()
    throw error
  }
}
