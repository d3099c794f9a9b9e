import type { Person } from './bot-types.ts'
import type { Place } from './domain.ts'
import { PERSONAL_KINDS, type PersonalCount, type PersonalStore } from './store/personal-store.ts'

/** Where the operator lets text go, and for how long it is kept. */
export interface DataFlow {
  /** Days; absent: until somebody wants to be forgotten. */
  readonly retentionDays?: number
  /** As configured: a model's id, `none`, or absent where the answering model itself is asked. */
  readonly judgeModel?: string
  readonly guardModel?: string
}

/** What somebody is told of what is stored about them. */
export interface PrivacyFacts extends DataFlow {
  /** The name under which they are stored. */
  readonly pseudonym: string
  readonly counts: readonly PersonalCount[]
  /** The model that answers them here. */
  readonly model: string
}

export interface PrivacyOptions {
  readonly store: PersonalStore
  /** All pseudonyms of a person, the current one first. */
  readonly namesOf: (person: Person) => readonly string[]
  readonly modelAt: (place: Place) => Promise<string>
  readonly dataFlow: DataFlow
  /** Milliseconds since 1970. */
  readonly now: () => number
}

/** Tells people what is stored about them, and hands it out. */
export function createPrivacy({ store, namesOf, modelAt, dataFlow, now }: PrivacyOptions) {
  return {
    async privacy(person: Person, place: Place): Promise<PrivacyFacts> {
      const names = namesOf(person)
      const [counts, model] = await Promise.all([store.personalCounts(names), modelAt(place)])
      const { retentionDays, judgeModel, guardModel } = dataFlow
      return {
        pseudonym: names[0] ?? '',
        counts,
        model,
        ...(retentionDays !== undefined && { retentionDays }),
        ...(judgeModel !== undefined && { judgeModel }),
        ...(guardModel !== undefined && { guardModel }),
      }
    },

    /** Everything as one JSON object, made while it is read. */
    async *personalFile(person: Person): AsyncGenerator<string> {
      const names = namesOf(person)
      const about = {
        written_at: new Date(now()).toISOString(),
        platform: person.platform,
        workspace: person.workspace,
        known_as: names,
        text_kept_for_days: dataFlow.retentionDays ?? null,
      }
      yield `{\n"about": ${JSON.stringify(about, undefined, 2)}`
      for (const kind of PERSONAL_KINDS) {
        yield `,\n"${kind}": [`
        let isFirst = true
        for await (const page of store.personalRecords(kind, names)) {
          for (const record of page) {
            yield `${isFirst ? '' : ','}\n${JSON.stringify(record)}`
            isFirst = false
          }
        }
        yield isFirst ? ']' : '\n]'
      }
      yield '\n}\n'
    },
  }
}
