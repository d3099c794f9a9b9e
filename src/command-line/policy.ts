import { REQUEST_TYPES } from '../../strategies/request-type.ts'
import { percent } from '../crowd/rate-words.ts'
import { MODEL_FAMILIES, type ModelFamily } from '../domain.ts'
import { InputError } from '../errors.ts'
import { textTable, wholeNumber } from '../evaluation/format.ts'
import { runEvidenceOf } from '../evaluation/run-evidence.ts'
import { readCells, readItems, requireManifest } from '../evaluation/run-folder.ts'
import { bestProbabilities } from '../evaluation/statistics/best-probability.ts'
import { credibleInterval, meanOf } from '../evaluation/statistics/beta.ts'
import type { Cell } from '../evaluation/types.ts'
import { nearestName } from '../nearest-name.ts'
import { type BeliefBook, beliefBook, casesOf, type Evidence } from '../policy/beliefs.ts'
import { beliefsByName } from '../policy/learned-policy.ts'
import {
  beliefsOfVersion,
  currentBeliefs,
  LEARNING,
  useVersion,
  versionInUse,
  versionName,
} from '../policy/policy-versions.ts'
import { PAPER } from '../policy/starting-policy.ts'
import { type Terminal, write } from './output.ts'
import type { PolicyTools, ShowOptions } from './policy-commands.ts'

/** Nothing is read here. */
type Outputs = Pick<Terminal, 'stdout' | 'stderr'>

const BELIEF_HEADER = ['family', 'type', 'strategy', 'answered', 'n', 'believed', '95 %', 'best']

/**
 * Writes what a version believes as a table: of the families named or, without a name, of those with evidence.
 *
 * @throws {InputError} where there is no such version, type or evidence
 */
export async function showPolicy(
  terminal: Outputs,
  { store, strategies }: PolicyTools,
  { family, type, version, scripted: onlyScripted }: ShowOptions,
): Promise<void> {
  const scripted = onlyScripted === true
  const name = version ?? (await versionInUse(store))
  const beliefs = await beliefsOfVersion(store, name, strategies)
  if (!beliefs) {
    throw new InputError(
      'Version paper rests on no beliefs: it is the order of arXiv 2405.05418. Name another one with --version.',
    )
  }
  const own = beliefs.evidence.filter((one) => one.scripted === scripted)
  if (type !== undefined) requireType(type, REQUEST_TYPES, own)
  const families = family ? [family] : MODEL_FAMILIES.filter((one) => own.some((each) => each.family === one))
  if (families.length === 0) {
    throw new InputError(
      `Version ${name} has no evidence about ${scripted ? 'scripted stand-ins' : 'any model'} yet. Name a family to see where it begins, or learn from a run with recourse policy learn.`,
    )
  }
  const book = beliefBook(beliefs)
  const rows = families.flatMap((one) => rowsOf(book, { family: one, scripted }, type))
  await write(terminal.stdout, textTable([BELIEF_HEADER, ...rows], 3))
  await write(
    terminal.stderr,
    `Version ${name}${scripted ? ', scripted stand-ins' : ''}. Of safe requests that the model refused: how many each strategy had answered, what is believed, and how likely it is the best.\n`,
  )
}

/**
 * Learns from runs; each counts once.
 *
 * @throws {InputError} where a folder holds no run
 */
export async function learnFromRuns(
  terminal: Outputs,
  { store, requestType, by, now }: PolicyTools,
  folders: readonly string[],
): Promise<void> {
  for (const folder of folders) {
    const manifest = await requireManifest(folder)
    const items = await readItems(folder)
    const cells: Cell[] = []
    // What was said is not needed, and would not fit.
    for await (const { cell } of readCells(folder)) {
      cells.push({ ...cell, attempts: cell.attempts.map((attempt) => ({ ...attempt, completion: '' })) })
    }
    const evidence = runEvidenceOf(manifest.configuration, cells, items, { requestType })
    const { digest } = manifest
    const run = { digest, folder, started: Date.parse(manifest.started), at: now(), by, evidence }
    const isKept = await store.learnRun(run)
    await write(
      terminal.stdout,
      `${folder}: ${isKept ? learnedWords(evidence) : 'left out, since a later run of the same settings counts'}\n`,
    )
    if (isKept && cells.length < manifest.cells) {
      await write(
        terminal.stderr,
        `The run in ${folder} is not finished (${cells.length} of ${manifest.cells} cells): once it is, give it again.\n`,
      )
    }
  }
  const inUse = await versionInUse(store)
  if (inUse !== LEARNING) {
    await write(
      terminal.stderr,
      `Version ${inUse} is in use, and does not change by this: recourse policy use learning, or freeze another one.\n`,
    )
  }
}

/** @throws {InputError} where the name cannot be used, or is taken */
export async function freezePolicy(
  terminal: Outputs,
  { store, strategies, by, now }: PolicyTools,
  given: string,
): Promise<void> {
  const name = versionName(given)
  const beliefs = await currentBeliefs(store, strategies)
  if (!(await store.freezePolicy({ name, beliefs, at: now(), by }))) {
    throw new InputError(`There is a version ${name} already, and it never changes; choose another name.`)
  }
  await write(terminal.stdout, `${name}: ${learnedWords(beliefs.evidence)}\n`)
  await write(terminal.stderr, `It is not in use before you say so: recourse policy use ${name}\n`)
}

/** @throws {InputError} where there is no such version */
export async function usePolicy(
  terminal: Outputs,
  { store, by, now }: PolicyTools,
  version: string,
): Promise<void> {
  const before = await versionInUse(store)
  await useVersion(store, version, { at: now(), by })
  await write(terminal.stdout, `${version} is in use; before, it was ${before}.\n`)
  await write(terminal.stderr, 'Processes that are running follow within a minute of their next request.\n')
}

export async function listPolicies(terminal: Outputs, { store, by }: PolicyTools): Promise<void> {
  const [use, frozen, runs] = await Promise.all([
    store.policyInUse(),
    store.frozenPolicies(),
    store.learnedRuns(),
  ])
  const inUse = await versionInUse(store)
  const whom = (maker: string) => (maker === by ? 'you' : maker.slice(0, 8))
  const mark = (version: string) =>
    version === inUse ? (use ? `since ${when(use.at)}, by ${whom(use.by)}` : 'yes') : ''
  await write(
    terminal.stdout,
    textTable(
      [
        ['version', 'frozen', 'by', 'in use'],
        [LEARNING, 'goes on learning', '', mark(LEARNING)],
        [PAPER, 'arXiv 2405.05418', '', mark(PAPER)],
        ...frozen.map(({ name, at, by: maker }) => [name, when(at), whom(maker), mark(name)]),
      ],
      4,
    ),
  )
  if (runs.length === 0) return
  const learned = runs.map(({ folder, started, at, by: maker }) => [
    folder,
    when(started),
    when(at),
    whom(maker),
  ])
  await write(
    terminal.stdout,
    `\n${textTable([['run learned from', 'began', 'learned', 'by'], ...learned], 4)}`,
  )
}

/** A type that there is, or that evidence is of: the first begin with what is believed of the family. */
function requireType(type: string, types: readonly string[], evidence: readonly Evidence[]): void {
  const known = [...new Set([...types, ...evidence.map((one) => one.type)])].toSorted()
  if (known.includes(type)) return
  const near = nearestName(type, known)
  throw new InputError(
    `There is no type of request ${type.slice(0, 40)}${near ? `; did you mean ${near}?` : '.'} Known are ${known.join(', ')}.`,
  )
}

function rowsOf(
  book: BeliefBook,
  kind: { readonly family: ModelFamily; readonly scripted: boolean },
  type: string | undefined,
): readonly (readonly string[])[] {
  const believed = book.of(kind, type)
  const best = bestProbabilities(beliefsByName(believed))
  return believed
    .toSorted((a, b) => meanOf(b.belief) - meanOf(a.belief))
    .map(({ strategy, ofType, ofFamily, belief }) => {
      const cases = type === undefined ? ofFamily : ofType
      const { low, high } = credibleInterval(belief)
      return [
        kind.family,
        type ?? 'all',
        strategy,
        wholeNumber(cases.answered),
        wholeNumber(casesOf(cases)),
        percent(meanOf(belief)),
        `${Math.round(100 * low)}–${Math.round(100 * high)}`,
        percent(best.get(strategy) ?? 0),
      ]
    })
}

function learnedWords(evidence: readonly Evidence[]): string {
  const cases = evidence.reduce((sum, one) => sum + casesOf(one), 0)
  const families = new Set(evidence.map(({ family }) => family)).size
  if (cases === 0) return 'no safe request that was refused and asked again'
  const scripted = evidence.some((one) => one.scripted) ? ', scripted stand-ins apart' : ''
  return `${wholeNumber(cases)} refused safe requests asked again, of ${families} famil${families === 1 ? 'y' : 'ies'} of models${scripted}`
}

/** A time to the minute, in UTC. */
function when(at: number): string {
  return `${new Date(at).toISOString().slice(0, 16).replace('T', ' ')} UTC`
}
