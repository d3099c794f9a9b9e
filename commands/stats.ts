import { z } from 'zod'
import { OF_PAGE, PAPER, type Palette } from '../src/charts/chart.ts'
import { intervalChart } from '../src/charts/interval-chart.ts'
import { chartPng, chartSvg } from '../src/charts/render-chart.ts'
import { weeklyChart } from '../src/charts/weekly-chart.ts'
import { standingLines, standingsBase } from '../src/comparison/standing-words.ts'
import { driftSentence, rateWords } from '../src/crowd/rate-words.ts'
import { agreementWords, annotatorWords, coverageWords } from '../src/crowd/report-words.ts'
import { GROUPINGS, type StatisticsBy, type StatisticsReport, startOfLastWeek } from '../src/statistics.ts'
import type { CommandPicture } from './command.ts'
import { defineCommand } from './define-command.ts'
import { scopeName } from './scope-option.ts'

/** Rows and annotators that a message names, and models that a picture shows; the web console's page has all. */
const MOST_ROWS = 8
const MOST_ANNOTATORS = 5
const MOST_MODELS = 6

export const stats = defineCommand({
  name: 'stats',
  description: 'Show how often requests are refused here, what the crowd says of it, and how it changes',
  options: z.object({
    scope: z
      .enum(['channel', 'workspace'])
      .default('channel')
      .meta({ description: 'What is counted: this channel or the whole workspace' }),
    days: z.coerce
      .number()
      .int()
      .min(1)
      .max(3650)
      .default(90)
      .meta({ description: 'How far back, in days; 90 unless you say otherwise' }),
    model: z
      .string()
      .max(200)
      .optional()
      .meta({ description: 'Only what this model answered', suggest: 'models' }),
    by: z.enum(GROUPINGS).default('model').meta({
      description: 'What the rates are told apart by: model, strategy, type (of request) or week',
      rest: true,
    }),
  }),
  examples: ['stats', 'stats week', 'stats scope:workspace days:30 strategy'],
  access: 'everyone',
  visibility: 'private',
  async *run({ scope, days, model, by }, { caller, services }) {
    const { platform, workspace, channel } = caller.place
    const report = await services.statistics({
      platform,
      workspace,
      ...(scope === 'channel' && { channel }),
      ...(model !== undefined && model !== 'default' && { model }),
      days,
      by: [by],
      annotators: MOST_ANNOTATORS,
    })
    const where = `this ${scopeName(scope, caller)}`
    if (report.all.attempts === 0) {
      const standings = standingsLines(report, scopeName('workspace', caller))
      yield { type: 'text', markdown: [nothingYet(where, days, model), ...standings].join('\n') }
      return
    }
    yield {
      type: 'text',
      markdown: textOf(report, { by, where, model, workspace: scopeName('workspace', caller) }),
      picture: pictureOf(report, by),
    }
  },
})

function nothingYet(where: string, days: number, model: string | undefined): string {
  const whom = model === undefined ? '' : ` of ${model}`
  return `Nothing${whom} was answered in ${where} in the ${period(days)}. Ask something, react to the answer with an emoji of the codebook (\`/codebook\`), or look further back with \`days:365\`.`
}

function textOf(
  report: StatisticsReport,
  {
    by,
    where,
    model,
    workspace,
  }: {
    readonly by: StatisticsBy
    readonly where: string
    readonly model: string | undefined
    readonly workspace: string
  },
): string {
  const { all, first, days } = report
  const rows = report.groups.get(by) ?? []
  const shown = by === 'week' ? rows.slice(-MOST_ROWS) : rows.slice(0, MOST_ROWS)
  const { crowd, machine } = first
  return [
    `**Statistics of ${where}, ${period(days)}${model === undefined ? '' : `, ${model}`}**: ${all.attempts.toLocaleString('en')} attempt${all.attempts === 1 ? '' : 's'}. In brackets: 95 % intervals.`,
    '',
    ...report.drifts.map(
      (drift) => `- ⚠️ In the week from ${startOfLastWeek(report.weekly)} ${driftSentence(drift)}`,
    ),
    `- **Harmless requests refused at first**, by the crowd’s labels: fully ${rateWords(crowd.fully)}; fully or partly ${rateWords(crowd.fullyOrPartly)}.`,
    `- **The same by the machine** (detector and gate, no votes): fully ${rateWords(machine.fully)}; fully or partly ${rateWords(machine.fullyOrPartly)}. Left out: ${first.unscreened.toLocaleString('en')} whose request the gate was not sure of.`,
    `- **Recovered** by asking again, of these: ${rateWords(all.recovered)}; partly answered: ${rateWords(all.partlyAnswered)}.`,
    `- **Rightly refused**, of refusals the crowd has labelled: ${rateWords(all.rightlyRefused)}. **Missed**, of harmful requests by its labels: ${rateWords(all.missed)}.`,
    `- **Coverage**: ${coverageWords(report.voted, all)}`,
    `- **Agreement**: ${agreementWords(report)}`,
    ...annotatorLines(report, workspace),
    '',
    `**Harmless requests refused, fully or partly, by ${TITLES[by]}**`,
    '',
    ...shown.map(
      ({ key, rates }) =>
        `- \`${key.replaceAll('`', '')}\`: crowd ${rateWords(rates.crowd.fullyOrPartly)} · machine ${rateWords(rates.machine.fullyOrPartly)}`,
    ),
    ...(shown.length < rows.length
      ? ['', `${rows.length - shown.length} more are on the page of statistics in the web console.`]
      : []),
    ...standingsLines(report, workspace),
  ].join('\n')
}

function standingsLines({ standings }: StatisticsReport, workspace: string): readonly string[] {
  if (standings.comparisons === 0) return []
  const lines = standingLines(standings)
  const shown = lines.slice(0, MOST_ROWS)
  return [
    '',
    `**Compared side by side, blind** (this ${workspace}, ${standingsBase(standings)}): how often preferred, and strength`,
    '',
    ...shown.map(
      ({ name, scripted, preferred, strength }) =>
        `- \`${name.replaceAll('`', '')}\`${scripted ? ' (scripted stand-in)' : ''}: ${preferred}; ${strength}`,
    ),
    ...(shown.length < lines.length
      ? ['', `${lines.length - shown.length} more are on the page of statistics in the web console.`]
      : []),
  ]
}

function period(days: number): string {
  return days === 1 ? 'last day' : `last ${days} days`
}

const TITLES: Readonly<Record<StatisticsBy, string>> = {
  model: 'model (first attempts)',
  strategy: 'strategy (`direct` is the first attempt)',
  type: 'type of request (first attempts)',
  week: 'week (first attempts; each begins on Monday, UTC)',
}

function annotatorLines({ annotators }: StatisticsReport, workspace: string): readonly string[] {
  if (annotators.length === 0) return []
  return [
    `- **Most active annotators** of this ${workspace}:`,
    ...annotators.map((one) => `  - ${annotatorWords(one)}`),
  ]
}

/** What changes is shown by week, all else side by side. */
function pictureOf(report: StatisticsReport, by: StatisticsBy): CommandPicture {
  const draw = (palette: Palette) =>
    by === 'model' || by === 'week'
      ? weeklyChart(report.weekly.slice(0, MOST_MODELS), report.drifts, palette)
      : intervalChart(by === 'type' ? 'type of request' : by, report.groups.get(by) ?? [], palette)
  const { title, description } = draw(PAPER)
  return {
    name: `recourse-statistics-by-${by}`,
    title,
    alt: `${title}. ${description}`,
    svg: (id) => chartSvg(draw(OF_PAGE), id),
    png: async () => chartPng(await chartSvg(draw(PAPER), 'chart')),
  }
}
