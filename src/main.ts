import { randomUUID } from 'node:crypto'
import { statSync } from 'node:fs'
import { Command } from 'commander'
import { COMMANDS } from '../commands/index.ts'
import packageJson from '../package.json' with { type: 'json' }
import { STRATEGIES } from '../strategies/index.ts'
import { requestTypeOf } from '../strategies/request-type.ts'
import { createAdminCheck, createOperatorCheck, Installers } from './admins.ts'
import { createBot } from './bot.ts'
import type { Bot } from './bot-types.ts'
import { addBackupCommands } from './command-line/backup-commands.ts'
import { addCrowdCommands } from './command-line/crowd-commands.ts'
import { doctor } from './command-line/doctor.ts'
import { doctorChecks } from './command-line/doctor-checks.ts'
import { addDriftCommand } from './command-line/drift-command.ts'
import { openDriftTools } from './command-line/drift-tools.ts'
import { addEvaluationCommands } from './command-line/evaluation-commands.ts'
import { addExportCommand } from './command-line/export-command.ts'
import { addInstallationsCommand } from './command-line/installations-command.ts'
import { instanceName } from './command-line/instance-name.ts'
import type { Watching } from './command-line/operations.ts'
import { addPersonCommand, openPerson } from './command-line/person-command.ts'
import { addPolicyCommands } from './command-line/policy-commands.ts'
import { frozenVersion, openPolicyTools } from './command-line/policy-tools.ts'
import {
  openRecords,
  pseudonymKey,
  pseudonymKeys,
  pseudonymsOf,
  tellOfMissingKey,
} from './command-line/records.ts'
import { addRegisterCommand } from './command-line/register-command.ts'
import { addRetentionCommand } from './command-line/retention-command.ts'
import { openRetention, retentionOf } from './command-line/retention-parts.ts'
import { addRotateKeyCommand } from './command-line/rotate-key-command.ts'
import { runCommand, type Surroundings } from './command-line/run-command.ts'
import { brokenSomewhere, endInTime, parentGone, servePlatforms, stopSignal } from './command-line/serve.ts'
import { addTextCommands } from './command-line/text-commands.ts'
import { stateAnswers } from './comparison/answer-memory.ts'
import { type Config, readConfig } from './config.ts'
import { CODEBOOK } from './crowd/codebook.ts'
import type { EvaluationTools } from './evaluation/evaluation-parts.ts'
import { Leases } from './leases.ts'
import { createLoad } from './load/load.ts'
import { WITHOUT_LIMITS } from './load/load-settings.ts'
import { createLogger, type DestinationStream, type Logger } from './logger.ts'
import { createModels, type ModelCatalog } from './models/providers.ts'
import type { Platform } from './platforms/platform.ts'
import { LOCAL_USERS, personOf } from './platforms/web/people.ts'
import { livePolicy } from './policy/live-policy.ts'
import type { Policy } from './policy/policy.ts'
import { createRefusalDetector } from './refusal/fitted-detector.ts'
import {
  createSecondOpinion,
  type SecondOpinion,
  type SecondOpinionOptions,
} from './refusal/second-opinion.ts'
import { detectorWeightsDigest } from './refusal/weights-digest.ts'
import { createSafetyGate, type SafetyGateOptions } from './safety/combined-gate.ts'
import { gateWeightsDigest } from './safety/likelihood/weights-digest.ts'
import { createProcessGate } from './safety/process-gate.ts'
import type { SafetyGate } from './safety/safety-gate.ts'
import { stateMemory } from './safety/screening-memory.ts'
import { secretsOf } from './secrets.ts'
import { keyedState } from './store/keyed-state.ts'
import type { WatchPool } from './store/open-postgres.ts'
import { openStore } from './store/sql-store.ts'
import { openState, type State } from './store/state.ts'
import type { Store } from './store/store.ts'
import { createSettling, underOneName } from './under-one-name.ts'

/** Bound of tokens of one answer; about 750 English words. */
const MAX_ANSWER_TOKENS = 1024

/** Milliseconds before each word of a scripted stand-in, so that its answers can be seen to stream. */
const REHEARSAL_DELAY = 15

/** Milliseconds a guard or judge may take in a measurement, where it waits for its turn among other calls. */
const PATIENT_GATE = 600_000

/** The command line of this process, which ends with it. */
export async function main(argv: readonly string[] = process.argv): Promise<void> {
  // Errors reach whoever writes; without a listener each would also end the process with a stack.
  process.stdout.on('error', () => undefined)
  process.stderr.on('error', () => undefined)
  process.exitCode = await runCommand(createProgram, argv.slice(2), {
    terminal: { stdin: process.stdin, stdout: process.stdout, stderr: process.stderr },
    environment() {
      if (statSync('.env', { throwIfNoEntry: false })?.isFile()) process.loadEnvFile('.env')
      return process.env
    },
    stop: () => stopSignal(process),
  })
  // What an SDK may still hold open must not keep a command from ending.
  process.stderr.write('', () => process.stdout.write('', () => process.exit()))
}

/** Every command there is. */
export function createProgram({ terminal, env, logs, stop, failed }: Surroundings): Command {
  const program = new Command('recourse')
    .description('A bot that gives a refused request its second hearing.')
    .exitOverride()
    .configureOutput({
      writeOut: (text) => void terminal.stdout.write(text),
      writeErr: (text) => void terminal.stderr.write(text),
      outputError: (text, write) => write(text),
    })
    .showHelpAfterError('(add --help for what there is)')

  program
    .command('serve')
    .description('start the bot: the web console, and every platform whose tokens are set')
    .addHelpText('after', '\nExample:\n  recourse serve\n')
    .action(async () => {
      await serve(readConfig(env), env)
    })

  addTextCommands(program, terminal, {
    bot: () => build(readConfig(env), true, { logs }),
    async gate() {
      const config = readConfig(env)
      return openGate(config, await openModels(config, true), createLogger('silent'))
    },
  })
  addBackupCommands(program, terminal, () => readConfig(env))
  addCrowdCommands(program, terminal)
  addExportCommand(program, terminal, () => openRecords(readConfig(env), { logs }))
  addEvaluationCommands(program, terminal, (version) => openEvaluation(readConfig(env), version), stop)
  addPolicyCommands(program, terminal, (make) => openPolicyTools(readConfig(env), { make, logs }))
  addDriftCommand(program, terminal, () => openDriftTools(readConfig(env), openEvaluation, logs))
  addPersonCommand(program, terminal, () => openPerson(readConfig(env), logs))
  addRetentionCommand(program, terminal, () => openRetention(readConfig(env), logs))

  program
    .command('doctor')
    .description('check configuration, database, state and models, and say how to mend what is wrong')
    .addHelpText('after', '\nExample:\n  recourse doctor\n')
    .action(async () => {
      const config = readConfig(env)
      const well = await doctor(
        terminal,
        await doctorChecks(config, await openModels(config, true), () => pseudonymKey(config)),
      )
      if (!well) failed()
    })

  addRegisterCommand(program, terminal, () => readConfig(env))
  addRotateKeyCommand(
    program,
    terminal,
    () => readConfig(env),
    () => openRecords(readConfig(env), { logs }),
  )
  addInstallationsCommand(program, terminal, async () => {
    const config = readConfig(env)
    return { config, store: await openRecords(config, { logs }) }
  })

  return program
}

interface Parts {
  readonly bot: Bot
  readonly store: Store
  readonly state: State
  readonly models: ModelCatalog
  /** Who installed the Slack app where. */
  readonly installers: Installers
  readonly logger: Logger
  close(): Promise<void>
}

/** Builds every part from the configuration and joins them. `own` is for commands of the operator's own. */
async function build(
  config: Config,
  own: boolean,
  { logs, watching }: { readonly logs?: DestinationStream | undefined; readonly watching?: Watching } = {},
): Promise<Parts> {
  const instance = instanceName()
  const level = own && config.logLevel === 'info' ? 'warn' : config.logLevel
  const logger = createLogger(level, logs, secretsOf(config)).child({ instance })
  const catalog = await openModels(config, own)
  const models = watching?.catalog(catalog, logger) ?? catalog
  // A model that cannot be opened is told now, not to the first person who asks.
  if (config.model !== undefined) models.get(config.model)
  const watchPool: WatchPool = (pool) => watching?.prometheus.follow({ pool })
  const records = await openStore({ url: config.databaseUrl, logger, watchPool })
  const store = watching?.store(records, logger) ?? records
  const opened: { close(): Promise<void> }[] = [store]
  const close = async () => {
    for (const part of opened.toReversed()) await part.close()
  }
  try {
    const state = await openState({ url: config.stateUrl, logger })
    opened.push(state)
    const policy = livePolicy({
      store,
      strategies: STRATEGIES.map(({ name }) => name),
      // Commands of the operator's own answer alike each time.
      ...(!own && { sampling: { exploration: config.policyExploration, random: Math.random } }),
      now: Date.now,
      logger,
    })
    await policy.refresh()
    await tellOfMissingKey(config, store, logger)
    const keys = await pseudonymKeys(config)
    const people = pseudonymsOf(keys)
    const caches = keyedState(state, keys.key, keys.former)
    const installers = new Installers()
    const isListed = createAdminCheck(config.admins)
    const load = createLoad({
      settings: own ? WITHOUT_LIMITS : config.load,
      state,
      logger,
      waited: watching?.metrics.queueWaited,
    })
    opened.push(load)
    watching?.prometheus.follow({ queue: load.snapshot })
    const judges = { get: (id: string) => load.shared(models.get(id)) }
    const leases = new Leases({
      now: Date.now,
      clockAhead: store.clockAhead,
      ...(config.lease !== undefined && { length: config.lease }),
    })
    await leases.compareClocks()
    const bot = createBot({
      ...flowParts(config, policy),
      load,
      gate: openGate(config, judges, logger, { memory: stateMemory(caches) }),
      ...openSecondOpinion(config, judges, { state: caches }),
      newId: randomUUID,
      timer: () => performance.now(),
      now: Date.now,
      store,
      models,
      commands: COMMANDS,
      codebook: CODEBOOK,
      ...people,
      isAdmin: (person) => isListed(person) || installers.has(person),
      isOperator: createOperatorCheck(config.admins),
      dataFlow: config,
      defaultModel: config.model ?? models.defaultId(),
      answers: stateAnswers(caches),
      instance,
      leases,
      logger,
      ...(watching && { metrics: watching.metrics }),
    })
    const named = underOneName(bot, { ...people, store, now: Date.now, logger })
    // Pages of the console show their visitors' names beside what is stored of them.
    await createSettling({ ...people, store, now: Date.now })(LOCAL_USERS.map(personOf))
    return { bot: named, store, state, models, installers, logger, close }
  } catch (error) {
    await close()
    throw error
  }
}

/** The judge an operator named also decides where the detector abstains; the answering model does not judge itself. */
function openSecondOpinion(
  { judgeModel }: Config,
  models: Pick<ModelCatalog, 'get'>,
  options: Omit<SecondOpinionOptions, 'judge'> = {},
): { readonly secondOpinion?: SecondOpinion } {
  if (judgeModel === undefined || judgeModel === 'none') return {}
  return { secondOpinion: createSecondOpinion({ judge: models.get(judgeModel), ...options }) }
}

/** What the flow is made of, beside the gate. */
function flowParts(config: Config, policy: Policy) {
  return {
    detector: createRefusalDetector(),
    screenInProcess: createProcessGate().screen,
    strategies: STRATEGIES,
    policy,
    requestType: requestTypeOf,
    systemPrompt: config.systemPrompt,
    maxTokens: MAX_ANSWER_TOKENS,
  }
}

/**
 * The parts that `evaluate` measures: those of the bot, with models that are told of every call. Only the paper's
 * finding and frozen versions of the policy can be measured: what goes on learning is not the same policy for long.
 */
async function openEvaluation(config: Config, version: string): Promise<EvaluationTools> {
  const policy = await frozenVersion(config, version)
  const models = await openModels(config, true)
  const silent = createLogger('silent')
  return {
    models,
    flow: flowParts(config, policy),
    openGate: (wrap) =>
      openGate(config, { get: (id) => wrap(models.get(id)) }, silent, { timeout: PATIENT_GATE }),
    openSecondOpinion: (wrap) =>
      openSecondOpinion(config, { get: (id) => wrap(models.get(id)) }, { timeout: PATIENT_GATE }),
    gate: { guard: config.guardModel ?? 'none', judge: config.judgeModel ?? 'answering' },
    weights: { detector: detectorWeightsDigest(), gate: gateWeightsDigest() },
    version: packageJson.version,
  }
}

async function serve(config: Config, env: NodeJS.ProcessEnv): Promise<void> {
  const [
    { createWebPlatform },
    { discordPlatform, slackPlatform },
    { createDriftWatch },
    { createWatching, serveProbes },
  ] = await Promise.all([
    import('./platforms/web/web-platform.ts'),
    import('./command-line/chat-platforms.ts'),
    import('./command-line/drift-watch.ts'),
    import('./command-line/operations.ts'),
  ])
  const watching = createWatching(config, packageJson.version)
  const { bot, store, state, models, installers, logger, close } = await build(config, false, { watching })
  try {
    const platforms: Platform[] = []
    const model = config.model ?? models.defaultId()
    const { readiness, operations } = serveProbes(config, watching, { store, state, model, platforms })
    const slack = await slackPlatform(
      config,
      { state, records: store, installers, metrics: watching.metrics },
      logger,
    )
    const web = createWebPlatform({
      host: config.host,
      port: config.port,
      token: config.webToken,
      state,
      logger,
      guest: slack?.guest,
      operations,
    })
    const discord = await discordPlatform(config, state, logger, watching.metrics)
    platforms.push(web, ...(slack ? [slack.platform] : []), ...(discord ? [discord] : []))
    const watch = createDriftWatch(config, { store, openEvaluation, platforms, logger })
    const retention = retentionOf(config, { store, state, logger })
    const startedByNpm = env.npm_lifecycle_event !== undefined
    const stop = Promise.race([
      stopSignal(process),
      brokenSomewhere(process),
      ...(startedByNpm ? [parentGone(process)] : []),
    ]).finally(() => readiness.drain())
    endInTime(stop, () => process.exit(1), logger).catch(() => undefined)
    await servePlatforms(bot, platforms, logger, stop, () => {
      const scripted = model.startsWith('rehearsal:')
        ? ', a scripted stand-in; README says how to connect a real one'
        : ''
      process.stdout.write(`Recourse is ready: ${web.url} (model ${model}${scripted})\n`)
      watch.start()
      retention.start()
    }).finally(() => Promise.all([watch.stop(), retention.stop()]))
  } finally {
    await close()
  }
}

/** `own` tells that the person at the command line is the operator: they may replay any file, and need no pacing. */
async function openModels(config: Config, own: boolean): Promise<ModelCatalog> {
  const models = createModels({
    ...config,
    directSystemPrompt: config.systemPrompt.text,
    rehearsalDelay: own ? 0 : REHEARSAL_DELAY,
    anyRecording: own,
  })
  await models.refresh()
  return models
}

function openGate(
  config: Config,
  models: Pick<ModelCatalog, 'get'>,
  logger: Logger,
  options: Pick<SafetyGateOptions, 'memory' | 'timeout'> = {},
): SafetyGate {
  const { judgeModel, guardModel } = config
  return createSafetyGate({
    ...(guardModel !== undefined && { guard: models.get(guardModel) }),
    judge: judgeModel === undefined ? 'answering' : judgeModel === 'none' ? 'none' : models.get(judgeModel),
    logger,
    ...options,
  })
}
