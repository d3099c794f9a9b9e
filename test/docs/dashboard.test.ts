import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { z } from 'zod'
import { createPrometheus } from '../../src/metrics/prometheus.ts'
import { metricsIn, seriesIn } from './prometheus-expressions.ts'

const DOCS = join(import.meta.dirname, '..', '..', 'docs')
const textOf = (name: string) => readFileSync(join(DOCS, name), 'utf8')

let series: ReadonlySet<string>
beforeAll(async () => {
  series = seriesIn(await createPrometheus({ version: '1' }).text())
})

const target = z.object({ refId: z.string(), expr: z.string(), legendFormat: z.string() })
const panel = z.object({
  id: z.int().positive(),
  type: z.enum(['row', 'timeseries', 'stat']),
  title: z.string(),
  gridPos: z.object({ h: z.int(), w: z.int().max(24), x: z.int().min(0), y: z.int().min(0) }),
  targets: z.array(target).default([]),
})
const dashboardShape = z.object({
  title: z.string(),
  uid: z.string().max(40),
  schemaVersion: z.int().min(36),
  time: z.object({ from: z.string(), to: z.string() }),
  templating: z.object({ list: z.array(z.looseObject({ name: z.string(), type: z.string() })) }),
  panels: z.array(panel),
})

describe('docs/grafana-dashboard.json', () => {
  const dashboard = dashboardShape.parse(JSON.parse(textOf('grafana-dashboard.json')))
  const targets = dashboard.panels.flatMap((one) => one.targets)

  it('asks for nothing but metrics that there are', () => {
    expect(targets.length).toBeGreaterThan(20)
    for (const { expr } of targets) {
      const names = metricsIn(expr.replaceAll('$__rate_interval', '5m'))
      expect(names.length).toBeGreaterThan(0)
      for (const name of names) expect(series, expr).toContain(name)
    }
  })

  it('shows every metric of Recourse', () => {
    const shown = new Set(targets.flatMap(({ expr }) => metricsIn(expr.replaceAll('$__rate_interval', '5m'))))
    const families = [...series].filter((name) => name.startsWith('recourse_') && !/_(sum|count)$/.test(name))
    expect(families.filter((name) => !shown.has(name))).toEqual([])
  })

  it('names each panel once, and lets none cover another', () => {
    const { panels } = dashboard
    expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length)
    for (const [index, { gridPos: a, title }] of panels.entries()) {
      for (const { gridPos: b, title: other } of panels.slice(index + 1)) {
        const apart = a.x + a.w <= b.x || b.x + b.w <= a.x || a.y + a.h <= b.y || b.y + b.h <= a.y
        expect(apart, `${title} and ${other}`).toBe(true)
      }
    }
  })
})

const rule = z.strictObject({
  alert: z.string().regex(/^Recourse\w+$/),
  expr: z.string(),
  for: z.string().regex(/^\d+[smhd]$/),
  labels: z.strictObject({ severity: z.enum(['warning', 'critical']) }),
  annotations: z.strictObject({ summary: z.string(), action: z.string() }),
})

describe('docs/alerts.yaml', () => {
  const { groups } = z
    .strictObject({ groups: z.array(z.strictObject({ name: z.string(), rules: z.array(rule) })) })
    .parse(parse(textOf('alerts.yaml')))
  const rules = groups.flatMap((group) => group.rules)

  it('watches nothing but metrics that there are, and says for each alert what to do', () => {
    expect(rules.length).toBeGreaterThan(10)
    for (const { expr } of rules) for (const name of metricsIn(expr)) expect(series, expr).toContain(name)
  })

  it('tells no two alerts by the same name', () => {
    expect(new Set(rules.map(({ alert }) => alert)).size).toBe(rules.length)
  })
})

describe('the reader of expressions', () => {
  it('knows what is no PromQL, and every metric of what is', () => {
    expect(() => metricsIn('sum by (a (b)')).toThrow('No PromQL')
    expect(metricsIn('sum(rate(a_total{b="c"}[5m])) / on (d) e > 1')).toEqual(['a_total', 'e'])
  })
})
