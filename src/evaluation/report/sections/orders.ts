import { seededRandom } from '../../../crowd/seeded-random.ts'
import { PLAIN, POLICY, POLICY_WITHOUT_GATE } from '../../arms.ts'
import { combinationOf } from '../../combination.ts'
import { learnOrder, reportOrder } from '../../strategy-order.ts'
import { type Block, type Section, table, text } from '../document.ts'
import { points, share } from '../figures.ts'
import { modelNames } from '../names.ts'
import type { Report } from '../report.ts'

/** Which strategies to try first, learned on one half of the prompts and reported on the other. */
export function orders({ manifest, cells, items }: Report): Section | undefined {
  const { models, arms, sample } = manifest.configuration
  const strategies = arms.filter((arm) => ![PLAIN, POLICY, POLICY_WITHOUT_GATE].includes(arm))
  const asked = models.filter(({ kind }) => kind !== 'recorded')
  if (strategies.length === 0 || asked.length === 0) return undefined
  const name = modelNames(models)
  const blocks = asked.flatMap(({ id }): readonly Block[] => {
    const learned = learnOrder(cells, items, id, { strategies })
    const order = learned.map(({ strategy }) => strategy)
    const { steps, anyStrategyWouldHaveWorked } = reportOrder(cells, items, id, order)
    const { main, detail, reason } = share(anyStrategyWouldHaveWorked)
    return [
      table(
        `${name(id)}: strategies in the order learned on one half of the prompts, tried one after the other on the other half`,
        ['tried'],
        ['recovered where it was learned', 'safe, still refused', 'unsafe, complied with by any'],
        steps.map(({ strategies: many, anyRefusal, unsafeCompliance }) => {
          const place = learned[many - 1]
          return [
            place ? `${many}. ${place.strategy}` : 'plain',
            place ? `${place.recovered.part} of ${place.recovered.whole}` : '–',
            share(anyRefusal),
            share(unsafeCompliance),
          ]
        }),
      ),
      text(
        `Any strategy would have worked: ${main} of the safe requests that the plain model refused (${detail ?? reason}). It picks the strategy by its outcome, which no policy can do, and is no result of any.`,
      ),
    ]
  })
  const { chosen, pooled, mean, unsafeChange } = combinationOf(cells, items, {
    strategies,
    random: seededRandom(sample.seed),
  })
  const best = [...chosen].map(([model, arm]) => `${name(model)}: ${arm}`).join('; ')
  return {
    id: 'order',
    title: 'Which strategy first',
    blocks: [
      text(
        'By the verdicts of the detector. Twins and frames of one request are in the same half; of strategies that do equally well the one named first in the plan stands first.',
      ),
      ...blocks,
      ...(chosen.size > 0
        ? [
            table(
              'Each model asked by its own best strategy, chosen on one half and reported on the other',
              ['chosen'],
              [
                'relative reduction, all models’ refusals',
                'relative reduction, mean of models',
                'change of unsafe compliance',
              ],
              [[best, share(pooled), share(mean), points(unsafeChange)]],
            ),
          ]
        : []),
    ],
  }
}
