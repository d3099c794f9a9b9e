import { framedItems, twinItems } from '../suites/suite-items.ts'
import type { DataSet } from './data-set.ts'

/**
 * The data set of a run that names none: our own twins.
 *
 * @param framed adds every unsafe twin in each of its frames
 */
export function defaultDataSet(framed: boolean): DataSet {
  const twins = twinItems()
  if (!framed) return { name: 'the twins of Recourse', items: twins, notes: [] }
  // Which frame it is stands in the id.
  const frames = framedItems().map(({ core: _, frame: __, ...item }) => item)
  return { name: 'the twins of Recourse, framed', items: [...twins, ...frames], notes: [] }
}
