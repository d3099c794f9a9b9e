import { describe, expect, it } from 'vitest'
import { createModelLabels } from '../../src/metrics/model-labels.ts'
import { createPrometheus } from '../../src/metrics/prometheus.ts'
import { tokensSaved } from '../../src/metrics/tokens-saved.ts'
import { samplesOf } from './samples.ts'

describe('the metrics of a process', () => {
  it('tell the version, the event loop, and what their sources say at that moment', async () => {
    const prometheus = createPrometheus({ version: '1.2.3' })
    let waiting = 0
    const providers = [{ provider: 'groq', underWay: 2, waiting: 5, limit: 4 }]
    prometheus.follow({ queue: () => ({ waiting, providers, refused: { busy: 3 } }) })
    prometheus.follow({
      pool: () => ({ busy: 3, idle: 1, waiting: 4 }),
      connected: () => [
        ['slack', true],
        ['discord', false],
      ],
      draining: () => true,
    })
    waiting = 7
    const text = await prometheus.text()
    const sample = (name: string, labels?: Record<string, string>) => samplesOf(text, name, labels)
    expect(sample('recourse_build_info', { version: '1.2.3' })).toBe(1)
    expect(sample('recourse_requests_waiting')).toBe(7)
    expect(sample('recourse_queue_depth', { provider: 'groq', state: 'waiting' })).toBe(5)
    expect(sample('recourse_queue_depth', { provider: 'groq', state: 'running' })).toBe(2)
    expect(sample('recourse_queue_limit', { provider: 'groq' })).toBe(4)
    await prometheus.text()
    expect(samplesOf(await prometheus.text(), 'recourse_requests_refused_total', { code: 'busy' })).toBe(3)
    expect(sample('recourse_database_connections', { state: 'busy' })).toBe(3)
    expect(sample('recourse_database_waiting')).toBe(4)
    expect(sample('recourse_platform_connected', { platform: 'slack' })).toBe(1)
    expect(sample('recourse_platform_connected', { platform: 'discord' })).toBe(0)
    expect(sample('recourse_draining')).toBe(1)
    expect(text).toContain('nodejs_eventloop_lag_p99_seconds')
  })

  it('are told of nothing that is not there, and of one process apart from another', async () => {
    const [one, other] = [createPrometheus({ version: '1' }), createPrometheus({ version: '1' })]
    one.metrics.leaseLost()
    expect(samplesOf(await one.text(), 'recourse_leases_lost_total')).toBe(1)
    const text = await other.text()
    expect(samplesOf(text, 'recourse_leases_lost_total')).toBe(0)
    expect(text).not.toMatch(/^recourse_queue_depth\{/m)
  })

  it('are named by the conventions: seconds for times, _total for counts', async () => {
    const types = [
      ...(await createPrometheus({ version: '1' }).text()).matchAll(/^# TYPE (recourse_\S+) (\w+)$/gm),
    ]
    expect(types.length).toBeGreaterThan(20)
    for (const [, name = '', type] of types) {
      if (type === 'counter') expect(name).toMatch(/_total$/)
      if (type === 'histogram') expect(name).toMatch(/_seconds$/)
    }
  })
})

describe('the labels of models', () => {
  it('are those of known models, and of so many more that have answered', () => {
    const labels = createModelLabels(2)
    labels.know(['a:known'])
    for (const id of ['b:1', 'b:2', 'b:3']) labels.learn(id)
    expect(['a:known', 'b:1', 'b:2', 'b:3', 'b:4'].map(labels.of)).toEqual([
      'a:known',
      'b:1',
      'b:2',
      'other',
      'other',
    ])
  })
})

describe('the tokens that cutting a refusal short saves', () => {
  it('are what is left of a typical one, and never fewer than none', () => {
    expect(tokensSaved('llama2', 99)).toBe(225)
    expect(tokensSaved('gpt', 200)).toBe(0)
    expect(tokensSaved('unknown', 125)).toBe(100)
  })
})
