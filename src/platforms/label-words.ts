import type { LabelProgress } from '../labelling-types.ts'

/** Words as they stand on a button of their own. */
export function inTitle(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1)
}

/** How far somebody is, and how much is left `where` they label. */
export function progressLine({ labelled, open, openOrMore }: LabelProgress, where: string): string {
  const left = openOrMore ? `more than ${open}` : String(open)
  return `${labelled} labelled by you, ${left} ${where} still ${open === 1 && !openOrMore ? 'needs' : 'need'} labels.`
}

/** What is said where nothing is left to label. */
export const NOTHING_LEFT =
  'Nothing here waits for a label of yours. Answers to your own requests are for others to label.'

export const STOPPED = 'The model was stopped here.'
