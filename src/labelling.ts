import type { Person } from './bot-types.ts'
import { type Codebook, entryLabelled } from './crowd/codebook.ts'
import { GOLD_ITEMS, type GoldItem } from './crowd/gold-items.ts'
import { goldAt, rankForLabelling, SKIPPED } from './crowd/label-queue.ts'
import type { Labeller, Labelling, LabelSheet, LabelTask } from './labelling-types.ts'
import type { Workspace } from './places.ts'
import { readable } from './reader-notes.ts'
import type { ItemKey, ItemText } from './store/labelling-store.ts'
import type { Store } from './store/store.ts'

export interface LabellingOptions {
  readonly store: Store
  /** The codebook of a workspace as it is now. */
  readonly codebookAt: (workspace: Workspace) => Promise<Codebook>
  readonly pseudonym: (person: Person) => string
  /** Milliseconds since 1970. */
  readonly now: () => number
}

/** Candidates of each kind that are looked at to find the most informative one. */
const LOOKED_AT = 50

/** Open items are counted up to here. */
const COUNTED = 500

/** What stands for a skip among the emoji of vote events. */
const SKIP_EMOJI = '⏭️'

const GONE = 'That answer is not there any more, so nothing was stored for it.'
const NOT_YOURS = 'There is nothing of yours to take back there any more.'

/** Gives people answers to label one by one, and stores what they say of them as blind votes. */
export function createLabelling({ store, codebookAt, pseudonym, now }: LabellingOptions): Labelling {
  async function sheet(
    labeller: Labeller,
    except: readonly string[],
    more: Pick<LabelSheet, 'last' | 'note'> = {},
  ): Promise<LabelSheet> {
    const around = await frame(labeller)
    const task = await nextTask(labeller, except, around.progress.labelled)
    return { ...around, ...(task && { task }), ...more }
  }

  async function frame({ person, scope }: Labeller): Promise<Omit<LabelSheet, 'task'>> {
    const { labelled, open } = await store.labelCount(pseudonym(person), scope, COUNTED + 1)
    return {
      entries: (await codebookAt(person)).entries,
      progress: {
        labelled,
        open: Math.min(open, COUNTED),
        ...(open > COUNTED && { openOrMore: true }),
      },
    }
  }

  async function nextTask(
    { person, scope }: Labeller,
    except: readonly string[],
    labelled: number,
  ): Promise<LabelTask | undefined> {
    const annotator = pseudonym(person)
    const candidates = await store.labelCandidates(annotator, scope, LOOKED_AT + except.length)
    const ranked = rankForLabelling(candidates).filter((one) => !except.includes(idOf(one)))
    // Gold is mixed among answers; alone it would give itself away.
    if (ranked.length === 0) return undefined
    const gold = await goldFor(annotator, except, labelled)
    if (gold) return goldTask(gold, annotator)
    for (const candidate of ranked) {
      const item = await store.itemText(annotator, scope, candidate)
      // It may have been taken back since.
      if (item) return taskOf(item)
    }
    return undefined
  }

  async function goldFor(
    annotator: string,
    except: readonly string[],
    labelled: number,
  ): Promise<GoldItem | undefined> {
    const seen = await store.goldItemsOf(annotator)
    const unseen = GOLD_ITEMS.filter(
      (gold) => !seen.includes(gold.name) && !except.includes(goldId(gold, annotator)),
    )
    // Those that were skipped count too, or another one would come in their place at once.
    const position = labelled + seen.length + except.length
    return goldAt(seedOf(annotator), position, unseen)
  }

  /**
   * A gold item's task id looks like that of an answer, and only whoever has the key of the pseudonyms can tell them
   * apart; it is another one for every person.
   */
  function goldId({ name }: GoldItem, annotator: string): string {
    const half = (part: string) => uuidLike(pseudonym({ platform: 'gold', workspace: annotator, user: part }))
    return idOf({ exchangeId: half(name), attemptId: half(`${name} answer`) })
  }

  const goldOf = (task: string, annotator: string) =>
    GOLD_ITEMS.find((gold) => goldId(gold, annotator) === task)

  function goldTask(gold: GoldItem, annotator: string): LabelTask {
    return { id: goldId(gold, annotator), request: gold.request, answer: gold.answer }
  }

  /** Stores a label of an answer; false when the answer is gone, or was never for this person. */
  async function vote({ person, scope }: Labeller, task: string, label: string) {
    const annotator = pseudonym(person)
    const item = await itemBehind(annotator, scope, task)
    if (!item) return false
    const last = await store.lastEventOn(annotator, item)
    // A second click, or a reaction meanwhile: what they said stands, and a skip takes nothing from it. To say the
    // same once more would make the reaction's vote one that is taken back with the label.
    const isSaid = last?.source === 'command' || last?.label === label || label === SKIPPED
    if (last?.action === 'add' && isSaid) return true
    const emoji = entryLabelled(label, await codebookAt(person))?.emoji ?? SKIP_EMOJI
    return append(item, person, { emoji, label, action: 'add' }, last?.eventTime)
  }

  async function append(
    { exchangeId, attemptId, message }: ItemText,
    person: Person,
    event: { readonly emoji: string; readonly label: string; readonly action: 'add' | 'remove' },
    before = 0,
  ): Promise<boolean> {
    const annotator = pseudonym(person)
    const { version: codebookVersion } = await codebookAt(person)
    const at = now()
    const stored = await store.recordVote({
      ...event,
      // Named for the event before it, so that two clicks at once have one name.
      eventKey: ['label', event.action, exchangeId, attemptId, annotator, before].join(':'),
      message,
      exchangeId,
      attemptId,
      annotator,
      // What comes later is later, whatever the clock of the process that heard the one before.
      eventTime: Math.max(at, before + 1),
      receivedTime: at,
      source: 'command',
      codebookVersion,
      blind: true,
    })
    // Not stored: by another click with the same name, or because the answer went away.
    return stored || (await store.lastEventOn(annotator, { exchangeId, attemptId })) !== undefined
  }

  async function itemBehind(annotator: string, scope: Labeller['scope'], task: string) {
    const key = keyOf(task)
    return key && store.itemText(annotator, scope, key)
  }

  return {
    labelSheet: (labeller, except = []) => sheet(labeller, except),
    async labelTask(labeller, task, choice, except = []) {
      const { person } = labeller
      const annotator = pseudonym(person)
      const gold = goldOf(task, annotator)
      if (gold) {
        const { platform, workspace } = person
        const correct = choice === gold.label
        await store.recordGoldVote({
          annotator,
          item: gold.name,
          platform,
          workspace,
          label: choice,
          correct,
          at: now(),
        })
        return sheet(labeller, except, { last: task })
      }
      const stored = await vote(labeller, task, choice)
      return sheet(labeller, except, stored ? { last: task } : { note: GONE })
    },
    async unlabelTask(labeller, task) {
      const annotator = pseudonym(labeller.person)
      const gold = goldOf(task, annotator)
      if (gold) {
        await store.removeGoldVote(annotator, gold.name)
        return { ...(await frame(labeller)), task: goldTask(gold, annotator) }
      }
      const item = await itemBehind(annotator, labeller.scope, task)
      if (!item) return sheet(labeller, [], { note: GONE })
      const last = await store.lastEventOn(annotator, item)
      if (last?.source !== 'command') return sheet(labeller, [], { note: NOT_YOURS })
      const { emoji, label, eventTime, action } = last
      // A second click finds it taken back already.
      if (action === 'add') {
        await append(item, labeller.person, { emoji, label, action: 'remove' }, eventTime)
      }
      return { ...(await frame(labeller)), task: taskOf(item) }
    },
  }
}

function taskOf(item: ItemText): LabelTask {
  const { prompt, reply, attempt } = item
  return {
    id: idOf(item),
    request: prompt,
    ...(reply !== undefined && { reply }),
    answer: readable(attempt),
    ...(attempt.cutShort && { stopped: true }),
  }
}

function idOf({ exchangeId, attemptId }: ItemKey): string {
  return `${exchangeId}.${attemptId}`
}

function keyOf(task: string): ItemKey | undefined {
  const [exchangeId, attemptId, ...more] = task.split('.')
  return exchangeId && attemptId && more.length === 0 ? { exchangeId, attemptId } : undefined
}

/** 32 hexadecimal digits in the form that exchanges and attempts have, with every variant as often as theirs. */
function uuidLike(digits: string): string {
  const variant = '89ab'[Number.parseInt(digits.charAt(16), 16) % 4]
  return `${digits.slice(0, 8)}-${digits.slice(8, 12)}-4${digits.slice(13, 16)}-${variant}${digits.slice(17, 20)}-${digits.slice(20, 32)}`
}

/** Pseudonyms are hexadecimal; whatever else names somebody gives a seed too. */
function seedOf(annotator: string): number {
  return [...annotator].reduce((seed, character) => Math.imul(seed, 31) + (character.codePointAt(0) ?? 0), 7)
}
