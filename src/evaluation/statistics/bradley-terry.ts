const MOST_ROUNDS = 100_000
/** Largest move of a log strength in a round at which the rounds have converged. */
const TOLERANCE = 1e-10

/** `wins[i][j]`: how often `i` was preferred to `j`; a tie is half a win for each. */
export type Wins = readonly (readonly number[])[]

/**
 * Bradley and Terry's strengths by minorisation and maximisation (Hunter 2004,
 * https://doi.org/10.1214/aos/1079120141): `i` is preferred to `j` with probability 1 / (1 + exp(sⱼ − sᵢ)). Given as
 * logarithms whose mean is 0. Every item must be reachable from every other by wins: otherwise the likeliest
 * strengths are infinite.
 * @returns undefined where the rounds do not converge
 */
export function bradleyTerry(wins: Wins): readonly number[] | undefined {
  const won = wins.map((row) => row.reduce((sum, many) => sum + many, 0))
  const met = wins.map((row, i) => row.map((many, j) => (i === j ? 0 : many + (wins[j]?.[i] ?? 0))))
  let strengths = wins.map(() => 1)
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const raw = strengths.map((own, i) => {
      const expected = (met[i] ?? []).reduce((sum, many, j) => sum + many / (own + (strengths[j] ?? 0)), 0)
      return expected === 0 ? own : (won[i] ?? 0) / expected
    })
    const centre = Math.exp(raw.reduce((sum, each) => sum + Math.log(each), 0) / raw.length)
    const next = raw.map((each) => each / centre)
    // The old strengths are kept until they have been compared: two names for one array would stop at once.
    const moved = Math.max(0, ...next.map((each, i) => Math.abs(Math.log(each / (strengths[i] ?? 1)))))
    strengths = next
    if (moved < TOLERANCE) return strengths.map(Math.log)
    if (!Number.isFinite(moved)) return undefined
  }
  return undefined
}
