import { Counter, Gauge, type Registry } from 'prom-client'
import type { GaugeSources } from './gauge-sources.ts'

type Readings<Label extends string> = Iterable<
  readonly [labels: Partial<Record<Label, string>>, value: number]
>

/** Values that are read from their sources whenever somebody asks for them. */
export function addGauges(registry: Registry, sources: GaugeSources, version: string): void {
  const registers = [registry]
  const gauge = <Label extends string>(
    name: string,
    help: string,
    labelNames: readonly Label[],
    read: () => Readings<Label>,
  ) =>
    new Gauge({
      name: `recourse_${name}`,
      help,
      labelNames,
      registers,
      collect() {
        this.reset()
        for (const [labels, value] of read()) this.set(labels, value)
      },
    })

  gauge('build_info', 'The version that runs; always 1.', ['version', 'node'], () => [
    [{ version, node: process.versions.node }, 1],
  ])
  const providers = () => sources.queue?.().providers ?? []
  gauge(
    'queue_depth',
    'Calls of providers, under way (running) and in the queue (waiting).',
    ['provider', 'state'],
    () =>
      providers().flatMap(
        ({ provider, underWay, waiting }) =>
          [
            [{ provider, state: 'running' }, underWay],
            [{ provider, state: 'waiting' }, waiting],
          ] as const,
      ),
  )
  gauge('queue_limit', 'Calls of a provider that may be under way at once just now.', ['provider'], () =>
    providers().map(({ provider, limit }) => [{ provider }, limit] as const),
  )
  gauge('requests_waiting', 'Requests that wait for their first call.', [], () =>
    sources.queue ? [[{}, sources.queue().waiting]] : [],
  )
  new Counter({
    name: 'recourse_requests_refused_total',
    help: 'Requests that were not taken on, by why.',
    labelNames: ['code'],
    registers,
    collect() {
      this.reset()
      const refused = sources.queue?.().refused ?? {}
      for (const [code, count = 0] of Object.entries(refused)) this.inc({ code }, count)
    },
  })
  gauge('database_connections', 'Connections to PostgreSQL, by state.', ['state'], () => {
    const counts = sources.pool?.()
    return counts
      ? [
          [{ state: 'busy' }, counts.busy],
          [{ state: 'idle' }, counts.idle],
        ]
      : []
  })
  gauge('database_waiting', 'Queries that wait for a connection to PostgreSQL.', [], () =>
    sources.pool ? [[{}, sources.pool().waiting]] : [],
  )
  gauge('platform_connected', 'Whether messages can arrive, by platform.', ['platform'], () =>
    [...(sources.connected?.() ?? [])].map(([platform, is]) => [{ platform }, Number(is)] as const),
  )
  gauge('draining', 'Whether this process is stopping and takes nothing new.', [], () => [
    [{}, Number(sources.draining?.() ?? false)],
  ])
}
