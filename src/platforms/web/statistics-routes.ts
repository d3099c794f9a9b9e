import { type Context, Hono } from 'hono'
import { z } from 'zod'
import type { Bot } from '../../bot-types.ts'
import { OF_PAGE } from '../../charts/chart.ts'
import { driftChart } from '../../charts/drift-chart.ts'
import { intervalChart } from '../../charts/interval-chart.ts'
import { chartSvg } from '../../charts/render-chart.ts'
import { standingsChart } from '../../charts/standings-chart.ts'
import { highestOf, weeklyChart } from '../../charts/weekly-chart.ts'
import type { DriftSeries } from '../../evaluation/drift-series.ts'
import { modelWords } from '../../evaluation/drift-words.ts'
import { Html } from '../../html.ts'
import { GROUPINGS, type StatisticsReport } from '../../statistics.ts'
import { type LocalUser, personOf, WORKSPACE } from './people.ts'
import { themeOf, userOf } from './preferences.ts'
import type { DrawnDrift } from './templates/model-drift.ts'
import {
  type DrawnChart,
  type StatisticsChoice,
  statisticsPage,
  type WorkspaceChoice,
} from './templates/statistics-page.ts'

/** Annotators that the page names, and models of which it draws the weeks. */
const ANNOTATORS = 10
const DRAWN_MODELS = 8

const OWN: WorkspaceChoice = { platform: 'web', workspace: WORKSPACE }

/** What is not there, or makes no sense, is as if it had not been chosen. */
const chosen = z.object({
  workspace: z.string().catch(''),
  model: z.string().max(200).catch(''),
  days: z.coerce.number().int().min(1).max(3650).catch(90),
})

/** The page that tells what attempts and votes come to. */
export function statisticsRoutes(options: {
  readonly bot: Bot
  readonly users: readonly LocalUser[]
  readonly assets: string
}): Hono {
  const { bot, users, assets } = options
  return new Hono().get('/stats', async (context) => {
    const choice = await choiceOf(context, bot, users)
    const { place, model, days } = choice
    const report = await bot.statistics({
      ...place,
      ...(model !== '' && { model }),
      days,
      by: GROUPINGS,
      annotators: ANNOTATORS,
    })
    const charts = report.all.attempts === 0 ? [] : await drawn(report)
    const standings = await drawnStandings(report)
    const models = await drawnModels(await bot.modelDrift())
    return context.html(
      statisticsPage({ assets, theme: themeOf(context), choice, report, charts, standings, models }),
    )
  })
}

/** Admins may look at every workspace, and at all together; others at the console's own. */
async function choiceOf(
  context: Context,
  bot: Bot,
  users: readonly LocalUser[],
): Promise<StatisticsChoice & { readonly place: Partial<WorkspaceChoice> }> {
  const { workspace, model, days } = chosen.parse(context.req.query())
  const isAdmin = bot.isAdmin(personOf(userOf(context, users)))
  const others = isAdmin ? await bot.workspaces() : []
  const workspaces = [OWN, ...others.filter((one) => nameOf(one) !== nameOf(OWN))]
  const all = isAdmin && workspace === 'all'
  const place = workspaces.find((one) => nameOf(one) === workspace) ?? OWN
  return {
    workspaces: workspaces.map(nameOf),
    workspace: all ? 'all' : nameOf(place),
    mayChooseAll: isAdmin,
    models: [...new Set([...bot.suggestions('models').filter((id) => id !== 'default'), model])].filter(
      (id) => id !== '',
    ),
    model,
    days,
    place: all ? {} : place,
  }
}

function nameOf({ platform, workspace }: WorkspaceChoice): string {
  return `${platform}:${workspace}`
}

/** All models by week, where one alone would not say the same. */
function together(report: StatisticsReport, top: number) {
  const weeks = report.groups.get('week') ?? []
  if (report.weekly.length < 2) return []
  const all = { model: 'all models', weeks }
  return [
    {
      chart: weeklyChart([all], undefined, OF_PAGE, top),
      heading: 'All models by week',
      rows: weeks,
      of: 'week from',
    },
  ]
}

async function drawnStandings({ standings }: StatisticsReport) {
  if (standings.comparisons === 0) return undefined
  const chart = standingsChart(standings, OF_PAGE)
  return { markup: new Html(await chartSvg(chart, 'chart-standings')), description: chart.description }
}

async function drawn(report: StatisticsReport): Promise<readonly DrawnChart[]> {
  const models = report.weekly.slice(0, DRAWN_MODELS)
  const top = highestOf(models)
  const weekly = models.map((one) => ({
    chart: weeklyChart([one], report.drifts, OF_PAGE, top),
    heading: `${one.model} by week`,
    rows: one.weeks,
    of: 'week from',
  }))
  const grouped = (['model', 'strategy', 'type'] as const).map((by) => ({
    chart: intervalChart(by === 'type' ? 'type of request' : by, report.groups.get(by) ?? [], OF_PAGE),
    heading: by === 'type' ? 'By type of request' : `By ${by}`,
    rows: report.groups.get(by) ?? [],
    of: by,
  }))
  const charts: DrawnChart[] = []
  for (const [index, { chart, ...rest }] of [...together(report, top), ...weekly, ...grouped].entries()) {
    const markup = new Html(await chartSvg(chart, `chart-${index}`))
    charts.push({ ...rest, markup, description: chart.description })
  }
  return charts
}

/** A chart for each model that is watched. */
async function drawnModels(series: readonly DriftSeries[]): Promise<readonly DrawnDrift[]> {
  const models: DrawnDrift[] = []
  for (const [model, own] of Map.groupBy(series, (one) => one.model)) {
    const chart = driftChart(own, OF_PAGE)
    const markup = new Html(await chartSvg(chart, `model-${models.length}`))
    const [first] = own
    models.push({
      model: first ? modelWords(first) : model,
      markup,
      description: chart.description,
      series: own,
    })
  }
  return models
}
