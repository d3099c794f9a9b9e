import type { Logger } from 'pino'
import type { MessageKey } from '../domain.ts'
import { StoreError } from '../errors.ts'
import { bindAppeal, openAppeal, openAppealOn, settleAppeal } from './appeals.ts'
import type {
  CellEnd,
  ComparisonBeginning,
  ComparisonBounds,
  ComparisonVoteEvent,
} from './comparison-store.ts'
import { choiceOf, choicesOn, comparedResults, recordComparisonVote } from './comparison-votes.ts'
import {
  beginComparison,
  bindComparison,
  dropComparison,
  endCell,
  endComparison,
  openComparison,
  planComparison,
  releaseComparisons,
  renewComparison,
  revealComparison,
} from './comparisons.ts'
import { conversation } from './conversation.ts'
import { delivered, hasConversation, lastAskedAt, moveToThread, retract } from './deliveries.ts'
import {
  driftMessagePosted,
  driftPoints,
  finishTurn,
  hasTurns,
  passTurn,
  postponeDriftMessage,
  recordDrift,
  releaseTurn,
  renewTurn,
  settingValues,
  takeDriftMessage,
  takeTurn,
} from './drift.ts'
import { rememberedAnswers, retractComparisons } from './erase-comparisons.ts'
import {
  claim,
  exchange,
  exchangeOf,
  finish,
  othersUnderWay,
  placeOf,
  recent,
  release,
  renew,
  reopen,
  takeOver,
} from './exchanges.ts'
import { exportItems, exportVotes } from './export.ts'
import {
  comparison,
  comparisonShownBy,
  leftBehindComparison,
  openComparisonMessages,
  recentComparisons,
} from './find-comparisons.ts'
import { forget } from './forget.ts'
import {
  channelHome,
  endWork,
  installationKeys,
  installations,
  installationsAfter,
  installedBots,
  keepInstallation,
  removeInstallation,
  resealInstallation,
} from './installations.ts'
import { itemsOf } from './items.ts'
import {
  goldItemsOf,
  goldReliability,
  itemText,
  labelCandidates,
  labelCount,
  lastEventOn,
  recordGoldVote,
  removeGoldVote,
} from './labelling.ts'
import { link, linkOf, linksOf, recentLinks, recentPlaces } from './links.ts'
import { migrate, ping } from './migrations/migrate.ts'
import { openPostgres, type WatchPool } from './open-postgres.ts'
import { openSqlite } from './open-sqlite.ts'
import { createPatience } from './patience.ts'
import { personalCounts, personalRecords } from './personal-records.ts'
import {
  freezePolicy,
  frozenPolicies,
  frozenPolicy,
  lastChoice,
  learnedRuns,
  learnRun,
  policyInUse,
  runEvidence,
  usePolicy,
  votedTries,
} from './policy.ts'
import { dropPseudonymMoves, isUnsettled, movePseudonyms } from './pseudonym-moves.ts'
import type { PseudonymMove } from './pseudonym-store.ts'
import { recordVote, recordVotes } from './record-votes.ts'
import { scrub, scrubbable } from './retention.ts'
import type { Scrubbing } from './retention-store.ts'
import { setSetting, setting, settings } from './settings.ts'
import type { SqlDatabase } from './sql-database.ts'
import {
  activeAnnotators,
  countAttempts,
  countTallies,
  latestJudged,
  workspacesWithItems,
} from './statistics.ts'
import type { AppealOpening, AppealSettling, Store, VoteEvent } from './store.ts'
import { toStoreError } from './store-errors.ts'
import { throughDeadlocks } from './through-deadlocks.ts'
import { createVoteWriter } from './vote-writer.ts'
import { currentVotes, lastVoteOn, reactionsOn, votesOf } from './votes.ts'

export interface StoreOptions {
  /** A path, a `file:` URI or `:memory:` for SQLite; `postgres://…` for PostgreSQL. */
  readonly url: string
  /** Milliseconds since 1970. */
  readonly now?: () => number
  readonly logger?: Pick<Logger, 'warn'>
  /** Is given what tells of the connections to PostgreSQL. */
  readonly watchPool?: WatchPool
  /** Milliseconds for which a query is tried again while PostgreSQL cannot be reached. */
  readonly patience?: number
}

/**
 * Opens the records and brings their schema up to date.
 * @throws {StoreError} `corrupt`, `read_only`, `full`, `unreachable` or `schema_too_new`, in one line.
 */
export async function openStore({
  url,
  now = Date.now,
  logger,
  watchPool,
  patience,
}: StoreOptions): Promise<Store> {
  const database = await openDatabase(url, logger, watchPool)
  const { db, flavour, place } = database
  try {
    await migrate(db, { flavour, place, now })
  } catch (error) {
    await db.destroy()
    throw toStoreError(error, place)
  }
  return createSqlStore(database, patience)
}

async function openDatabase(
  url: string,
  logger: StoreOptions['logger'],
  watchPool: StoreOptions['watchPool'],
): Promise<SqlDatabase> {
  if (/^postgres(ql)?:\/\//.test(url)) return openPostgres(url, logger, watchPool)
  if (/^[a-z][a-z+]+:\/\//.test(url) && !url.startsWith('file:')) {
    throw new StoreError(
      'unreachable',
      'DATABASE_URL names a database of a kind that is not supported; give a file path or postgres://…',
    )
  }
  return openSqlite(url)
}

/** The store over a database whose schema is up to date. */
export function createSqlStore(
  { db, flavour, place, purge, compact, clockAhead }: SqlDatabase,
  patience?: number,
): Store {
  // A file that cannot be opened now is not about to be.
  const patiently = createPatience(flavour === 'sqlite' ? 0 : patience)
  const writeVote = createVoteWriter({
    many: (events) => recordVotes(db, events, flavour),
    one: (event) => throughDeadlocks(() => recordVote(db, event, flavour)),
  })

  /** Gives a query the database, and its failure a meaning. */
  const on =
    <Arguments extends unknown[], Result>(
      query: (database: typeof db, ...rest: Arguments) => Promise<Result>,
    ) =>
    (...rest: Arguments): Promise<Result> =>
      patiently.run(async () => {
        try {
          return await query(db, ...rest)
        } catch (error) {
          throw toStoreError(error, place)
        }
      })

  /** The same for a query that gives its result in pages. */
  const onEach = <Arguments extends unknown[], Page>(
    query: (database: typeof db, ...rest: Arguments) => AsyncIterable<Page>,
  ) =>
    async function* (...rest: Arguments): AsyncGenerator<Page> {
      try {
        yield* query(db, ...rest)
      } catch (error) {
        throw toStoreError(error, place)
      }
    }

  return {
    clockAhead: on((_, now: () => number) => clockAhead(now)),
    claim: on(claim),
    renew: on(renew),
    takeOver: on(
      (database, claimedBy: string, now: number, leaseUntil: number, platform: string, workspace?: string) =>
        takeOver(database, claimedBy, now, leaseUntil, platform, workspace, flavour),
    ),
    release: on(release),
    reopen: on(reopen),
    finish: on(finish),
    exchange: on(exchange),
    placeOf: on(placeOf),
    exchangeOf: on(exchangeOf),
    recent: on(recent),
    conversation: on(conversation),
    link: on(link),
    linkOf: on(linkOf),
    linksOf: on(linksOf),
    recentLinks: on(recentLinks),
    recentPlaces: on(recentPlaces),
    delivered: on(delivered),
    moveToThread: on(moveToThread),
    hasConversation: on(hasConversation),
    lastAskedAt: on(lastAskedAt),
    othersUnderWay: on(othersUnderWay),
    retract: on(async (database, message: MessageKey, orReply: boolean) => {
      const retracted = await throughDeadlocks(() => retract(database, message, orReply, flavour))
      if (retracted) await purge()
      return retracted
    }),
    recordVote: on((_, event: VoteEvent) => writeVote(event)),
    itemsOf: on(itemsOf),
    labelCandidates: on(labelCandidates),
    itemText: on(itemText),
    labelCount: on(labelCount),
    lastEventOn: on(lastEventOn),
    recordGoldVote: on(recordGoldVote),
    removeGoldVote: on(removeGoldVote),
    goldItemsOf: on(goldItemsOf),
    goldReliability: on(goldReliability),
    currentVotes: on(currentVotes),
    votesOf: on(votesOf),
    reactionsOn: on(reactionsOn),
    lastVoteOn: on(lastVoteOn),
    exportItems: onEach(exportItems),
    exportVotes: onEach(exportVotes),
    countAttempts: on(countAttempts),
    countTallies: on(countTallies),
    activeAnnotators: on(activeAnnotators),
    latestJudged: on(latestJudged),
    workspaces: on(workspacesWithItems),
    openAppeal: on((database, opening: AppealOpening) => openAppeal(database, opening, flavour)),
    openAppealOn: on(openAppealOn),
    bindAppeal: on((database, exchangeId: string, key: MessageKey, at: number) =>
      bindAppeal(database, exchangeId, key, at, flavour),
    ),
    settleAppeal: on((database, settling: AppealSettling) => settleAppeal(database, settling, flavour)),
    learnRun: on(learnRun),
    runEvidence: on(runEvidence),
    learnedRuns: on(learnedRuns),
    votedTries: onEach(votedTries),
    freezePolicy: on(freezePolicy),
    frozenPolicies: on(frozenPolicies),
    frozenPolicy: on(frozenPolicy),
    usePolicy: on(usePolicy),
    policyInUse: on(policyInUse),
    lastChoice: on(lastChoice),
    beginComparison: on((database, beginning: ComparisonBeginning, bounds: ComparisonBounds) =>
      beginComparison(database, beginning, bounds, flavour),
    ),
    planComparison: on(planComparison),
    dropComparison: on(async (database, id: string, claimedBy: string) => {
      await dropComparison(database, id, claimedBy)
      await purge()
    }),
    renewComparison: on(renewComparison),
    endCell: on((database, id: string, claimedBy: string, at: number, end: CellEnd) =>
      endCell(database, id, claimedBy, at, end, flavour),
    ),
    openComparison: on(openComparison),
    endComparison: on(endComparison),
    revealComparison: on(revealComparison),
    comparison: on(comparison),
    comparisonShownBy: on(comparisonShownBy),
    recentComparisons: on(recentComparisons),
    bindComparison: on(bindComparison),
    openComparisonMessages: on(openComparisonMessages),
    recordComparisonVote: on((database, event: ComparisonVoteEvent) =>
      recordComparisonVote(database, event, flavour),
    ),
    choicesOn: on(choicesOn),
    choiceOf: on(choiceOf),
    leftBehindComparison: on(leftBehindComparison),
    releaseComparisons: on(releaseComparisons),
    retractComparisons: on(async (database, source: MessageKey) => {
      const retracted = await retractComparisons(database, source)
      if (retracted.length > 0) await purge()
      return retracted
    }),
    rememberedAnswers: on(rememberedAnswers),
    comparedResults: on(comparedResults),
    takeTurn: on(takeTurn),
    renewTurn: on(renewTurn),
    releaseTurn: on(releaseTurn),
    finishTurn: on(finishTurn),
    passTurn: on(passTurn),
    hasTurns: on(hasTurns),
    recordDrift: on(recordDrift),
    driftPoints: on(driftPoints),
    takeDriftMessage: on(takeDriftMessage),
    driftMessagePosted: on(driftMessagePosted),
    postponeDriftMessage: on(postponeDriftMessage),
    settingValues: on(settingValues),
    keepInstallation: on(keepInstallation),
    resealInstallation: on(resealInstallation),
    installations: on(installations),
    installationsAfter: on(installationsAfter),
    installedBots: on(installedBots),
    installationKeys: on(installationKeys),
    removeInstallation: on(removeInstallation),
    channelHome: on(channelHome),
    endWork: on(endWork),
    setting: on(setting),
    settings: on(settings),
    setSetting: on(setSetting),
    forget: on(async (database, annotators: readonly string[]) => {
      const forgotten = await forget(database, annotators, flavour)
      await purge()
      return forgotten
    }),
    ping: on(ping),
    personalCounts: on(personalCounts),
    personalRecords: onEach(personalRecords),
    isUnsettled: on(isUnsettled),
    movePseudonyms: on((database, move: PseudonymMove) => movePseudonyms(database, move, flavour)),
    dropPseudonymMoves: on(dropPseudonymMoves),
    scrub: on((database, scrubbing: Scrubbing, limit: number) => scrub(database, scrubbing, limit, flavour)),
    scrubbable: on(scrubbable),
    purge: on(purge),
    compact: on(compact),
    close() {
      patiently.close()
      return db.destroy()
    },
  }
}
