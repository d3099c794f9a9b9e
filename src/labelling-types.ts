import type { Person } from './bot-types.ts'
import type { CodebookEntry, Label } from './crowd/codebook.ts'
import type { SKIPPED } from './crowd/label-queue.ts'
import type { LabelScope } from './store/labelling-store.ts'

/** The queue of `/label`, as adapters see it. */
export interface Labelling {
  /**
   * The next answer for somebody to label, most informative first, with gold items among them. `except` are tasks they
   * have been given already and not labelled yet, such as one that is shown while the next is fetched.
   */
  labelSheet(labeller: Labeller, except?: readonly string[]): Promise<LabelSheet>
  /** Stores a label or a skip, and gives the next sheet. To label a task a second time changes nothing. */
  labelTask(
    labeller: Labeller,
    task: string,
    choice: LabelChoice,
    except?: readonly string[],
  ): Promise<LabelSheet>
  /** Takes back what somebody said of a task, and gives its sheet once more. */
  unlabelTask(labeller: Labeller, task: string): Promise<LabelSheet>
}

/** Who labels, and what they may be given. */
export interface Labeller {
  readonly person: Person
  readonly scope: LabelScope
}

export type LabelChoice = Label | typeof SKIPPED

/** An answer to be labelled, with nothing beside it that could sway its label: no model, strategy or vote. */
export interface LabelTask {
  /** Names the task to the bot; says nothing to anybody else. */
  readonly id: string
  readonly request: string
  /** What the asker replied to a question. */
  readonly reply?: string
  readonly answer: string
  /** Set where the model was stopped before its end. */
  readonly stopped?: true
}

export interface LabelSheet {
  /** Absent when nothing is left for this person. */
  readonly task?: LabelTask
  /** What the task can be called, in the order of the keys. */
  readonly entries: readonly CodebookEntry[]
  readonly progress: LabelProgress
  /** The task labelled just now, which can still be taken back. */
  readonly last?: string
  /** One honest line, where what was asked for could not be done. */
  readonly note?: string
}

export interface LabelProgress {
  /** Labels of the person's that stand, reactions included. */
  readonly labelled: number
  /** Answers that still need labels, from anybody. */
  readonly open: number
  /** Set where there are more than `open` says. */
  readonly openOrMore?: true
}
