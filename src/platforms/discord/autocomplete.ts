import { optionFields } from '../../../commands/option-fields.ts'
import type { Bot } from '../../bot-types.ts'
import { isCompleted, MOST_CHOICES } from './command-options.ts'

/** Longest name, and longest value, of a choice in characters. */
const LONGEST_CHOICE = 100

/** The option somebody is typing, as `interaction.options.getFocused(true)` gives it. */
export interface Focused {
  readonly name: string
  readonly value: string
}

interface Choice {
  readonly name: string
  readonly value: string
}

/** What an option could become, the nearest to what is typed first; in the bot's order where they are as near. */
export function autocompleteChoices(
  bot: Pick<Bot, 'commands' | 'suggestions'>,
  commandName: string,
  { name, value }: Focused,
): readonly Choice[] {
  const command = bot.commands.find((candidate) => candidate.name === commandName)
  const field = command && optionFields(command).find((candidate) => candidate.name === name)
  if (!field || !isCompleted(field)) return []
  const { before, last } = field.list ? lastOf(value) : { before: [], last: value }
  const typed = last.trim().toLowerCase()
  return (field.suggest ? bot.suggestions(field.suggest) : field.choices)
    .filter((text) => !before.includes(text))
    .map((text) => ({ text: [...before, text].join(','), distance: distance(text.toLowerCase(), typed) }))
    .filter(({ text, distance }) => distance !== undefined && text.length <= LONGEST_CHOICE)
    .toSorted((a, b) => (a.distance ?? 0) - (b.distance ?? 0))
    .slice(0, MOST_CHOICES)
    .map(({ text }) => ({ name: text, value: text }))
}

/** Of several names, those that are there, and the one that is being typed. */
function lastOf(value: string): { readonly before: readonly string[]; readonly last: string } {
  const names = value.split(',').map((name) => name.trim())
  return { before: names.slice(0, -1).filter((name) => name !== ''), last: names.at(-1) ?? '' }
}

/** 0 for the text itself; `undefined` where it cannot be what is typed. */
function distance(text: string, typed: string): number | undefined {
  if (text === typed) return 0
  if (text.startsWith(typed)) return 1
  if (text.split(/[^a-z0-9]+/).some((word, index) => index > 0 && word.startsWith(typed))) return 2
  if (text.includes(typed)) return 3
  return hasInOrder(text, typed) ? 4 : undefined
}

/** Whether all letters are there in their order, as they are where some were left out. */
function hasInOrder(text: string, letters: string): boolean {
  let at = 0
  for (const letter of letters) {
    at = text.indexOf(letter, at) + 1
    if (at === 0) return false
  }
  return true
}
