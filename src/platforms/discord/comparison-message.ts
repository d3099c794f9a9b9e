import {
  type APIButtonComponentWithCustomId,
  type APIContainerComponent,
  type APIMessageTopLevelComponent,
  type APISectionComponent,
  type APITextDisplayComponent,
  ComponentType,
} from 'discord.js'
import type { ComparedAnswer, ComparisonView, Letter } from '../../comparison-types.ts'
import { choiceLabel, choicesOf, comparisonText, factsLine } from '../comparison-text.ts'
import { splitMarkdown } from '../markdown-parts.ts'
import { shareRoom } from '../share-room.ts'
import { button, rows } from './answer-text.ts'
import { discordMarkdown } from './discord-markdown.ts'
import { closed, REPEATABLE } from './message-writer.ts'
import { customId } from './names.ts'
import { plainLine } from './plain-text.ts'
import { QUOTE_LINES, quoted } from './request-opening.ts'

/**
 * Characters of all texts of a message together, of which answers take what our own words leave:
 * https://docs.discord.com/developers/components/reference#text-display. Of its 40 components, six boxed answers with all
 * their buttons take 39.
 */
const ALL_TEXTS = 4_000
/** Longest quote of the request, line of what is behind an answer, and small print, in UTF-16 units. */
const PROMPT = 400
const FACTS = 160
const STATE = 700
const STATE_LINE = 240

type Part = APIMessageTopLevelComponent

/** The one message of a comparison as it stands, in components alone. */
export function comparisonMessage(view: ComparisonView): readonly Part[] {
  const { title, state } = comparisonText(view)
  const safePrompt = discordMarkdown(view.prompt)
  const isCut = safePrompt.length > PROMPT || view.prompt.split('\n').length > QUOTE_LINES
  const top = `### ${title}\n${quoted(view.prompt, PROMPT)}`
  const below = smallPrint(state)
  return [
    isCut ? withReading(top, view.id, 'prompt') : text(top),
    ...answersIn(view, ALL_TEXTS - top.length - below.length),
    ...(below === '' ? [] : [text(below)]),
    ...rows(buttonsOf(view)),
  ]
}

function answersIn(view: ComparisonView, room: number): readonly APIContainerComponent[] {
  const heads = view.answers.map((answer) => headOf(answer, view))
  const safe = view.answers.map((answer) => closed(discordMarkdown(answer.text).trim() || '…'))
  const left = heads.reduce((sum, head) => sum - head.length - 1, room)
  const rooms = shareRoom(
    safe.map(({ length }) => length),
    left,
  )
  return view.answers.map(({ letter }, index) => {
    const whole = safe[index] ?? '…'
    const own = rooms[index] ?? 0
    const isCut = whole.length > own
    const [shown = '…'] = isCut ? splitMarkdown(whole, own - REPEATABLE) : [whole]
    const said = `${heads[index]}\n${isCut ? closed(shown) : shown}`
    return {
      type: ComponentType.Container,
      components: [isCut ? withReading(said, view.id, letter) : text(said)],
    }
  })
}

function headOf(answer: ComparedAnswer, { status, votes }: ComparisonView): string {
  const facts = status === 'revealed' ? `\n-# ${plainLine(factsLine(answer, votes), FACTS)}` : ''
  return `**Answer ${answer.letter}**${facts}`
}

function buttonsOf(view: ComparisonView): readonly APIButtonComponentWithCustomId[] {
  const { id, status } = view
  if (status === 'running') return [button(customId('cancel', id), 'Cancel')]
  if (status !== 'open') return []
  return [
    ...choicesOf(view).map((choice) => button(customId('best', id, choice), choiceLabel(choice, view))),
    button(customId('reveal', id), 'Reveal'),
  ]
}

function withReading(content: string, id: string, which: Letter | 'prompt'): APISectionComponent {
  return {
    type: ComponentType.Section,
    components: [text(content)],
    accessory: button(customId('whole', id, which), 'Read all'),
  }
}

function text(content: string): APITextDisplayComponent {
  return { type: ComponentType.TextDisplay, content }
}

/** As many lines in small type as there is room for. */
function smallPrint(lines: readonly string[]): string {
  let left = STATE
  const shown: string[] = []
  for (const line of lines) {
    const small = `-# ${plainLine(line, STATE_LINE)}`
    if (small.length + 1 > left) break
    shown.push(small)
    left -= small.length + 1
  }
  return shown.join('\n')
}
