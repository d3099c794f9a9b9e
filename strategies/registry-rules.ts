import { DIRECT } from '../src/domain.ts'
import { ConfigError } from '../src/errors.ts'
import type { Strategy } from './strategy.ts'

/** The only strategy that may answer part of a request that is probably harmful. */
const PARTIAL = 'partial-help'

/** Names that `--strategy`, `/strategy` and records already give another meaning. */
const RESERVED: ReadonlySet<string> = new Set([DIRECT, 'auto', 'none', 'default', 'why'])

/**
 * The same list, once it is known to keep the rules every record and every gate relies on.
 * @throws {ConfigError} with one line for each rule broken.
 */
export function checkRegistry(strategies: readonly Strategy[]): readonly Strategy[] {
  const seen = new Set<string>()
  const problems: string[] = []
  for (const strategy of strategies) {
    problems.push(...faults(strategy, seen).map((fault) => `Strategy "${strategy.name}" ${fault}.`))
    seen.add(strategy.name)
  }
  if (problems.length > 0) throw new ConfigError(problems)
  return strategies
}

function faults(strategy: Strategy, seen: ReadonlySet<string>): string[] {
  const { name, version, levels } = strategy
  const found: string[] = []
  if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(name)) found.push('must have a kebab-case name')
  if (RESERVED.has(name)) found.push('has a reserved name; choose another')
  if (seen.has(name)) found.push('is registered twice; give it a name of its own')
  if (!version.startsWith(`${name}/`) || !/^[1-9]\d*$/.test(version.slice(name.length + 1)))
    found.push(`must have a version like "${name}/1", not "${version}"`)
  if (strategy.summary.trim() === '') found.push('needs a summary')
  if (strategy.source.trim() === '') found.push('must name the source of its recipe')
  if (levels.length === 0) found.push('must name the levels it may be used on')
  if (levels.includes('clearly_harmful')) found.push('may not be used on clearly_harmful requests')
  if (levels.includes('borderline_harmful') && name !== PARTIAL)
    found.push(`may not be used on borderline_harmful requests; only ${PARTIAL} may`)
  return found
}
