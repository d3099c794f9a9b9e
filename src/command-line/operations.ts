import { z } from 'zod'
import type { Config } from '../config.ts'
import type { Logger } from '../logger.ts'
import type { Metrics } from '../metrics/metrics.ts'
import { createPrometheus, type Prometheus } from '../metrics/prometheus.ts'
import { observedCatalog } from '../models/observed-model.ts'
import { createProviderHealth, type ProviderHealth } from '../models/provider-health.ts'
import type { ModelCatalog } from '../models/providers.ts'
import type { Platform } from '../platforms/platform.ts'
import type { Operations } from '../platforms/web/probe-routes.ts'
import { createReadiness, type Readiness } from '../readiness.ts'
import { observedStore } from '../store/observed-store.ts'
import type { State } from '../store/state.ts'
import type { Store } from '../store/store.ts'

/** What watches a serving process: it counts, and it says whether the process can serve. */
export interface Watching {
  readonly metrics: Metrics
  readonly prometheus: Prometheus
  readonly health: ProviderHealth
  catalog(models: ModelCatalog, logger: Logger): ModelCatalog
  store(store: Store, logger: Logger): Store
}

/** Begins to watch, before anything is opened. */
export function createWatching(config: Config, version: string): Watching {
  const { model, judgeModel, guardModel } = config
  const named = [model, judgeModel, guardModel].filter((id) => id !== undefined).filter((id) => id !== 'none')
  const prometheus = createPrometheus({ version })
  const health = createProviderHealth({ models: config })
  const metrics: Metrics = {
    ...prometheus.metrics,
    modelCalled(facts) {
      prometheus.metrics.modelCalled(facts)
      health.note(facts.model, facts.result)
    },
  }
  return {
    metrics,
    prometheus,
    health,
    catalog(models, logger) {
      prometheus.knowModels([...named, ...models.choices().map(({ id }) => id)])
      return observedCatalog(models, { metrics, logger })
    },
    store: (store, logger) => observedStore(store, { metrics, logger }),
  }
}

interface Served {
  readonly store: Pick<Store, 'ping'>
  readonly state: Pick<State, 'get'>
  readonly model: string
  /** Filled by the time that anybody asks. */
  readonly platforms: readonly Platform[]
}

/** Slack is also set up where workspaces install the app by themselves. */
function isSetUp(name: 'slack' | 'discord', config: Config): boolean {
  const { slackBotToken, slackClientId, discordToken } = config
  return (name === 'slack' ? (slackBotToken ?? slackClientId) : discordToken) !== undefined
}

/** What the probes tell of a process that serves. */
export function serveProbes(
  config: Config,
  { prometheus, health }: Watching,
  { store, state, model, platforms }: Served,
): { readonly readiness: Readiness; readonly operations: Operations } {
  const readiness = createReadiness({
    parts: [
      { name: 'database', look: () => store.ping().then(() => undefined) },
      { name: 'state', look: () => state.get('ready', z.unknown()).then(() => undefined) },
      { name: 'model', look: () => health.problemOf(model) },
      ...(['slack', 'discord'] as const)
        .filter((name) => isSetUp(name, config))
        .map((name) => ({
          name,
          look: async () =>
            platforms.find((one) => one.name === name)?.connected?.() === true
              ? undefined
              : 'Messages cannot arrive at the moment.',
        })),
    ],
  })
  prometheus.follow({
    connected: () =>
      platforms.flatMap(({ name, connected }) => (connected ? [[name, connected()] as const] : [])),
    draining: () => readiness.draining,
  })
  return {
    readiness,
    operations: {
      readiness: () => readiness.look(),
      metrics: async () => ({ contentType: prometheus.contentType, text: await prometheus.text() }),
      token: config.metricsToken,
    },
  }
}
