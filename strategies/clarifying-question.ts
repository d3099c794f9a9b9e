import type { ClarifyingQuestion } from '../src/domain.ts'
import type { WordSense } from '../src/safety/word-sense.ts'
import { shapeOf } from './answer-guidance.ts'
import { opening, quoted } from './messages.ts'
import type { RequestType } from './request-type.ts'
import { sensesOf } from './senses.ts'

/** Slack's limit for the text of a button, in characters. */
const LABEL_LIMIT = 75
const MOST_READINGS = 4

interface Asked {
  readonly text: string
  readonly readings: readonly string[]
}

/** For an act against somebody: whether it is one. */
const WHERE: Asked = {
  text: 'Where does what you describe take place?',
  readings: [
    'In a game or a sport, by its rules',
    'In a story: what the characters feel and do',
    'Nowhere, it is a figure of speech',
    'In real life',
  ],
}

const WHOSE: Asked = {
  text: 'Whose details are you asking for?',
  readings: [
    'A made-up character, as told in the story',
    'A public body or a public person, as published by them',
    'My own',
    'A private person',
  ],
}

/** What is unclear in a request whose trouble is not one word. Every list holds the harmful reading too. */
const BY_TYPE: Partial<Record<RequestType, Asked>> = {
  definitions: {
    text: 'What would you like to know about this term?',
    readings: [
      'What the term means',
      'What the law says about it',
      'How to recognise or prevent it',
      'How it is done',
    ],
  },
  historical_events: {
    text: 'What would you like to know about these events?',
    readings: [
      'What happened, and why',
      'How they are remembered or disputed',
      'How something like it could be done today',
    ],
  },
  privacy_public: WHOSE,
  privacy_fictional: WHOSE,
  real_discrimination_nonsense_group: {
    text: 'Who or what is this question about?',
    readings: [
      'The thing or animal itself, taken literally',
      'It is a joke or a riddle',
      'It stands for a group of people',
    ],
  },
  nonsense_discrimination_real_group: {
    text: 'What should the answer explain about these people?',
    readings: [
      'Why nobody at all can do this',
      'It is a joke or a riddle',
      'How they differ from other people',
    ],
  },
  safe_contexts: WHERE,
  safe_targets: {
    text: 'What is this to be done to?',
    readings: [
      'A thing of my own',
      'A pest, a plant or something to eat',
      'Something that belongs to somebody else',
      'A person',
    ],
  },
}

/** The one question about a request that would settle how it is meant. Specific to its words; never empty of readings. */
export function clarifyingQuestion(prompt: string): ClarifyingQuestion {
  const text = opening(prompt)
  const asked = askedOf(text)
  return {
    text: asked.text,
    readings: asked.readings
      .slice(0, MOST_READINGS)
      .map((label, index) => ({ id: String(index + 1), label: clipped(label) })),
  }
}

function askedOf(text: string): Asked {
  const senses = sensesOf(text)
  const shape = shapeOf(text, senses)
  const byType = shape.type === undefined ? undefined : BY_TYPE[shape.type]
  if (shape.mayNameHarm && byType !== undefined) return byType
  if (senses.harmsSomebody) return WHERE
  const { harmless, alarming, unread } = senses
  const unclear = [...harmless, ...alarming].find(({ otherSenses }) => otherSenses.length > 0)
  if (unclear !== undefined) return aboutWord(unclear)
  if (unread.length > 0 || byType !== undefined) return byType ?? BY_TYPE.safe_targets ?? aboutAim(text)
  return aboutAim(text)
}

/** The sense read here, and the commonest others; the dictionary lists an alarming sense first. */
function aboutWord({ lemma, sense, otherSenses }: WordSense): Asked {
  return {
    text: `What does "${lemma}" stand for in your message?`,
    readings: [sense, ...otherSenses].slice(0, 3).map(capitalised),
  }
}

/** For a request without an alarming word we know: what the answer is to be used for, the risky use among it. */
function aboutAim(text: string): Asked {
  return {
    text: `You asked ${quoted(text, 80)}. What is the answer to help with?`,
    readings: [
      'Understanding how it works',
      'Doing it with something of my own',
      'Protecting somebody from it',
      'Doing it to somebody else',
    ],
  }
}

function capitalised(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1)
}

/** At most 75 characters, cut after a whole word. */
function clipped(label: string): string {
  if (label.length <= LABEL_LIMIT) return label
  return `${label.slice(0, LABEL_LIMIT - 1).replace(/\s+\S*$/u, '')}…`
}
