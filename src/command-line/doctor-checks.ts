import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { createServer } from 'node:net'
import { COMMANDS } from '../../commands/index.ts'
import { type Config, slackSecretsOf } from '../config.ts'
import { InputError, ModelError } from '../errors.ts'
import { collect } from '../models/collect.ts'
import type { ModelCatalog } from '../models/providers.ts'
import { EventLog } from '../platforms/slack/event-log.ts'
import { inspectDatabase } from '../store/inspect-database.ts'
import { openStore } from '../store/sql-store.ts'
import { pathOfSqlite } from '../store/sqlite-file.ts'
import { openState } from '../store/state.ts'
import { databaseChecks, isUpToDate } from './database-check.ts'
import type { Check, Warning } from './doctor.ts'
import { driftChecks } from './drift-checks.ts'
import { watchedModels } from './drift-watch.ts'
import { machineChecks } from './machine-checks.ts'
import { formerKeys, missingKeyFile } from './records.ts'
import { rightsChecks } from './rights-checks.ts'
import { API_TIMEOUT, type SlackSettings, slackChecks } from './slack-checks.ts'

/** Milliseconds the doctor waits for a model. */
const MODEL_TIMEOUT = 15_000

/** What the doctor looks at: everything that was configured, tried for real. */
export async function doctorChecks(
  config: Config,
  models: ModelCatalog,
  readPseudonymKey: () => Promise<unknown>,
): Promise<readonly Check[]> {
  return [
    ...machineChecks(config),
    ...databaseChecks(config),
    { name: 'state', look: () => tryState(config) },
    {
      name: 'pseudonym key',
      async look() {
        const missing = missingKeyFile(config)
        if (missing !== undefined) return withoutKey(missing, config)
        await readPseudonymKey()
        const former = (await formerKeys(config)).length
        const place = config.pseudonymKey === undefined ? 'in the file recourse.key' : 'from PSEUDONYM_KEY'
        return former === 0 ? place : `${place}; ${former} former kept`
      },
    },
    ...rightsChecks(config),
    ...modelsToTry(config, models).map(([role, id]) => ({
      name: `${role} ${id}`,
      look: () => tryModel(models, id),
    })),
    { name: 'web console', look: () => tryAddress(config) },
    // State in memory is that of another process: what the bot noted there cannot be read here.
    ...slackChecks(slackSettings(config), {
      ...(config.stateUrl !== ':memory:' && { lastEvents: () => lastSlackEvents(config) }),
      // What is wrong with the records is told by a check of its own.
      ...(await checksOfSlackApp(config).catch((error: unknown) => ({
        app: [{ name: 'slack workspaces', look: () => Promise.reject(error) }],
      }))),
    }),
    ...(await checksOfDiscord(config)),
    ...driftChecks(config, {
      models: () => modelsToWatch(config, models),
      open: (id) => models.get(id),
    }),
  ]
}

/** The doctor makes no key: one that was lost is to be put back before the next start makes another. */
async function withoutKey(file: string, { databaseUrl }: Config): Promise<string | Warning> {
  const found = await inspectDatabase(databaseUrl).catch(() => undefined)
  if (!found?.isUsed) return `made at the first start, in the file ${file}`
  return {
    warning: `There are records, and no key file "${file}": put it back from its copy, or set PSEUDONYM_KEY. The next start would make a new key, to which everybody is somebody new.`,
  }
}

/** As far as the records can be read; what is wrong with them is told by a check of its own. */
async function modelsToWatch(config: Config, models: ModelCatalog): Promise<readonly string[]> {
  // To open them would bring their schema forward, which is not for the doctor to do.
  if (!(await isUpToDate(config.databaseUrl))) {
    return watchedModels(config, { settingValues: async () => [] }, async () => ({ models }))
  }
  const store = await openStore({ url: config.databaseUrl })
  try {
    return await watchedModels(config, store, async () => ({ models }))
  } finally {
    await store.close()
  }
}

/** The app and every workspace that has installed it, where that is how Slack is set up. */
async function checksOfSlackApp(config: Config): Promise<{ readonly app?: readonly Check[] }> {
  const { slackClientId: clientId, slackClientSecret: clientSecret, slackApiUrl: apiUrl, publicUrl } = config
  if (clientId === undefined || clientSecret === undefined) return {}
  const [{ slackAppChecks }, { installationsIn }] = await Promise.all([
    import('./slack-app-checks.ts'),
    import('./slack-installations.ts'),
  ])
  const client = { clientId, clientSecret, apiUrl, publicUrl }
  // To open them would bring their schema forward, which is not for the doctor to do.
  if (!(await isUpToDate(config.databaseUrl))) {
    const isEmpty = ((await inspectDatabase(config.databaseUrl))?.schema ?? 0) === 0
    const installations = isEmpty ? [] : undefined
    return { app: slackAppChecks({ ...client, installations, tokenOf: () => '' }, API_TIMEOUT) }
  }
  const store = await openStore({ url: config.databaseUrl })
  try {
    const { all, tokenOf } = installationsIn(store, config)
    const installations = await Array.fromAsync(all())
    return {
      app: slackAppChecks({ ...client, installations, tokenOf }, API_TIMEOUT),
    }
  } finally {
    await store.close()
  }
}

/** Its SDK is only loaded where Discord is set up. */
async function checksOfDiscord(config: Config): Promise<readonly Check[]> {
  const { discordToken: token, discordApiUrl: apiUrl, discordShards: shards } = config
  if (token === undefined) return []
  const { discordChecks } = await import('./discord-checks.ts')
  return discordChecks({ token, shards, ...(apiUrl !== undefined && { apiUrl }) }, { commands: COMMANDS })
}

function slackSettings(config: Config): SlackSettings {
  const { slackApiUrl } = config
  return {
    ...slackSecretsOf(config),
    ...(slackApiUrl !== undefined && { apiUrl: slackApiUrl }),
  }
}

/** Whether opening the state makes no file. */
function isThere(stateUrl: string): boolean {
  return stateUrl === ':memory:' || /^rediss?:/.test(stateUrl) || existsSync(pathOfSqlite(stateUrl))
}

async function lastSlackEvents({ stateUrl }: Config): Promise<ReadonlyMap<string, number>> {
  if (!isThere(stateUrl)) return new Map()
  const state = await openState({ url: stateUrl })
  try {
    return await new EventLog(state).lastEvents()
  } finally {
    await state.close()
  }
}

async function tryState({ stateUrl }: Config): Promise<string> {
  if (!isThere(stateUrl)) return `${stateUrl}, made at the first start`
  const state = await openState({ url: stateUrl })
  try {
    await state.set('doctor', true, 1000)
  } finally {
    await state.close()
  }
  if (stateUrl === ':memory:') return 'kept in this process; set STATE_URL to share it between several'
  return /^rediss?:/.test(stateUrl) ? 'Redis answers' : 'kept beside the records'
}

/** The models the operator named, and one of every provider that has its key. */
function modelsToTry(config: Config, models: ModelCatalog): readonly (readonly [role: string, id: string])[] {
  const { model, judgeModel, guardModel } = config
  const named = [
    ['model', model],
    ['judge', judgeModel === 'none' ? undefined : judgeModel],
    ['guard', guardModel],
  ] as const
  const provider = (id: string) => id.split(':')[0]
  const providersNamed = new Set(named.flatMap(([, id]) => (id === undefined ? [] : [provider(id)])))
  const offered = models
    .choices()
    .filter(({ unavailable, scripted }) => unavailable === undefined && !scripted)
    .filter(({ id }) => !providersNamed.has(provider(id)))
    .filter(({ id }, index, all) => all.findIndex((other) => provider(other.id) === provider(id)) === index)
  return [
    ...named.flatMap(([role, id]) => (id === undefined ? [] : [[role, id] as const])),
    ...offered.map(({ id }) => ['model', id] as const),
    ...(model === undefined && offered.length === 0 ? [['model', models.defaultId()] as const] : []),
  ]
}

async function tryModel(models: ModelCatalog, id: string): Promise<string> {
  const model = models.get(id)
  if (model.kind === 'scripted') return 'a scripted stand-in; README says how to connect a real model'
  const started = performance.now()
  const signal = AbortSignal.timeout(MODEL_TIMEOUT)
  try {
    await collect(model, [{ role: 'user', content: 'Say OK.' }], { maxTokens: 16, signal })
  } catch (error) {
    // A recording that can be read, and knows other prompts.
    if (error instanceof ModelError && error.code === 'not_recorded') return 'recorded completions'
    throw error
  }
  return `answers (${Math.round(performance.now() - started)} ms)`
}

async function tryAddress({ host, port, webToken }: Config): Promise<string> {
  const address = `http://${host}:${port}${webToken === undefined ? '' : ', behind a token'}`
  const server = createServer()
  try {
    await once(server.listen(port, host), 'listening')
    return address
  } catch (error) {
    const health = await fetch(`http://${host}:${port}/healthz`, {
      signal: AbortSignal.timeout(1_000),
    }).catch(() => undefined)
    if ((await health?.text()) === 'ok') return `${address}, which is running`
    throw new InputError(
      `Port ${port} of ${host} cannot be opened. Set PORT to a free one, or stop what uses it.`,
      {
        cause: error,
      },
    )
  } finally {
    server.close()
  }
}
