import { parser } from '@prometheus-io/lezer-promql'

/** The names of all metrics that an expression in PromQL reads. Throws where it is no PromQL. */
export function metricsIn(expression: string): readonly string[] {
  const names: string[] = []
  parser.parse(expression).iterate({
    enter({ type, from, to }) {
      if (type.isError) {
        throw new Error(`No PromQL at “${expression.slice(Math.max(0, from - 20), to + 20)}”.`)
      }
      if (type.name === 'VectorSelector') {
        const name = /^[a-zA-Z_:][\w:]*/.exec(expression.slice(from, to))?.[0]
        if (name !== undefined) names.push(name)
      }
    },
  })
  return names
}

/** The names of all series that a process tells, in Prometheus' text format. */
export function seriesIn(text: string): ReadonlySet<string> {
  const kinds = [...text.matchAll(/^# TYPE (\S+) (\w+)$/gm)]
  return new Set(
    kinds.flatMap(([, name = '', kind]) =>
      kind === 'histogram' ? ['bucket', 'sum', 'count'].map((part) => `${name}_${part}`) : [name],
    ),
  )
}
