/** How a channel's votes decide whether a refused request was harmless. Pure. */

/** How an appeal stands: the channel still votes, has found the request harmless, or has not. */
export type AppealStatus = 'open' | 'granted' | 'denied'

/** The votes that decide; whoever was not sure, or said something else, abstained. */
export interface AppealVotes {
  readonly harmless: number
  readonly harmful: number
}

/** Votes it takes where nobody chose another number. */
export const DEFAULT_QUORUM = 3
export const MOST_QUORUM = 25

/** In place of a quorum: nobody can appeal here. */
export const APPEALS_OFF = 'off'

/** How long a channel has to decide, in milliseconds. */
export const APPEAL_OPEN_FOR = 7 * 24 * 60 * 60_000

const SIDES: Readonly<Record<string, keyof AppealVotes>> = {
  refused_harmless: 'harmless',
  half_refused_harmless: 'harmless',
  rightly_refused: 'harmful',
}

/** What a label says of the request; `undefined` where it abstains. */
export function sideOf(label: string): keyof AppealVotes | undefined {
  return Object.hasOwn(SIDES, label) ? SIDES[label] : undefined
}

/** Counts the votes that stand on a refused attempt. Whoever asked has no say in their own case. */
export function countAppealVotes(
  votes: Iterable<{ readonly label: string; readonly byAsker: boolean }>,
): AppealVotes {
  let harmless = 0
  let harmful = 0
  for (const { label, byAsker } of votes) {
    if (byAsker) continue
    const side = sideOf(label)
    if (side === 'harmless') harmless += 1
    else if (side === 'harmful') harmful += 1
  }
  return { harmless, harmful }
}

/**
 * What the votes come to: open below the quorum, then granted where two thirds say harmless, else denied. What
 * nobody decided in time stays refused. `age` is in milliseconds.
 */
export function decideAppeal({ harmless, harmful }: AppealVotes, quorum: number, age: number): AppealStatus {
  if (age > APPEAL_OPEN_FOR) return 'denied'
  const votes = harmless + harmful
  if (votes < quorum) return 'open'
  return 3 * harmless >= 2 * votes ? 'granted' : 'denied'
}

/** The quorum that a setting names; `undefined` where appeals are turned off. */
export function quorumOf(setting: string): number | undefined {
  return setting === APPEALS_OFF ? undefined : Number(setting)
}
