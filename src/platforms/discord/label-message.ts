import { LABELS } from '../../crowd/codebook.ts'
import { SKIPPED } from '../../crowd/label-queue.ts'
import type { LabelChoice, LabelSheet, LabelTask } from '../../labelling-types.ts'
import { inTitle, NOTHING_LEFT, progressLine, STOPPED } from '../label-words.ts'
import { splitMarkdown } from '../markdown-parts.ts'
import { type Buttons, button, rows } from './answer-text.ts'
import { componentEmoji, type KnowsEmoji } from './component-emoji.ts'
import { discordMarkdown } from './discord-markdown.ts'
import { CONTENT_LIMIT, closed, REPEATABLE } from './message-writer.ts'
import { customId } from './names.ts'
import { plainText } from './plain-text.ts'

/** Room for the request, and for a reply, once their markup is broken, in UTF-16 units. */
const REQUEST_LIMIT = 400
const REPLY_LIMIT = 200

/** Everything that can be said of a task; a button holds its place here, since its name would be too long. */
const CHOICES: readonly LabelChoice[] = [...LABELS, SKIPPED]

export interface LabelMessage {
  readonly content: string
  readonly components: Buttons
}

/** One answer to be labelled, with a button for each thing that can be said of it. */
export function labelMessage(sheet: LabelSheet, client: KnowsEmoji): LabelMessage {
  const { task, note, last, progress } = sheet
  const below = smallPrint([...(note === undefined ? [] : [note]), progressLine(progress, 'in this channel')])
  const undo = last === undefined ? [] : [button(customId('unlabel', last), 'Undo')]
  if (!task) return { content: `${NOTHING_LEFT}\n${below}`, components: rows(undo) }
  return {
    content: taskText(task, below),
    components: rows([
      ...sheet.entries.map(({ emoji, label, name }) =>
        button(customId('label', task.id, choiceCode(label)), inTitle(name), componentEmoji(emoji, client)),
      ),
      button(customId('label', task.id, choiceCode(SKIPPED)), 'Skip'),
      ...undo,
      button(customId('stop', task.id), 'Stop'),
    ]),
  }
}

/** What is left of it when somebody stops. */
export function stoppedMessage({ progress }: LabelSheet): LabelMessage {
  return {
    content: `Thank you. ${progressLine(progress, 'in this channel')} /label goes on.`,
    components: [],
  }
}

/** What the detail of a button says; `undefined` where it is of another time. */
export function choiceOf(code: string): LabelChoice | undefined {
  return CHOICES[Number(code)]
}

function choiceCode(choice: LabelChoice): string {
  return String(CHOICES.indexOf(choice))
}

function taskText({ request, reply, answer, stopped }: LabelTask, below: string): string {
  const before = [
    '-# Only you see this. What is this answer? /codebook says what each label means.',
    '**Request**',
    ...cutLines(request, REQUEST_LIMIT, 'the request'),
    ...(reply === undefined
      ? []
      : ['**Asked what was meant, they replied**', ...cutLines(reply, REPLY_LIMIT, 'the reply')]),
    '**Answer**',
  ].join('\n')
  const after = [...(stopped ? [smallPrint([STOPPED])] : []), below].join('\n')
  const cut = smallPrint(['Cut here: the answer is longer.'])
  const room = CONTENT_LIMIT - before.length - after.length - cut.length - REPEATABLE - 4
  const [shown = '…', ...rest] = splitMarkdown(discordMarkdown(answer), room)
  return [before, closed(shown).trimEnd(), ...(rest.length > 0 ? [cut] : []), after].join('\n')
}

/** As it was written, with a mark where it was cut. Broken markup makes it at most twice as long. */
function cutLines(text: string, limit: number, what: string): readonly string[] {
  const whole = plainText(text, 2 * text.length + limit)
  if (whole.length <= limit) return [whole]
  return [plainText(text, limit), smallPrint([`Cut here: ${what} is longer.`])]
}

/** Our own words in small type. */
function smallPrint(lines: readonly string[]): string {
  return lines.map((line) => `-# ${line}`).join('\n')
}
